//! Folders that only their owner can enter.

use std::{
    fs::{self, DirBuilder},
    io,
    path::Path,
};

/// Makes a folder, and those above it that are missing, so that only their owner can enter them. A
/// folder that is there already stays as it is.
///
/// # Errors
///
/// Those of the file system.
pub fn create_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() || folder.as_os_str().is_empty() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        create_folder(parent)?;
    }
    match DirBuilder::new().create(folder) {
        Ok(()) => restrict(folder),
        // Another program was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// Makes a folder like [`create_folder`], and closes it to others if it was there and open to them.
///
/// # Errors
///
/// Those of the file system; somebody else's folder cannot be closed.
pub fn close_folder(folder: &Path) -> io::Result<()> {
    create_folder(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        if fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
            restrict(folder)?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn restrict(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on Unix")]
fn restrict(_: &Path) -> io::Result<()> {
    Ok(())
}
