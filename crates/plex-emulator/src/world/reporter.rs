//! Players that report what they play, and what they have yet to hear.

use super::account::AccountId;

/// A player that reports, as it says of itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reporter {
    /// Its client identifier.
    pub(crate) client: String,
    /// The session that it names, if it does.
    pub(crate) session: Option<String>,
    /// What it plays in a play queue, if it says so.
    pub(crate) entry: Option<u32>,
    /// What else it says: `title`, `product`, `platform`, …
    pub(crate) facts: Vec<(&'static str, String)>,
}

/// A session that was ended while its player goes on, and why.
#[derive(Clone, Debug)]
pub(crate) struct Termination {
    pub(crate) account: AccountId,
    pub(crate) client: String,
    pub(crate) reason: String,
    /// Milliseconds since the epoch.
    pub(crate) ended_at: i64,
}
