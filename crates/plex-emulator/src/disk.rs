//! The disks of the emulated machine, as a test changes them while the server runs.

use std::fmt;

use crate::library::{LibraryError, put_file};
use crate::pms::Shared;
use crate::world::DiskFile;

/// The folders that libraries scan. What is done here is seen when a library is scanned next, but for the
/// file itself: one that is gone is gone at once.
pub struct Disk<'e> {
    shared: &'e Shared,
}

impl fmt::Debug for Disk<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disk").finish_non_exhaustive()
    }
}

impl<'e> Disk<'e> {
    pub(crate) fn of(shared: &'e Shared) -> Self {
        Self { shared }
    }

    /// Puts a file there, or another in its place, described in TOML: `path`, `profile` and what
    /// attributes of `Media` differ from it, such as `duration = "2h"`; or `text`. A scan takes it for what
    /// its name says: `Metropolis (1927).mkv`, `The Prisoner/Season 01/The Prisoner - S01E02 - The
    /// Chimes.mkv`, `Can/Ege Bamyasi/01 - Pinch.flac`.
    ///
    /// Fails when the description is none of a file.
    pub fn put(&self, file: &str) -> Result<(), LibraryError> {
        let now = self.shared.clock.now();
        put_file(&mut self.shared.write(), file, now)
    }

    /// Takes a file away, or a folder with all that lies in it; false when nothing lies there.
    pub fn remove(&self, path: &str) -> bool {
        self.shared.write().lose_files(path)
    }

    /// Puts a file of an item back where it was; false when no item misses it.
    pub fn restore(&self, path: &str) -> bool {
        self.shared.write().return_file(path)
    }

    /// Moves a file; false when there is none.
    pub fn rename(&self, from: &str, to: &str) -> bool {
        let mut world = self.shared.write();
        let file = world.disk.files.remove(from).or_else(|| {
            let media = world.version_of_file(from)?;
            (!world.disk.is_gone(from)).then_some(DiskFile::Media(media))
        });
        let Some(mut file) = file else {
            return false;
        };
        world.lose_files(from);
        if let DiskFile::Media(media) = &mut file {
            world.renumber(media, to);
        }
        world.disk.put(to, file);
        true
    }
}
