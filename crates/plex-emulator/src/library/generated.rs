//! What a generated library is to hold.

use std::str::FromStr;

use super::LibraryError;
use crate::seed::Seed;

/// The order in which the titles of a generated library were added. Servers hand out keys as they find
/// titles, but people have the dates of what they move, match anew or import changed: real libraries are
/// in no order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Arrival {
    /// That of their keys.
    #[default]
    Keys,
    /// The highest key first.
    Reverse,
    /// Any other; the same one every time.
    Random,
}

impl Arrival {
    /// Returns the place of each of `count` titles, by key, among those added.
    pub(super) fn places(self, count: u32, seed: u64) -> Vec<u32> {
        let mut places: Vec<u32> = (0..count).collect();
        match self {
            Self::Keys => {}
            Self::Reverse => places.reverse(),
            Self::Random => {
                // A generator of its own: the titles are the same ones in any order.
                let mut seed = Seed::new(!seed);
                for end in (1..places.len()).rev() {
                    places.swap(end, seed.below(end + 1));
                }
            }
        }
        places
    }
}

/// Reads `keys`, `reverse` or `random`.
impl FromStr for Arrival {
    type Err = LibraryError;

    fn from_str(name: &str) -> Result<Self, LibraryError> {
        match name {
            "keys" => Ok(Self::Keys),
            "reverse" => Ok(Self::Reverse),
            "random" => Ok(Self::Random),
            _ => Err(LibraryError::Syntax(format!(
                "`{name}`: expected `keys`, `reverse` or `random`"
            ))),
        }
    }
}

/// What is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    Films,
    Episodes,
    Tracks,
}

/// Holds what a generated library is to hold: one section, the same for the same seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    pub(super) kind: Made,
    pub(super) count: u32,
    pub(super) arrival: Arrival,
    pub(super) seed: u64,
}

impl Generated {
    /// Asks for so many films.
    pub fn films(count: u32) -> Self {
        Self::of(Made::Films, count)
    }

    /// Asks for so many episodes, ten a season and five seasons a show.
    pub fn episodes(count: u32) -> Self {
        Self::of(Made::Episodes, count)
    }

    /// Asks for so many tracks, ten an album and five albums an artist.
    pub fn tracks(count: u32) -> Self {
        Self::of(Made::Tracks, count)
    }

    fn of(kind: Made, count: u32) -> Self {
        Self {
            kind,
            count,
            arrival: Arrival::Keys,
            seed: 1,
        }
    }

    /// Sets the order in which the titles were added; that of their keys unless it is given.
    #[must_use]
    pub fn arrival(mut self, arrival: Arrival) -> Self {
        self.arrival = arrival;
        self
    }

    /// Sets the seed, 1 unless it is given: another one makes other titles.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }
}

/// Reads what `--library generate:` takes: a count, then, after colons, `films`, `episodes` or `tracks`
/// and the order in which they were added, as in `10000:episodes:random`.
impl FromStr for Generated {
    type Err = LibraryError;

    fn from_str(text: &str) -> Result<Self, LibraryError> {
        let mut words = text.split(':');
        let count = words.next().unwrap_or_default();
        let count = count.parse().map_err(|_| {
            LibraryError::Syntax(format!("`{count}`: expected how many are generated"))
        })?;
        let mut generated = Self::films(count);
        for word in words {
            match word {
                "films" => generated.kind = Made::Films,
                "episodes" => generated.kind = Made::Episodes,
                "tracks" => generated.kind = Made::Tracks,
                order => generated.arrival = order.parse()?,
            }
        }
        Ok(generated)
    }
}
