//! What an item's details hold when a request asks for it: what goes with the item.

use super::ids::path;
use super::row::Row;
use crate::world::{Item, ItemId, Kind, TagKind, Viewer, World};

/// Returns the rows of what goes with an item: what is alike, and what the same people made. Rows without
/// items are left out.
pub(super) fn related_rows(world: &World, viewer: &Viewer, id: ItemId) -> Vec<Row> {
    let Some(item) = world
        .items
        .get(id)
        .filter(|item| World::has_related(item.kind))
    else {
        return Vec::new();
    };
    let mut rows = rows(world, viewer, id, item);
    rows.retain(|row| !row.items.is_empty());
    rows
}

fn rows(world: &World, viewer: &Viewer, id: ItemId, item: &Item) -> Vec<Row> {
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
        items: world.similar(viewer, id),
        is_promoted: false,
    }];
    let made_by = [
        (TagKind::Director, "by"),
        (TagKind::Role, "with"),
        (TagKind::Collection, "in"),
    ];
    for (of, word) in made_by {
        let Some((tag, items)) = world.by_the_same(viewer, id, of) else {
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

/// Says what an `include…` parameter adds to an item's details.
pub(super) enum Included {
    /// An element of this name that holds items.
    Items(&'static str, Vec<ItemId>),
    /// Rows of what goes with the item.
    Rows(Vec<Row>),
    /// The item's own preferences.
    Preferences,
    /// The radio of an artist or an album.
    Stations,
}

/// Returns what the wanted elements hold, as far as they are worked out.
pub(super) fn included(
    world: &World,
    viewer: &Viewer,
    id: ItemId,
    item: &Item,
    is_wanted: impl Fn(&str) -> bool,
) -> Vec<Included> {
    let mut found = Vec::new();
    let mut hold = |name: &'static str, items: Vec<ItemId>| {
        if !items.is_empty() {
            found.push(Included::Items(name, items));
        }
    };
    if is_wanted("Extras") {
        hold("Extras", world.extras(viewer, id));
    }
    if is_wanted("OnDeck") && matches!(item.kind, Kind::Show | Kind::Season) {
        hold("OnDeck", world.up_next(viewer, id).into_iter().collect());
    }
    if is_wanted("PopularLeaves") && item.kind == Kind::Artist {
        hold("PopularLeaves", world.popular(viewer, id));
    }
    if is_wanted("Children") && item.kind == Kind::Show {
        hold("Children", world.children(viewer, id));
    }
    if is_wanted("Related") {
        let rows = related_rows(world, viewer, id);
        if !rows.is_empty() {
            found.push(Included::Rows(rows));
        }
    }
    if is_wanted("Stations") && matches!(item.kind, Kind::Artist | Kind::Album) {
        found.push(Included::Stations);
    }
    if is_wanted("Preferences") {
        found.push(Included::Preferences);
    }
    found
}
