//! What several items have in common.

use crate::answer::{Element, Refusal, Value};
use crate::face::{Face, Includes, section_container};
use crate::server::{Call, Reply};
use crate::world::World;

/// The attributes that are looked at.
const FIELDS: &[&str] = &[
    "ratingKey",
    "key",
    "parentRatingKey",
    "grandparentRatingKey",
    "guid",
    "editionTitle",
    "studio",
    "type",
    "title",
    "grandparentTitle",
    "parentTitle",
    "titleSort",
    "contentRating",
    "summary",
    "index",
    "year",
    "tagline",
    "originallyAvailableAt",
];

/// The tags that are, and what a field of them is called.
const TAGS: &[(&str, &str)] = &[
    ("Collection", "collection"),
    ("Country", "country"),
    ("Director", "director"),
    ("Genre", "genre"),
    ("Label", "label"),
    ("Mood", "mood"),
    ("Producer", "producer"),
    ("Role", "actor"),
    ("Style", "style"),
    ("Writer", "writer"),
];

/// Answers `GET /library/sections/{id}/common?id=1,2&type=`: what all of them have, and the names of the
/// fields in which they differ.
pub(crate) fn common<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let keys = call.required("id")?;
    let includes = Includes::default();
    let face = Face::detailed(world, call.asker(), &includes);
    let items: Option<Vec<Element<'w>>> = keys
        .split(',')
        .map(|key| {
            let item = world.visible(key, &call.viewer)?;
            let is_here = world
                .items
                .get(item)
                .is_some_and(|held| held.section == Some(id));
            face.item(item).filter(|_| is_here)
        })
        .collect();
    let items = items.ok_or(Refusal::NotFound)?;
    let (first, others) = items.split_first().ok_or(Refusal::BadRequest)?;
    let mut shared = Element::new("Common");
    let mut mixed: Vec<&str> = Vec::new();
    for field in FIELDS {
        let own = first.get(field);
        let is_shared = others.iter().all(|other| other.get(field) == own);
        match own {
            Some(value) if is_shared => shared.set(field, value.clone()),
            None if is_shared => {}
            _ => mixed.push(field),
        }
    }
    for (element, field) in TAGS {
        let own = tags(first, element);
        let has = |other: &Element<'_>, tag: &Value<'_>| tags(other, element).contains(&tag);
        let everywhere = own
            .iter()
            .filter(|tag| others.iter().all(|other| has(other, tag)));
        let everywhere: Vec<&Value<'w>> = everywhere.copied().collect();
        let longest = items.iter().map(|item| tags(item, element).len()).max();
        if longest.is_some_and(|longest| longest > everywhere.len()) {
            mixed.push(field);
        }
        shared.extend(
            everywhere
                .into_iter()
                .map(|tag| Element::new(element).with("tag", tag.clone())),
        );
    }
    shared.set("mixedFields", mixed.join(","));
    let root = section_container(section, "Common").with("size", 1_i64);
    Ok(root.child(shared).into())
}

fn tags<'e, 'w>(item: &'e Element<'w>, element: &str) -> Vec<&'e Value<'w>> {
    let tags = item
        .children()
        .iter()
        .filter(|child| child.name() == element);
    tags.filter_map(|tag| tag.get("tag")).collect()
}
