//! What lies on the disks of the machine and what does not, as far as it is not what libraries know.

use std::collections::{BTreeMap, BTreeSet};

use super::attribute::Text;
use super::media::Media;

/// A file that a scan has yet to find, or whose content has changed since the last.
#[derive(Clone, Debug)]
pub(crate) enum DiskFile {
    /// A film, a track, a photo: the version that it makes, with itself as its only part.
    Media(Media),
    /// Lines of text, such as a playlist.
    Text(String),
}

/// The difference between the disks and what the libraries know.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    pub(crate) files: BTreeMap<Text, DiskFile>,
    /// Files of items that are not there any more.
    pub(crate) gone: BTreeSet<Text>,
}

impl Disk {
    /// Puts a file there, in place of what was there.
    pub(crate) fn put(&mut self, path: &str, file: DiskFile) {
        self.gone.remove(path);
        self.files.insert(path.into(), file);
    }

    /// Forgets that files are gone, since nothing is made of them any more.
    pub(super) fn forget(&mut self, files: impl Iterator<Item = Text>) {
        if !self.gone.is_empty() {
            for file in files {
                self.gone.remove(&file);
            }
        }
    }

    /// Tells whether a file of an item is not there any more.
    pub(crate) fn is_gone(&self, path: &str) -> bool {
        self.gone.contains(path)
    }
}

/// Tells whether a path is a folder's own, or lies in it.
pub(crate) fn lies_in(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
