//! One process writes a snapshot; the others read it.

use std::{
    fs::{File, TryLockError},
    io,
    path::Path,
};

use super::file;

/// Held by the process that writes. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct WriterLock {
    _lock: File,
}

impl WriterLock {
    /// Takes the lock of the snapshot at `path`, unless another process has it.
    ///
    /// # Errors
    ///
    /// When the lock file cannot be made.
    pub(crate) fn take(path: &Path) -> io::Result<Option<Self>> {
        if let Some(directory) = path.parent() {
            private_files::create_folder(directory)?;
        }
        let lock = file::create_private(&path.with_extension("lock"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Self { _lock: lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_leads_and_the_lead_is_free_again_when_it_goes() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.sqlite");
        let first = WriterLock::take(&path).unwrap();
        assert!(first.is_some());
        assert!(WriterLock::take(&path).unwrap().is_none());
        drop(first);
        assert!(WriterLock::take(&path).unwrap().is_some());
    }
}
