//! Reading: no links where a private file should be, and no more than is expected.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read},
    path::Path,
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

/// Opens a private file for reading. A symbolic link in its place is refused: whoever put it there
/// chooses what is read, and whose permissions are changed. So is what is no file, such as a pipe: it is
/// not waited for.
///
/// # Errors
///
/// Those of the file system. Of kind `InvalidInput` for what is no file.
pub fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;

        // To open a pipe takes as long as nobody opens its other end.
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path).map_err(|error| {
        let is_link = path
            .symlink_metadata()
            .is_ok_and(|found| found.is_symlink());
        if is_link {
            io::Error::new(error.kind(), "it is a symbolic link, which is not followed")
        } else {
            error
        }
    })?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is no regular file",
        ));
    }
    Ok(file)
}

/// Reads a text of at most `limit` bytes from where a person said that it is: a file, reached by links or not, or
/// a pipe, such as that of a program which says a secret. What is no file is waited for no longer than `patience`.
///
/// # Errors
///
/// Those of the file system and of [`read_at_most`]. Of kind `TimedOut` when a pipe has not said everything by
/// then.
pub fn read_named(path: &Path, limit: u64, patience: Duration) -> io::Result<String> {
    if !fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return read_at_most(File::open(path)?, limit);
    }
    let (told, heard) = mpsc::sync_channel(1);
    let path = path.to_owned();
    // No call ends the opening of a pipe that nobody writes to; a thread that waits for it is in nobody's way.
    thread::Builder::new().spawn(move || {
        let text = File::open(path).and_then(|pipe| read_at_most(pipe, limit));
        // Nobody listens any more, where it came too late.
        let _ = told.send(text);
    })?;
    heard.recv_timeout(patience).unwrap_or_else(|error| {
        Err(match error {
            RecvTimeoutError::Timeout => io::Error::new(
                io::ErrorKind::TimedOut,
                format!(
                    "it is a pipe whose end did not come within {} s",
                    patience.as_secs()
                ),
            ),
            RecvTimeoutError::Disconnected => io::Error::other("it could not be read"),
        })
    })
}

/// Reads a text of at most `limit` bytes.
///
/// # Errors
///
/// Of kind `FileTooLarge` when there is more, before more is read: it may be a device that never ends.
/// Of kind `InvalidData` when it is no UTF-8.
pub fn read_at_most(source: impl Read, limit: u64) -> io::Result<String> {
    let mut bytes = Vec::new();
    source
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > limit) {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it is larger than {limit} bytes"),
        ));
    }
    String::from_utf8(bytes)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not text in UTF-8"))
}
