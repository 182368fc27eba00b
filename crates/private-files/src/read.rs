//! Reading: no links where a private file should be, and no more than is expected.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read},
    path::Path,
};

/// Opens a private file for reading. A symbolic link in its place is refused: whoever put it there
/// chooses what is read, and whose permissions are changed.
///
/// # Errors
///
/// Those of the file system.
pub fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;

        let flags = rustix::fs::OFlags::NOFOLLOW.bits();
        options.custom_flags(flags.cast_signed());
    }
    options.open(path).map_err(|error| {
        let is_link = path
            .symlink_metadata()
            .is_ok_and(|found| found.is_symlink());
        if is_link {
            io::Error::new(error.kind(), "it is a symbolic link, which is not followed")
        } else {
            error
        }
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
