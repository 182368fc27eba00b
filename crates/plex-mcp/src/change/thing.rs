//! The things that are changed, as the server has them.

use std::{collections::HashMap, sync::LazyLock};

use plex_client::{
    Activity, ActivityId, ArtworkChoice, ArtworkField, HubVisibility, Library, LibraryKey,
    MediaItem, RatingKey, SessionKey, Setting,
};
use serde::{Deserialize, Serialize};

use crate::{
    error::{ErrorKind, ToolError},
    plex::{Plex, players::Playing},
};

/// Says what a change is of. Two changes of one thing wait for each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Target {
    /// An item of a library.
    Item(RatingKey),
    /// The place of an item among what to continue.
    Deck(RatingKey),
    /// A playlist.
    Playlist(RatingKey),
    /// A playlist of that title, beside those that have it already.
    NewPlaylist {
        /// Its title.
        title: String,
        /// Those that had it before.
        besides: Vec<RatingKey>,
    },
    /// A collection.
    Collection(RatingKey),
    /// The collection of that title in a library. There is but one: two would share what is in them.
    NewCollection {
        /// The library.
        library: LibraryKey,
        /// Its title.
        title: String,
    },
    /// A setting of the server, by its id.
    Setting(String),
    /// The server itself.
    Server,
    /// A library.
    Library(LibraryKey),
    /// What in a library has no files any more.
    Trash(LibraryKey),
    /// Something that the server is busy with.
    Activity(ActivityId),
    /// A player, by its client identifier, with an item that plays on it or is to.
    Player(String, RatingKey),
    /// A session, and the item that plays in it.
    Session(SessionKey, RatingKey),
    /// The picture of a kind, as Plex calls it, that an item has.
    Artwork(RatingKey, String),
    /// What an item is taken for.
    Match(RatingKey),
}

/// A thing as it is now.
#[derive(Debug, Clone)]
pub(crate) enum Thing {
    /// An item with all that is known of it.
    Item(Box<MediaItem>),
    /// An item, and whether it is among what to continue.
    Deck(Box<MediaItem>, bool),
    /// A list, and the keys of what is in it; none where a rule decides that.
    List(Box<MediaItem>, Option<Vec<RatingKey>>),
    /// A collection, the keys of what is in it, and the row that shows it if it has one.
    Collection(
        Box<MediaItem>,
        Option<Vec<RatingKey>>,
        Option<HubVisibility>,
    ),
    /// A setting of the server.
    Setting(Box<Setting>),
    /// The server, and what it is busy with.
    Server(Vec<Activity>),
    /// A library.
    Library(Box<Library>),
    /// A library, and what in it has no files any more.
    Trash(Box<Library>, Vec<MediaItem>),
    /// Something that the server is busy with.
    Activity(Box<Activity>),
    /// An item, and what the player or the session plays that it was named with.
    Playing(Box<MediaItem>, Box<Playing>),
    /// An item, and the pictures of a kind that it could have.
    Artwork(Box<MediaItem>, Vec<ArtworkChoice>),
}

impl Target {
    /// Returns the key of what stands for it, if that has one yet.
    pub(crate) fn key(&self) -> Option<&RatingKey> {
        match self {
            Self::Item(key)
            | Self::Deck(key)
            | Self::Playlist(key)
            | Self::Collection(key)
            | Self::Player(_, key)
            | Self::Session(_, key)
            | Self::Artwork(key, _)
            | Self::Match(key) => Some(key),
            Self::NewPlaylist { .. }
            | Self::NewCollection { .. }
            | Self::Setting(_)
            | Self::Server
            | Self::Library(_)
            | Self::Trash(_)
            | Self::Activity(_) => None,
        }
    }

    /// Returns the key of the item of a library that it is, or is of.
    fn of_item(&self) -> Option<&RatingKey> {
        match self {
            Self::Item(key)
            | Self::Deck(key)
            | Self::Player(_, key)
            | Self::Session(_, key)
            | Self::Artwork(key, _)
            | Self::Match(key) => Some(key),
            _ => None,
        }
    }

    /// Tells whether it takes its time: it plays, or agents are asked.
    pub(super) fn plays(&self) -> bool {
        matches!(self, Self::Player(..) | Self::Session(..) | Self::Match(_))
    }
}

impl Thing {
    /// Returns the item that it is, or is of; one of which nothing is known for what is none.
    pub(crate) fn item(&self) -> &MediaItem {
        static NONE: LazyLock<MediaItem> = LazyLock::new(MediaItem::default);
        match self {
            Self::Item(item)
            | Self::Deck(item, _)
            | Self::List(item, _)
            | Self::Collection(item, ..)
            | Self::Playing(item, _)
            | Self::Artwork(item, _) => item,
            _ => &NONE,
        }
    }
}

/// Reads things as they are now. What is not there, or may not be shown, is absent.
///
/// # Errors
///
/// What asking the server gives: where it cannot be asked, nothing is known of anything.
pub(crate) async fn read(
    plex: &Plex,
    targets: impl IntoIterator<Item = &Target>,
) -> Result<HashMap<Target, Thing>, ToolError> {
    let mut targets: Vec<&Target> = targets.into_iter().collect();
    targets.sort_unstable();
    targets.dedup();
    let keys = targets.iter().filter_map(|target| target.of_item());
    let mut keys: Vec<RatingKey> = keys.cloned().collect();
    keys.dedup();
    let items = plex.items_by_key(&keys).await?;
    let on_deck: Vec<RatingKey> = if targets
        .iter()
        .any(|target| matches!(target, Target::Deck(_)))
    {
        let deck = plex.to_continue().await?.into_iter();
        deck.filter_map(|item| item.rating_key).collect()
    } else {
        Vec::new()
    };
    let mut found = HashMap::new();
    for target in targets {
        let item = |key: &RatingKey| items.get(key).cloned().map(Box::new);
        let thing = match target {
            Target::Item(key) | Target::Match(key) => item(key).map(Thing::Item),
            Target::Deck(key) => item(key).map(|item| Thing::Deck(item, on_deck.contains(key))),
            Target::Playlist(key) => playlist(plex, key).await?,
            Target::NewPlaylist { title, besides } => titled(plex, title, besides).await?,
            Target::Collection(key) => collection(plex, key).await?,
            Target::NewCollection { library, title } => {
                match plex.collection_titled(library, title).await? {
                    Some(key) => collection(plex, &key).await?,
                    None => None,
                }
            }
            Target::Setting(id) => plex
                .open_setting(id)
                .await?
                .map(Box::new)
                .map(Thing::Setting),
            Target::Server => match plex.is_limited() {
                true => None,
                false => Some(Thing::Server(plex.activities().await?)),
            },
            Target::Library(key) => plex
                .library_now(key)
                .await?
                .map(Box::new)
                .map(Thing::Library),
            Target::Trash(key) => match plex.library_now(key).await? {
                Some(library) => {
                    let trash = plex.trash(&library).await?;
                    Some(Thing::Trash(Box::new(library), trash))
                }
                None => None,
            },
            Target::Activity(id) => plex.activity(id).await?.map(Box::new).map(Thing::Activity),
            Target::Player(player, key) => match item(key) {
                Some(item) => Some(Thing::Playing(
                    item,
                    Box::new(plex.playing_on(player).await?),
                )),
                None => None,
            },
            Target::Artwork(key, kind) => match (item(key), ArtworkField::from_name(kind)) {
                (Some(item), Some(kind)) => {
                    Some(Thing::Artwork(item, plex.artwork_choices(key, kind).await?))
                }
                _ => None,
            },
            Target::Session(session, key) => match item(key) {
                Some(item) => Some(Thing::Playing(
                    item,
                    Box::new(plex.playing_in(session).await?),
                )),
                None => None,
            },
        };
        found.extend(thing.map(|thing| (target.clone(), thing)));
    }
    Ok(found)
}

/// Returns a playlist and what is in it; `None` where there is none.
async fn playlist(plex: &Plex, key: &RatingKey) -> Result<Option<Thing>, ToolError> {
    let list = match plex.playlist(key).await {
        Ok(list) => list,
        Err(error) if ErrorKind::from(error.kind()) == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let members = match list.smart {
        Some(true) => None,
        _ => {
            let members = plex.playlist_members(key).await?;
            let keys = members.into_iter().filter_map(|item| item.rating_key);
            Some(keys.collect())
        }
    };
    Ok(Some(Thing::List(Box::new(list), members)))
}

/// Returns a collection, what is in it and where it is shown; `None` where there is none.
async fn collection(plex: &Plex, key: &RatingKey) -> Result<Option<Thing>, ToolError> {
    let found = match plex.collection(key).await {
        Ok(found) => found,
        Err(error) if ErrorKind::from(error.kind()) == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let members = match found.smart {
        Some(true) => None,
        _ => Some(plex.collection_members(key).await?),
    };
    let row = plex.collection_row(&found).await?;
    Ok(Some(Thing::Collection(Box::new(found), members, row)))
}

/// Returns the playlist of that title that is none of those.
async fn titled(
    plex: &Plex,
    title: &str,
    besides: &[RatingKey],
) -> Result<Option<Thing>, ToolError> {
    let is_it = |list: &MediaItem| {
        let is_other = |key: &RatingKey| !besides.contains(key);
        list.title == title && list.rating_key.as_ref().is_some_and(is_other)
    };
    let found = plex.playlists().await?.into_iter().find(is_it);
    match found.and_then(|list| list.rating_key) {
        Some(key) => playlist(plex, &key).await,
        None => Ok(None),
    }
}
