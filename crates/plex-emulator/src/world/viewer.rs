//! Who looks.

use super::account::AccountId;
use super::ids::SectionId;

/// On whose behalf a request is answered.
#[derive(Clone, Debug)]
pub(crate) struct Viewer {
    pub(crate) account: AccountId,
    pub(crate) is_owner: bool,
    /// The sections shared with the account; `None` is all of them.
    sections: Option<Vec<SectionId>>,
}

impl Viewer {
    pub(crate) fn new(
        account: AccountId,
        is_owner: bool,
        sections: Option<Vec<SectionId>>,
    ) -> Self {
        Self {
            account,
            is_owner,
            sections,
        }
    }

    /// Returns nobody in particular: what an open endpoint is asked by.
    pub(crate) fn stranger() -> Self {
        Self::new(AccountId(0), false, Some(Vec::new()))
    }

    pub(crate) fn sees(&self, section: SectionId) -> bool {
        self.sections
            .as_ref()
            .is_none_or(|sections| sections.contains(&section))
    }
}
