//! What can be asked of an item.

use super::attribute::{Name, Value};
use super::tag::TagKind;

/// One edit of an item.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Edit {
    /// Writes a field, or clears it.
    Set(Name, Option<Value>),
    /// Sets the rating of the account that edits.
    Rate(Option<f64>),
    /// Locks a field against the agents, or unlocks it.
    Lock(String, bool),
    AddTag(TagKind, String),
    RemoveTag(TagKind, String),
    ClearTags(TagKind),
}
