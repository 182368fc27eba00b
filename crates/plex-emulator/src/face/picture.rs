//! Where an item's pictures are, and the colours drawn from them.

use crate::answer::Element;
use crate::seed::Seed;
use crate::world::{Item, Items, Kind, Name, name};

/// A kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Picture {
    Thumb,
    Art,
}

impl Picture {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Thumb => "thumb",
            Self::Art => "art",
        }
    }

    fn attribute(self) -> Name {
        match self {
            Self::Thumb => name::THUMB,
            Self::Art => name::ART,
        }
    }

    /// Tells whether items of the kind have one of their own.
    pub(crate) fn belongs_to(self, kind: Kind) -> bool {
        match self {
            Self::Thumb => !matches!(kind, Kind::Track | Kind::Playlist),
            Self::Art => matches!(
                kind,
                Kind::Movie | Kind::Show | Kind::Artist | Kind::PhotoAlbum
            ),
        }
    }
}

/// Returns the path of an item's picture: its own or, where it has none, that of what it is in. A
/// description takes a picture away by giving an empty one.
pub(crate) fn picture_path(items: &Items, item: &Item, picture: Picture) -> Option<String> {
    if let Some(given) = item.attributes.text(picture.attribute()) {
        return (!given.is_empty()).then(|| given.to_owned());
    }
    if picture.belongs_to(item.kind) {
        // A collection shows the pictures of its members put together.
        let (folder, name) = match item.kind {
            Kind::Collection => ("collections", "composite"),
            _ => ("metadata", picture.name()),
        };
        let (key, stamp) = (&item.rating_key, item.updated_at());
        return Some(format!("/library/{folder}/{key}/{name}/{stamp}"));
    }
    let parent = items.get(item.parent?)?;
    picture_path(items, parent, picture)
}

/// Returns four colours that stand for an item, as hexadecimal RGB, from the top left clockwise.
pub(crate) fn colours(item: &Item) -> [String; 4] {
    corner_colours(item.title())
}

/// Returns four colours that stand for a title.
pub(crate) fn corner_colours(title: &str) -> [String; 4] {
    let mut seed = Seed::of(title);
    // Dark enough for text on top, as PMS chooses them.
    [(); 4].map(|()| {
        let mut channel = || seed.between(0x10, 0x80);
        format!("{:02x}{:02x}{:02x}", channel(), channel(), channel())
    })
}

/// Returns the colours and the list of pictures, as newer servers add to every item.
pub(super) fn picture_elements<'w>(items: &Items, item: &'w Item) -> Vec<Element<'w>> {
    let mut elements = Vec::with_capacity(3);
    let snapshot = if item.kind == Kind::Episode {
        "snapshot"
    } else {
        "coverPoster"
    };
    for (picture, purpose) in [(Picture::Thumb, snapshot), (Picture::Art, "background")] {
        if let Some(url) = picture_path(items, item, picture) {
            elements.push(
                Element::new("Image")
                    .with("alt", item.title())
                    .with("type", purpose)
                    .with("url", url),
            );
        }
    }
    if elements.is_empty() {
        return elements;
    }
    let [top_left, top_right, bottom_right, bottom_left] = colours(item);
    elements.push(
        Element::new("UltraBlurColors")
            .lone()
            .with("topLeft", top_left)
            .with("topRight", top_right)
            .with("bottomRight", bottom_right)
            .with("bottomLeft", bottom_left),
    );
    elements
}
