//! The question that recommendations answer.

use plex_client::{LibraryKey, RatingKey};

use crate::insight::named::Person;

/// For whom to recommend, and what.
#[derive(Debug, Clone)]
pub struct RecommendQuery {
    /// The people; the owner of the token when there is none.
    pub users: Vec<Person>,
    /// Only from this library.
    pub library: Option<LibraryKey>,
    /// At most so long: a film, or an episode.
    pub max_minutes: Option<u32>,
    /// Only with one of these genres, each as [`Index::genres`](crate::Index::genres) spells it.
    pub genres: Vec<String>,
    /// More like these titles, instead of like what was played. An episode stands for its show.
    pub like: Vec<RatingKey>,
    /// The most titles.
    pub limit: u32,
    /// The present moment, epoch seconds: plays fade by it.
    pub now: i64,
}
