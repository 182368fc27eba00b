//! The settings of the snapshot.

use std::path::PathBuf;

use plex_client::Token;
use plex_index::{Identity, IndexOptions, SnapshotDirectory, WorkerCommand};

use super::{
    error::ConfigError,
    folders,
    settings::{INDEX_DIR, INDEX_PATHS, NO_INDEX},
    sources::Sources,
    values::Values,
};
use crate::time::Calendar;

/// Says where and how snapshots are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct IndexConfig {
    /// The directory of the snapshots.
    pub directory: PathBuf,
    /// Whether the paths of files on the server are kept too.
    pub paths: bool,
}

/// Returns what was set; `None` when no snapshots are wanted, or the machine has no place for them.
pub(super) fn load(
    values: &Values,
    sources: &Sources<'_>,
) -> Result<Option<IndexConfig>, ConfigError> {
    if values.switch(&NO_INDEX)? {
        return Ok(None);
    }
    let paths = values.switch(&INDEX_PATHS)?;
    let named = values
        .get(&INDEX_DIR)
        .map(|(directory, _)| PathBuf::from(directory));
    let directory = named.or_else(|| folders::cache(sources));
    Ok(directory.map(|directory| IndexConfig { directory, paths }))
}

impl IndexConfig {
    /// Snapshots in this directory, without the paths of files.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into(),
            paths: false,
        }
    }

    /// Returns the same in another directory.
    #[must_use]
    pub fn within(self, directory: impl Into<PathBuf>) -> Self {
        Self {
            directory: directory.into(),
            ..self
        }
    }

    /// Returns how the index of a server is made, which the holder of `token` (empty for nobody)
    /// looks at. `worker` runs statements.
    pub fn options(&self, token: &str, calendar: &Calendar, worker: WorkerCommand) -> IndexOptions {
        let identity = match token {
            "" => Identity::Anonymous,
            token => Identity::Token(Token::new(token)),
        };
        let zone = calendar.zone().clone();
        let worker = match zone.iana_name() {
            Some(name) => worker.timezone(name),
            None => worker,
        };
        let calendar = calendar.clone();
        IndexOptions::new(SnapshotDirectory::new(&self.directory), identity)
            .timezone(zone)
            .keep_paths(self.paths)
            .worker(worker)
            .clock(move || calendar.now())
    }
}
