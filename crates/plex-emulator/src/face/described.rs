//! Elements that a description gives, with what PMS always adds to them.

use super::ids::number;
use crate::answer::Element;
use crate::world::{Item, Node, World, name};

/// Returns an element of an item: as it is given and, for chapters, markers and reviews, with the ids and
/// pictures that they always have.
pub(super) fn described_element<'w>(
    world: &'w World,
    item: &'w Item,
    node: &'w Node,
) -> Element<'w> {
    let mut element = self::node(world, node);
    let alike = item.more.iter().filter(|other| other.name == node.name);
    let nth = alike
        .take_while(|other| !std::ptr::eq(*other, node))
        .count()
        + 1;
    let id = number(item).saturating_mul(1000) + i64::try_from(nth).unwrap_or(0);
    let lacks = |element: &Element<'w>, name: &str| element.get(name).is_none();
    match &*node.name {
        "Chapter" => {
            if lacks(&element, "id") {
                element.set("id", id);
            }
            if lacks(&element, "filter") {
                element.set("filter", format!("thumb={id}"));
            }
            let media = item.media.first().map(|media| media.id);
            if let Some(media) = media.filter(|_| lacks(&element, "thumb")) {
                element.set(
                    "thumb",
                    format!("/library/media/{media}/chapterImages/{nth}"),
                );
            }
        }
        "Marker" => {
            if lacks(&element, "id") {
                element.set("id", id);
            }
            if element.children().is_empty() {
                let attributes = Element::new("Attributes").lone();
                element.push(attributes.with("id", id).with("version", 4_i64));
            }
        }
        "Review" => {
            if lacks(&element, "id") {
                element.set("id", id);
            }
            if lacks(&element, "filter") {
                element.set("filter", format!("art={id}"));
            }
        }
        _ => {}
    }
    element
}

/// Returns the ratings with where they come from, as far as the item says.
pub(super) fn ratings<'w>(item: &'w Item) -> impl Iterator<Item = Element<'w>> {
    let pairs = [
        (name::RATING, name::RATING_IMAGE, "critic"),
        (
            name::AUDIENCE_RATING,
            name::AUDIENCE_RATING_IMAGE,
            "audience",
        ),
    ];
    pairs.into_iter().filter_map(|(value, image, kind)| {
        let image = item.attributes.text(image)?;
        let value = item.attributes.get(value)?;
        Some(
            Element::new("Rating")
                .with("image", image)
                .with("value", value)
                .with("type", kind),
        )
    })
}

fn node<'w>(world: &'w World, node: &'w Node) -> Element<'w> {
    // Items inside, such as extras, are metadata like any other.
    let mut element = match &*node.name {
        "Video" | "Track" | "Photo" => Element::metadata(&node.name),
        "Metadata" => Element::metadata("Video"),
        name => Element::new(name),
    };
    if node.is_lone {
        element = element.lone();
    }
    for (name, value) in node.attributes.iter() {
        element.set(world.names.text(name), value);
    }
    element.extend(node.children.iter().map(|child| self::node(world, child)));
    element
}
