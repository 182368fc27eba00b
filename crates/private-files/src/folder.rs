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
    match closed().create(folder) {
        // A umask may have taken even the owner's permissions.
        Ok(()) => restrict(folder),
        // Another program was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
}

/// Returns what makes folders that are never open to others, not even for a moment: who has one open then
/// stays in it.
#[cfg(unix)]
fn closed() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt;

    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(not(unix))]
fn closed() -> DirBuilder {
    DirBuilder::new()
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

/// The bit of a mode that lets everybody take away only what is their own.
#[cfg(unix)]
const STICKY: u32 = 0o1000;

/// Makes a folder like [`create_folder`] for what a program keeps, and says whether others can change what is
/// in it nevertheless.
///
/// One of the program's own name, which nobody else has a use for, is closed to others where it was open to
/// them. One that was named by somebody is left as it is: it may be anything, such as a project of several.
///
/// # Errors
///
/// Those of the file system. Of kind `PermissionDenied` for a symbolic link that somebody else has made in its
/// place: they would choose where private files go.
pub fn keep_folder(folder: &Path, own_name: &str) -> io::Result<Kept> {
    create_folder(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};

        let user = rustix::process::geteuid().as_raw();
        let link = fs::symlink_metadata(folder)?;
        if link.is_symlink() && ![user, 0].contains(&link.uid()) {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "it is a symbolic link that somebody else has made, which is not followed",
            ));
        }
        let mode = |folder: &Path| fs::metadata(folder).map(|found| found.permissions().mode());
        let is_own = folder.file_name().is_some_and(|name| name == own_name);
        if is_own && mode(folder)? & 0o077 != 0 {
            // Somebody else's cannot be; what comes of it is said below.
            let _ = restrict(folder);
        }
        let mode = mode(folder)?;
        if mode & 0o022 != 0 && mode & STICKY == 0 {
            return Ok(Kept::OpenToOthers);
        }
    }
    #[cfg(not(unix))]
    let _ = own_name;
    Ok(Kept::Closed)
}

/// Says who can change what is in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Only its owner.
    Closed,
    /// Others too: they can take files away and put others in their place.
    OpenToOthers,
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
