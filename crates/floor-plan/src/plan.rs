//! The plan of the house: which room of each crate stands on which floor.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::reader::text;

/// The plan of every crate, by its name.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Plan {
    pub(crate) crates: BTreeMap<String, Rooms>,
}

/// The plan of one crate. A room is a folder or a file directly under `src`, without `.rs`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rooms {
    /// The floors from top to bottom, each with its rooms: a room imports only from those below.
    pub(crate) floors: Vec<Vec<String>>,
    /// Circles among files that are still allowed: all members of each.
    #[serde(default)]
    pub(crate) circles: Vec<Vec<String>>,
    /// Circles among the entries of one folder that are still allowed.
    #[serde(default)]
    pub(crate) folder_circles: Vec<Vec<String>>,
    /// Arrows that do not lead down and are still allowed, as `from.rs -> to.rs`.
    #[serde(default)]
    pub(crate) upwards: Vec<String>,
}

impl Plan {
    /// Reads a plan from a TOML file.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or says what no plan says.
    pub fn read(path: &Path) -> Result<Self> {
        Self::parse(&text(path)?).map_err(|source| Error::Plan {
            path: path.to_owned(),
            source,
        })
    }

    /// Reads a plan from TOML.
    ///
    /// # Errors
    ///
    /// When it says what no plan says.
    pub fn parse(text: &str) -> std::result::Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// Returns the plan of one crate.
    pub fn of(&self, name: &str) -> Option<&Rooms> {
        self.crates.get(name)
    }

    /// Returns the names of the crates that have a plan.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.crates.keys().map(String::as_str)
    }
}

impl Rooms {
    /// Returns the floor of a room, counted from the top.
    pub(crate) fn floor(&self, room: &str) -> Option<usize> {
        let is_here = |floor: &Vec<String>| floor.iter().any(|one| one == room);
        self.floors.iter().position(is_here)
    }

    /// Returns the floors from top to bottom, each with its rooms.
    pub fn floors(&self) -> &[Vec<String>] {
        &self.floors
    }
}

/// Returns the room of a file: `None` for the roots of the crate, which stand above all.
pub(crate) fn room(file: &str) -> Option<&str> {
    match file.split_once('/') {
        Some(("bin", _)) => None,
        Some((folder, _)) => Some(folder),
        None => file
            .strip_suffix(".rs")
            .filter(|name| !matches!(*name, "lib" | "main")),
    }
}
