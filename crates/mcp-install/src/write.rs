//! Replacing a file as a whole, with what it was kept beside it.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use private_files::Draft;

/// What is added to a file's name for the copy of what it was.
const BACKUP: &str = ".before-plex-mcp";

/// Holds what was done to a file.
#[derive(Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Applied {
    /// The copy of what it was before, when there is one.
    pub backup: Option<PathBuf>,
}

/// Returns where the copy of what a file was is kept.
pub(crate) fn backup_of(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(BACKUP);
    file.with_file_name(name)
}

/// Writes a file, and before that a copy of the original, if it is one.
pub(crate) fn replace(file: &Path, original: Option<&str>, text: &str) -> io::Result<Applied> {
    // A link stays one: people keep such files in a repository elsewhere.
    let target = match fs::canonicalize(file) {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if fs::symlink_metadata(file).is_ok_and(|found| found.is_symlink()) {
                return Err(io::Error::new(
                    io::ErrorKind::NotFound,
                    "it is a link to a file that is not there; make that file, or remove the link",
                ));
            }
            file.to_path_buf()
        }
        Err(error) => return Err(error),
    };
    let folder = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let permissions = fs::metadata(&target).ok().map(|known| known.permissions());
    let backup = backup_of(file);
    if let Some(original) = original {
        put(&backup, original, permissions.clone())?;
    }
    put(&target, text, permissions)?;
    if original.is_none() && fs::read_to_string(&backup).is_ok_and(|kept| kept == text) {
        // It is again what it was, so the copy has nothing to keep.
        fs::remove_file(&backup)?;
    }
    Ok(Applied {
        backup: backup.exists().then_some(backup),
    })
}

/// Deletes a file in which nothing is left, and never a copy of how it was. A link stays one.
pub(crate) fn delete(file: &Path) -> io::Result<Applied> {
    fs::remove_file(fs::canonicalize(file)?)?;
    let backup = backup_of(file);
    Ok(Applied {
        backup: backup.exists().then_some(backup),
    })
}

/// Puts a text in a file's place at once, under the permissions it had.
fn put(file: &Path, text: &str, permissions: Option<fs::Permissions>) -> io::Result<()> {
    let mut draft = Draft::for_path(file)?;
    draft.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        draft.set_permissions(permissions)?;
    }
    draft.replace()
}
