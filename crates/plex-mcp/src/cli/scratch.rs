//! A directory for what nobody keeps.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A directory of this process, gone with the handle. It is made by whoever writes to it.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    pub(super) fn new() -> Self {
        let name = format!("plex-mcp-demo-{}", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Where it cannot be removed, the system clears its temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}
