//! The kinds of things that a library holds.

/// A kind of library item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Movie,
    Show,
    Season,
    Episode,
    Artist,
    Album,
    Track,
    Clip,
    Photo,
    PhotoAlbum,
    Playlist,
    Collection,
}

impl Kind {
    const ALL: [Self; 12] = [
        Self::Movie,
        Self::Show,
        Self::Season,
        Self::Episode,
        Self::Artist,
        Self::Album,
        Self::Track,
        Self::Clip,
        Self::Photo,
        Self::PhotoAlbum,
        Self::Playlist,
        Self::Collection,
    ];

    /// Returns the number that stands for the kind in `type=`.
    pub(crate) fn number(self) -> u32 {
        match self {
            Self::Movie => 1,
            Self::Show => 2,
            Self::Season => 3,
            Self::Episode => 4,
            Self::Artist => 8,
            Self::Album => 9,
            Self::Track => 10,
            Self::Clip => 12,
            Self::Photo => 13,
            Self::PhotoAlbum => 14,
            Self::Playlist => 15,
            Self::Collection => 18,
        }
    }

    pub(crate) fn from_number(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// Returns what a description file calls the kind. Photo albums, which PMS calls `photo` too, need a
    /// name of their own there.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "photoalbum" => Some(Self::PhotoAlbum),
            _ => Self::ALL.into_iter().find(|kind| kind.type_name() == name),
        }
    }

    /// Returns the `type` attribute. A photo album says `photo`, as in PMS.
    pub(crate) fn type_name(self) -> &'static str {
        match self {
            Self::Movie => "movie",
            Self::Show => "show",
            Self::Season => "season",
            Self::Episode => "episode",
            Self::Artist => "artist",
            Self::Album => "album",
            Self::Track => "track",
            Self::Clip => "clip",
            Self::Photo | Self::PhotoAlbum => "photo",
            Self::Playlist => "playlist",
            Self::Collection => "collection",
        }
    }

    /// Returns the element that stands for the kind in XML.
    pub(crate) fn element(self) -> &'static str {
        match self {
            Self::Movie | Self::Episode | Self::Clip => "Video",
            Self::Track => "Track",
            Self::Photo => "Photo",
            Self::Playlist => "Playlist",
            Self::Show
            | Self::Season
            | Self::Artist
            | Self::Album
            | Self::PhotoAlbum
            | Self::Collection => "Directory",
        }
    }

    /// Returns the kind of what is inside, for the kinds with an inside of their own.
    pub(crate) fn child(self) -> Option<Self> {
        match self {
            Self::Show => Some(Self::Season),
            Self::Season => Some(Self::Episode),
            Self::Artist => Some(Self::Album),
            Self::Album => Some(Self::Track),
            Self::PhotoAlbum => Some(Self::Photo),
            _ => None,
        }
    }

    /// Tells whether items of the kind are played themselves, rather than what is in them.
    pub(crate) fn is_leaf(self) -> bool {
        matches!(
            self,
            Self::Movie | Self::Episode | Self::Track | Self::Clip | Self::Photo
        )
    }
}

/// The four kinds of library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SectionKind {
    Movie,
    Show,
    Artist,
    Photo,
}

impl SectionKind {
    pub(crate) const ALL: [Self; 4] = [Self::Movie, Self::Show, Self::Artist, Self::Photo];

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "movie" => Some(Self::Movie),
            "show" => Some(Self::Show),
            "artist" => Some(Self::Artist),
            "photo" => Some(Self::Photo),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Movie => "movie",
            Self::Show => "show",
            Self::Artist => "artist",
            Self::Photo => "photo",
        }
    }

    /// Returns what the section lists when no `type` is asked for.
    pub(crate) fn top(self) -> Kind {
        match self {
            Self::Movie => Kind::Movie,
            Self::Show => Kind::Show,
            Self::Artist => Kind::Artist,
            Self::Photo => Kind::PhotoAlbum,
        }
    }

    /// Returns everything that `type` may ask for.
    pub(crate) fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Movie => &[Kind::Movie, Kind::Collection],
            Self::Show => &[Kind::Show, Kind::Season, Kind::Episode, Kind::Collection],
            Self::Artist => &[Kind::Artist, Kind::Album, Kind::Track, Kind::Collection],
            Self::Photo => &[Kind::PhotoAlbum, Kind::Photo, Kind::Clip],
        }
    }

    /// Returns the agent and scanner of a current PMS.
    pub(crate) fn agent_and_scanner(self) -> (&'static str, &'static str) {
        match self {
            Self::Movie => ("tv.plex.agents.movie", "Plex Movie"),
            Self::Show => ("tv.plex.agents.series", "Plex TV Series"),
            Self::Artist => ("tv.plex.agents.music", "Plex Music"),
            Self::Photo => ("com.plexapp.agents.none", "Plex Photo Scanner"),
        }
    }

    /// Returns the title of the section's whole listing.
    pub(crate) fn all_title(self) -> &'static str {
        match self {
            Self::Movie => "All Movies",
            Self::Show => "All Shows",
            Self::Artist => "All Artists",
            Self::Photo => "All Photos",
        }
    }
}
