//! Files that settings name.

use std::{io, path::Path, time::Duration};

/// The time for which a pipe is waited for: a program that says a secret may have to ask somebody first.
const PATIENCE: Duration = Duration::from_secs(20);

/// Reads a text of at most `limit` bytes from a file, or from a pipe, such as `<(pass show plex)`.
///
/// # Errors
///
/// Those of the file system; when there is more, or no end of it in time.
pub(super) fn text(path: impl AsRef<Path>, limit: u64) -> io::Result<String> {
    private_files::read_named(path.as_ref(), limit, PATIENCE)
}
