//! Which streams of a file each account has chosen to hear and to read.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::account::AccountId;
use super::attribute::{Attributes, Value, name};
use super::ids::ItemId;
use super::item::Items;
use super::media::Part;

/// Holds what an account has chosen of a file. What it has said nothing of is as the file has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub(crate) audio: Option<u32>,
    /// 0 is no subtitles.
    pub(crate) subtitle: Option<u32>,
}

/// The numbers of the kinds of streams that can be chosen.
pub(crate) const AUDIO: i64 = 2;
pub(crate) const SUBTITLE: i64 = 3;

/// All choices, by account and number of the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct StreamChoices(HashMap<(AccountId, u32), Chosen>);

impl StreamChoices {
    pub(crate) fn of(&self, account: AccountId, part: u32) -> Chosen {
        let held = self.0.get(&(account, part));
        held.copied().unwrap_or_default()
    }

    pub(crate) fn set(&mut self, account: AccountId, part: u32, chosen: Chosen) {
        if chosen == Chosen::default() {
            self.0.remove(&(account, part));
        } else {
            self.0.insert((account, part), chosen);
        }
    }

    /// Returns all of them, by account and file.
    pub(crate) fn all(&self) -> Vec<(AccountId, u32, Chosen)> {
        let all = self.0.iter();
        let mut all: Vec<_> = all
            .map(|((account, part), chosen)| (*account, *part, *chosen))
            .collect();
        all.sort_by_key(|(account, part, _)| (*account, *part));
        all
    }

    /// Forgets what was chosen of files that are gone.
    pub(super) fn forget(&mut self, parts: &[u32]) {
        if !self.0.is_empty() {
            self.0.retain(|(_, part), _| !parts.contains(part));
        }
    }

    /// Tells whether an account has chosen a stream of a file, or another of its kind; none when it has
    /// chosen nothing.
    pub(crate) fn choice(
        &self,
        account: AccountId,
        part: &Part,
        number: u32,
        stream: &Attributes,
    ) -> Option<bool> {
        let chosen = self.of(account, part.id);
        let choice = match stream.int(name::STREAM_TYPE) {
            Some(AUDIO) => chosen.audio,
            Some(SUBTITLE) => chosen.subtitle,
            _ => None,
        };
        choice.map(|choice| choice == number_of(number, stream))
    }

    /// Tells whether a stream of a file is the one of its kind that an account hears or reads.
    pub(crate) fn is_selected(
        &self,
        account: AccountId,
        part: &Part,
        number: u32,
        stream: &Attributes,
    ) -> bool {
        self.choice(account, part, number, stream)
            .unwrap_or_else(|| {
                stream
                    .get(name::SELECTED)
                    .and_then(Value::as_int)
                    .is_some_and(|flag| flag != 0)
            })
    }
}

/// Returns a stream's id: its place among all, unless a description has given it one.
pub(crate) fn number_of(number: u32, stream: &Attributes) -> u32 {
    let own = stream.int(name::ID).and_then(|id| u32::try_from(id).ok());
    own.unwrap_or(number)
}

/// Says where files are: a guess for each that is looked at before it is believed, so that nothing that moves
/// files has to keep it.
#[derive(Debug, Default)]
pub(crate) struct PartPlaces(Mutex<HashMap<u32, ItemId>>);

impl PartPlaces {
    /// Returns the item that a file is of.
    pub(super) fn find(&self, items: &Items, part: u32) -> Option<ItemId> {
        let is_there = |id: &ItemId| {
            let item = items.get(*id);
            item.is_some_and(|item| item.part(part).is_some())
        };
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let guess = places.get(&part).copied().filter(is_there);
        if guess.is_some() {
            return guess;
        }
        *places = items
            .iter()
            .flat_map(|(id, item)| item.parts().map(move |(_, part)| (part.id, id)))
            .collect();
        places.get(&part).copied()
    }
}
