//! What an index is to know before it begins.

use std::{fmt, sync::Arc};

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    store::{Identity, Place},
    worker::WorkerCommand,
};

/// How an index is made.
#[derive(Clone)]
pub struct IndexOptions {
    pub(super) place: Place,
    pub(super) identity: Identity,
    pub(super) limited: bool,
    pub(super) timezone: TimeZone,
    pub(super) keep_paths: bool,
    pub(super) worker: Option<WorkerCommand>,
    pub(super) now: Arc<dyn Fn() -> i64 + Send + Sync>,
}

impl IndexOptions {
    /// Snapshots in `place`, for `identity`; all libraries, the system's timezone and clock, no file
    /// paths, and nobody to run statements.
    pub fn new(place: Place, identity: Identity) -> Self {
        Self {
            place,
            identity,
            limited: false,
            timezone: TimeZone::system(),
            keep_paths: false,
            worker: None,
            now: Arc::new(|| Timestamp::now().as_second()),
        }
    }

    /// Only the libraries that [`Index::allow`](crate::Index::allow) names; nothing works before.
    #[must_use]
    pub fn limited(mut self, limited: bool) -> Self {
        self.limited = limited;
        self
    }

    /// The timezone of all times in the snapshot.
    #[must_use]
    pub fn timezone(mut self, zone: TimeZone) -> Self {
        self.timezone = zone;
        self
    }

    /// Keeps the paths of files on the server too.
    #[must_use]
    pub fn keep_paths(mut self, keep: bool) -> Self {
        self.keep_paths = keep;
        self
    }

    /// The program that runs statements: see [`crate::worker`].
    #[must_use]
    pub fn worker(mut self, command: WorkerCommand) -> Self {
        self.worker = Some(command);
        self
    }

    /// Another clock than the system's, in epoch seconds; for tests.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.now = Arc::new(now);
        self
    }
}

impl fmt::Debug for IndexOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IndexOptions")
            .field("place", &self.place)
            .field("identity", &self.identity)
            .field("limited", &self.limited)
            .field("keep_paths", &self.keep_paths)
            .finish_non_exhaustive()
    }
}
