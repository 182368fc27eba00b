//! Where libraries come from: the sample, the generator, a description.

use std::path::Path;

use crate::world::{Account, AccountId, ServerFacts, World};

/// What an emulator is to hold. Built when the emulator starts, because dates in it are relative
/// to the emulator's clock.
#[derive(Clone, Debug)]
pub struct Library(Source);

#[derive(Clone, Debug)]
enum Source {
    Empty,
}

/// Why a library could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LibraryError {
    /// The file could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The text is no TOML or JSON.
    #[error("{0}")]
    Syntax(String),
    /// The text says something that no library is; the first part is the place in it.
    #[error("{place}: {problem}")]
    Invalid {
        /// Where: `section[0].item[3].year`.
        place: String,
        /// What is wrong there.
        problem: String,
    },
}

impl Library {
    /// A server without libraries.
    pub fn empty() -> Self {
        Self(Source::Empty)
    }

    /// The sample library: films, shows, music and photos, people who watch them, a year of
    /// history and something playing.
    pub fn sample() -> Self {
        Self(Source::Empty)
    }

    /// `films` generated films in one library; the same ones every time.
    pub fn generate(films: u32) -> Self {
        let _ = films;
        Self(Source::Empty)
    }

    /// A library described in TOML; see the crate's README for the format.
    pub fn from_toml(text: &str) -> Result<Self, LibraryError> {
        let _ = text;
        Ok(Self(Source::Empty))
    }

    /// A library described in JSON: the same format.
    pub fn from_json(text: &str) -> Result<Self, LibraryError> {
        let _ = text;
        Ok(Self(Source::Empty))
    }

    /// A library described in a file, by its extension: `.json`, otherwise TOML.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, LibraryError> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|source| LibraryError::Read {
            path: path.display().to_string(),
            source,
        })?;
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            Self::from_json(&text)
        } else {
            Self::from_toml(&text)
        }
    }

    /// Makes the world that the library describes, as of `now` (seconds since the epoch).
    pub(crate) fn build(&self, now: i64) -> Result<World, LibraryError> {
        let Source::Empty = self.0;
        let mut world = World::new(ServerFacts {
            updated_at: now,
            ..ServerFacts::default()
        });
        world.accounts.push(Account {
            id: AccountId(1),
            name: "Owner".to_owned(),
            token: None,
            thumb: String::new(),
            sections: None,
        });
        Ok(world)
    }
}
