//! One title, and why it is recommended.

/// A title to watch.
#[derive(Debug, Clone, PartialEq)]
pub struct Recommendation {
    /// What other tools take.
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
    /// How well it fits, 0 to 100; comparable within one answer only.
    pub score: u32,
    /// What fits, strongest first: `director Fritz Lang: ada played "M" (1931)`.
    pub reasons: Vec<String>,
}
