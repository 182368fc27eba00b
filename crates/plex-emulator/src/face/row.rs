//! A hub: a titled row of items, and where all of them can be had.

use crate::world::ItemId;

/// How many items a row shows unless asked for another number.
pub(super) const SHOWN: usize = 12;

/// A hub in the making.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) title: String,
    /// What the whole of it can be asked by.
    pub(crate) key: String,
    pub(crate) identifier: String,
    pub(crate) kind: &'static str,
    /// All of its items.
    pub(crate) items: Vec<ItemId>,
    /// It is on the home screen, as those of one library are not.
    pub(crate) is_promoted: bool,
}

/// Returns a hub's identifier without the section and the tag at its end.
pub(crate) fn without_numbers(identifier: &str) -> &str {
    identifier.trim_end_matches(|c: char| c == '.' || c.is_ascii_digit())
}
