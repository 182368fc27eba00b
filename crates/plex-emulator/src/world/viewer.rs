//! Who looks.

use std::sync::Arc;

use super::account::AccountId;
use super::hidden::Hidden;
use super::ids::{ItemId, SectionId};
use super::tag::TagId;

/// On whose behalf a request is answered.
#[derive(Clone, Debug)]
pub(crate) struct Viewer {
    pub(crate) account: AccountId,
    pub(crate) is_owner: bool,
    /// The sections shared with the account; `None` is all of them.
    sections: Option<Vec<SectionId>>,
    /// What filters keep from them.
    hidden: Arc<Hidden>,
}

impl Viewer {
    pub(super) fn new(
        account: AccountId,
        is_owner: bool,
        sections: Option<Vec<SectionId>>,
        hidden: Arc<Hidden>,
    ) -> Self {
        Self {
            account,
            is_owner,
            sections,
            hidden,
        }
    }

    /// Returns nobody in particular: what an open endpoint is asked by.
    pub(crate) fn stranger() -> Self {
        Self::new(AccountId(0), false, Some(Vec::new()), Arc::default())
    }

    /// Tells whether a section is shared with the viewer. Not all that is in it need be: for items, ask
    /// [`super::World::sees`].
    pub(crate) fn sees_section(&self, section: SectionId) -> bool {
        self.sections
            .as_ref()
            .is_none_or(|sections| sections.contains(&section))
    }

    /// Tells whether a filter keeps an item from the viewer.
    pub(super) fn misses(&self, id: ItemId) -> bool {
        self.hidden.holds(id)
    }

    /// Tells whether a filter keeps the collection of a library from the viewer that a tag stands for.
    pub(super) fn misses_tag(&self, section: SectionId, tag: TagId) -> bool {
        self.hidden.holds_tag(section, tag)
    }

    /// Returns a number that changes with what filters keep from the viewer: what was worked out for one
    /// number does not hold for another.
    pub(crate) fn sight(&self) -> u64 {
        self.hidden.serial()
    }

    /// Tells whether filters keep anything from the viewer.
    pub(super) fn misses_something(&self) -> bool {
        !self.hidden.is_empty()
    }
}
