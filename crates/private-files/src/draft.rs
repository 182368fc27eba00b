//! A file under another name until it is whole.

use std::{
    fs::{File, Permissions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

/// A private file that is written beside its place, and put there once it is whole. Dropped before
/// that, it leaves nothing behind.
#[derive(Debug)]
pub struct Draft {
    file: NamedTempFile,
    target: PathBuf,
}

impl Draft {
    /// Begins an empty file that is to stand at `target`, in the same folder.
    ///
    /// # Errors
    ///
    /// When no file can be made there.
    pub fn for_path(target: &Path) -> io::Result<Self> {
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let file = NamedTempFile::new_in(folder)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;

            // A umask may have taken even the owner's permissions.
            file.as_file()
                .set_permissions(Permissions::from_mode(0o600))?;
        }
        Ok(Self {
            file,
            target: target.to_owned(),
        })
    }

    /// Returns where the file is for now.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Returns another handle to the file, for a writer that wants one of its own.
    ///
    /// # Errors
    ///
    /// When the system has no more handles.
    pub fn try_clone(&self) -> io::Result<File> {
        self.file.as_file().try_clone()
    }

    /// Gives the file other permissions than a private file has, such as those of the file whose place it takes.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub fn set_permissions(&self, permissions: Permissions) -> io::Result<()> {
        self.file.as_file().set_permissions(permissions)
    }

    /// Puts the file in its place, and in the place of what is there.
    ///
    /// # Errors
    ///
    /// When it cannot be written to the end; what was there is then as it was.
    pub fn replace(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        self.file.persist(&self.target)?;
        Ok(())
    }

    /// Puts the file in its place, where nothing may be yet.
    ///
    /// # Errors
    ///
    /// Of kind `AlreadyExists` when something is there, also a link that leads nowhere; or when the
    /// file cannot be written to the end.
    pub fn place_new(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        self.file.persist_noclobber(&self.target)?;
        Ok(())
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
