//! Items as the server keeps them: what is in what, down to the streams of files.

use super::item::all_wanted;
use crate::answer::Element;
use crate::server::{Call, Reply};
use crate::world::{ItemId, Media, Part, World, guid, name};

/// Answers `GET /library/metadata/{ids}/tree`
pub(crate) fn tree<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let ids = all_wanted(call, world)?;
    let mut root = Element::container().with("size", ids.len());
    root.extend(ids.into_iter().filter_map(|id| item(call, world, id)));
    Ok(root.into())
}

fn item<'w>(call: &Call<'_>, world: &'w World, id: ItemId) -> Option<Element<'w>> {
    let with_paths = call.viewer.is_owner;
    let held = world.items.get(id)?;
    let mut element = Element::new("MetadataItem")
        .with("id", &*held.rating_key)
        .with("type", held.kind.type_name())
        .with("title", held.title())
        .maybe("index", held.index())
        .with("guid", guid(held))
        .with("addedAt", held.added_at())
        .with("updatedAt", held.updated_at());
    element.extend(held.media.iter().map(|one| media(world, one, with_paths)));
    let inner = world.children(&call.viewer, id).into_iter();
    element.extend(inner.filter_map(|id| item(call, world, id)));
    Some(element)
}

fn media<'w>(world: &'w World, media: &'w Media, with_paths: bool) -> Element<'w> {
    let mut attributes: Vec<_> = media.attributes().collect();
    attributes.sort_unstable_by_key(|(name, _)| *name);
    let mut element = Element::new("MediaItem").with("id", media.id);
    for (name, value) in attributes {
        element.set(world.names.text(name), value);
    }
    element.extend(media.parts.iter().map(|one| part(world, one, with_paths)));
    element
}

fn part<'w>(world: &'w World, part: &'w Part, with_paths: bool) -> Element<'w> {
    let mut element = Element::new("MediaPart").with("id", part.id);
    if let Some(file) = part.file.as_deref() {
        // The same file always has the same.
        let hash = crate::seed::Seed::of(file).hex(40);
        element.set("hash", hash);
        if with_paths {
            element.set("file", file);
        }
    }
    element = element.maybe("size", part.own.int(name::SIZE));
    element.extend(part.numbered_streams().map(|(number, stream)| {
        let mut line = Element::new("MediaStream");
        if stream.get(name::ID).is_none() {
            line.set("id", number);
        }
        for (name, value) in stream.iter() {
            line.set(world.names.text(name), value);
        }
        line
    }));
    element
}
