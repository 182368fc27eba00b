//! Lets through what is of libraries that may be shown.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use plex_client::{Event, LibraryKey, RatingKey};
use tokio::time::Instant;

use crate::plex::Plex;

/// How long it is known which libraries may be shown, and which items are in them.
const KEPT: Duration = Duration::from_secs(60);
/// Items of which that is known.
const MOST: usize = 1_000;

/// Lets through what is of libraries that may be shown.
pub(super) struct Admission {
    plex: Plex,
    /// The libraries that may be shown, and when that was asked.
    libraries: Option<(HashSet<LibraryKey>, Instant)>,
    items: HashMap<RatingKey, (bool, Instant)>,
}

impl Admission {
    pub(super) fn new(plex: Plex) -> Self {
        Self {
            plex,
            libraries: None,
            items: HashMap::new(),
        }
    }

    /// Says whether an event may be told. What does not say of which library it is may not, where only
    /// some may be shown.
    pub(super) async fn admits(&mut self, event: &Event) -> bool {
        if !self.plex.is_limited() {
            return true;
        }
        match event {
            Event::Listening { .. } | Event::Away { .. } => {
                self.libraries = None;
                true
            }
            Event::Dropped { .. } => true,
            Event::Timeline(entry) => self.admits_library(entry.section_id.as_ref()).await,
            Event::Activity(told) => {
                let activity = told.activity.as_ref();
                let context = activity.and_then(|activity| activity.context.as_ref());
                let library = context.and_then(|context| context.library_section_id.as_ref());
                self.admits_library(library).await
            }
            Event::Playing(told) => match &told.rating_key {
                Some(item) => self.admits_item(item).await,
                None => false,
            },
            _ => false,
        }
    }

    async fn admits_library(&mut self, library: Option<&LibraryKey>) -> bool {
        let Some(library) = library else {
            return false;
        };
        let now = Instant::now();
        let known = self.libraries.as_ref();
        if known.is_none_or(|(_, asked)| now >= *asked + KEPT) {
            // What cannot be asked may not be told.
            self.libraries = self.plex.libraries().await.ok().map(|libraries| {
                let keys = libraries.into_iter().map(|library| library.key);
                (keys.collect(), now)
            });
        }
        let known = self.libraries.as_ref();
        known.is_some_and(|(libraries, _)| libraries.contains(library))
    }

    async fn admits_item(&mut self, item: &RatingKey) -> bool {
        let now = Instant::now();
        if let Some((admitted, asked)) = self.items.get(item)
            && now < *asked + KEPT
        {
            return *admitted;
        }
        let Ok(admitted) = self.plex.may_show(item).await else {
            return false;
        };
        if self.items.len() >= MOST {
            self.items.clear();
        }
        self.items.insert(item.clone(), (admitted, now));
        admitted
    }
}
