//! Orders of versions for weak players, and what they can be made for.

use super::account::AccountId;
use super::ids::ItemId;

/// Holds what is known of how a version is to be.
pub(crate) struct Target {
    /// As the tag of the target is called.
    pub(crate) name: &'static str,
    /// The number of its tag.
    pub(crate) tag: i64,
    /// The most lines and kilobits a second; none takes what the file has.
    limits: Option<(i64, i64)>,
}

/// The targets that every server has.
pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "Optimized for Mobile",
        tag: 4_201,
        limits: Some((720, 2_000)),
    },
    Target {
        name: "Optimized for TV",
        tag: 4_202,
        limits: Some((1080, 8_000)),
    },
    Target {
        name: "Original Quality",
        tag: 4_203,
        limits: None,
    },
];

/// An order of versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) id: u32,
    pub(crate) account: AccountId,
    pub(crate) title: String,
    /// The name of its target, or of a profile of its own.
    pub(crate) target: String,
    /// The number of the target's tag; none when it has a profile of its own.
    pub(crate) tag: Option<i64>,
    /// The most lines and kilobits a second that were asked for; none takes what the file has.
    pub(crate) limits: Option<(i64, i64)>,
    /// What was made, and the number of the version.
    pub(crate) made: Vec<(ItemId, u32)>,
}

/// A version that is still to be made. All of them are one queue, whatever order they are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Conversion {
    /// Its `playQueueItemID`.
    pub(crate) id: u32,
    /// The number of its order.
    pub(crate) order: u32,
    pub(crate) item: ItemId,
}

impl Target {
    pub(crate) fn with_tag(tag: i64) -> Option<&'static Self> {
        TARGETS.iter().find(|target| target.tag == tag)
    }

    pub(crate) fn limits(&self) -> Option<(i64, i64)> {
        self.limits
    }
}
