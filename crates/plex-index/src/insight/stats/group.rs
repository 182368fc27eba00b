//! The answer: plays counted by something.

/// The plays of one group, or of all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Count {
    /// Finished plays.
    pub plays: u64,
    /// The number of people who played them.
    pub people: u64,
    /// The lengths of the titles together, in seconds.
    pub seconds: u64,
    /// Plays of titles whose length is not known.
    pub of_unknown_length: u64,
    /// The last of them, epoch seconds.
    pub last: Option<i64>,
}

/// One group.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its name: of a person, a title, `2026-03-01`, `Monday`, `20:00`.
    pub name: String,
    /// The year of a film.
    pub year: Option<i64>,
    /// The rating key of a title that is still there.
    pub rating_key: Option<String>,
    /// Its plays.
    pub count: Count,
}

/// The groups and the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Stats {
    /// The groups: times in their order, others with most plays first.
    pub groups: Vec<Group>,
    /// There are more than these.
    pub has_more: bool,
    /// All plays that were counted.
    pub total: Count,
}
