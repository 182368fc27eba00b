//! What the server is busy with besides scans: each shows as an activity, goes through its steps by the
//! clock, and does what it does at its end.

use super::account::AccountId;
use super::ids::{ItemId, SectionId};

/// Says what is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// A task of the night, by its name.
    Task {
        name: &'static str,
        title: &'static str,
    },
    /// The agents are asked anew.
    Refresh(ItemId),
    /// An item is taken for another title of an agent's.
    Match {
        item: ItemId,
        guid: String,
        title: Option<String>,
        year: Option<i64>,
    },
    /// An item is taken for nothing known.
    Unmatch(ItemId),
    /// The files of an item are looked at.
    Analyze(ItemId),
    /// The files of a library are looked at.
    AnalyzeSection(SectionId),
    /// A version is made for weak players: the conversion with this number, of the order with that one.
    Optimize { order: u32, conversion: u32 },
}

impl Work {
    /// Returns the item that it is of, when it is of one.
    pub(crate) fn item(&self) -> Option<ItemId> {
        match self {
            Self::Refresh(item)
            | Self::Unmatch(item)
            | Self::Analyze(item)
            | Self::Match { item, .. } => Some(*item),
            Self::Task { .. } | Self::AnalyzeSection(_) | Self::Optimize { .. } => None,
        }
    }

    /// Returns the library that it is of, when it is of a whole one.
    pub(crate) fn section(&self) -> Option<SectionId> {
        match self {
            Self::AnalyzeSection(section) => Some(*section),
            _ => None,
        }
    }

    /// Returns the number of the conversion that it is of, when it is one.
    pub(super) fn conversion(&self) -> Option<u32> {
        match self {
            Self::Optimize { conversion, .. } => Some(*conversion),
            _ => None,
        }
    }

    /// Returns the type of the activity that shows it.
    pub(crate) fn activity_type(&self) -> &'static str {
        match self {
            Self::Task { .. } => "butler",
            Self::Optimize { .. } => "media.optimize",
            _ => "library.refresh.items",
        }
    }

    /// Returns how far it is, in percent, when a step begins, and what the step is called.
    pub(super) fn steps(&self) -> &'static [(i64, &'static str)] {
        match self {
            Self::Task { .. } | Self::Optimize { .. } => &[(0, ""), (25, ""), (50, ""), (75, "")],
            Self::Analyze(_) | Self::AnalyzeSection(_) => {
                &[(0, "Checking files"), (50, "Refreshing media analysis")]
            }
            _ => &[
                (0, "Checking files"),
                (33, "Refreshing local metadata"),
                (66, "Refreshing media analysis"),
            ],
        }
    }

    /// Tells whether it can be called off.
    pub(crate) fn is_cancellable(&self) -> bool {
        self.item().is_none()
    }
}

/// Work under way.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) work: Work,
    /// The id of the activity that shows it.
    pub(crate) uuid: String,
    pub(crate) account: AccountId,
    /// Milliseconds since the epoch.
    pub(crate) started_at: i64,
    pub(crate) ends_at: i64,
    /// How many of its steps have begun.
    pub(crate) begun: usize,
}

impl Job {
    /// Returns how far it is, in percent.
    pub(crate) fn progress(&self, now_millis: i64) -> i64 {
        let whole = (self.ends_at - self.started_at).max(1);
        (now_millis - self.started_at).clamp(0, whole) * 100 / whole
    }

    /// Returns what the step is called that it is at.
    pub(crate) fn subtitle(&self) -> &'static str {
        let at = self.begun.checked_sub(1);
        let step = at.and_then(|at| self.work.steps().get(at));
        step.map_or("", |(_, subtitle)| subtitle)
    }

    /// Returns when it goes on, in milliseconds since the epoch: its next step, or its end.
    pub(super) fn due(&self) -> i64 {
        match self.work.steps().get(self.begun) {
            Some((percent, _)) => {
                self.started_at + (self.ends_at - self.started_at).saturating_mul(*percent) / 100
            }
            None => self.ends_at,
        }
    }
}
