//! What the emulated library holds.

use std::{fmt, str::FromStr};

use plex_client::ItemType;
use plex_emulator::{Generated, Library};
use serde::{Deserialize, Serialize};

/// Leaves in one season or album, and of those in one show or artist, as the generator makes them.
const LEAVES: u32 = 10;
const MIDDLES: u32 = 5;

/// What the leaves are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Leaves {
    Films,
    Episodes,
    Tracks,
}

/// A library of a size, as it is named on the command line: `100000:tracks:random`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Made {
    name: String,
    pub(crate) leaves: Leaves,
    /// How many of those.
    pub(crate) count: u32,
}

impl Made {
    /// For the emulator.
    pub(crate) fn library(&self) -> Library {
        Library::generated(self.name.parse::<Generated>().unwrap())
    }

    /// Its listings: each type's number, and how many items are of it.
    pub(crate) fn listings(&self) -> Vec<(u32, u32)> {
        let (middles, tops) = (
            self.count.div_ceil(LEAVES),
            self.count.div_ceil(LEAVES * MIDDLES),
        );
        match self.leaves {
            Leaves::Films => vec![(1, self.count)],
            Leaves::Episodes => vec![(2, tops), (3, middles), (4, self.count)],
            Leaves::Tracks => vec![(8, tops), (9, middles), (10, self.count)],
        }
    }

    /// All items, those above the leaves too.
    pub(crate) fn items(&self) -> u32 {
        self.listings().iter().map(|(_, count)| count).sum()
    }

    /// The rating key of the nth leaf, from 0 on: what is above it comes before it.
    pub(crate) fn leaf_key(&self, nth: u32) -> u32 {
        match self.leaves {
            Leaves::Films => nth + 1,
            _ => nth + 1 + nth / (LEAVES * MIDDLES) + 1 + nth / LEAVES + 1,
        }
    }
}

impl FromStr for Made {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        // What it does not take is no library.
        name.parse::<Generated>()
            .map_err(|error| error.to_string())?;
        let mut words = name.split(':');
        let count = words.next().unwrap().parse().unwrap();
        let leaves = match () {
            () if name.contains("episodes") => Leaves::Episodes,
            () if name.contains("tracks") => Leaves::Tracks,
            () => Leaves::Films,
        };
        Ok(Self {
            name: name.to_owned(),
            leaves,
            count,
        })
    }
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// The type of a number.
pub(crate) fn type_of(number: u32) -> ItemType {
    match number {
        1 => ItemType::Movie,
        2 => ItemType::Show,
        3 => ItemType::Season,
        4 => ItemType::Episode,
        8 => ItemType::Artist,
        9 => ItemType::Album,
        _ => ItemType::Track,
    }
}
