//! The paths of the API, each by name. Ids go in as one encoded segment and can name nothing else.

use percent_encoding::{
    AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode,
};

use crate::error::{PlexError, Result};
use crate::field::Field;
use crate::id::{LibraryKey, RatingKey};

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

/// `GET`: what the server is and can do.
pub(crate) fn root() -> Path {
    fixed("/")
}

/// `GET`: the same in short, for anybody.
pub(crate) fn identity() -> Path {
    fixed("/identity")
}

/// `GET`: the libraries.
pub(crate) fn sections() -> Path {
    fixed("/library/sections")
}

/// `GET`: items of a library.
pub(crate) fn section_all(library: &LibraryKey) -> Path {
    Path(format!(
        "/library/sections/{}/all",
        encoded(library.as_str())
    ))
}

/// `GET`: what to go on with in a library.
pub(crate) fn section_on_deck(library: &LibraryKey) -> Path {
    Path(format!(
        "/library/sections/{}/onDeck",
        encoded(library.as_str())
    ))
}

/// `GET`: what came into a library last.
pub(crate) fn section_recently_added(library: &LibraryKey) -> Path {
    Path(format!(
        "/library/sections/{}/recentlyAdded",
        encoded(library.as_str())
    ))
}

/// `GET`: starts a scan of a library.
pub(crate) fn section_refresh(library: &LibraryKey) -> Path {
    Path(format!(
        "/library/sections/{}/refresh",
        encoded(library.as_str())
    ))
}

/// `GET`: what came into any library last.
pub(crate) fn recently_added() -> Path {
    fixed("/library/recentlyAdded")
}

/// `GET`: what to go on with.
pub(crate) fn on_deck() -> Path {
    fixed("/library/onDeck")
}

/// `GET`: items by id.
pub(crate) fn metadata(keys: &[RatingKey]) -> Path {
    let keys: Vec<&str> = keys.iter().map(RatingKey::as_str).collect();
    Path(format!("/library/metadata/{}", encoded(&keys.join(","))))
}

/// `GET`: what is in an item.
pub(crate) fn children(item: &RatingKey) -> Path {
    Path(format!(
        "/library/metadata/{}/children",
        encoded(item.as_str())
    ))
}

/// `GET`: the playlists.
pub(crate) fn playlists() -> Path {
    fixed("/playlists")
}

/// `GET`: the collections of a library.
pub(crate) fn collections(library: &LibraryKey) -> Path {
    Path(format!(
        "/library/sections/{}/collections",
        encoded(library.as_str())
    ))
}

/// `GET`: search, in hubs.
pub(crate) fn hubs_search() -> Path {
    fixed("/hubs/search")
}

/// `GET`: search, with scores.
pub(crate) fn library_search() -> Path {
    fixed("/library/search")
}

/// `GET`: what is playing.
pub(crate) fn sessions() -> Path {
    fixed("/status/sessions")
}

/// `GET`: what was played.
pub(crate) fn history() -> Path {
    fixed("/status/sessions/history/all")
}

/// `GET`: who has used the server.
pub(crate) fn accounts() -> Path {
    fixed("/accounts")
}

/// `GET`: what has used the server.
pub(crate) fn devices() -> Path {
    fixed("/devices")
}

/// `GET`: what the server is busy with.
pub(crate) fn activities() -> Path {
    fixed("/activities")
}

/// `GET`: what a library can be filtered by.
pub(crate) fn section_filters(library: &LibraryKey) -> Path {
    Path(format!(
        "/library/sections/{}/filters",
        encoded(library.as_str())
    ))
}

/// `GET`: what a library can be sorted by.
pub(crate) fn section_sorts(library: &LibraryKey) -> Path {
    Path(format!(
        "/library/sections/{}/sorts",
        encoded(library.as_str())
    ))
}

/// `GET`: the values that items of a library have in a field.
pub(crate) fn section_values(library: &LibraryKey, field: &Field) -> Path {
    Path(format!(
        "/library/sections/{}/{}",
        encoded(library.as_str()),
        encoded(field.name())
    ))
}

/// `GET`: all that is anywhere below an item: the episodes of a show, the tracks of an artist.
pub(crate) fn all_leaves(item: &RatingKey) -> Path {
    below(item, "allLeaves")
}

/// `GET`: trailers and the like.
pub(crate) fn extras(item: &RatingKey) -> Path {
    below(item, "extras")
}

/// `GET`: what goes with an item, in hubs.
pub(crate) fn related(item: &RatingKey) -> Path {
    below(item, "related")
}

/// `GET`: what is like an item.
pub(crate) fn similar(item: &RatingKey) -> Path {
    below(item, "similar")
}

fn below(item: &RatingKey, what: &str) -> Path {
    Path(format!(
        "/library/metadata/{}/{what}",
        encoded(item.as_str())
    ))
}

/// `GET`: what is in a collection.
pub(crate) fn collection_items(collection: &RatingKey) -> Path {
    Path(format!(
        "/library/collections/{}/items",
        encoded(collection.as_str())
    ))
}

/// `GET`: what is in a playlist.
pub(crate) fn playlist_items(playlist: &RatingKey) -> Path {
    Path(format!("/playlists/{}/items", encoded(playlist.as_str())))
}

/// `GET`: a picture in another size.
pub(crate) fn photo_transcode() -> Path {
    fixed("/photo/:/transcode")
}

/// `GET`: players that announce themselves to the server.
pub(crate) fn clients() -> Path {
    fixed("/clients")
}

/// `GET`: conversions that are under way.
pub(crate) fn transcode_sessions() -> Path {
    fixed("/transcode/sessions")
}

/// `GET`: what was sent to whom.
pub(crate) fn statistics_bandwidth() -> Path {
    fixed("/statistics/bandwidth")
}

/// `GET`: how busy the machine is.
pub(crate) fn statistics_resources() -> Path {
    fixed("/statistics/resources")
}

/// `GET`: the settings of the server.
pub(crate) fn preferences() -> Path {
    fixed("/:/prefs")
}

/// `GET`: where the server has media from.
pub(crate) fn media_providers() -> Path {
    fixed("/media/providers")
}

/// `GET`: what happens, as it happens.
pub(crate) fn event_source() -> Path {
    fixed("/:/eventsource/notifications")
}

/// `GET`: whether there is a newer version.
pub(crate) fn updater_status() -> Path {
    fixed("/updater/status")
}
