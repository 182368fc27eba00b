//! What became of waiting.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    tools::server::activities::ActivityView,
    view::{item::ItemView, session::SessionView},
};

/// What happened, or how it stands when the time is over.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct WaitView {
    /// Whether it is so now; false when the time was over before.
    pub(super) happened: bool,
    /// True when it was so from the beginning; absent otherwise.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) already: bool,
    /// How long it was waited, in seconds.
    pub(super) waited_s: u64,
    /// The sessions that it is of, or those that play now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) sessions: Vec<SessionView>,
    /// What arrived.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) items: Vec<ItemView>,
    /// The libraries whose scan it is of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) libraries: Vec<ScannedView>,
    /// What the server is still busy with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) activities: Vec<ActivityView>,
    /// One sentence worth knowing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
}

/// A library, and whether it is scanned.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ScannedView {
    /// The library's id.
    pub(super) library_id: String,
    /// Its title.
    pub(super) title: String,
    /// Whether it is scanned now.
    pub(super) scanning: bool,
    /// How much of the scan is done, where the server says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) progress_percent: Option<i64>,
    /// When its last scan ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scanned_at: Option<String>,
}
