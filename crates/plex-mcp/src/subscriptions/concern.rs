//! Whether changes of the server may make a resource read otherwise.

use plex_client::{LibraryKey, RatingKey};
use serde_json::Value;

use crate::{
    live::Changes,
    resources::{Content, Topic},
};

/// Whether changes may make a resource read otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Concern {
    /// They are of something else.
    None,
    /// They are of something that may be in it.
    Perhaps,
    /// They are of it.
    Sure,
}

/// What a resource was found to be of, the last time it was read: its URI may have a title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Subject {
    library: Option<LibraryKey>,
    item: Option<RatingKey>,
    /// Whether there are others in it, whose changes are its own.
    holds_others: bool,
}

/// Types of items that count others.
const HOLDERS: [&str; 7] = [
    "show",
    "season",
    "artist",
    "album",
    "collection",
    "playlist",
    "photoalbum",
];

impl Subject {
    pub(super) fn of(topic: Topic, content: &Content) -> Self {
        let Content::Json(value) = content else {
            return Self::default();
        };
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let kind = text("type").unwrap_or_default();
        Self {
            library: text("library_id").and_then(|key| LibraryKey::new(key).ok()),
            item: text("rating_key").and_then(|key| RatingKey::new(key).ok()),
            holds_others: topic == Topic::Playlist
                || HOLDERS.contains(&kind.replace([' ', '_'], "").as_str()),
        }
    }
}

/// Says whether `changes` may make a resource about `topic` read otherwise.
pub(super) fn concern(topic: Topic, subject: &Subject, changes: &Changes) -> Concern {
    let certain = |is: bool| if is { Concern::Sure } else { Concern::None };
    let items_of = |holds: bool| match holds && !changes.items.is_empty() {
        true => Concern::Perhaps,
        false => Concern::None,
    };
    match topic {
        _ if changes.missed => Concern::Sure,
        Topic::Sessions => certain(changes.sessions),
        Topic::Activities => certain(changes.activities),
        Topic::Libraries => certain(!changes.libraries.is_empty()),
        Topic::Library => match &subject.library {
            Some(library) if changes.libraries.contains(library) => Concern::Sure,
            None if !changes.libraries.is_empty() => Concern::Sure,
            // What is new there may have been watched.
            _ => items_of(true),
        },
        Topic::Item => match &subject.item {
            Some(item) if changes.items.contains_key(item) => Concern::Sure,
            Some(_) => items_of(subject.holds_others),
            None => certain(!changes.items.is_empty()),
        },
        Topic::Playlist if changes.playlists => Concern::Sure,
        Topic::Playlist => items_of(true),
    }
}
