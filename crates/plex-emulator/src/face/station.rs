//! A radio station in an answer.

use crate::answer::Element;

/// Returns a station: a playlist of music that lists nothing.
pub(crate) fn station<'w>(path: String, title: String) -> Element<'w> {
    let guid = crate::seed::uuid(&path);
    Element::metadata("Playlist")
        .with("key", path)
        .with("guid", format!("com.plexapp.agents.none://{guid}"))
        .with("type", "playlist")
        .with("title", title)
        .with("summary", "")
        .with("smart", true)
        .with("playlistType", "audio")
        .with("radio", true)
        .with("icon", "playlist://image.radio")
}
