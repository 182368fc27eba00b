//! What plays on a player once it was told something.

use schemars::JsonSchema;
use serde::Serialize;

use super::change::NamedRow;

/// What plays where, as it is now.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct PlayingView {
    /// playing, paused, buffering, stopped, or not_started.
    pub(crate) state: String,
    /// The player's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) player: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) session_key: Option<String>,
    /// What plays.
    #[serde(flatten)]
    pub(crate) item: NamedRow,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) position_s: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) volume: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mute: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) shuffle: Option<bool>,
    /// The change's id in the journal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) change_id: Option<String>,
    /// What was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) did: Option<String>,
    /// Why nothing was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unchanged: Option<String>,
    /// Why it did not start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) why: Option<String>,
    /// What may help.
    #[serde(rename = "try", skip_serializing_if = "Option::is_none")]
    pub(crate) remedy: Option<String>,
    /// Why it cannot be undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) undo: Option<String>,
    /// One sentence worth knowing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<String>,
}
