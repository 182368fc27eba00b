//! Ids: texts and numbers of which only PMS and plex.tv know the meaning, a type for each kind of
//! thing, so that one is never taken for another.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

use crate::error::PlexError;
use crate::wire::element::{Element, One, Scalar, plain_slot};

/// The longest id that is taken for one.
const MAX_LEN: usize = 128;

/// Says whether a text can stand as one segment of a path without meaning anything else there. `all` cannot:
/// Plex takes it for everything there is, in whatever case.
fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_LEN
        && text != "."
        && text != ".."
        && !text.eq_ignore_ascii_case("all")
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':'))
}

macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $argument:literal) => {
        $(#[$meta])*
        ///
        /// It is opaque: a number on most servers, not on all. It is 1 to 128 ASCII letters,
        /// digits, `-`, `_`, `.` and `:`, and none of `.`, `..` and `all` in any case, so that it can
        /// never name another path than its own. The default is `0`, which names nothing.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            /// Takes an id as it is.
            ///
            /// # Errors
            ///
            /// [`PlexError::InvalidArgument`] when it is no id.
            ///
            /// ```
            #[doc = concat!("use plex_client::", stringify!($name), ";")]
            ///
            #[doc = concat!("assert_eq!(", stringify!($name), "::new(\"42\").unwrap().as_str(), \"42\");")]
            #[doc = concat!("assert!(", stringify!($name), "::new(\"../identity\").is_err());")]
            /// ```
            pub fn new(id: impl AsRef<str>) -> Result<Self, PlexError> {
                let id = id.as_ref();
                if is_id(id) {
                    Ok(Self(id.into()))
                } else {
                    Err(PlexError::invalid_argument(
                        $argument,
                        "is not an id: 1 to 128 letters, digits, '-', '_', '.' or ':' are, but for 'all'",
                    ))
                }
            }

            /// Returns the id as text.
            ///
            /// ```
            #[doc = concat!("use plex_client::", stringify!($name), ";")]
            ///
            #[doc = concat!("assert_eq!(", stringify!($name), "::new(\"42\").unwrap().as_str(), \"42\");")]
            /// ```
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self("0".into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = PlexError;

            fn from_str(id: &str) -> Result<Self, PlexError> {
                Self::new(id)
            }
        }

        impl Element for $name {
            fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
                match scalar {
                    Scalar::Text(text) => Self::new(text.trim()).ok(),
                    Scalar::Int(number) => Some(Self(number.to_string().into())),
                    Scalar::Uint(number) => Some(Self(number.to_string().into())),
                    Scalar::Bool(_) | Scalar::Float(_) => None,
                }
            }
        }

        plain_slot!($name);
        readable!($name);
    };
}

/// Lets an id be read from any format by serde, as a text or as a number.
macro_rules! readable {
    ($name:ident) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
                value.deserialize_any(One(PhantomData))?.ok_or_else(|| {
                    serde::de::Error::custom(concat!("this is not the id of a ", stringify!($name)))
                })
            }
        }
    };
}

macro_rules! number_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// Takes a number as an id.
            ///
            /// ```
            #[doc = concat!("assert_eq!(plex_client::", stringify!($name), "::new(7).get(), 7);")]
            /// ```
            #[must_use]
            pub const fn new(id: i64) -> Self {
                Self(id)
            }

            /// Returns the number.
            ///
            /// ```
            #[doc = concat!("assert_eq!(plex_client::", stringify!($name), "::new(7).get(), 7);")]
            /// ```
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(id: &str) -> Result<Self, Self::Err> {
                id.parse().map(Self)
            }
        }

        impl Element for $name {
            fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
                match scalar {
                    // A truth is no id, although it reads as a number elsewhere.
                    Scalar::Bool(_) => None,
                    number => i64::from_scalar(number).map(Self),
                }
            }
        }

        readable!($name);
    };
}

id!(
    /// The id of an item, `ratingKey`.
    RatingKey,
    "rating_key"
);
id!(
    /// The id of a library, also called section: `key` in `/library/sections`.
    LibraryKey,
    "library_id"
);
id!(
    /// The id of a running playback, `sessionKey`.
    SessionKey,
    "session_key"
);
id!(
    /// The id of a running stream by which it can be ended, `Session.id`; not the
    /// [`SessionKey`], which is what events name it by.
    SessionId,
    "session_id"
);
id!(
    /// The id of a version of an item, `Media.id`.
    MediaId,
    "media_id"
);
id!(
    /// The id of a file of a version, `Part.id`.
    PartId,
    "part_id"
);
id!(
    /// The id of a stream in a file, `Stream.id`.
    StreamId,
    "stream_id"
);
id!(
    /// The id of a tag on one server, such as that of a genre or a person. Items are filtered by it.
    TagId,
    "tag_id"
);
id!(
    /// The id of an entry of a playlist, `playlistItemID`. An item that is in a playlist twice has
    /// two.
    PlaylistItemId,
    "playlist_item_id"
);
id!(
    /// The id of a record of the history, the end of its `historyKey`.
    HistoryId,
    "history_id"
);
id!(
    /// The name of a task that a server does by itself, such as `BackupDatabase`.
    TaskName,
    "task"
);
id!(
    /// The id of a film or show in Plex's catalogue: the end of its `plex://` guid.
    CatalogueId,
    "catalogue_id"
);
id!(
    /// The id of a row of a library, such as `movie.recentlyadded`: `identifier` of a
    /// [`ManagedHub`](crate::ManagedHub).
    HubId,
    "hub_id"
);
id!(
    /// The id of a play queue, `playQueueID`.
    PlayQueueId,
    "play_queue_id"
);
id!(
    /// The id of an entry of a play queue, `playQueueItemID`.
    PlayQueueItemId,
    "play_queue_item_id"
);
id!(
    /// The id of an activity, `uuid`, by which it can be cancelled.
    ActivityId,
    "activity_id"
);
number_id!(
    /// The id of an account: on a server among its [`accounts`](crate::PlexClient::accounts), on
    /// plex.tv among all.
    ///
    /// Both are the same number for everybody but the owner of a server, who is
    /// [`OWNER`](Self::OWNER) there.
    AccountId
);
number_id!(
    /// The id of a device among a server's [`devices`](crate::PlexClient::devices).
    DeviceId
);
number_id!(
    /// The id of a code that a person enters to sign in.
    PinId
);

number_id!(
    /// The id of a Plex Home on plex.tv.
    HomeId
);
number_id!(
    /// The id of a server's being shared with somebody, on plex.tv.
    ShareId
);
number_id!(
    /// The id of a server on plex.tv. Elsewhere servers are known by their machine identifiers.
    ServerId
);
number_id!(
    /// The id of a library on plex.tv, which differs from the [`LibraryKey`] that its server has for it.
    SharedLibraryId
);

impl AccountId {
    /// The owner of a server, on that server.
    pub const OWNER: Self = Self(1);
    /// Nobody in particular: whose plays no account is known of.
    pub const NOBODY: Self = Self(0);
}

impl CatalogueId {
    /// Returns the id of a film or show by its guid; `None` for what Plex's catalogue does not have.
    ///
    /// ```
    /// use plex_client::CatalogueId;
    ///
    /// let guid = "plex://movie/5d7768254de0ee001fcc8201";
    /// assert_eq!(CatalogueId::of_guid(guid).unwrap().as_str(), "5d7768254de0ee001fcc8201");
    /// assert_eq!(CatalogueId::of_guid("local://18"), None);
    /// ```
    #[must_use]
    pub fn of_guid(guid: &str) -> Option<Self> {
        let (kind, id) = guid.strip_prefix("plex://")?.split_once('/')?;
        let is_hex = id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        (matches!(kind, "movie" | "show") && is_hex).then(|| Self(id.into()))
    }
}
