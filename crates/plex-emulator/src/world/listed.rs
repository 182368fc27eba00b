//! Players that the server knows of by themselves, and lists for as long as they are there.

use super::attribute::Attributes;

/// A player, as `GET /clients` shows it.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) identifier: String,
    pub(crate) facts: Attributes,
    /// When it is listed no more, in milliseconds since the epoch; none while it is there.
    pub(crate) until: Option<i64>,
}
