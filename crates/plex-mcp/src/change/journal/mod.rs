//! The journal: what was changed, what was so before, and how it ended.

mod open;
mod read;
mod write;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use plex_client::RatingKey;
use rusqlite::Connection;

use super::{act::Act, facts::Facts, plan::Name};
use crate::error::ToolError;

pub(super) use self::read::Wanted;

/// How long changes are kept, in seconds.
const KEPT_S: i64 = 90 * 24 * 60 * 60;

/// How many changes are kept.
const MOST: u32 = 10_000;

/// Says whose changes they are: each server and each account has its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    /// The server's machine identifier.
    pub(crate) server: String,
    /// What stands for the account on it. It is no token, and none can be told from it.
    pub(crate) account: String,
}

/// A change that is about to be made.
pub(super) struct Intent {
    pub(super) owner: Owner,
    pub(super) at: i64,
    /// The day that its id is of: `20261127`.
    pub(super) day: String,
    pub(super) tool: String,
    pub(super) words: String,
    pub(super) undoes: Option<String>,
    pub(super) steps: Vec<Planned>,
}

/// A step that is about to be taken.
pub(super) struct Planned {
    pub(super) act: Act,
    /// The key of what is changed; of what is made, there is none yet.
    pub(super) key: Option<RatingKey>,
    pub(super) name: Name,
    pub(super) before: Facts,
}

/// Says how a step ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ended {
    pub(super) outcome: Outcome,
    /// What was so then; absent where that could not be read.
    pub(super) after: Option<Facts>,
    /// What was made by it.
    pub(super) made: Option<RatingKey>,
}

/// Says what became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is as it was to be.
    Changed,
    /// It was not done.
    Failed,
    /// It may have been done.
    Unknown,
}

/// A change as it was written down.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) at: i64,
    pub(crate) tool: String,
    pub(crate) words: String,
    /// Whether its end was written down.
    pub(crate) ended: bool,
    pub(crate) undoes: Option<String>,
    pub(crate) undone_by: Option<String>,
    pub(crate) steps: Vec<EntryStep>,
}

impl Entry {
    /// Tells whether all that it is of lies in these libraries, by their UUIDs; in any without them.
    pub(super) fn is_within(&self, libraries: Option<&[String]>) -> bool {
        libraries.is_none_or(|libraries| {
            let mut steps = self.steps.iter();
            steps.all(|step| {
                let library = step.name.library.as_ref();
                library.is_some_and(|uuid| libraries.contains(uuid))
            })
        })
    }
}

/// A step as it was written down.
#[derive(Debug, Clone)]
pub(crate) struct EntryStep {
    pub(crate) act: Act,
    pub(crate) name: Name,
    pub(crate) before: Facts,
    pub(crate) after: Option<Facts>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) made: Option<RatingKey>,
}

/// The journal. Clones share it. It is opened when it is first needed.
#[derive(Clone)]
pub(crate) struct Journal {
    /// Where its file is; without a place it is in memory, and ends with the program.
    place: Option<PathBuf>,
    connection: Arc<Mutex<Option<Connection>>>,
}

impl Journal {
    /// Returns the journal in a directory.
    pub(crate) fn new(place: Option<PathBuf>) -> Self {
        Self {
            place,
            connection: Arc::default(),
        }
    }

    /// Does a piece of work with the database, where it holds up nobody.
    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, ToolError> {
        let journal = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            let mut held = journal
                .connection
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if held.is_none() {
                *held = Some(open::open(journal.place.as_deref())?);
            }
            match &mut *held {
                Some(connection) => work(connection).map_err(open::Problem::from),
                None => Err(open::Problem::from(rusqlite::Error::InvalidQuery)),
            }
        });
        match done.await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(problem)) => Err(problem.told(self.place.as_deref())),
            Err(_panic) => Err(ToolError::internal("the journal of changes failed")),
        }
    }
}
