//! All titles compared as people do, where the server's searches know none like it: they take every
//! letter and sign seriously, some of them accents as well.

use std::{cmp::Reverse, collections::HashSet, sync::Arc};

use plex_client::{
    DetailsQuery, ErrorKind, Fit, ItemType, Library, MediaItem, NameQuery, PlexError, RatingKey,
    SearchHit, SearchQuery, Titled, Titles,
};

use super::silence::Silent;
use crate::{
    clean,
    error::ToolError,
    plex::{Plex, concurrent::each},
    view,
};

/// What people name first. Of these there are few enough to compare them all.
pub(super) const MAIN: &[ItemType] = &[
    ItemType::Movie,
    ItemType::Show,
    ItemType::Artist,
    ItemType::Album,
    ItemType::Collection,
];

/// What is in those, of which there may be very many.
pub(super) const WITHIN: &[ItemType] = &[ItemType::Episode, ItemType::Track, ItemType::Photo];

/// The longest list that is gone through beside hits that may be what was meant.
pub(super) const FEW: u64 = 5_000;

/// The longest list that is gone through where there are none.
pub(super) const MANY: u64 = 20_000;

/// How like a title must be, in thousandths, to be told as one that may be meant.
const LIKE: u32 = 750;

/// How many titles are looked up.
const LOOKED_UP: usize = 50;

/// How many items are asked for in one request.
const PER_REQUEST: usize = 25;

/// Titles of some types, as far as they could be had.
pub(super) struct Catalogue {
    lists: Vec<Arc<Titles>>,
    playlists: Vec<MediaItem>,
    /// Whether nothing is missing.
    pub(super) is_complete: bool,
    /// What could not be read.
    pub(super) silent: Vec<Silent>,
}

/// Tells whether a server said that it does not list something, or not to this token.
fn is_refusal(error: &PlexError) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::InvalidArgument | ErrorKind::Forbidden
    )
}

impl Catalogue {
    /// Tells whether something may be called so, as far as is known.
    pub(super) fn may_have(&self, wanted: &NameQuery) -> bool {
        let mut titles = self.lists.iter().flat_map(|list| &list.items);
        !self.is_complete || titles.any(|title| title.fit(wanted) >= Fit::Same)
    }
}

impl Plex {
    /// Returns the titles of some of the types that a query is for, in the libraries it is for.
    /// What a server does not give is missing.
    pub(super) async fn catalogue(
        &self,
        query: &SearchQuery,
        types: &[ItemType],
        most: u64,
    ) -> Result<Catalogue, ToolError> {
        let libraries = self.libraries().await?;
        let is_searched = |library: &&Library| match &query.section {
            Some(section) => library.key == *section,
            None => library.hidden != Some(2),
        };
        let is_wanted = |wanted: &ItemType| query.types.is_empty() || query.types.contains(wanted);
        let mut places = Vec::new();
        for library in libraries.iter().filter(is_searched) {
            let library_type = &library.library_type;
            // What a library of an unknown type lists is not known to have titles.
            let is_known = !library_type.item_types().is_empty();
            let held = types
                .iter()
                .filter(|one| is_wanted(one) && is_known && library_type.can_hold(one));
            places.extend(held.map(|one| (library, one)));
        }
        let asked = places.into_iter().map(async |(library, item_type)| {
            let few = self.titles(library, item_type, FEW).await;
            let titles = match few {
                Ok(titles) if !titles.is_complete && most > FEW => {
                    self.titles(library, item_type, most).await
                }
                few => few,
            };
            (library, titles)
        });
        let mut catalogue = Catalogue {
            lists: Vec::new(),
            playlists: Vec::new(),
            is_complete: true,
            silent: Vec::new(),
        };
        for (library, titles) in each(asked.collect()).await {
            match titles {
                Ok(titles) => {
                    catalogue.is_complete &= titles.is_complete;
                    catalogue.lists.push(titles);
                }
                Err(error) => {
                    tracing::debug!(%error, "a list of titles is missing");
                    catalogue.is_complete = false;
                    // What a library does not list at all, a server may refuse.
                    if !is_refusal(&error) {
                        let title = clean::quoted(&view::library::title(library), 60);
                        catalogue.silent.push(Silent::list(title, error));
                    }
                }
            }
        }
        // Playlists are of no library.
        if types == MAIN && query.section.is_none() && is_wanted(&ItemType::Playlist) {
            match self.playlists().await {
                Ok(playlists) => catalogue.playlists = playlists,
                Err(error) if is_refusal(&error) => {}
                Err(error) => {
                    let silent = Silent::list("the list of playlists".to_owned(), error);
                    catalogue.silent.push(silent);
                }
            }
        }
        Ok(catalogue)
    }

    /// Returns the titles of a library's items of a type that have a text in them as people compare texts, the best
    /// first, or else those that are spelled like it; none where the library does not give its titles.
    pub(crate) async fn titles_with(
        &self,
        library: &Library,
        item_type: &ItemType,
        text: &str,
    ) -> Vec<String> {
        let wanted = NameQuery::new(text);
        let all = match self.titles(library, item_type, MANY).await {
            Ok(all) => all,
            Err(error) => {
                tracing::debug!(%error, "the titles of a library are missing");
                return Vec::new();
            }
        };
        let likeness = |title: &Titled| (wanted.likeness(&title.title) * 1e3) as u32;
        let mut fitting: Vec<(Fit, &str)> = all
            .items
            .iter()
            .map(|title| (wanted.fit(&title.title, title.year), title.title.as_str()))
            .filter(|(fit, _)| *fit > Fit::None)
            .collect();
        fitting.sort_by_key(|(fit, _)| Reverse(*fit));
        let mut titles: Vec<&str> = fitting.into_iter().map(|(_, title)| title).collect();
        if titles.is_empty() {
            let mut alike: Vec<(u32, &str)> = all
                .items
                .iter()
                .map(|title| (likeness(title), title.title.as_str()))
                .filter(|(likeness, _)| *likeness >= LIKE)
                .collect();
            alike.sort_by_key(|(likeness, _)| Reverse(*likeness));
            titles = alike.into_iter().map(|(_, title)| title).collect();
        }
        let mut seen = HashSet::new();
        titles.retain(|title| seen.insert(*title));
        titles.into_iter().map(str::to_owned).collect()
    }

    /// Returns what has titles that fit, the best first, as hits of a search.
    pub(super) async fn titled(
        &self,
        catalogue: &Catalogue,
        wanted: &NameQuery,
        least: Fit,
    ) -> Result<Vec<SearchHit>, ToolError> {
        let fits = |title: &Titled| Some(title.fit(wanted)).filter(|fit| *fit >= least);
        self.picked(catalogue, wanted, fits, |playlist| {
            Some(wanted.fit(&playlist.title, None)).filter(|fit| *fit >= least)
        })
        .await
    }

    /// Returns what is spelled alike, the likest first.
    pub(super) async fn spelled_alike(
        &self,
        catalogue: &Catalogue,
        wanted: &NameQuery,
        least: f64,
    ) -> Result<Vec<SearchHit>, ToolError> {
        // In thousandths, which have an order.
        let like = |title: &str| {
            let likeness = wanted.likeness(title);
            (likeness >= least).then_some((likeness * 1e3) as u32)
        };
        let of_title = |title: &Titled| {
            let original = title.original_title.as_deref().and_then(like);
            like(&title.title).max(original)
        };
        self.picked(catalogue, wanted, of_title, |playlist| {
            like(&playlist.title)
        })
        .await
    }

    /// Looks up the titles that are worth something, those worth most first.
    async fn picked<W: Ord + Copy>(
        &self,
        catalogue: &Catalogue,
        wanted: &NameQuery,
        worth: impl Fn(&Titled) -> Option<W>,
        worth_of_playlist: impl Fn(&MediaItem) -> Option<W>,
    ) -> Result<Vec<SearchHit>, ToolError> {
        let titles = catalogue.lists.iter().flat_map(|list| &list.items);
        let mut picked: Vec<(W, &RatingKey)> = titles
            .filter_map(|title| Some((worth(title)?, &title.rating_key)))
            .collect();
        picked.sort_by_key(|(worth, _)| Reverse(*worth));
        picked.truncate(LOOKED_UP);
        let keys: Vec<RatingKey> = picked.iter().map(|(_, key)| (*key).clone()).collect();
        let mut items: Vec<MediaItem> = Vec::new();
        for keys in keys.chunks(PER_REQUEST) {
            match self.details_of(keys, &DetailsQuery::new()).await {
                // It was removed since.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                found => items.extend(found?),
            }
        }
        let worth_of = |item: &MediaItem| {
            let key = item.rating_key.as_ref();
            let known = picked.iter().find(|(_, known)| Some(*known) == key);
            known.map(|(worth, _)| *worth)
        };
        let mut found: Vec<(Option<W>, SearchHit)> = items
            .into_iter()
            .map(|item| (worth_of(&item), SearchHit::of_item(item, wanted)))
            .collect();
        for playlist in &catalogue.playlists {
            if let Some(worth) = worth_of_playlist(playlist) {
                let hit = SearchHit::of_item(playlist.clone(), wanted);
                found.push((Some(worth), hit));
            }
        }
        found.sort_by(|(one, a), (other, b)| {
            let by_worth = other.cmp(one);
            by_worth.then_with(|| b.score.total_cmp(&a.score))
        });
        Ok(found.into_iter().map(|(_, hit)| hit).collect())
    }
}
