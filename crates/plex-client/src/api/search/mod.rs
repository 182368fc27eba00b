//! Search. PMS has three, each with its strengths; [`PlexClient::search`] asks them all.

mod compare;
mod fit;
mod initials;
mod merge;
mod numbers;
mod patience;
mod rank;
mod sources;
mod spelling;

use serde::Serialize;

use crate::error::PlexError;
use crate::id::LibraryKey;
use crate::model::{ItemType, MediaItem, TagHit};

pub use compare::Fit;
pub use fit::NameQuery;
pub use sources::{HubSearchQuery, LibrarySearchQuery};

/// A search, and where to look.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SearchQuery {
    /// The words.
    pub query: String,
    /// How many hits at most.
    pub limit: u32,
    /// Only in this library. What belongs to no library, or to another, is left out.
    pub section: Option<LibraryKey>,
    /// Only items of these types; tags are `Person` for people and `Other("genre")` and the like for
    /// the rest. All when empty.
    pub types: Vec<ItemType>,
    /// Whether every library's titles are looked through where the searches know none like it, which
    /// takes a request for each library.
    pub titles: bool,
}

impl SearchQuery {
    /// Asks for the best 20 of everything.
    ///
    /// ```
    /// let query = plex_client::SearchQuery::new("metropolis").limit(5);
    /// assert_eq!(query.limit, 5);
    /// ```
    #[must_use]
    pub fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            limit: 20,
            section: None,
            types: Vec::new(),
            titles: true,
        }
    }

    /// Looks through the titles of every library where the searches know none like it, or does not.
    ///
    /// ```
    /// let query = plex_client::SearchQuery::new("moon").titles(false);
    /// assert!(!query.titles);
    /// ```
    #[must_use]
    pub fn titles(mut self, titles: bool) -> Self {
        self.titles = titles;
        self
    }

    /// Limits the number of hits.
    ///
    /// ```
    /// let query = plex_client::SearchQuery::new("moon").limit(5);
    /// assert_eq!(query.limit, 5);
    /// ```
    #[must_use]
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = limit;
        self
    }

    /// Limits it to this library.
    ///
    /// ```
    /// use plex_client::{LibraryKey, SearchQuery};
    ///
    /// let query = SearchQuery::new("moon").section(LibraryKey::new("1").unwrap());
    /// assert_eq!(query.section.unwrap().as_str(), "1");
    /// ```
    #[must_use]
    pub fn section(mut self, section: LibraryKey) -> Self {
        self.section = Some(section);
        self
    }

    /// Limits it to these types.
    ///
    /// ```
    /// use plex_client::{ItemType, SearchQuery};
    ///
    /// let query = SearchQuery::new("moon").types([ItemType::Movie, ItemType::Person]);
    /// assert_eq!(query.types.len(), 2);
    /// ```
    #[must_use]
    pub fn types(mut self, types: impl IntoIterator<Item = ItemType>) -> Self {
        self.types = types.into_iter().collect();
        self
    }
}

/// The hits of a search.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SearchResults {
    /// The best first.
    pub hits: Vec<SearchHit>,
    /// Whether there is more than was asked for.
    pub has_more: bool,
    /// The searches that failed, if others did not: then something may be missing.
    pub failures: Vec<SearchFailure>,
}

impl SearchResults {
    /// Says whether every search that was asked has answered.
    ///
    /// ```
    /// # fn example(found: plex_client::SearchResults) {
    /// if !found.is_complete() {
    ///     eprintln!("some of it may be missing: {:?}", found.failures);
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.failures.is_empty()
    }
}

/// A search that failed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SearchFailure {
    /// Which one.
    pub source: SearchSource,
    /// Why.
    pub error: PlexError,
}

/// One of PMS's searches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SearchSource {
    /// `/library/search`: titles, with scores.
    Library,
    /// `/hubs/search`: also people, genres and what they are in.
    Hubs,
    /// `/library/sections/{id}/all?title=`: any part of a title, in one library.
    Section,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SearchHit {
    /// What it is.
    pub subject: SearchSubject,
    /// Why it was found.
    pub matched: MatchReason,
    /// How well it fits: higher is better, from 0 to 1.
    pub score: f64,
}

/// An item or a tag.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum SearchSubject {
    /// An item; a collection or a playlist too.
    Item(Box<MediaItem>),
    /// A person, a genre or the like.
    Tag(Box<TagHit>),
}

/// Says why something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MatchReason {
    /// By its title, or its original title.
    Title,
    /// By the title of its show, artist or album.
    ParentTitle,
    /// By a person in it, or it is that person.
    Person,
    /// By its genre, or it is that genre.
    Genre,
    /// By its collection, or it is that collection.
    Collection,
    /// By another tag.
    Tag,
    /// By something the server does not tell, such as its summary.
    Other,
}

impl MatchReason {
    /// Returns the reason as one word in snake case.
    ///
    /// ```
    /// assert_eq!(plex_client::MatchReason::Person.as_str(), "person");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::ParentTitle => "parent_title",
            Self::Person => "person",
            Self::Genre => "genre",
            Self::Collection => "collection",
            Self::Tag => "tag",
            Self::Other => "other",
        }
    }
}
