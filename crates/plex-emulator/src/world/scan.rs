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
    /// It has said which library it is of.
    pub(crate) is_told: bool,
}

/// How long a scan says nothing but that it has begun, at most, in milliseconds.
const QUIET: i64 = 1_000;

impl Scan {
    /// Returns when it goes on, in milliseconds since the epoch.
    pub(super) fn due(&self) -> i64 {
        if self.is_told {
            return self.ends_at;
        }
        self.started_at + QUIET.min((self.ends_at - self.started_at) / 2)
    }

    /// Returns it in percent.
    pub(crate) fn progress(&self, now_millis: i64) -> i64 {
        let whole = (self.ends_at - self.started_at).max(1);
        let done = (now_millis - self.started_at).clamp(0, whole);
        done * 100 / whole
    }
}
