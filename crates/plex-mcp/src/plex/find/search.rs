//! Searching, and what is tried when nothing is called what was looked for.

use plex_client::{
    Fit, ItemType, MediaItem, NameQuery, RatingKey, SearchHit, SearchQuery, SearchSubject,
};

use super::{
    parts::{self, Parts},
    spelling,
};
use crate::{error::ToolError, plex::Plex};

/// How like two names must be, from 0 to 1, for one to be taken for the other.
const LIKE: f64 = 0.75;

/// How many hits each second try may bring.
const PER_TRY: u32 = 50;

/// How many items are looked at whole, to see who is in them.
const LOOKED_AT: usize = 10;

/// What a search came to.
pub(crate) struct Sought {
    /// The hits, best first.
    pub(crate) hits: Vec<SearchHit>,
    /// Whether there are more.
    pub(crate) has_more: bool,
    /// Whether every search of the server answered.
    pub(crate) is_complete: bool,
    /// How the hits were come by.
    pub(crate) how: How,
}

/// How hits were come by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum How {
    /// By what was looked for, as it was written or without its signs.
    AsWritten,
    /// As a title and whose it is.
    InParts,
    /// By this form of it: nothing is called so, these are spelled alike.
    Alike(String),
}

impl Plex {
    /// Looks for something by name; where nothing is called so, for a title and whose it is, and
    /// then for what is spelled like it.
    ///
    /// # Errors
    ///
    /// What asking the server gives.
    pub(crate) async fn seek(&self, query: &SearchQuery) -> Result<Sought, ToolError> {
        let wanted = NameQuery::new(&query.query);
        let found = self.search(query).await?;
        let first = Sought {
            has_more: found.has_more,
            is_complete: found.is_complete(),
            hits: found.hits,
            how: How::AsWritten,
        };
        if first.hits.iter().any(|hit| is_named(hit, &wanted)) {
            return Ok(first);
        }
        if let Some(hits) = self.in_parts(query).await? {
            return Ok(Sought {
                hits,
                has_more: false,
                how: How::InParts,
                ..first
            });
        }
        if !first.hits.is_empty() || !first.is_complete {
            return Ok(first);
        }
        let alike = self.alike(query, &wanted).await?;
        Ok(alike.unwrap_or(first))
    }

    /// What has a part of the text as its title and is whose the rest says.
    async fn in_parts(&self, query: &SearchQuery) -> Result<Option<Vec<SearchHit>>, ToolError> {
        for Parts { title, of } in parts::parts(&query.query) {
            let mut of_title = query.clone();
            of_title.query.clone_from(&title);
            of_title.limit = PER_TRY;
            let (title, of) = (NameQuery::new(&title), NameQuery::new(&of));
            let mut hits = self.search(&of_title).await?.hits;
            hits.retain(|hit| item(hit).is_some_and(|item| parts::is_titled(item, &title)));
            let is_of = |hit: &SearchHit| item(hit).is_some_and(|item| parts::is_of(item, &of));
            if !hits.iter().any(is_of) {
                // Lists name only the first few of a cast.
                self.complete(&mut hits).await?;
            }
            hits.retain(is_of);
            if !hits.is_empty() {
                hits.truncate(usize::try_from(query.limit).unwrap_or(usize::MAX));
                return Ok(Some(hits));
            }
        }
        Ok(None)
    }

    /// Puts the whole of films and shows in the place of what a search tells of them.
    async fn complete(&self, hits: &mut [SearchHit]) -> Result<(), ToolError> {
        let has_cast = |item: &&MediaItem| {
            matches!(
                item.item_type,
                ItemType::Movie | ItemType::Show | ItemType::Episode
            )
        };
        let keys: Vec<RatingKey> = hits
            .iter()
            .filter_map(item)
            .filter(has_cast)
            .filter_map(|item| item.rating_key.clone())
            .take(LOOKED_AT)
            .collect();
        if keys.is_empty() {
            return Ok(());
        }
        let whole = self.metadata(&keys).await?;
        for hit in hits {
            if let SearchSubject::Item(known) = &mut hit.subject
                && let Some(whole) = whole.iter().find(|one| one.rating_key == known.rating_key)
            {
                known.roles.clone_from(&whole.roles);
                known.directors.clone_from(&whole.directors);
                known.writers.clone_from(&whole.writers);
                known.producers.clone_from(&whole.producers);
            }
        }
        Ok(())
    }

    /// What is spelled like the query, the likest first.
    async fn alike(
        &self,
        query: &SearchQuery,
        wanted: &NameQuery,
    ) -> Result<Option<Sought>, ToolError> {
        for form in spelling::forms(&query.query) {
            let mut of_form = query.clone();
            of_form.query.clone_from(&form);
            of_form.limit = PER_TRY;
            let hits = self.search(&of_form).await?.hits;
            let judged = hits
                .into_iter()
                .map(|hit| (likeness(&hit, wanted), is_same(&hit, wanted), hit));
            let mut near: Vec<_> = judged
                .filter(|(likeness, same, _)| *same || *likeness >= LIKE)
                .collect();
            if near.is_empty() {
                continue;
            }
            let how = match near.iter().any(|(_, is_same, _)| *is_same) {
                // Only its signs were written otherwise.
                true => How::AsWritten,
                false => How::Alike(form),
            };
            if how == How::AsWritten {
                near.retain(|(_, is_same, _)| *is_same);
            }
            near.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
            let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
            return Ok(Some(Sought {
                hits: near.into_iter().map(|(.., hit)| hit).take(limit).collect(),
                has_more: false,
                is_complete: true,
                how,
            }));
        }
        Ok(None)
    }
}

impl Sought {
    /// Returns the items that were found.
    pub(crate) fn items(&self) -> impl Iterator<Item = &MediaItem> {
        self.hits.iter().filter_map(item)
    }

    /// Returns the items that are called what was looked for, and nothing that is less so; where none
    /// is, the one that is likest.
    pub(crate) fn closest(&self, wanted: &str) -> Vec<MediaItem> {
        let wanted = NameQuery::new(wanted);
        let fit = |item: &MediaItem| fit_of_item(item, &wanted);
        let best = self.items().map(fit).max().unwrap_or(Fit::None);
        if best < Fit::Same {
            return self.items().take(1).cloned().collect();
        }
        let closest = self.items().filter(|item| fit(item) == best);
        closest.cloned().collect()
    }
}

impl How {
    /// Returns why a hit was found, where that was not by the words as they stand.
    pub(crate) fn reason(&self, hit: &SearchHit) -> Option<&'static str> {
        match self {
            Self::AsWritten => None,
            Self::InParts => item(hit).map(parts::reason),
            Self::Alike(_) => Some("similar spelling"),
        }
    }
}

fn item(hit: &SearchHit) -> Option<&MediaItem> {
    match &hit.subject {
        SearchSubject::Item(item) => Some(item),
        _ => None,
    }
}

/// Returns how well an item's title fits, or its original one.
pub(super) fn fit_of_item(item: &MediaItem, wanted: &NameQuery) -> Fit {
    let original = item.original_title.as_deref();
    let original = original.filter(|_| item.item_type != ItemType::Track);
    let fit = |name: &str| wanted.fit(name, item.year);
    fit(&item.title).max(original.map_or(Fit::None, fit))
}

/// How well the name of a hit fits.
fn fit_of(hit: &SearchHit, wanted: &NameQuery) -> Fit {
    match &hit.subject {
        SearchSubject::Item(item) => fit_of_item(item, wanted),
        SearchSubject::Tag(tag) => wanted.fit(&tag.tag, None),
        _ => Fit::None,
    }
}

/// Whether a hit was found by its name.
fn is_named(hit: &SearchHit, wanted: &NameQuery) -> bool {
    fit_of(hit, wanted) > Fit::None
}

/// Whether a hit is called what was looked for.
fn is_same(hit: &SearchHit, wanted: &NameQuery) -> bool {
    fit_of(hit, wanted) >= Fit::Same
}

/// How alike the name of a hit is spelled.
fn likeness(hit: &SearchHit, wanted: &NameQuery) -> f64 {
    match &hit.subject {
        SearchSubject::Item(item) => wanted.likeness(&item.title),
        SearchSubject::Tag(tag) => wanted.likeness(&tag.tag),
        _ => 0.0,
    }
}
