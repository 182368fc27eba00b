//! Pictures and themes that somebody has chosen or brought.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::attribute::{Name, name};
use super::ids::ItemId;

/// A kind of picture, or the theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ArtKind {
    Poster,
    Art,
    ClearLogo,
    SquareArt,
    Theme,
}

impl ArtKind {
    pub(crate) const ALL: [Self; 5] = [
        Self::Poster,
        Self::Art,
        Self::ClearLogo,
        Self::SquareArt,
        Self::Theme,
    ];

    /// Returns what the list of choices is called.
    pub(crate) fn plural(self) -> &'static str {
        match self {
            Self::Poster => "posters",
            Self::Art => "arts",
            Self::ClearLogo => "clearLogos",
            Self::SquareArt => "squareArts",
            Self::Theme => "themes",
        }
    }

    /// Returns what choosing one is called.
    pub(crate) fn singular(self) -> &'static str {
        match self {
            Self::Poster => "poster",
            other => other.field(),
        }
    }

    /// Returns what the attribute and its lock are called.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Poster => "thumb",
            Self::Art => "art",
            Self::ClearLogo => "clearLogo",
            Self::SquareArt => "squareArt",
            Self::Theme => "theme",
        }
    }

    /// Returns the attribute that says where it is; logos and squares have none.
    pub(crate) fn attribute(self) -> Option<Name> {
        match self {
            Self::Poster => Some(name::THUMB),
            Self::Art => Some(name::ART),
            Self::Theme => Some(name::THEME),
            Self::ClearLogo | Self::SquareArt => None,
        }
    }
}

/// Something that was brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Upload {
    /// `upload://posters/…`: the same for the same bytes.
    pub(crate) url: String,
    pub(crate) bytes: Bytes,
}

/// Holds what was chosen for an item, of a kind, and what there is to choose from besides what the agents
/// found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Artwork {
    pub(crate) uploads: Vec<Upload>,
    /// The address of the choice; none when there is to be none.
    pub(crate) chosen: Option<String>,
    /// The end of the path where it is: another one for each choice.
    pub(crate) stamp: i64,
}

/// All that was chosen and brought.
#[derive(Clone, Debug, Default)]
pub(crate) struct Artworks(pub(crate) BTreeMap<(ItemId, ArtKind), Artwork>);

impl Artworks {
    pub(crate) fn get(&self, item: ItemId, kind: ArtKind) -> Option<&Artwork> {
        self.0.get(&(item, kind))
    }

    pub(super) fn forget(&mut self, gone: &[ItemId]) {
        self.0.retain(|(item, _), _| !gone.contains(item));
    }
}
