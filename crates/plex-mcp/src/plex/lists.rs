//! Lists over all libraries: what is new, on deck, found, playing, played.
//!
//! Where only some libraries may be shown, each of them is asked for its own list and the lists are
//! put together: a list over all, with the others taken out, would be short and miscounted.

use std::{cmp::Reverse, collections::HashSet};

use plex_client::{
    HistoryQuery, HistoryRecord, Library, MediaItem, OnDeckQuery, Page, PageRequest, PlexError,
    RatingKey, RecentlyAddedQuery, Result, SearchQuery, SearchResults, SearchSubject, Session,
    Timestamp,
};

use super::{Plex, concurrent::together, scope::Visible};
use crate::clean;

/// How many rows of what to continue are looked through.
const DECK_ROWS: u32 = 1_000;

/// How far back a history of several libraries can be paged.
const DEEPEST_PLAY: u64 = 5_000;

impl Plex {
    /// Returns what came in last, newest first.
    pub(crate) async fn recently_added(
        &self,
        query: &RecentlyAddedQuery,
    ) -> Result<Page<MediaItem>> {
        let Some(visible) = self.visible_unless(query.library.as_ref()).await? else {
            return self.client.recently_added(query).await;
        };
        let holds = |library: &&Library| match &query.item_type {
            Some(item_type) => library.library_type.can_hold(item_type),
            None => true,
        };
        let asked = visible.libraries().iter().filter(holds).map(|library| {
            let query = query.clone().library(library.key.clone());
            async move { self.client.recently_added(&query).await }
        });
        let asked = together(asked.collect()).await?;
        Ok(merged(asked, PageRequest::first(query.limit), |item| {
            item.added_at
        }))
    }

    /// Returns what to resume or watch next.
    pub(crate) async fn on_deck(&self, query: &OnDeckQuery) -> Result<Page<MediaItem>> {
        let Some(visible) = self.visible_unless(query.library.as_ref()).await? else {
            return self.client.on_deck(query).await;
        };
        let asked = visible.libraries().iter().map(|library| {
            let query = query.clone().library(library.key.clone());
            async move { self.client.on_deck(&query).await }
        });
        let asked = together(asked.collect()).await?;
        Ok(merged(asked, PageRequest::first(query.limit), |item| {
            item.last_viewed_at
        }))
    }

    /// Returns all that is to be resumed or watched next, as far as anybody looks through it.
    pub(crate) async fn to_continue(&self) -> Result<Vec<MediaItem>> {
        Ok(self.on_deck(&OnDeckQuery::new(DECK_ROWS)).await?.items)
    }

    /// Returns the episode of a show or season that Plex would go on with.
    pub(crate) async fn next_on_deck(&self, whole: &RatingKey) -> Result<Option<MediaItem>> {
        let mut deck = self.to_continue().await?.into_iter();
        Ok(deck.find(|episode| {
            episode.grandparent_rating_key.as_ref() == Some(whole)
                || episode.parent_rating_key.as_ref() == Some(whole)
        }))
    }

    /// Returns the best matches.
    pub(crate) async fn search(&self, query: &SearchQuery) -> Result<SearchResults> {
        let Some(visible) = self.visible().await? else {
            return self.client.search(query).await;
        };
        let sections = match &query.section {
            Some(section) => {
                self.check_library(section).await?;
                vec![section.clone()]
            }
            None => keys(&visible),
        };
        let asked = sections.into_iter().map(|section| {
            let query = query.clone().section(section);
            async move { self.client.search(&query).await }
        });
        let found: Vec<SearchResults> = together(asked.collect()).await?;
        let mut found = found.into_iter();
        let Some(mut all) = found.next() else {
            return Err(PlexError::NotFound {
                request: "GET /library/search".to_owned(),
            });
        };
        for more in found {
            all.hits.extend(more.hits);
            all.has_more |= more.has_more;
            all.failures.extend(more.failures);
        }
        let mut tags = HashSet::new();
        all.hits.retain(|hit| match &hit.subject {
            SearchSubject::Item(item) => visible.shows(item),
            // A person is in several libraries.
            SearchSubject::Tag(tag) => {
                visible.has(tag.library_section_id.as_ref())
                    && tags.insert((tag.tag_type, clean::folded(&tag.tag)))
            }
            _ => false,
        });
        all.hits
            .sort_by(|one, other| other.score.total_cmp(&one.score));
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        all.has_more |= all.hits.len() > limit;
        all.hits.truncate(limit);
        Ok(all)
    }

    /// Returns what is playing.
    pub(crate) async fn sessions(&self) -> Result<Vec<Session>> {
        Ok(self.sessions_and_untold().await?.0)
    }

    /// Returns what is playing now, as far as it may be shown, and of how many sessions more the server knows
    /// and does not tell.
    pub(crate) async fn sessions_and_untold(&self) -> Result<(Vec<Session>, u64)> {
        let told = self.client.sessions_as_told().await?;
        let counted = told.header.size.unwrap_or_default();
        let untold = counted.saturating_sub(told.items.len() as u64);
        let mut sessions = told.items;
        if let Some(visible) = self.visible().await? {
            sessions.retain(|session| visible.shows(&session.item));
        }
        Ok((sessions, untold))
    }

    /// Returns a page of finished plays, newest first.
    ///
    /// # Errors
    ///
    /// Beside the client's, `InvalidArgument` for an offset too deep in the history of several
    /// libraries.
    pub(crate) async fn history(&self, query: &HistoryQuery) -> Result<Page<HistoryRecord>> {
        if let Some(key) = &query.rating_key {
            self.check_item(key).await?;
        }
        let Some(visible) = self.visible().await? else {
            return self.client.history(query).await;
        };
        let mut page = match &query.library {
            Some(library) => {
                self.check_library(library).await?;
                self.client.history(query).await?
            }
            None => self.history_of(&visible, query).await?,
        };
        let came = page.items.len();
        page.items.retain(|record| visible.shows(&record.item));
        if page.items.len() < came {
            // The server counted what may not be shown.
            page.total = None;
        }
        Ok(page)
    }

    /// Returns a page of the plays of several libraries.
    async fn history_of(
        &self,
        visible: &Visible,
        query: &HistoryQuery,
    ) -> Result<Page<HistoryRecord>> {
        let asked = query.page;
        let depth = asked.offset.saturating_add(u64::from(asked.limit));
        let limit = match u32::try_from(depth) {
            Ok(limit) if depth <= DEEPEST_PLAY => limit,
            _ => {
                return Err(PlexError::InvalidArgument {
                    argument: "offset",
                    reason: format!(
                        "is too deep for several libraries ({DEEPEST_PLAY} plays at most); give a \
                         library_id, or a time with until"
                    ),
                });
            }
        };
        let first = PageRequest::first(limit);
        let lists = keys(visible).into_iter().map(|library| {
            let query = query.clone().library(library).page(first);
            async move { self.client.history(&query).await }
        });
        let lists = together(lists.collect()).await?;
        let mut all = merged(lists, first, |record| record.viewed_at);
        let skipped = usize::try_from(asked.offset).unwrap_or(usize::MAX);
        let rows = all.items.split_off(skipped.min(all.items.len()));
        Ok(Page::of_items(rows, all.total, asked))
    }

    /// Returns what may be shown, where a list is not that of one library, which is checked.
    async fn visible_unless(
        &self,
        library: Option<&plex_client::LibraryKey>,
    ) -> Result<Option<Visible>> {
        match library {
            Some(key) => self.check_library(key).await.map(|()| None),
            None => self.visible().await,
        }
    }
}

fn keys(visible: &Visible) -> Vec<plex_client::LibraryKey> {
    let libraries = visible.libraries().iter();
    libraries.map(|library| library.key.clone()).collect()
}

/// Returns the first rows of several lists as those of one, the latest first.
fn merged<T>(
    pages: Vec<Page<T>>,
    asked: PageRequest,
    moment: impl Fn(&T) -> Option<Timestamp>,
) -> Page<T> {
    let total = pages
        .iter()
        .map(|page| match page.next_offset() {
            // A list that is here whole is counted here.
            None => Some(page.items.len() as u64),
            Some(_) => page.total,
        })
        .sum();
    let mut items: Vec<T> = pages.into_iter().flat_map(|page| page.items).collect();
    items.sort_by_key(|item| Reverse(moment(item)));
    items.truncate(usize::try_from(asked.limit).unwrap_or(usize::MAX));
    Page::of_items(items, total, asked)
}
