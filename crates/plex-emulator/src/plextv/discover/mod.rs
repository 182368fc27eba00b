//! The titles that plex.tv knows of, on whatever server they are or are not.

mod catalogue;
mod elsewhere;
mod title;

pub(super) use catalogue::Catalogue;
pub(super) use title::Title;
