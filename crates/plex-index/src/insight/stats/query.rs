//! The question about plays.

use plex_client::AccountId;

/// The ways of grouping plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum GroupBy {
    /// The person.
    User,
    /// The film, the show or the artist.
    Title,
    /// The library.
    Library,
    /// The day.
    Day,
    /// The day of the week, Monday first.
    Weekday,
    /// The hour of the day.
    Hour,
    /// The device.
    Device,
    /// The genre; a play counts in each of its title's. An episode has those of its show.
    Genre,
}

/// A question about plays: which to count, and by what.
#[derive(Debug, Clone)]
pub struct StatsQuery {
    /// From this moment on, epoch seconds.
    pub since: Option<i64>,
    /// Before this moment, epoch seconds.
    pub until: Option<i64>,
    /// Only this person's.
    pub user: Option<AccountId>,
    /// The grouping.
    pub group_by: GroupBy,
    /// The most groups.
    pub limit: u32,
}
