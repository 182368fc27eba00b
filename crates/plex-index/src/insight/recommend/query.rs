//! The question that recommendations answer.

/// For whom to recommend, and what.
#[derive(Debug, Clone)]
pub struct RecommendQuery {
    /// Names of people; the owner of the token when there is none.
    pub users: Vec<String>,
    /// Only from this library: its id or title.
    pub library: Option<String>,
    /// At most so long: a film, or an episode.
    pub max_minutes: Option<u32>,
    /// Only with one of these genres.
    pub genres: Vec<String>,
    /// More like these titles, instead of like what was played.
    pub like: Vec<String>,
    /// The most titles.
    pub limit: u32,
    /// The present moment, epoch seconds: plays fade by it.
    pub now: i64,
}
