//! What a model is told of a change.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// A change, or the plan of one.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct ChangeView {
    /// The change's id in the journal, for plex_undo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) change_id: Option<String>,
    /// What was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) did: Option<String>,
    /// What would be done: this is only the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) would: Option<String>,
    /// How many things changed, or would.
    pub(crate) changed: usize,
    /// The first of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) items: Vec<ChangedRow>,
    /// How many more of them there are.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) more: usize,
    /// What was left as it is, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) unchanged: Vec<LeftRow>,
    /// What could not be changed, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) failed: Vec<FailedRow>,
    /// Whether the person is asked before it is done.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) asks: bool,
    /// "yes", or what cannot be put back and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) undo: Option<String>,
    /// One sentence worth knowing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}

/// Which thing a row is of.
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct NamedRow {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rating_key: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    /// The year it came out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) year: Option<i32>,
    /// The show or artist it is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) of: Option<String>,
    /// Season and episode.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) episode: Option<String>,
}

impl NamedRow {
    /// Returns what a row says of an item.
    pub(crate) fn of(item: &plex_client::MediaItem) -> Self {
        let view = super::named::NamedView::of(item);
        Self {
            rating_key: view.rating_key,
            title: Some(view.title),
            year: view.year,
            of: view.show.or(view.artist),
            episode: view.episode,
        }
    }
}

/// A thing that changed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct ChangedRow {
    #[serde(flatten)]
    pub(crate) item: NamedRow,
    /// What was so before.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) before: Map<String, Value>,
    /// What is so now.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) after: Map<String, Value>,
}

/// A thing that was left as it is.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct LeftRow {
    #[serde(flatten)]
    pub(crate) item: NamedRow,
    /// Why.
    pub(crate) why: String,
}

/// A thing that could not be changed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct FailedRow {
    #[serde(flatten)]
    pub(crate) item: NamedRow,
    pub(crate) error: WhyRow,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(crate) struct WhyRow {
    pub(crate) kind: &'static str,
    pub(crate) message: String,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// A change as the journal has it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct JournalRow {
    /// Its id, for plex_undo.
    pub(crate) change_id: String,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) at: Option<String>,
    /// The tool or command that made it.
    pub(crate) by: String,
    /// What was done.
    pub(crate) did: String,
    /// How many things changed.
    pub(crate) changed: usize,
    /// The first of them, where few are asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) items: Vec<ChangedRow>,
    /// How many could not be changed.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) failed: usize,
    /// Set where it is not known how it ended: under way, or interrupted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<&'static str>,
    /// The change that this took back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) undoes: Option<String>,
    /// The change that took this back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) undone_by: Option<String>,
    /// "yes", or what cannot be put back and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) undo: Option<String>,
}
