//! One title, and why it is recommended.

/// A title to watch.
#[derive(Debug, Clone, PartialEq)]
pub struct Recommendation {
    /// The key by which other tools take it.
    pub rating_key: String,
    /// `movie` or `show`.
    pub item_type: String,
    /// Its title.
    pub title: String,
    /// Its year.
    pub year: Option<i64>,
    /// The title of its library.
    pub library: String,
    /// The length of the film, or of an episode, in seconds.
    pub duration_s: Option<u64>,
    /// The score, 0 to 100; comparable within one answer only.
    pub score: u32,
    /// The reasons, strongest first: `director Fritz Lang: ada played "M" (1931)`.
    pub reasons: Vec<String>,
}
