//! One list out of several searches.

use std::collections::HashMap;

use futures::stream::{self, StreamExt};

use super::fit::NameQuery;
use super::patience::Patience;
use super::rank::{Rank, kind_of, rank};
use super::sources::words;
use super::{
    HubSearchQuery, LibrarySearchQuery, MatchReason, SearchFailure, SearchHit, SearchQuery,
    SearchResults, SearchSource, SearchSubject,
};
use crate::api::concurrency::SIDE_BY_SIDE;
use crate::client::PlexClient;
use crate::error::{ErrorKind, PlexError, Result};
use crate::fold::fold;
use crate::id::LibraryKey;
use crate::model::{HubEntry, ItemType, MediaItem, TagHit};
use crate::page::PageRequest;

/// The most hits that each search is asked for, whatever the limit is.
const MAX_ASKED: u32 = 100;
/// In how many libraries titles are looked through when the searches know nothing.
const MAX_LIBRARIES: usize = 32;

impl PlexClient {
    /// Looks for something, with all of PMS's searches side by side, and gives one list of what they
    /// found, the best first: first what is called so, then what has to do with it. If they know no
    /// such title, every library's titles are looked through for one that has it in its middle.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when there are no words; [`PlexError::NotFound`] when there is no
    /// such library; any other of [`PlexError`] when every
    /// search failed. When only some did, [`SearchResults::failures`] says which; a search that is late by a
    /// sixth of the client's timeout, once another has answered, is one of them.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::{SearchQuery, SearchSubject};
    ///
    /// let found = client.search(&SearchQuery::new("metropolis 1927")).await?;
    /// let SearchSubject::Item(film) = &found.hits[0].subject else { panic!("no film") };
    /// assert_eq!((film.title.as_str(), film.year), ("Metropolis", Some(1927)));
    /// assert_eq!(found.hits[0].matched.as_str(), "title");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn search(&self, query: &SearchQuery) -> Result<SearchResults> {
        let query_words = words(&query.query)?;
        if query.limit == 0 {
            return Err(PlexError::invalid_argument("limit", "must be at least 1"));
        }
        self.in_time(async {
            let wanted = NameQuery::new(query_words);
            let words = wanted.for_server(query_words);
            let mut found = Found::new(query, &wanted);
            let patience = Patience::of(self.timeout());
            match &query.section {
                Some(section) if query.titles => {
                    let (library, hubs, titles) = futures::join!(
                        patience.wait(self.scored(words, query), Option::is_some),
                        patience.wait(self.in_hubs(words, query), |_| true),
                        patience.wait(
                            self.in_titles(vec![section.clone()], words, query),
                            Option::is_some,
                        ),
                    );
                    if let Err(error @ PlexError::NotFound { .. }) = titles {
                        // There is no such library, which the other two would not say.
                        return Err(error);
                    }
                    found.add_some(SearchSource::Library, library)?;
                    found.add(SearchSource::Hubs, hubs)?;
                    found.add_some(SearchSource::Section, titles)?;
                }
                _ => {
                    let (library, hubs) = futures::join!(
                        patience.wait(self.scored(words, query), Option::is_some),
                        patience.wait(self.in_hubs(words, query), |_| true),
                    );
                    found.add_some(SearchSource::Library, library)?;
                    found.add(SearchSource::Hubs, hubs)?;
                    if query.titles && !found.has_title() {
                        found.add_some(
                            SearchSource::Section,
                            self.in_all_titles(words, query).await,
                        )?;
                    }
                }
            }
            found.into_results()
        })
        .await
    }

    /// Returns what `/library/search` finds; `None` from servers that do not have it.
    async fn scored(&self, words: &str, query: &SearchQuery) -> Result<Option<Batch>> {
        let asked = hits_per_search(query);
        let found = self
            .search_library(&LibrarySearchQuery::new(words).limit(asked))
            .await;
        let found = match found {
            Err(PlexError::NotFound { .. }) => return Ok(None),
            found => found?,
        };
        Ok(Some(Batch {
            more: found.len() as u64 >= u64::from(asked),
            candidates: found
                .into_iter()
                .filter_map(|result| Candidate::new(result.entry?, None, result.score))
                .collect(),
        }))
    }

    /// Returns what `/hubs/search` finds.
    async fn in_hubs(&self, words: &str, query: &SearchQuery) -> Result<Batch> {
        let mut request = HubSearchQuery::new(words).limit_per_hub(hits_per_search(query));
        request.section.clone_from(&query.section);
        let mut batch = Batch::default();
        for hub in self.search_hubs(&request).await? {
            batch.more |= hub.more;
            let kind = hub.hub_type;
            batch.candidates.extend(
                hub.entries
                    .into_iter()
                    .filter_map(|entry| Candidate::new(entry, Some(&kind), None)),
            );
        }
        Ok(batch)
    }

    /// Returns what has the words in its title, in some libraries: items of a library's own type, or of
    /// each type that is wanted; `None` where every library refuses, which is no answer.
    async fn in_titles(
        &self,
        sections: Vec<LibraryKey>,
        words: &str,
        query: &SearchQuery,
    ) -> Result<Option<Batch>> {
        let page = PageRequest::first(hits_per_search(query));
        let numbered = || query.types.iter().filter(|t| t.number().is_some());
        let mut questions: Vec<(LibraryKey, Option<ItemType>)> = Vec::new();
        for section in sections {
            if query.types.is_empty() {
                questions.push((section, None));
            } else {
                questions.extend(numbered().map(|t| (section.clone(), Some(t.clone()))));
            }
        }
        let pages: Vec<_> = stream::iter(questions)
            .map(|(section, item_type)| async move {
                self.search_section(&section, words, item_type.as_ref(), page)
                    .await
            })
            .buffered(SIDE_BY_SIDE)
            .collect()
            .await;
        let mut batch = Batch::default();
        let mut answered = pages.is_empty();
        let mut failed = None;
        for page in pages {
            let page = match page {
                // What a library does not have, a server may answer with an error.
                Err(PlexError::Refused { .. }) => continue,
                Err(error @ PlexError::Status { status: 500, .. }) => {
                    failed = Some(error);
                    continue;
                }
                page => page?,
            };
            answered = true;
            batch.more |= page.next_offset().is_some();
            batch
                .candidates
                .extend(page.items.into_iter().map(Candidate::item));
        }
        match failed {
            // Where each of them fails, it is the server that does.
            Some(error) if !answered => Err(error),
            _ => Ok(answered.then_some(batch)),
        }
    }

    /// Does the same in every library that search does not leave out.
    async fn in_all_titles(&self, words: &str, query: &SearchQuery) -> Result<Option<Batch>> {
        let libraries = self.libraries().await?;
        let sections = libraries
            .into_iter()
            .filter(|library| library.hidden != Some(2))
            .map(|library| library.key)
            .take(MAX_LIBRARIES)
            .collect();
        self.in_titles(sections, words, query).await
    }
}

/// Returns how many to ask for: some more than are wanted, because the searches find the same.
fn hits_per_search(query: &SearchQuery) -> u32 {
    query.limit.saturating_mul(2).clamp(10, MAX_ASKED)
}

/// The hits of one search.
#[derive(Default)]
struct Batch {
    candidates: Vec<Candidate>,
    more: bool,
}

/// Something a search found, before it is judged.
struct Candidate {
    subject: SearchSubject,
    /// The kind of hub it was in.
    kind: Option<String>,
    /// The server's score, where it has one.
    score: f64,
}

impl Candidate {
    fn new(entry: HubEntry, kind: Option<&str>, score: Option<f64>) -> Option<Self> {
        let subject = match entry {
            // A folder or a heading.
            HubEntry::Item(item) if item.rating_key.is_none() => return None,
            HubEntry::Item(item) => SearchSubject::Item(item),
            HubEntry::Tag(tag) => SearchSubject::Tag(tag),
        };
        Some(Self {
            subject,
            kind: kind.map(str::to_owned),
            score: score.unwrap_or(0.0),
        })
    }

    fn item(item: MediaItem) -> Self {
        Self {
            subject: SearchSubject::Item(Box::new(item)),
            kind: None,
            score: 0.0,
        }
    }
}

/// The identity by which two hits are the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Identity {
    Item(String),
    /// A tag has an id in each library, but a name for all of them.
    Tag(MatchReason, String),
}

/// All that was found, each thing once.
struct Found<'a> {
    query: &'a SearchQuery,
    wanted: &'a NameQuery,
    hits: Vec<SearchHit>,
    places: HashMap<Identity, usize>,
    more: bool,
    answered: bool,
    failures: Vec<SearchFailure>,
}

impl<'a> Found<'a> {
    fn new(query: &'a SearchQuery, wanted: &'a NameQuery) -> Self {
        Self {
            query,
            wanted,
            hits: Vec::new(),
            places: HashMap::new(),
            more: false,
            answered: false,
            failures: Vec::new(),
        }
    }

    /// Does as [`add`](Self::add), for a search that not every server has.
    fn add_some(&mut self, source: SearchSource, batch: Result<Option<Batch>>) -> Result<()> {
        match batch.transpose() {
            Some(batch) => self.add(source, batch),
            None => Ok(()),
        }
    }

    /// Adds what a search found, or that it failed. A token that is not taken fails them all.
    fn add(&mut self, source: SearchSource, batch: Result<Batch>) -> Result<()> {
        match batch {
            Ok(batch) => {
                self.answered = true;
                self.more |= batch.more;
                for candidate in batch.candidates {
                    self.add_candidate(candidate);
                }
            }
            Err(error) => {
                if matches!(
                    error.kind(),
                    ErrorKind::Unauthorized | ErrorKind::NotConfigured
                ) {
                    return Err(error);
                }
                self.failures.push(SearchFailure { source, error });
            }
        }
        Ok(())
    }

    fn add_candidate(&mut self, candidate: Candidate) {
        let hint = candidate.kind.as_deref();
        if !self.is_wanted(&candidate.subject, hint) {
            return;
        }
        let identity = match &candidate.subject {
            SearchSubject::Item(item) => match &item.rating_key {
                Some(key) => Identity::Item(key.as_str().to_owned()),
                None => return,
            },
            SearchSubject::Tag(tag) => Identity::Tag(kind_of(tag, hint), fold(&tag.tag)),
        };
        let Rank { matched, score } = rank(self.wanted, &candidate.subject, hint, candidate.score);
        let hit = SearchHit {
            subject: candidate.subject,
            matched,
            score,
        };
        match self
            .places
            .get(&identity)
            .and_then(|at| self.hits.get_mut(*at))
        {
            Some(known) => {
                if hit.score > known.score {
                    known.matched = hit.matched;
                    known.score = hit.score;
                }
                complete(&mut known.subject, hit.subject);
            }
            None => {
                self.places.insert(identity, self.hits.len());
                self.hits.push(hit);
            }
        }
    }

    /// Says whether a candidate is in the library and of a type that is wanted.
    fn is_wanted(&self, subject: &SearchSubject, hint: Option<&str>) -> bool {
        let (library, of_type) = match subject {
            SearchSubject::Item(item) => (
                item.library_section_id.as_ref(),
                self.query.types.contains(&item.item_type),
            ),
            SearchSubject::Tag(tag) => (
                tag.library_section_id.as_ref(),
                self.query
                    .types
                    .iter()
                    .any(|t| is_type(t, kind_of(tag, hint))),
            ),
        };
        let in_library = match &self.query.section {
            Some(section) => library == Some(section),
            None => true,
        };
        in_library && (self.query.types.is_empty() || of_type)
    }

    /// Says whether anything is called what was looked for.
    fn has_title(&self) -> bool {
        self.hits.iter().any(|hit| {
            Rank {
                matched: hit.matched,
                score: hit.score,
            }
            .is_by_title()
        })
    }

    fn into_results(mut self) -> Result<SearchResults> {
        if !self.answered && !self.failures.is_empty() {
            return Err(self.failures.swap_remove(0).error);
        }
        // What is equal keeps the order in which it was found.
        self.hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        let limit = usize::try_from(self.query.limit).unwrap_or(usize::MAX);
        let has_more = self.more || self.hits.len() > limit;
        self.hits.truncate(limit);
        Ok(SearchResults {
            hits: self.hits,
            has_more,
            failures: self.failures,
        })
    }
}

/// Says whether a kind of tag is what a type names.
fn is_type(item_type: &ItemType, kind: MatchReason) -> bool {
    match item_type {
        ItemType::Person => kind == MatchReason::Person,
        ItemType::Collection => kind == MatchReason::Collection,
        ItemType::Other(name) => name == kind.as_str(),
        _ => false,
    }
}

/// Fills in what one search says and another does not.
fn complete(known: &mut SearchSubject, other: SearchSubject) {
    match (known, other) {
        (SearchSubject::Item(known), SearchSubject::Item(mut other)) => {
            if known.media.is_empty() && !other.media.is_empty() {
                std::mem::swap(known, &mut other);
            }
            known.library_section_id = known.library_section_id.take().or(other.library_section_id);
            known.library_section_title = known
                .library_section_title
                .take()
                .or(other.library_section_title);
        }
        (SearchSubject::Tag(known), SearchSubject::Tag(other)) => complete_tag(known, *other),
        _ => {}
    }
}

fn complete_tag(known: &mut TagHit, other: TagHit) {
    known.thumb = known.thumb.take().or(other.thumb);
    // The same person in two libraries has two counts, the same person twice has one.
    if known.library_section_id != other.library_section_id {
        known.count = match (known.count, other.count) {
            (Some(a), Some(b)) => Some(a.saturating_add(b)),
            (a, b) => a.or(b),
        };
    } else {
        known.count = known.count.or(other.count);
    }
}
