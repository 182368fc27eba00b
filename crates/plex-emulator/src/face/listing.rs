//! Containers: lists of items with what PMS says around them.

use super::ids::section_number;
use super::item::Face;
use super::trim::Trim;
use crate::answer::Element;
use crate::server::Call;
use crate::world::{ItemId, Section, SectionKind, World};

/// The number that PMS stamps its tag pictures with.
pub(crate) const MEDIA_TAG_VERSION: i64 = 1_764_000_000;

/// A container as nearly all of the library's answers begin.
pub(crate) fn container<'w>() -> Element<'w> {
    Element::container()
        .with("allowSync", true)
        .with("identifier", "com.plexapp.plugins.library")
        .with("mediaTagPrefix", "/system/bundle/media/flags/")
        .with("mediaTagVersion", MEDIA_TAG_VERSION)
}

/// A container of one section's items.
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

/// The art and thumb that stand for a section of the kind.
pub(crate) fn resources(kind: SectionKind) -> (&'static str, &'static str) {
    match kind {
        SectionKind::Movie => ("/:/resources/movie-fanart.jpg", "/:/resources/movie.png"),
        SectionKind::Show => ("/:/resources/show-fanart.jpg", "/:/resources/show.png"),
        SectionKind::Artist => ("/:/resources/artist-fanart.jpg", "/:/resources/artist.png"),
        SectionKind::Photo => ("/:/resources/photo-fanart.jpg", "/:/resources/photo.png"),
    }
}

/// The part of a list that was asked for. Says in the container how much that is and, if a part
/// was asked for, of how much.
pub(crate) fn page_of<'l, T>(call: &Call<'_>, root: &mut Element<'_>, list: &'l [T]) -> &'l [T] {
    let Some(page) = call.page() else {
        root.set("size", list.len());
        return list;
    };
    let start = page.start.min(list.len());
    let end = start.saturating_add(page.size).min(list.len());
    let part = list.get(start..end).unwrap_or(&[]);
    root.set("size", part.len());
    root.set("totalSize", list.len());
    root.set("offset", page.start);
    part
}

/// Where an answer says which section an item is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SectionSaid {
    /// Once, in the container.
    Above,
    /// On each item.
    OnItems,
}

/// Fills a container with the asked part of a list of items.
pub(crate) fn list<'w>(
    call: &Call<'_>,
    world: &'w World,
    mut root: Element<'w>,
    items: &[ItemId],
    said: SectionSaid,
) -> Element<'w> {
    let part = page_of(call, &mut root, items);
    let trim = Trim::of(&call.query);
    let mut face = Face::listed(world, call.asker())
        .with_guids(call.query.flag("includeGuids"))
        .trimmed(&trim);
    if said == SectionSaid::OnItems {
        face = face.with_section();
    }
    root.extend(part.iter().filter_map(|id| face.item(*id)));
    root
}
