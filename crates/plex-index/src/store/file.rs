//! Files that only their owner can read, and what is done with a snapshot as a whole.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

/// Opens a file for writing, making it readable for its owner only if it is new.
pub(super) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Returns the file with this suffix that belongs to the snapshot at `path`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Returns the files SQLite keeps for a database, the database itself first: without it the others mean
/// nothing, while a database whose journal went first would be read as it never was.
fn files_of(path: &Path) -> [PathBuf; 4] {
    [
        path.to_owned(),
        beside(path, "-journal"),
        beside(path, "-wal"),
        beside(path, "-shm"),
    ]
}

/// Removes a snapshot. None to remove is none.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    for file in files_of(path) {
        match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Returns the bytes that a snapshot takes on disk.
pub(super) fn size(path: &Path) -> u64 {
    files_of(path)
        .iter()
        .filter_map(|file| fs::metadata(file).ok())
        .map(|meta| meta.len())
        .sum()
}
