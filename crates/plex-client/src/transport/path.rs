//! The paths of the API, each by name. Ids go in as one encoded segment and can name nothing else.

use percent_encoding::{
    AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode,
};

use crate::error::{PlexError, Result};
use crate::field::Field;
use crate::id::{LibraryKey, PartId, PlayQueueId, PlaylistItemId, RatingKey};

/// What stays as it is in a segment of a path or in a query.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b':')
    .remove(b',');

/// What is encoded in a path that somebody gives whole.
const RAW: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

/// A path below the server's URL, encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path(String);

impl Path {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Takes a path that somebody gives whole, such as `/library/sections/1/all`. What is encoded stays
/// so; what cannot stand in a path is encoded.
///
/// # Errors
///
/// [`PlexError::InvalidArgument`] when it could lead elsewhere.
pub(crate) fn raw(path: &str) -> Result<Path> {
    let refused = |why: &str| Err(PlexError::invalid_argument("path", why));
    if !path.starts_with('/') || path.starts_with("//") {
        return refused("must begin with one slash");
    }
    if path.contains(['?', '#', '\\']) || path.contains(char::is_control) {
        return refused("must hold no '?', '#', backslash or control character");
    }
    let leads_elsewhere = |segment: &str| {
        let segment = percent_decode_str(segment).decode_utf8_lossy();
        matches!(&*segment, "." | "..") || segment.contains(['/', '\\'])
    };
    if path.split('/').any(leads_elsewhere) {
        return refused("must hold no segment that leads elsewhere");
    }
    Ok(Path(utf8_percent_encode(path, RAW).to_string()))
}

/// Returns a path that is always the same.
pub(super) fn fixed(path: &str) -> Path {
    Path(path.to_owned())
}

/// Encodes a text for a segment of a path, or for a query.
pub(crate) fn encoded(text: &str) -> impl std::fmt::Display + '_ {
    utf8_percent_encode(text, PLAIN)
}

/// Returns the path of what the server is and can do.
pub(crate) fn root() -> Path {
    fixed("/")
}

/// Returns the path of the same in short, for anybody.
pub(crate) fn identity() -> Path {
    fixed("/identity")
}

/// Returns the path of the libraries.
pub(crate) fn sections() -> Path {
    fixed("/library/sections")
}

/// Returns the path of items of a library.
pub(crate) fn section_all(library: &LibraryKey) -> Path {
    Path(format!(
        "/library/sections/{}/all",
        encoded(library.as_str())
    ))
}

/// Returns the path of what to go on with in a library.
pub(crate) fn section_on_deck(library: &LibraryKey) -> Path {
    Path(format!(
        "/library/sections/{}/onDeck",
        encoded(library.as_str())
    ))
}

/// Returns the path of what came into a library last.
pub(crate) fn section_recently_added(library: &LibraryKey) -> Path {
    Path(format!(
        "/library/sections/{}/recentlyAdded",
        encoded(library.as_str())
    ))
}

/// Returns the path that starts a scan of a library.
pub(crate) fn section_refresh(library: &LibraryKey) -> Path {
    Path(format!(
        "/library/sections/{}/refresh",
        encoded(library.as_str())
    ))
}

/// Returns the path of what came into any library last.
pub(crate) fn recently_added() -> Path {
    fixed("/library/recentlyAdded")
}

/// Returns the path of what to go on with.
pub(crate) fn on_deck() -> Path {
    fixed("/library/onDeck")
}

/// Returns the path of items by id.
pub(crate) fn metadata(keys: &[RatingKey]) -> Path {
    let keys: Vec<&str> = keys.iter().map(RatingKey::as_str).collect();
    Path(format!("/library/metadata/{}", encoded(&keys.join(","))))
}

/// Returns the path of what is in an item.
pub(crate) fn children(item: &RatingKey) -> Path {
    of_item(item, "children")
}

/// Returns the path of the playlists.
pub(crate) fn playlists() -> Path {
    fixed("/playlists")
}

/// Returns the path of the collections of a library.
pub(crate) fn collections(library: &LibraryKey) -> Path {
    Path(format!(
        "/library/sections/{}/collections",
        encoded(library.as_str())
    ))
}

/// Returns the path of search, in hubs.
pub(crate) fn hubs_search() -> Path {
    fixed("/hubs/search")
}

/// Returns the path of search, with scores.
pub(crate) fn library_search() -> Path {
    fixed("/library/search")
}

/// Returns the path of what is playing.
pub(crate) fn sessions() -> Path {
    fixed("/status/sessions")
}

/// Returns the path of what was played.
pub(crate) fn history() -> Path {
    fixed("/status/sessions/history/all")
}

/// Returns the path of who has used the server.
pub(crate) fn accounts() -> Path {
    fixed("/accounts")
}

/// Returns the path of what has used the server.
pub(crate) fn devices() -> Path {
    fixed("/devices")
}

/// Returns the path of what the server is busy with.
pub(crate) fn activities() -> Path {
    fixed("/activities")
}

/// Returns the path of what a library can be filtered by.
pub(crate) fn section_filters(library: &LibraryKey) -> Path {
    Path(format!(
        "/library/sections/{}/filters",
        encoded(library.as_str())
    ))
}

/// Returns the path of what a library can be sorted by.
pub(crate) fn section_sorts(library: &LibraryKey) -> Path {
    Path(format!(
        "/library/sections/{}/sorts",
        encoded(library.as_str())
    ))
}

/// Returns the path of the values that items of a library have in a field.
pub(crate) fn section_values(library: &LibraryKey, field: &Field) -> Path {
    Path(format!(
        "/library/sections/{}/{}",
        encoded(library.as_str()),
        encoded(field.name())
    ))
}

/// Returns the path of all that is anywhere below an item, such as the tracks of an artist.
pub(crate) fn all_leaves(item: &RatingKey) -> Path {
    of_item(item, "allLeaves")
}

/// Returns the path of trailers and the like.
pub(crate) fn extras(item: &RatingKey) -> Path {
    of_item(item, "extras")
}

/// Returns the path of what goes with an item, in hubs.
pub(crate) fn related(item: &RatingKey) -> Path {
    of_item(item, "related")
}

/// Returns the path of what is like an item.
pub(crate) fn similar(item: &RatingKey) -> Path {
    of_item(item, "similar")
}

/// Returns the path of something of an item, such as `refresh`.
pub(crate) fn of_item(item: &RatingKey, what: &str) -> Path {
    Path(format!(
        "/library/metadata/{}/{what}",
        encoded(item.as_str())
    ))
}

/// Returns the path of what is in a collection.
pub(crate) fn collection_items(collection: &RatingKey) -> Path {
    Path(format!(
        "/library/collections/{}/items",
        encoded(collection.as_str())
    ))
}

/// Returns the path of what is in a playlist.
pub(crate) fn playlist_items(playlist: &RatingKey) -> Path {
    Path(format!("/playlists/{}/items", encoded(playlist.as_str())))
}

/// Returns the path of a picture in another size.
pub(crate) fn photo_transcode() -> Path {
    fixed("/photo/:/transcode")
}

/// Returns the path of players that announce themselves to the server.
pub(crate) fn clients() -> Path {
    fixed("/clients")
}

/// Returns the path of conversions that are under way.
pub(crate) fn transcode_sessions() -> Path {
    fixed("/transcode/sessions")
}

/// Returns the path of what was sent to whom.
pub(crate) fn statistics_bandwidth() -> Path {
    fixed("/statistics/bandwidth")
}

/// Returns the path of how busy the machine is.
pub(crate) fn statistics_resources() -> Path {
    fixed("/statistics/resources")
}

/// Returns the path of the settings of the server.
pub(crate) fn preferences() -> Path {
    fixed("/:/prefs")
}

/// Returns the path of where the server has media from.
pub(crate) fn media_providers() -> Path {
    fixed("/media/providers")
}

/// Returns the path of what happens, as it happens, over a websocket.
#[cfg(feature = "events")]
pub(crate) fn websocket() -> Path {
    fixed("/:/websockets/notifications")
}

/// Returns the path of what happens, as it happens.
#[cfg(feature = "events")]
pub(crate) fn event_source() -> Path {
    fixed("/:/eventsource/notifications")
}

/// Returns the path of whether there is a newer version.
pub(crate) fn updater_status() -> Path {
    fixed("/updater/status")
}

/// Returns the path that marks an item as played.
pub(crate) fn scrobble() -> Path {
    fixed("/:/scrobble")
}

/// Returns the path that marks an item as not played.
pub(crate) fn unscrobble() -> Path {
    fixed("/:/unscrobble")
}

/// Returns the path that notes how far an item was played.
pub(crate) fn progress() -> Path {
    fixed("/:/progress")
}

/// Returns the path that rates an item.
pub(crate) fn rate() -> Path {
    fixed("/:/rate")
}

/// Returns the path that takes an item off what to go on with.
pub(crate) fn remove_from_continue_watching() -> Path {
    fixed("/actions/removeFromContinueWatching")
}

/// Returns the path of a playlist.
pub(crate) fn playlist(playlist: &RatingKey) -> Path {
    Path(format!("/playlists/{}", encoded(playlist.as_str())))
}

/// Returns the path of an entry of a playlist.
pub(crate) fn playlist_entry(playlist: &RatingKey, entry: &PlaylistItemId) -> Path {
    Path(format!(
        "/playlists/{}/items/{}",
        encoded(playlist.as_str()),
        encoded(entry.as_str())
    ))
}

/// Returns the path that moves an entry of a playlist.
pub(crate) fn playlist_move(playlist: &RatingKey, entry: &PlaylistItemId) -> Path {
    Path(format!("{}/move", playlist_entry(playlist, entry).as_str()))
}

/// Returns the path of play queues.
pub(crate) fn play_queues() -> Path {
    fixed("/playQueues")
}

/// Returns the path of a play queue.
pub(crate) fn play_queue(queue: &PlayQueueId) -> Path {
    Path(format!("/playQueues/{}", encoded(queue.as_str())))
}

/// Returns the path of a token to give to a player.
pub(crate) fn security_token() -> Path {
    fixed("/security/token")
}

/// Returns the path that ends a session.
pub(crate) fn terminate() -> Path {
    fixed("/status/sessions/terminate")
}

/// Returns the path of a file of an item.
pub(crate) fn part(part: &PartId) -> Path {
    Path(format!("/library/parts/{}", encoded(part.as_str())))
}

/// Returns the path of a command to a player, such as `playback/pause`.
pub(crate) fn player_command(command: &str) -> Path {
    Path(format!("/player/{command}"))
}
