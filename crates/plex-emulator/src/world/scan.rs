//! Scans: they take a while, show as an activity, and find what was waiting.

use super::ids::SectionId;

/// A scan under way.
#[derive(Clone, Debug)]
pub(crate) struct Scan {
    pub(crate) section: SectionId,
    /// Only what lies under this folder is looked at.
    pub(crate) path: Option<String>,
    /// The id of the activity that shows it.
    pub(crate) uuid: String,
    /// Milliseconds since the epoch.
    pub(crate) started_at: i64,
    pub(crate) ends_at: i64,
}

impl Scan {
    /// Returns it in percent.
    pub(crate) fn progress(&self, now_millis: i64) -> i64 {
        let whole = (self.ends_at - self.started_at).max(1);
        let done = (now_millis - self.started_at).clamp(0, whole);
        done * 100 / whole
    }
}
