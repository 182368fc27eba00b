//! Lets through what is of libraries that may be shown.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use plex_client::{Event, LibraryKey, PlexError, RatingKey};
use tokio::time::{Instant, timeout};

use crate::plex::Plex;

/// How long it is known which libraries may be shown, and which items are in them.
const KEPT: Duration = Duration::from_secs(60);
/// How long an item that is not there, or may not be shown, is not asked for again: it may be new.
const KEPT_HIDDEN: Duration = Duration::from_secs(10);
/// How long the server may take to say what an event is of: all others wait meanwhile.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long the server is not asked again after it could not be; as long as that took, if that is more.
const PAUSE: Duration = Duration::from_secs(1);
/// Items of which that is known.
const MOST: usize = 1_000;

/// Lets through what is of libraries that may be shown.
pub(super) struct Admission {
    plex: Plex,
    /// The libraries that may be shown, and when that was asked.
    libraries: Option<(HashSet<LibraryKey>, Instant)>,
    items: HashMap<RatingKey, (bool, Instant)>,
    /// Why the server could not be asked last, and until when it is not asked again.
    failed: Option<(PlexError, Instant)>,
}

impl Admission {
    pub(super) fn new(plex: Plex) -> Self {
        Self {
            plex,
            libraries: None,
            items: HashMap::new(),
            failed: None,
        }
    }

    /// Says whether an event may be told. What does not say of which library it is may not, where only
    /// some may be shown.
    ///
    /// # Errors
    ///
    /// Why the server could not be asked: then it is not known.
    pub(super) async fn admits(&mut self, event: &Event) -> Result<bool, PlexError> {
        if !self.plex.is_limited() {
            return Ok(true);
        }
        match event {
            Event::Listening { .. } | Event::Away { .. } => {
                self.libraries = None;
                self.failed = None;
                Ok(true)
            }
            Event::Dropped { .. } => Ok(true),
            Event::Timeline(entry) => self.admits_library(entry.section_id.as_ref()).await,
            Event::Activity(told) => {
                let activity = told.activity.as_ref();
                let context = activity.and_then(|activity| activity.context.as_ref());
                let library = context.and_then(|context| context.library_section_id.as_ref());
                self.admits_library(library).await
            }
            Event::Playing(told) => match &told.rating_key {
                Some(item) => self.admits_item(item).await,
                None => Ok(false),
            },
            _ => Ok(false),
        }
    }

    async fn admits_library(&mut self, library: Option<&LibraryKey>) -> Result<bool, PlexError> {
        let Some(library) = library else {
            return Ok(false);
        };
        let now = Instant::now();
        if let Some((libraries, asked)) = &self.libraries
            && now < *asked + KEPT
        {
            return Ok(libraries.contains(library));
        }
        self.may_ask(now)?;
        let plex = self.plex.clone();
        let shown = self.asked(plex.libraries()).await?.into_iter();
        let shown: HashSet<LibraryKey> = shown.map(|shown| shown.key).collect();
        let is_shown = shown.contains(library);
        self.libraries = Some((shown, now));
        Ok(is_shown)
    }

    async fn admits_item(&mut self, item: &RatingKey) -> Result<bool, PlexError> {
        let now = Instant::now();
        if let Some((admitted, asked)) = self.items.get(item)
            && now < *asked + if *admitted { KEPT } else { KEPT_HIDDEN }
        {
            return Ok(*admitted);
        }
        self.may_ask(now)?;
        let plex = self.plex.clone();
        let admitted = self.asked(plex.may_show(item)).await?;
        if self.items.len() >= MOST {
            self.items.clear();
        }
        self.items.insert(item.clone(), (admitted, now));
        Ok(admitted)
    }

    /// Refuses to ask a server at once that could not be asked a moment ago: events come by the thousand.
    fn may_ask(&self, now: Instant) -> Result<(), PlexError> {
        match &self.failed {
            Some((error, until)) if now < *until => Err(error.clone()),
            _ => Ok(()),
        }
    }

    /// Asks, as long as the server may take.
    async fn asked<T>(
        &mut self,
        asking: impl Future<Output = Result<T, PlexError>>,
    ) -> Result<T, PlexError> {
        let begun = Instant::now();
        let late = PlexError::Timeout { after: PATIENCE };
        let answer = timeout(PATIENCE, asking).await.unwrap_or(Err(late));
        if let Err(error) = &answer {
            let until = Instant::now() + PAUSE.max(begun.elapsed());
            self.failed = Some((error.clone(), until));
        }
        answer
    }
}
