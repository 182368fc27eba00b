//! What can be edited of each type of item, and what each field holds.

use crate::model::ItemType;

/// Says what a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldContent {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// A rating from 0 to 10.
    Rating,
    /// A day, or a day and a time.
    Date,
    /// An instant.
    Moment,
}

macro_rules! named {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $( $(#[$one_meta:meta])* $one:ident = $text:literal ,)+ }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$one_meta])* $one, )+
        }

        impl $name {
            /// All there are.
            pub const ALL: &'static [Self] = &[$( Self::$one, )+];

            /// Returns Plex's name for it, by which locks are told too.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $( Self::$one => $text, )+
                }
            }

            /// Returns the one that Plex calls so.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $( $text => Some(Self::$one), )+
                    _ => None,
                }
            }
        }
    };
}

named! {
    /// A field of an item that can be edited.
    ///
    /// ```
    /// use plex_client::{ItemField, ItemType};
    ///
    /// assert_eq!(ItemField::from_name("titleSort"), Some(ItemField::SortTitle));
    /// assert!(!ItemField::of(&ItemType::Season).contains(&ItemField::Tagline));
    /// ```
    pub enum ItemField {
        /// The title.
        Title = "title",
        /// The title to sort by.
        SortTitle = "titleSort",
        /// The title in the original language; of a track, its artist.
        OriginalTitle = "originalTitle",
        /// The summary.
        Summary = "summary",
        /// The tagline.
        Tagline = "tagline",
        /// The studio, network or record label.
        Studio = "studio",
        /// Such as `PG-13`.
        ContentRating = "contentRating",
        /// The day it came out; of a photo, when it was taken. The year goes with it.
        ReleaseDate = "originallyAvailableAt",
        /// When it came into the library.
        AddedAt = "addedAt",
        /// The critics' rating.
        CriticRating = "rating",
        /// The audience's rating.
        AudienceRating = "audienceRating",
        /// The rating of the account that edits.
        UserRating = "userRating",
        /// The name of the edition, which makes it one; servers with Plex Pass only.
        EditionTitle = "editionTitle",
        /// The number of a track.
        Index = "index",
        /// The number of the disc of a track.
        DiscNumber = "parentIndex",
    }
}

named! {
    /// A kind of tags that items can be given.
    ///
    /// ```
    /// use plex_client::{ItemType, TagField};
    ///
    /// assert!(TagField::of(&ItemType::Movie).contains(&TagField::Director));
    /// assert!(TagField::of(&ItemType::PhotoAlbum).is_empty());
    /// ```
    pub enum TagField {
        /// Collections; one that is not there is made.
        Collection = "collection",
        /// Countries.
        Country = "country",
        /// Directors.
        Director = "director",
        /// Genres.
        Genre = "genre",
        /// Labels. A server writes new ones with capitals: compare without case.
        Label = "label",
        /// Moods.
        Mood = "mood",
        /// Producers.
        Producer = "producer",
        /// Artists that are alike.
        Similar = "similar",
        /// Styles.
        Style = "style",
        /// Tags of photos.
        Tag = "tag",
        /// Writers.
        Writer = "writer",
    }
}

named! {
    /// A picture or theme that can be locked.
    pub enum ArtworkField {
        /// The poster.
        Poster = "thumb",
        /// The background.
        Background = "art",
        /// The logo.
        Logo = "clearLogo",
        /// The square picture.
        Square = "squareArt",
        /// The theme music.
        Theme = "theme",
    }
}

use ItemField::{
    AddedAt, AudienceRating, ContentRating, CriticRating, DiscNumber, EditionTitle, Index,
    OriginalTitle, ReleaseDate, SortTitle, Studio, Summary, Tagline, Title, UserRating,
};

#[rustfmt::skip]
const MOVIE: &[ItemField] = &[
    Title, SortTitle, OriginalTitle, Summary, Tagline, Studio, ContentRating, ReleaseDate, AddedAt,
    CriticRating, AudienceRating, UserRating, EditionTitle,
];
#[rustfmt::skip]
const SHOW: &[ItemField] = &[
    Title, SortTitle, OriginalTitle, Summary, Tagline, Studio, ContentRating, ReleaseDate, AddedAt,
    CriticRating, AudienceRating, UserRating,
];
const SEASON: &[ItemField] = &[
    Title,
    Summary,
    AddedAt,
    CriticRating,
    AudienceRating,
    UserRating,
];
#[rustfmt::skip]
const EPISODE: &[ItemField] = &[
    Title, SortTitle, Summary, ContentRating, ReleaseDate, AddedAt, CriticRating, AudienceRating,
    UserRating,
];
#[rustfmt::skip]
const ARTIST: &[ItemField] = &[
    Title, SortTitle, Summary, AddedAt, CriticRating, AudienceRating, UserRating,
];
#[rustfmt::skip]
const ALBUM: &[ItemField] = &[
    Title, SortTitle, Summary, AddedAt, CriticRating, AudienceRating, UserRating, Studio, ReleaseDate,
];
#[rustfmt::skip]
const TRACK: &[ItemField] = &[
    Title, OriginalTitle, Index, DiscNumber, AddedAt, CriticRating, AudienceRating, UserRating,
];
const PHOTO: &[ItemField] = &[Title, SortTitle, Summary, ReleaseDate, AddedAt, UserRating];
const PHOTO_ALBUM: &[ItemField] = &[Title, SortTitle, Summary, AddedAt, UserRating];
#[rustfmt::skip]
const COLLECTION: &[ItemField] = &[
    Title, SortTitle, Summary, ContentRating, AddedAt, CriticRating, AudienceRating, UserRating,
];

impl ItemField {
    /// Returns the fields of a type of item that can be edited; none for what is edited otherwise, as
    /// playlists are.
    #[must_use]
    pub fn of(item_type: &ItemType) -> &'static [Self] {
        match item_type {
            ItemType::Movie => MOVIE,
            ItemType::Show => SHOW,
            ItemType::Season => SEASON,
            ItemType::Episode => EPISODE,
            ItemType::Artist => ARTIST,
            ItemType::Album => ALBUM,
            ItemType::Track => TRACK,
            ItemType::Photo => PHOTO,
            ItemType::PhotoAlbum => PHOTO_ALBUM,
            ItemType::Collection => COLLECTION,
            _ => &[],
        }
    }

    /// Returns what it holds.
    #[must_use]
    pub fn content(self) -> FieldContent {
        match self {
            ReleaseDate => FieldContent::Date,
            AddedAt => FieldContent::Moment,
            CriticRating | AudienceRating | UserRating => FieldContent::Rating,
            Index | DiscNumber => FieldContent::Number,
            _ => FieldContent::Text,
        }
    }

    /// Says whether it can be empty: nothing is without a title, or came at no time.
    #[must_use]
    pub fn can_be_empty(self) -> bool {
        !matches!(self, Title | AddedAt)
    }
}

impl TagField {
    /// Returns the kinds of tags that items of a type can be given.
    #[must_use]
    pub fn of(item_type: &ItemType) -> &'static [Self] {
        use TagField::{
            Collection, Country, Director, Genre, Label, Mood, Producer, Similar, Style, Tag,
            Writer,
        };
        match item_type {
            ItemType::Movie => &[
                Collection, Country, Director, Genre, Label, Producer, Writer,
            ],
            ItemType::Show => &[Collection, Genre, Label],
            ItemType::Season => &[Collection, Label],
            ItemType::Episode => &[Collection, Director, Label, Writer],
            ItemType::Artist => &[Collection, Country, Genre, Label, Mood, Similar, Style],
            ItemType::Album => &[Collection, Genre, Label, Mood, Style],
            ItemType::Track => &[Collection, Genre, Label, Mood],
            ItemType::Photo => &[Tag],
            ItemType::Collection => &[Label],
            _ => &[],
        }
    }
}
