//! What was in a collection before it was changed, for as long as its list is not up to date.

use super::attribute::Text;
use super::member_list::Member;

/// What was in a collection.
#[derive(Clone, Debug)]
pub(crate) struct Former {
    /// The collection's rating key.
    pub(crate) group: Text,
    pub(crate) members: Vec<Member>,
    /// Milliseconds since the epoch.
    pub(crate) until: i64,
}
