//! What an item's details hold when a request asks for it: what goes with the item, worked out.

use super::ids::path;
use super::item::Face;
use super::row::Row;
use crate::answer::Element;
use crate::query::Asker;
use crate::world::{Item, ItemId, Kind, TagKind, World};

/// The rows of what goes with an item: what is alike, and what the same people made.
pub(crate) fn related<'w>(world: &'w World, asker: Asker<'_>, id: ItemId) -> Vec<Element<'w>> {
    let Some(item) = world.items.get(id).filter(|item| World::has_kin(item.kind)) else {
        return Vec::new();
    };
    let rows = rows(world, id, item)
        .into_iter()
        .filter(|row| !row.items.is_empty());
    rows.map(|row| row.element(world, asker, None)).collect()
}

fn rows(world: &World, id: ItemId, item: &Item) -> Vec<Row> {
    let kind = item.kind.type_name();
    let title = match item.kind {
        Kind::Movie => "Related Movies",
        Kind::Show => "Related Shows",
        Kind::Artist => "Similar Artists",
        _ => "Similar Albums",
    };
    let mut rows = vec![Row {
        title: title.to_owned(),
        identifier: format!("{kind}.similar"),
        key: format!("{}/similar", path(item)),
        kind,
        items: world.similar(id),
        is_promoted: false,
    }];
    let made_by = [
        (TagKind::Director, "by"),
        (TagKind::Role, "with"),
        (TagKind::Collection, "in"),
    ];
    for (of, word) in made_by {
        let Some((tag, items)) = world.by_the_same(id, of) else {
            continue;
        };
        let section = item.section.and_then(|section| world.section(section));
        let (Some(held), Some(section)) = (world.tags.get(tag), section) else {
            continue;
        };
        let (field, number) = (of.field(), item.kind.number());
        rows.push(Row {
            title: format!("More {word} {}", held.text),
            identifier: format!("{kind}.by.{field}"),
            key: format!(
                "/library/sections/{}/all?type={number}&{field}={}",
                section.key, tag.0
            ),
            kind,
            items,
            is_promoted: false,
        });
    }
    rows
}

/// The elements that `include…` parameters ask for, as far as they are worked out.
pub(super) fn included<'w>(
    world: &'w World,
    asker: Asker<'_>,
    id: ItemId,
    item: &'w Item,
    is_wanted: impl Fn(&str) -> bool,
) -> Vec<Element<'w>> {
    let mut elements = Vec::new();
    let mut hold = |name: &'static str, items: Vec<ItemId>| {
        if !items.is_empty() {
            elements.push(holder(world, asker, name, &items));
        }
    };
    if is_wanted("Extras") {
        hold("Extras", item.extras.clone());
    }
    if is_wanted("OnDeck") && matches!(item.kind, Kind::Show | Kind::Season) {
        hold(
            "OnDeck",
            world
                .up_next(asker.viewer.account, id)
                .into_iter()
                .collect(),
        );
    }
    if is_wanted("PopularLeaves") && item.kind == Kind::Artist {
        hold("PopularLeaves", world.popular(id));
    }
    if is_wanted("Children") && item.kind == Kind::Show {
        hold("Children", world.children(id));
    }
    if is_wanted("Related") {
        let rows = related(world, asker, id);
        if !rows.is_empty() {
            let mut element = Element::new("Related").lone();
            element.extend(rows);
            elements.push(element);
        }
    }
    if is_wanted("Preferences") {
        elements.extend(super::settings::preferences(item));
    }
    elements
}

/// An element that holds items. What is on deck is one, and JSON holds it as one.
fn holder<'w>(
    world: &'w World,
    asker: Asker<'_>,
    name: &'static str,
    items: &[ItemId],
) -> Element<'w> {
    let mut element = Element::new(name).lone();
    if name != "OnDeck" {
        element.set("size", items.len());
    }
    let includes = super::Includes::default();
    let face = match name {
        // Extras come with their streams, wherever they come.
        "Extras" => Face::detailed(world, asker, &includes).without_section(),
        _ => Face::listed(world, asker).with_section(),
    };
    let shown = items.iter().filter_map(|id| face.item(*id));
    element.extend(shown.map(|item| if name == "OnDeck" { item.lone() } else { item }));
    element
}
