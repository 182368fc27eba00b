//! The options that an index has before it begins.

use std::{fmt, sync::Arc};

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    store::{Identity, SnapshotDirectory},
    worker::WorkerCommand,
};

/// The options of an index.
#[derive(Clone)]
pub struct IndexOptions {
    pub(super) place: SnapshotDirectory,
    pub(super) identity: Identity,
    pub(super) libraries: Option<Vec<String>>,
    /// The system's where there is none: to find that out takes time, which not every index has a use for.
    timezone: Option<TimeZone>,
    pub(super) keep_paths: bool,
    pub(super) worker: Option<WorkerCommand>,
    pub(super) now: Arc<dyn Fn() -> i64 + Send + Sync>,
}

impl IndexOptions {
    /// Snapshots in `place`, for `identity`; all libraries, the system's timezone and clock, no file
    /// paths, and nobody to run statements.
    pub fn new(place: SnapshotDirectory, identity: Identity) -> Self {
        Self {
            place,
            identity,
            libraries: None,
            timezone: None,
            keep_paths: false,
            worker: None,
            now: Arc::new(|| Timestamp::now().as_second()),
        }
    }

    /// Limits it to the libraries with these UUIDs. Said again, it limits further: an index never
    /// knows more than each of the lists allows, and what it may know is settled before it is made.
    ///
    /// ```
    /// use plex_index::{Identity, IndexOptions, SnapshotDirectory};
    ///
    /// let options = IndexOptions::new(SnapshotDirectory::new("cache"), Identity::Anonymous)
    ///     .only_libraries(["a", "b"])
    ///     .only_libraries(["b", "c"]);
    /// assert_eq!(options.libraries(), Some(&["b".to_owned()][..]));
    /// ```
    #[must_use]
    pub fn only_libraries(mut self, uuids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let mut uuids: Vec<String> = uuids.into_iter().map(Into::into).collect();
        if let Some(before) = &self.libraries {
            uuids.retain(|uuid| before.contains(uuid));
        }
        self.libraries = Some(uuids);
        self
    }

    /// Returns the UUIDs of the libraries that may be known; `None` for all.
    #[must_use]
    pub fn libraries(&self) -> Option<&[String]> {
        self.libraries.as_deref()
    }

    /// Sets the timezone of all times in the snapshot.
    #[must_use]
    pub fn timezone(mut self, zone: TimeZone) -> Self {
        self.timezone = Some(zone);
        self
    }

    /// Returns the timezone of all times in the snapshot.
    pub(super) fn zone(&self) -> TimeZone {
        self.timezone.clone().unwrap_or_else(TimeZone::system)
    }

    /// Keeps the paths of files on the server too.
    #[must_use]
    pub fn keep_paths(mut self, keep: bool) -> Self {
        self.keep_paths = keep;
        self
    }

    /// Sets the program that runs statements: see [`crate::worker`].
    #[must_use]
    pub fn worker(mut self, command: WorkerCommand) -> Self {
        self.worker = Some(command);
        self
    }

    /// Sets another clock than the system's, in epoch seconds; for tests.
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
            .field("libraries", &self.libraries)
            .field("keep_paths", &self.keep_paths)
            .finish_non_exhaustive()
    }
}
