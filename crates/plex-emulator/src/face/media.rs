//! Versions, files and streams.

use crate::answer::Element;
use crate::world::{AccountId, Attributes, Media, Name, Part, Value, World, name};

/// Says how much of an item's media an answer shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct MediaLook {
    pub(super) with_streams: bool,
    /// Whose choice of streams is shown.
    pub(super) account: AccountId,
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
    element.extend(media.parts.iter().map(|one| part(world, media, one, look)));
    element
}

/// What a file has of its version, unless it says otherwise.
const INHERITED: [Name; 4] = [
    name::DURATION,
    name::AUDIO_PROFILE,
    name::CONTAINER,
    name::VIDEO_PROFILE,
];

fn part<'w>(world: &'w World, media: &'w Media, part: &'w Part, look: MediaLook) -> Element<'w> {
    let mut element = Element::new("Part");
    if look.with_check {
        let is_there = part
            .file
            .as_deref()
            .is_none_or(|file| !world.disk.is_gone(file));
        element.set("accessible", is_there);
        element.set("exists", is_there);
    }
    element.set("id", part.id);
    if part.own.get(name::KEY).is_none() {
        element.set("key", part_key(media, part));
    }
    if let Some(file) = part.file.as_deref().filter(|_| look.with_path) {
        element.set("file", file);
    }
    let inherited = INHERITED.into_iter().filter_map(|name| {
        let value = media.get(name).filter(|_| part.own.get(name).is_none());
        Some((name, value?))
    });
    let mut attributes: Vec<_> = part.own.iter().chain(inherited).collect();
    attributes.sort_unstable_by_key(|(name, _)| *name);
    for (name, value) in attributes {
        element.set(world.names.text(name), value);
    }
    if look.with_streams {
        let streams = part.numbered_streams();
        element.extend(streams.map(|(id, stream)| stream_line(world, part, id, stream, look)));
    }
    element
}

fn stream_line<'w>(
    world: &'w World,
    part: &'w Part,
    number: u32,
    stream: &'w Attributes,
    look: MediaLook,
) -> Element<'w> {
    let mut line = Element::new("Stream");
    if stream.get(name::ID).is_none() {
        line.set("id", number);
    }
    let choices = &world.stream_choices;
    let choice = choices.choice(look.account, part, number, stream);
    for (name, value) in stream.iter() {
        if name != name::SELECTED || choice.is_none() {
            line.set(world.names.text(name), value);
        }
    }
    if choice == Some(true) {
        line.set("selected", true);
    }
    line
}

/// Returns where the file itself can be had. The number in the path changes with the file.
fn part_key(media: &Media, part: &Part) -> String {
    let own = part.own.get(name::CONTAINER);
    let container = own.or_else(|| media.get(name::CONTAINER));
    let container = container.and_then(Value::as_text).unwrap_or("mkv");
    let stamp = 1_600_000_000 + u64::from(part.id);
    format!("/library/parts/{}/{stamp}/file.{container}", part.id)
}
