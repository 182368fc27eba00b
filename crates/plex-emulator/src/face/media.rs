//! Versions, files and streams.

use crate::answer::Element;
use crate::world::{Media, Part, World, name};

/// How much of an item's media an answer shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct MediaLook {
    pub(super) with_streams: bool,
    /// Whether the file is there was looked up.
    pub(super) with_check: bool,
    /// Where on the server a file lies is the owner's business alone.
    pub(super) with_path: bool,
}

pub(super) fn media<'w>(world: &'w World, media: &'w Media, look: MediaLook) -> Element<'w> {
    let mut attributes: Vec<_> = media.attributes().collect();
    attributes.sort_unstable_by_key(|(name, _)| *name);
    let mut element = Element::new("Media").with("id", media.id);
    for (name, value) in attributes {
        element.set(world.names.text(name), value);
    }
    element.extend(media.parts.iter().map(|one| part(world, one, look)));
    element
}

fn part<'w>(world: &'w World, part: &'w Part, look: MediaLook) -> Element<'w> {
    let mut element = Element::new("Part");
    if look.with_check {
        element.set("accessible", true);
        element.set("exists", true);
    }
    element.set("id", part.id);
    if part.own.get(name::KEY).is_none() {
        element.set("key", part_key(part));
    }
    if let Some(duration) = part.own.get(name::DURATION) {
        element.set("duration", duration);
    }
    if let Some(file) = part.file.as_deref().filter(|_| look.with_path) {
        element.set("file", file);
    }
    for (name, value) in part.own.iter().filter(|(name, _)| *name != name::DURATION) {
        element.replace(world.names.text(name), value);
    }
    if look.with_streams {
        for (number, stream) in part.numbered_streams() {
            let mut line = Element::new("Stream");
            if stream.get(name::ID).is_none() {
                line.set("id", number);
            }
            for (name, value) in stream.iter() {
                line.set(world.names.text(name), value);
            }
            element.push(line);
        }
    }
    element
}

/// Where the file itself can be had. The number in the path changes with the file.
fn part_key(part: &Part) -> String {
    let container = part.own.text(name::CONTAINER).unwrap_or("mkv");
    let stamp = 1_600_000_000 + u64::from(part.id);
    format!("/library/parts/{}/{stamp}/file.{container}", part.id)
}
