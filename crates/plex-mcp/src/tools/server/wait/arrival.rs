//! Waiting for something to arrive in a library: it is there, and all that it will be.

use std::collections::HashSet;

use plex_client::{
    DetailsQuery, Event, Library, MediaItem, PlexError, RatingKey, RecentlyAddedQuery, SearchQuery,
    SearchSubject, Timestamp,
};

use super::{
    hint::{Hint, Look},
    view::WaitView,
};
use crate::{
    call::Call,
    error::ToolError,
    live::{ItemChange, Timeline, Told},
    view::item::ItemView,
};

/// How many of the newest are compared when something may have been missed.
const NEWEST: u32 = 50;
/// How many hits of a search are looked at.
const HITS: u32 = 10;
/// How many arrivals are shown.
const SHOWN: usize = 20;

/// What an item is to be.
pub(super) enum Wanted {
    /// The item of this id.
    Key(RatingKey),
    /// One with such a title.
    Title(String),
    /// Any that is new.
    New,
}

/// Something that is to arrive.
pub(super) struct Arrival {
    wanted: Wanted,
    library: Option<Library>,
    timeline: Timeline,
    /// What was told to have arrived.
    told: Vec<RatingKey>,
    /// The newest from before.
    before: HashSet<RatingKey>,
    /// When the oldest of those was added, where there were older ones, which move up when one goes.
    oldest: Option<Timestamp>,
}

impl Arrival {
    pub(super) fn new(wanted: Wanted, library: Option<Library>) -> Self {
        Self {
            wanted,
            library,
            timeline: Timeline::default(),
            told: Vec::new(),
            before: HashSet::new(),
            oldest: None,
        }
    }

    pub(super) async fn look(&mut self, call: &Call, how: Look) -> Result<WaitView, ToolError> {
        let mut found = match &self.wanted {
            Wanted::Key(key) => details(call, std::slice::from_ref(key)).await?,
            Wanted::Title(title) => self.titled(call, title).await?,
            Wanted::New => self.new_ones(call, how).await?,
        };
        found.retain(|item| {
            let key = item.rating_key.as_ref();
            let is_in = |library: &Library| item.library_section_id.as_ref() == Some(&library.key);
            self.library.as_ref().is_none_or(is_in)
                && key.is_some_and(|key| !self.timeline.is_on_its_way(key))
        });
        found.truncate(SHOWN);
        let view = |item| ItemView::brief(item).in_library(item);
        Ok(WaitView {
            happened: !found.is_empty(),
            items: found.iter().map(view).collect(),
            ..WaitView::default()
        })
    }

    pub(super) fn hears(&mut self, event: &Event) -> Hint {
        let before = self.told.len();
        match event {
            Event::Timeline(entry) => {
                if let Told::Items { items, .. } = self.timeline.take(entry) {
                    let new = items.into_iter().filter(|(_, is)| *is == ItemChange::Added);
                    self.told.extend(new.map(|(key, _)| key));
                }
            }
            Event::Activity(told) => {
                // Those of libraries without an agent are never called processed.
                let activity = told.activity.as_ref();
                let scan = activity.filter(|one| one.activity_type.starts_with("library.update"));
                let context = scan.and_then(|scan| scan.context.as_ref());
                let library = context.and_then(|context| context.library_section_id.as_ref());
                if let (Some(library), "ended") = (library, told.event.as_str()) {
                    self.told.extend(self.timeline.scanned(library, true));
                }
            }
            _ => {}
        }
        // More are not shown; those that count are the first.
        self.told.truncate(10 * SHOWN);
        match self.told.len() > before {
            true => Hint::Look,
            false => Hint::Nothing,
        }
    }

    /// Hears that something may have been missed: what was on its way may be there by now, and nothing more may be
    /// told of it.
    pub(super) fn missed(&mut self) {
        self.timeline = Timeline::default();
    }

    /// Returns what has such a title.
    async fn titled(&self, call: &Call, title: &str) -> Result<Vec<MediaItem>, ToolError> {
        let mut query = SearchQuery::new(title).limit(HITS);
        if let Some(library) = &self.library {
            query = query.section(library.key.clone());
        }
        let hits = call.plex.search(&query).await?.hits.into_iter();
        let hits = hits.filter(|hit| hit.matched.as_str() == "title");
        Ok(hits
            .filter_map(|hit| match hit.subject {
                SearchSubject::Item(item) => Some(*item),
                _ => None,
            })
            .collect())
    }

    /// Returns what is new: as the server told, or, where that may have been missed, what was not there.
    async fn new_ones(&mut self, call: &Call, how: Look) -> Result<Vec<MediaItem>, ToolError> {
        let mut query = RecentlyAddedQuery::new(NEWEST);
        if let Some(library) = &self.library {
            query = query.library(library.key.clone());
        }
        let newest = call.plex.recently_added(&query).await?.items;
        if how.is_first {
            let is_full = newest.len() >= NEWEST as usize;
            let oldest = newest.iter().filter_map(|item| item.added_at).min();
            self.oldest = oldest.filter(|_| is_full);
            let keys = newest.into_iter().filter_map(|item| item.rating_key);
            self.before = keys.collect();
            return Ok(Vec::new());
        }
        let is_new = |item: &MediaItem| {
            let key = item.rating_key.as_ref();
            let is_older = self
                .oldest
                .is_some_and(|oldest| item.added_at.is_none_or(|added| added < oldest));
            !is_older && key.is_some_and(|key| !self.before.contains(key))
        };
        let mut new: Vec<MediaItem> = newest.into_iter().filter(is_new).collect();
        let is_missing =
            |key: &&RatingKey| !new.iter().any(|it| it.rating_key.as_ref() == Some(key));
        let missing: Vec<RatingKey> = self.told.iter().filter(is_missing).cloned().collect();
        if !missing.is_empty() {
            new.extend(details(call, &missing).await?);
        }
        Ok(new)
    }
}

/// Returns those items that are there.
async fn details(call: &Call, keys: &[RatingKey]) -> Result<Vec<MediaItem>, ToolError> {
    match call.plex.details_of(keys, &DetailsQuery::new()).await {
        Ok(items) => Ok(items),
        Err(PlexError::NotFound { .. }) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}
