//! Searching, and what is tried when nothing is called what was looked for.

use std::collections::HashSet;

use plex_client::{
    DetailsQuery, Fit, ItemType, MatchReason, MediaItem, NameQuery, RatingKey, SearchHit,
    SearchQuery, SearchSubject,
};

use super::{
    parts::{self, Parts},
    silence::Silent,
    spelling,
    titles::{Catalogue, FEW, MAIN, MANY, WITHIN},
};
use crate::{error::ToolError, plex::Plex};

/// How like two names must be, from 0 to 1, for one to be taken for the other.
const LIKE: f64 = 0.75;

/// How many hits each second try may bring.
const PER_TRY: u32 = 50;

/// How many forms are tried where not all titles could be compared.
const FORMS_FOR_ALL: usize = 4;

/// How many forms are tried where only people and the like can be found by them.
const FORMS_FOR_TAGS: usize = 3;

/// How many words the name of a person or the like has at most, for other forms of it to be tried.
const WORDS_OF_TAGS: usize = 4;

/// How many items are looked at whole, to see who is in them.
const LOOKED_AT: usize = 10;

/// Holds what a search came to.
pub(crate) struct Sought {
    /// The hits, best first.
    pub(crate) hits: Vec<SearchHit>,
    /// Whether there are more.
    pub(crate) has_more: bool,
    /// What was to be looked through and did not answer: there may be more, or better.
    pub(crate) silent: Vec<Silent>,
    /// How the hits were come by.
    pub(crate) how: How,
}

/// Says how hits were come by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum How {
    /// By what was looked for, as it was written or without its signs.
    AsWritten,
    /// As a title and whose it is.
    InParts,
    /// By its spelling: nothing is called so, these are spelled alike.
    Alike,
}

impl Plex {
    /// Looks for something by name: with the server's searches, among all titles where nothing is
    /// called quite so, then for a title and whose it is, and then for what is spelled like it.
    ///
    /// # Errors
    ///
    /// What asking the server gives.
    pub(crate) async fn seek(&self, query: &SearchQuery) -> Result<Sought, ToolError> {
        let wanted = NameQuery::new(&query.query);
        let found = self.search(query).await?;
        let mut first = Sought {
            has_more: found.has_more,
            silent: found.failures.into_iter().map(Silent::search).collect(),
            hits: found.hits,
            how: How::AsWritten,
        };
        // A sign that stands alone may be a name; beside words it is nothing to any search.
        let of_signs = parts::of_signs(&query.query);
        if let Some(hits) = self
            .in_parts(query, of_signs, &[], &mut first.silent)
            .await?
        {
            return Ok(first.in_parts(hits));
        }
        if first.hits.iter().any(|hit| is_same(hit, &wanted)) {
            return Ok(first);
        }
        let most = if first.hits.is_empty() { MANY } else { FEW };
        let mut main = self.catalogue(query, MAIN, most).await?;
        first.silent.append(&mut main.silent);
        let titled = self.titled(&main, &wanted, Fit::Words).await?;
        if !titled.is_empty() {
            return Ok(first.with(titled, query));
        }
        if first.hits.iter().any(|hit| is_named(hit, &wanted)) {
            return Ok(first);
        }
        let mut within = self.catalogue(query, WITHIN, most).await?;
        first.silent.append(&mut within.silent);
        let titled = self.titled(&within, &wanted, Fit::Words).await?;
        if !titled.is_empty() {
            return Ok(first.with(titled, query));
        }
        let mut parts = parts::parts(&query.query);
        parts.retain(|parts| {
            let title = NameQuery::new(&parts.title);
            main.may_have(&title) || within.may_have(&title)
        });
        let all = [&main, &within];
        if let Some(hits) = self.in_parts(query, parts, &all, &mut first.silent).await? {
            return Ok(first.in_parts(hits));
        }
        // What a title has in its middle is all that is left to find by its letters.
        let mut titled = self.titled(&main, &wanted, Fit::Contains).await?;
        titled.extend(self.titled(&within, &wanted, Fit::Contains).await?);
        if !titled.is_empty() {
            return Ok(first.with(titled, query));
        }
        if !first.hits.is_empty() {
            return Ok(first);
        }
        let alike = self.alike(query, &wanted, [&main, &within], &mut first.silent);
        Ok(match alike.await? {
            Some(alike) => Sought {
                silent: first.silent,
                ..alike
            },
            None => first,
        })
    }

    /// Returns what has a part of the text as its title and is whose the rest says: of what the server finds
    /// by that title, or else of what has it among all titles. What did not answer is added to `silent`.
    async fn in_parts(
        &self,
        query: &SearchQuery,
        parts: Vec<Parts>,
        catalogues: &[&Catalogue],
        silent: &mut Vec<Silent>,
    ) -> Result<Option<Vec<SearchHit>>, ToolError> {
        for Parts { title, of, .. } in parts {
            let mut of_title = query.clone();
            of_title.query.clone_from(&title);
            of_title.limit = PER_TRY;
            let title = NameQuery::new(&title);
            let of: Vec<NameQuery> = of.iter().map(|of| NameQuery::new(of)).collect();
            let found = self.search(&of_title).await?;
            silent.extend(found.failures.into_iter().map(Silent::search));
            let mut hits = found.hits;
            hits.retain(|hit| item(hit).is_some_and(|item| parts::is_titled(item, &title)));
            let is_of = |hit: &SearchHit| item(hit).is_some_and(|item| parts::is_of(item, &of));
            if !hits.iter().any(is_of) {
                // Lists name only the first few of a cast.
                self.complete(&mut hits).await?;
            }
            hits.retain(is_of);
            if hits.is_empty() {
                for catalogue in catalogues {
                    hits.extend(self.titled(catalogue, &title, Fit::Same).await?);
                }
                hits.retain(is_of);
            }
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
        let whole = self.details_of(&keys, &DetailsQuery::new()).await?;
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

    /// Returns what is spelled like the query, the likest first. What did not answer is added to `silent`.
    async fn alike(
        &self,
        query: &SearchQuery,
        wanted: &NameQuery,
        catalogues: [&Catalogue; 2],
        silent: &mut Vec<Silent>,
    ) -> Result<Option<Sought>, ToolError> {
        for catalogue in catalogues {
            let hits = self.spelled_alike(catalogue, wanted, LIKE).await?;
            if !hits.is_empty() {
                return Ok(Some(Sought::alike(hits, How::Alike, query)));
            }
        }
        // People and the like are in no list of titles.
        let wants_tags = query.types.is_empty() || query.types.contains(&ItemType::Person);
        let are_all_compared = catalogues.iter().all(|one| one.is_complete);
        let words = query.query.split_whitespace().count();
        let (forms, most) = match are_all_compared {
            false => (spelling::forms(&query.query), FORMS_FOR_ALL),
            true if wants_tags && words <= WORDS_OF_TAGS => {
                (spelling::forms_of_name(&query.query), FORMS_FOR_TAGS)
            }
            true => (Vec::new(), 0),
        };
        for form in forms.into_iter().take(most) {
            // Titles that were all compared need not be looked through again.
            let mut of_form = query.clone().titles(!are_all_compared);
            of_form.query.clone_from(&form);
            of_form.limit = PER_TRY;
            let found = self.search(&of_form).await?;
            silent.extend(found.failures.into_iter().map(Silent::search));
            let hits = found.hits;
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
                false => How::Alike,
            };
            if how == How::AsWritten {
                near.retain(|(_, is_same, _)| *is_same);
            }
            near.sort_by(|(a, ..), (b, ..)| b.total_cmp(a));
            let hits = near.into_iter().map(|(.., hit)| hit).collect();
            return Ok(Some(Sought::alike(hits, how, query)));
        }
        Ok(None)
    }
}

impl Sought {
    /// Tells whether nothing that was found is called so, nor has a name in which it stands, nor was found by
    /// a person or the like: what was found only comes near.
    pub(crate) fn is_only_near(&self, query: &str) -> bool {
        let wanted = NameQuery::new(query);
        let is_near = |hit: &SearchHit| {
            let by_name = [
                MatchReason::Title,
                MatchReason::ParentTitle,
                MatchReason::Other,
            ];
            by_name.contains(&hit.matched) && fit_of(hit, &wanted) < Fit::Words
        };
        self.how == How::AsWritten && !self.hits.is_empty() && self.hits.iter().all(is_near)
    }

    /// Returns the items that were found.
    pub(crate) fn items(&self) -> impl Iterator<Item = &MediaItem> {
        self.hits.iter().filter_map(item)
    }

    /// Returns what a second try brought.
    fn alike(mut hits: Vec<SearchHit>, how: How, query: &SearchQuery) -> Self {
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        let has_more = hits.len() > limit;
        hits.truncate(limit);
        Self {
            hits,
            has_more,
            silent: Vec::new(),
            how,
        }
    }

    /// Returns what was found as a title and whose it is.
    fn in_parts(self, hits: Vec<SearchHit>) -> Self {
        Self {
            hits,
            has_more: false,
            how: How::InParts,
            ..self
        }
    }

    /// Returns the same with what was found among all titles, the best first.
    fn with(mut self, titled: Vec<SearchHit>, query: &SearchQuery) -> Self {
        let key = |hit: &SearchHit| item(hit).and_then(|item| item.rating_key.clone());
        let known: HashSet<RatingKey> = self.hits.iter().filter_map(key).collect();
        let is_new = |hit: &SearchHit| key(hit).is_none_or(|key| !known.contains(&key));
        self.hits.extend(titled.into_iter().filter(is_new));
        self.hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        self.has_more |= self.hits.len() > limit;
        self.hits.truncate(limit);
        self
    }
}

impl How {
    /// Returns why a hit was found, where that was not by the words as they stand.
    pub(crate) fn reason(&self, hit: &SearchHit, query: &str) -> Option<&'static str> {
        match self {
            Self::AsWritten => None,
            Self::InParts => item(hit).map(|item| parts::reason(item, query)),
            Self::Alike => Some("similar spelling"),
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

/// Returns how well the name of a hit fits.
fn fit_of(hit: &SearchHit, wanted: &NameQuery) -> Fit {
    match &hit.subject {
        SearchSubject::Item(item) => fit_of_item(item, wanted),
        SearchSubject::Tag(tag) => wanted.fit(&tag.tag, None),
        _ => Fit::None,
    }
}

/// Tells whether a hit was found by its name.
fn is_named(hit: &SearchHit, wanted: &NameQuery) -> bool {
    fit_of(hit, wanted) > Fit::None
}

/// Tells whether a hit is called what was looked for.
fn is_same(hit: &SearchHit, wanted: &NameQuery) -> bool {
    fit_of(hit, wanted) >= Fit::Same
}

/// Returns how alike the name of a hit is spelled.
fn likeness(hit: &SearchHit, wanted: &NameQuery) -> f64 {
    match &hit.subject {
        SearchSubject::Item(item) => wanted.likeness(&item.title),
        SearchSubject::Tag(tag) => wanted.likeness(&tag.tag),
        _ => 0.0,
    }
}
