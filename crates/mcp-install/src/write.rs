//! Replacing a file as a whole, with what it was kept beside it.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use private_files::Draft;

/// What is added to a file's name for the copy of what it was.
const BACKUP: &str = ".before-plex-mcp";

/// Says of which copy a file's text is worth that it replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Of none.
    Nothing,
    /// Of the copy of what it was before anything was written here.
    Original,
    /// Of one beside that: somebody has written into what was written here.
    Another,
}

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

/// Returns where such a text is kept, beside copies of others: `….2`, `….3` and so on.
fn another(backup: &Path, text: &str) -> PathBuf {
    let mut number = 2_u32;
    loop {
        let mut name = backup.as_os_str().to_owned();
        name.push(format!(".{number}"));
        let place = PathBuf::from(name);
        let is_free = fs::symlink_metadata(&place).is_err();
        if is_free || fs::read_to_string(&place).is_ok_and(|kept| kept == text) {
            return place;
        }
        number += 1;
    }
}

/// Writes a file, and before that a copy of what it was, where that is worth one.
pub(crate) fn replace(
    file: &Path,
    before: Option<&str>,
    keep: Keep,
    text: &str,
) -> io::Result<Applied> {
    // A link stays one: people keep such files in a repository elsewhere.
    let target = match fs::canonicalize(file) {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if is_link(file) {
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
    let another = match (before, keep) {
        (Some(before), Keep::Original) => {
            put(&backup, before, permissions.clone())?;
            None
        }
        (Some(before), Keep::Another) => {
            let place = another(&backup, before);
            put(&place, before, permissions.clone())?;
            Some(place)
        }
        _ => None,
    };
    put(&target, text, permissions)?;
    let is_kept = before.is_some() && keep == Keep::Original;
    if !is_kept && fs::read_to_string(&backup).is_ok_and(|kept| kept == text) {
        // It is again what it was, so the copy has nothing to keep.
        fs::remove_file(&backup)?;
    }
    Ok(Applied {
        backup: another.or_else(|| backup.exists().then_some(backup)),
    })
}

/// Tells whether a file is reached by a link.
pub(crate) fn is_link(file: &Path) -> bool {
    fs::symlink_metadata(file).is_ok_and(|found| found.is_symlink())
}

/// Deletes a file in which nothing is left, and never a copy of how it was. A link to it goes too: it would
/// lead to nothing.
pub(crate) fn delete(file: &Path) -> io::Result<Applied> {
    fs::remove_file(fs::canonicalize(file)?)?;
    if is_link(file) {
        fs::remove_file(file)?;
    }
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
