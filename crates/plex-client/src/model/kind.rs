//! Words PMS uses for kinds of things: an enum of those that are known, and room for the rest.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::wire::element::{Element, Scalar, plain_slot};

/// Defines an enum of words, in which an unknown word is kept as `Other`.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $( $(#[$word_meta:meta])* $word:ident = $text:literal $(| $alias:literal)* ,)+ }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$word_meta])* $word, )+
            /// A word that this version does not know; empty when PMS gave none.
            Other(String),
        }

        impl $name {
            /// Returns the word PMS uses.
            ///
            /// ```
            #[doc = concat!("use plex_client::", stringify!($name), ";")]
            ///
            #[doc = concat!("let other: ", stringify!($name), " = \"hologram\".parse().unwrap();")]
            /// assert_eq!(other.as_str(), "hologram");
            /// ```
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$word => $text, )+
                    Self::Other(word) => word,
                }
            }

            /// Returns the known word for a text.
            fn known(text: &str) -> Option<Self> {
                match text {
                    $( $text $(| $alias)* => Some(Self::$word), )+
                    _ => None,
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::Other(String::new())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = Infallible;

            fn from_str(text: &str) -> Result<Self, Infallible> {
                Ok(Self::known(text).unwrap_or_else(|| Self::Other(text.to_owned())))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl Element for $name {
            fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
                match scalar {
                    Scalar::Text(text) => {
                        Some(Self::known(text).unwrap_or_else(|| Self::Other(text.to_owned())))
                    }
                    _ => String::from_scalar(scalar).map(Self::Other),
                }
            }
        }

        plain_slot!($name);
    };
}

words! {
    /// The types of items.
    pub enum ItemType {
        /// A film, or a video that is not part of a show.
        Movie = "movie",
        /// A show, with seasons.
        Show = "show",
        /// A season of a show.
        Season = "season",
        /// An episode of a season.
        Episode = "episode",
        /// A trailer.
        Trailer = "trailer",
        /// A person.
        Person = "person",
        /// A musician or a band, with albums.
        Artist = "artist",
        /// An album, with tracks.
        Album = "album",
        /// A track of an album.
        Track = "track",
        /// A clip: an extra, a pre-roll, a recording of a channel.
        Clip = "clip",
        /// A photo.
        Photo = "photo",
        /// An album of photos.
        PhotoAlbum = "photoalbum" | "photoAlbum",
        /// A playlist.
        Playlist = "playlist",
        /// A folder of playlists.
        PlaylistFolder = "playlistFolder" | "playlistfolder",
        /// A collection.
        Collection = "collection",
    }
}

impl ItemType {
    /// Returns the number Plex's `type` parameter has for it.
    ///
    /// ```
    /// use plex_client::ItemType;
    ///
    /// assert_eq!(ItemType::Episode.number(), Some(4));
    /// assert_eq!(ItemType::Other("hologram".into()).number(), None);
    /// ```
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        Some(match self {
            Self::Movie => 1,
            Self::Show => 2,
            Self::Season => 3,
            Self::Episode => 4,
            Self::Trailer => 5,
            Self::Person => 7,
            Self::Artist => 8,
            Self::Album => 9,
            Self::Track => 10,
            Self::Clip => 12,
            Self::Photo => 13,
            Self::PhotoAlbum => 14,
            Self::Playlist => 15,
            Self::PlaylistFolder => 16,
            Self::Collection => 18,
            Self::Other(_) => return None,
        })
    }
}

impl ItemType {
    /// Returns the type of a number.
    pub(crate) fn from_number(number: u32) -> Option<Self> {
        const NUMBERED: [ItemType; 15] = [
            ItemType::Movie,
            ItemType::Show,
            ItemType::Season,
            ItemType::Episode,
            ItemType::Trailer,
            ItemType::Person,
            ItemType::Artist,
            ItemType::Album,
            ItemType::Track,
            ItemType::Clip,
            ItemType::Photo,
            ItemType::PhotoAlbum,
            ItemType::Playlist,
            ItemType::PlaylistFolder,
            ItemType::Collection,
        ];
        let mut all = NUMBERED.into_iter();
        all.find(|item_type| item_type.number() == Some(number))
    }
}

words! {
    /// The types of libraries, by what they hold.
    pub enum LibraryType {
        /// Films or other videos.
        Movie = "movie",
        /// Shows.
        Show = "show",
        /// Music.
        Artist = "artist",
        /// Photos.
        Photo = "photo",
    }
}

impl LibraryType {
    /// Returns the types of items that libraries of this type list when they are asked for with `type`, what
    /// holds others before what it holds; collections aside. PMS tells the same of each library as
    /// [`library_meta`](crate::PlexClient::library_meta), apart from the videos among photos. Empty for a type
    /// that this version does not know: nobody knows what such libraries hold.
    ///
    /// ```
    /// use plex_client::{ItemType, LibraryType};
    ///
    /// let of_shows = [ItemType::Show, ItemType::Season, ItemType::Episode];
    /// assert_eq!(LibraryType::Show.item_types(), of_shows);
    /// ```
    #[must_use]
    pub fn item_types(&self) -> &'static [ItemType] {
        match self {
            Self::Movie => &[ItemType::Movie],
            Self::Show => &[ItemType::Show, ItemType::Season, ItemType::Episode],
            Self::Artist => &[ItemType::Artist, ItemType::Album, ItemType::Track],
            Self::Photo => &[ItemType::PhotoAlbum, ItemType::Photo, ItemType::Clip],
            Self::Other(_) => &[],
        }
    }

    /// Returns those of [`item_types`](Self::item_types) that have files of their own.
    ///
    /// ```
    /// use plex_client::{ItemType, LibraryType};
    ///
    /// assert_eq!(LibraryType::Artist.file_types(), [ItemType::Track]);
    /// ```
    #[must_use]
    pub fn file_types(&self) -> &'static [ItemType] {
        let parents = match self {
            Self::Movie | Self::Other(_) => 0,
            Self::Show | Self::Artist => 2,
            Self::Photo => 1,
        };
        self.item_types().get(parents..).unwrap_or_default()
    }

    /// Tells whether libraries of this type have collections; those of photos have none.
    ///
    /// ```
    /// assert!(!plex_client::LibraryType::Photo.has_collections());
    /// ```
    #[must_use]
    pub fn has_collections(&self) -> bool {
        *self != Self::Photo
    }

    /// Tells whether libraries of this type can list items of a type; of a type of library that this version
    /// does not know, that they can.
    ///
    /// ```
    /// use plex_client::{ItemType, LibraryType};
    ///
    /// assert!(LibraryType::Movie.can_hold(&ItemType::Collection));
    /// assert!(!LibraryType::Movie.can_hold(&ItemType::Episode));
    /// ```
    #[must_use]
    pub fn can_hold(&self, item_type: &ItemType) -> bool {
        match (self, item_type) {
            (Self::Other(_), _) => true,
            (_, ItemType::Collection) => self.has_collections(),
            _ => self.item_types().contains(item_type),
        }
    }
}

words! {
    /// Of what kind a field is that items can be filtered by; it says how the field is compared.
    pub enum FieldKind {
        /// A number.
        Integer = "integer",
        /// A text, or a part of one.
        String = "string",
        /// One or more of a list of names, by their ids.
        Tag = "tag",
        /// A moment, in epoch seconds.
        Date = "date",
        /// So or not so, `1` or `0`.
        Boolean = "boolean",
        /// A language of sound, by its code.
        AudioLanguage = "audioLanguage",
        /// A language of subtitles, by its code.
        SubtitleLanguage = "subtitleLanguage",
        /// A size of the picture, such as `4k`.
        Resolution = "resolution",
    }
}

words! {
    /// The states of a player.
    pub enum PlayerState {
        /// It plays.
        Playing = "playing",
        /// It is paused.
        Paused = "paused",
        /// It waits for data.
        Buffering = "buffering",
        /// It has stopped.
        Stopped = "stopped",
    }
}
