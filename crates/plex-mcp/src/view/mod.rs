//! What a model reads: small, flat, titled, dated shapes built from the client's models.
//!
//! A field that has nothing to say is left out: nothing is null, and nothing is empty but `items`.

pub(crate) mod change;
pub(crate) mod delivery;
pub(crate) mod detail;
pub(crate) mod format;
pub(crate) mod history;
pub(crate) mod item;
pub(crate) mod library;
pub(crate) mod list;
pub(crate) mod named;
pub(crate) mod player;
pub(crate) mod playing;
pub(crate) mod recent;
pub(crate) mod scan;
pub(crate) mod search;
pub(crate) mod session;
pub(crate) mod version;
pub(crate) mod whole;

use schemars::JsonSchema;
use serde::Serialize;

/// One page of a list.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Page<T> {
    /// The rows; empty when there are none.
    pub(crate) items: Vec<T>,
    /// How many rows there are in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) total: Option<u64>,
    /// How many rows come before this page.
    pub(crate) offset: u64,
    /// The offset of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next_offset: Option<u64>,
    /// Whether more rows follow, where the server does not say how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) has_more: Option<bool>,
    /// One sentence worth knowing about this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}

impl<T> Page<T> {
    /// Returns the view of a page of the client's, row by row.
    pub(crate) fn of<M>(page: &plex_client::Page<M>, row: impl FnMut(&M) -> T) -> Self {
        let next_offset = page.next_offset();
        Self {
            items: page.items.iter().map(row).collect(),
            total: page.total,
            offset: page.offset,
            next_offset,
            has_more: page.total.is_none().then_some(next_offset.is_some()),
            note: None,
        }
    }

    /// Says why there are no rows here, of `total` there are: the offset is behind them, or the server counts
    /// more than it gives.
    pub(crate) fn none_of(&self, total: u64, what: &str) -> String {
        if self.offset >= total {
            return format!("There are {total} {what}; the offset is behind the last.");
        }
        format!(
            "Plex counts {total} {what} and gave none of them, which is not to say that there are none: ask \
             again, and if it goes on, look into the server's log."
        )
    }
}

/// The first rows of a list that is not paged.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Top<T> {
    /// The rows; empty when there are none.
    pub(crate) items: Vec<T>,
    /// How many rows there are in all, when they are all here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) total: Option<u64>,
    /// Whether there are more rows than these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) has_more: Option<bool>,
    /// One sentence worth knowing about this list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}

impl<T> Top<T> {
    /// Returns a list that is complete, or without so many that are there and were not told of.
    pub(crate) fn complete_but(items: Vec<T>, untold: u64) -> Self {
        let whole = Self::complete(items);
        Self {
            total: whole.total.filter(|_| untold == 0),
            ..whole
        }
    }

    /// Returns a list that is complete.
    pub(crate) fn complete(items: Vec<T>) -> Self {
        let total = Some(items.len() as u64);
        Self {
            items,
            total,
            has_more: None,
            note: None,
        }
    }

    /// Returns the best of a list that may be longer.
    pub(crate) fn best(items: Vec<T>, has_more: bool) -> Self {
        Self {
            items,
            total: None,
            has_more: Some(has_more),
            note: None,
        }
    }

    /// Returns the same list with a note.
    #[must_use]
    pub(crate) fn note(self, note: impl Into<Option<String>>) -> Self {
        Self {
            note: note.into(),
            ..self
        }
    }
}
