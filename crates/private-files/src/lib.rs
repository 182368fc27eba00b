//! Files and folders for their owner alone, written whole or not at all.
//!
//! On Unix a file has mode 0600 and a folder 0700, whatever the umask is; elsewhere a person's folders
//! are closed to others by the system. A symbolic link in the place of a private file is never
//! followed: replacing puts a file in the link's place, and reading refuses it.
//!
//! ```
//! # fn main() -> std::io::Result<()> {
//! # let home = tempfile::tempdir()?;
//! let folder = home.path().join("settings");
//! private_files::create_folder(&folder)?;
//! private_files::replace(&folder.join("secret"), b"abc")?;
//! assert_eq!(std::fs::read(folder.join("secret"))?, b"abc");
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

mod draft;
mod folder;
mod read;

use std::{
    io::{self, Write},
    path::Path,
};

pub use crate::{
    draft::Draft,
    folder::{Kept, close_folder, create_folder, keep_folder},
    read::{open, read_at_most, read_named},
};

/// Puts a private file with these bytes in the place of `path`. A reader sees the old file or the new
/// one, also when the program or the machine stops half-way.
///
/// # Errors
///
/// Those of the file system; what was there is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut draft = Draft::for_path(path)?;
    draft.write_all(bytes)?;
    draft.replace()
}
