//! Tags, on an item and by themselves.

use super::ids::{section_number, tag_key};
use crate::answer::Element;
use crate::world::{Item, SectionId, Tag, TagId, TagKind, Viewer, World};

/// Returns an item's tags: all of them with everything known, or the few bare ones of a listing.
pub(super) fn item_tags<'w>(
    world: &'w World,
    viewer: &Viewer,
    item: &'w Item,
    is_full: bool,
) -> Vec<Element<'w>> {
    let mut elements = Vec::new();
    for kind in TagKind::ALL {
        let tagged = world.taggings(viewer, item).filter_map(|tagging| {
            let tag = world.tags.get(tagging.tag)?;
            (tag.kind == kind).then_some((tagging, tag))
        });
        if !is_full {
            let bare =
                |(_, tag): (_, &'w Tag)| Element::new(kind.element()).with("tag", &*tag.text);
            elements.extend(tagged.take(kind.shown_in_listings()).map(bare));
            continue;
        }
        for (tagging, tag) in tagged {
            let mut element = Element::new(kind.element())
                .with("id", tagging.tag.0)
                .with("filter", filter(tag, tagging.tag))
                .with("tag", &*tag.text);
            if kind.is_person() {
                element.set("tagKey", tag_key(&tag.text));
            }
            if let Some(role) = &tagging.role {
                element.set("role", &**role);
            }
            if let Some(thumb) = &tag.thumb {
                element.set("thumb", &**thumb);
            }
            elements.push(element);
        }
    }
    elements
}

fn filter(tag: &Tag, id: TagId) -> String {
    format!("{}={}", tag.kind.field(), id.0)
}

/// Returns a tag as a search finds it.
pub(crate) fn tag_entry<'w>(
    world: &'w World,
    section: SectionId,
    id: TagId,
    tag: &'w Tag,
    count: usize,
) -> Option<Element<'w>> {
    let section = world.section(section)?;
    let filter = filter(tag, id);
    let mut entry = Element::new("Directory")
        .with(
            "key",
            format!("/library/sections/{}/all?{filter}", section.key),
        )
        .with("librarySectionID", section_number(section))
        .with(
            "librarySectionKey",
            format!("/library/sections/{}", section.key),
        )
        .with("librarySectionTitle", section.title.as_str())
        .with("librarySectionType", i64::from(section.kind.top().number()))
        .with("type", "tag")
        .with("id", id.0)
        .with("filter", filter)
        .with("tag", &*tag.text)
        .with("tagType", tag.kind.number())
        .with("count", count);
    if tag.kind.is_person() {
        entry.set("tagKey", tag_key(&tag.text));
    }
    Some(entry.maybe("thumb", tag.thumb.as_deref()))
}
