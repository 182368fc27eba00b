//! Names from outside, as a line of the terminal can bear them.

use plex_client::cloud::Resource;

use crate::clean;

/// How much of a name is shown on a line.
const NAME_CHARS: usize = 60;

/// Returns a name from outside on one line, if anything is left of it.
pub(super) fn shown(name: &str) -> Option<String> {
    let line = clean::line(name, NAME_CHARS);
    (!line.is_empty()).then_some(line)
}

/// Returns what to call a server.
pub(super) fn title(server: &Resource) -> String {
    let name = server.name.as_deref().and_then(shown);
    name.unwrap_or_else(|| "a server without a name".to_owned())
}
