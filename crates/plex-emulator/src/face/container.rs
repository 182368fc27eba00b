//! Containers: what PMS says around lists of items.

use super::ids::section_number;
use crate::answer::Element;
use crate::world::{Section, SectionKind};

/// The number that PMS stamps its tag pictures with.
pub(crate) const MEDIA_TAG_VERSION: i64 = 1_764_000_000;

/// Returns a container as nearly all of the library's answers begin.
pub(crate) fn container<'w>() -> Element<'w> {
    Element::container()
        .with("allowSync", true)
        .with("identifier", "com.plexapp.plugins.library")
        .with("mediaTagPrefix", "/system/bundle/media/flags/")
        .with("mediaTagVersion", MEDIA_TAG_VERSION)
}

/// Returns a container of one section's items.
pub(crate) fn section_container<'w>(section: &'w Section, title2: &'w str) -> Element<'w> {
    let (art, thumb) = resources(section.kind);
    let mut root = container()
        .with("art", art)
        .with("content", "secondary")
        .with("librarySectionID", section_number(section))
        .with("librarySectionTitle", section.title.as_str())
        .with("librarySectionUUID", section.uuid.as_str());
    if section.kind != SectionKind::Movie {
        root.set("nocache", true);
    }
    root.with("thumb", thumb)
        .with("title1", section.title.as_str())
        .with("title2", title2)
        .with("viewGroup", section.kind.name())
}

/// Returns the art and thumb that stand for a section of the kind.
pub(crate) fn resources(kind: SectionKind) -> (&'static str, &'static str) {
    match kind {
        SectionKind::Movie => ("/:/resources/movie-fanart.jpg", "/:/resources/movie.png"),
        SectionKind::Show => ("/:/resources/show-fanart.jpg", "/:/resources/show.png"),
        SectionKind::Artist => ("/:/resources/artist-fanart.jpg", "/:/resources/artist.png"),
        SectionKind::Photo => ("/:/resources/photo-fanart.jpg", "/:/resources/photo.png"),
    }
}
