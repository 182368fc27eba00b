//! The folders in which the program keeps its own files.

use std::path::PathBuf;

use super::sources::Sources;

/// The folder's name within those of the person.
const NAME: &str = "plex-mcp";

/// Returns the folder of the configuration and of the stored sign-in.
pub(super) fn configuration(sources: &Sources<'_>) -> Option<PathBuf> {
    let parent = absolute(sources, "XDG_CONFIG_HOME")
        .or_else(|| Some(absolute(sources, "HOME")?.join(".config")))
        .or_else(|| absolute(sources, "APPDATA"))?;
    Some(parent.join(NAME))
}

/// Returns the folder of what can be fetched again.
pub(super) fn cache(sources: &Sources<'_>) -> Option<PathBuf> {
    let parent = absolute(sources, "XDG_CACHE_HOME")
        .or_else(|| Some(absolute(sources, "HOME")?.join(".cache")))
        .or_else(|| absolute(sources, "LOCALAPPDATA"))?;
    Some(parent.join(NAME))
}

/// Returns the folder of what must not be lost and is nobody's to edit.
pub(super) fn state(sources: &Sources<'_>) -> Option<PathBuf> {
    let parent = absolute(sources, "XDG_STATE_HOME")
        .or_else(|| Some(absolute(sources, "HOME")?.join(".local").join("state")))
        .or_else(|| absolute(sources, "LOCALAPPDATA"))?;
    Some(parent.join(NAME))
}

/// Returns the folder that a variable names. A relative one is ignored, as the XDG specification has
/// it: files would be looked for, and kept, wherever the program happens to be started.
fn absolute(sources: &Sources<'_>, variable: &str) -> Option<PathBuf> {
    sources
        .variable(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
}
