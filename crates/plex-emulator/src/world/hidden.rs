//! What is kept from somebody, and what is remembered of that.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use super::account::AccountId;
use super::ids::{ItemId, SectionId};
use super::restriction::Restrictions;
use super::tag::TagId;

/// The items that are kept from somebody.
#[derive(Debug, Default)]
pub(crate) struct Hidden {
    /// Bits by the items' places.
    bits: Vec<u64>,
    /// The tags of collections that are kept from them, by the libraries that these are of.
    pub(super) collections: HashSet<(SectionId, TagId)>,
    /// Different of each that was worked out; 0 of those of whom nothing was.
    pub(super) serial: u64,
}

impl Hidden {
    pub(super) fn holds(&self, id: ItemId) -> bool {
        let word = usize::try_from(id.0 / 64).ok();
        let word = word.and_then(|word| self.bits.get(word));
        word.is_some_and(|word| word >> (id.0 % 64) & 1 == 1)
    }

    pub(super) fn holds_tag(&self, section: SectionId, tag: TagId) -> bool {
        self.collections.contains(&(section, tag))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bits.is_empty()
    }

    pub(super) fn serial(&self) -> u64 {
        self.serial
    }

    pub(super) fn add(&mut self, id: ItemId) {
        let word = usize::try_from(id.0 / 64).unwrap_or(usize::MAX);
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        if let Some(word) = self.bits.get_mut(word) {
            *word |= 1 << (id.0 % 64);
        }
    }
}

/// What was hidden from whom when it was last asked for.
#[derive(Debug, Default)]
pub(super) struct Hiding(pub(super) Mutex<Known>);

#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) kept: HashMap<AccountId, Kept>,
    pub(super) last_serial: u64,
}

#[derive(Debug)]
pub(super) struct Kept {
    /// How many changes of items it knows of, and how many items.
    pub(super) version: (u64, usize),
    pub(super) restrictions: Restrictions,
    pub(super) hidden: Arc<Hidden>,
}
