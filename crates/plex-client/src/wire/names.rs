//! Names that many answers share.

/// The names an item has, whatever it is: `Metadata` in JSON, the others in XML.
pub(crate) const ITEM_NAMES: &[&str] = &[
    "Metadata",
    "Video",
    "Directory",
    "Track",
    "Photo",
    "Playlist",
];
