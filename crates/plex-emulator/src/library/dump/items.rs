//! Sections with their items and collections, and what the agents said before.

use serde_json::Value;

use super::bare::{bare_table, put_tags};
use super::groups::group;
use super::values::{Table, key, put_attributes};
use crate::world::{ItemId, Kind, Media, Part, Section, World};

/// Returns the tags by their ids, which count them.
pub(super) fn tags(world: &World) -> Value {
    let tags = world.tags.iter().map(|(_, tag)| {
        let mut table = Table::new();
        table.insert("type".to_owned(), tag.kind.element().into());
        table.insert("tag".to_owned(), (&*tag.text).into());
        if let Some(thumb) = &tag.thumb {
            table.insert("thumb".to_owned(), (&**thumb).into());
        }
        Value::Object(table)
    });
    tags.collect()
}

pub(super) fn sections(world: &World) -> Value {
    let sections = world.numbered_sections();
    sections
        .map(|(_, section)| Value::Object(section_table(world, section)))
        .collect()
}

fn section_table(world: &World, section: &Section) -> Table {
    let mut table = Table::new();
    put_attributes(world, &mut table, &section.more);
    for (name, text) in [
        ("key", &section.key),
        ("title", &section.title),
        ("uuid", &section.uuid),
        ("agent", &section.agent),
        ("scanner", &section.scanner),
        ("language", &section.language),
    ] {
        table.insert(name.to_owned(), text.as_str().into());
    }
    table.insert("type".to_owned(), section.kind.name().into());
    for (name, number) in [
        ("createdAt", section.created_at),
        ("updatedAt", section.updated_at),
        ("scannedAt", section.scanned_at),
        ("contentChangedAt", section.content_changed_at),
        ("hidden", section.hidden),
    ] {
        table.insert(name.to_owned(), number.into());
    }
    let locations = section.locations.iter().map(|location| {
        let mut place = Table::new();
        place.insert("id".to_owned(), location.id.into());
        place.insert("path".to_owned(), location.path.as_str().into());
        Value::Object(place)
    });
    table.insert("Location".to_owned(), locations.collect());
    let hubs = section.hubs.iter().map(|hub| {
        let mut one = Table::new();
        one.insert("identifier".to_owned(), hub.identifier.as_str().into());
        for (name, flag) in [
            ("promotedToRecommended", hub.is_recommended),
            ("promotedToOwnHome", hub.is_at_home),
            ("promotedToSharedHome", hub.is_shared),
        ] {
            one.insert(name.to_owned(), flag.into());
        }
        if let Some(place) = hub.place {
            // As a text: numbers in JSON lose their last bit, which is what wears out.
            one.insert("place".to_owned(), place.to_string().into());
        }
        Value::Object(one)
    });
    table.insert("hub".to_owned(), hubs.collect());
    let preferences = section.preferences.iter();
    let preferences: Table = preferences
        .map(|(id, value)| (id.clone(), value.as_str().into()))
        .collect();
    table.insert("preferences".to_owned(), preferences.into());
    let items = tops(world, section).into_iter();
    let items = items.filter_map(|id| Some(Value::Object(item_table(world, id)?)));
    table.insert("item".to_owned(), items.collect());
    let collections = section.items(Kind::Collection).iter();
    let collections = collections.filter_map(|id| Some(Value::Object(group(world, *id)?)));
    table.insert("collection".to_owned(), collections.collect());
    table
}

fn item_table(world: &World, id: ItemId) -> Option<Table> {
    let item = world.items.get(id)?;
    let mut table = bare_table(world, item);
    let kind = match item.kind {
        Kind::PhotoAlbum => "photoalbum",
        kind => kind.type_name(),
    };
    table.insert("type".to_owned(), kind.into());
    let media = item.media.iter().map(|media| media_table(world, media));
    table.insert("Media".to_owned(), media.collect());
    let tables = |ids: &[ItemId]| -> Value {
        let tables = ids.iter().filter_map(|id| item_table(world, *id));
        tables.map(Value::Object).collect()
    };
    if !item.children.is_empty() {
        table.insert("item".to_owned(), tables(&item.children));
    }
    if !item.extras.is_empty() {
        table.insert("Extras".to_owned(), tables(&item.extras));
    }
    Some(table)
}

pub(super) fn media_table(world: &World, media: &Media) -> Value {
    let mut table = Table::new();
    put_attributes(
        world,
        &mut table,
        &media
            .attributes()
            .map(|(name, value)| (name, value.clone()))
            .collect(),
    );
    table.insert("id".to_owned(), media.id.into());
    let parts = media.parts.iter().map(|part| part_table(world, part));
    table.insert("Part".to_owned(), parts.collect());
    Value::Object(table)
}

fn part_table(world: &World, part: &Part) -> Value {
    let mut table = Table::new();
    put_attributes(world, &mut table, &part.own);
    table.insert("id".to_owned(), part.id.into());
    if let Some(file) = &part.file {
        table.insert("file".to_owned(), (&**file).into());
    }
    let streams = part.numbered_streams().map(|(id, attributes)| {
        let mut stream = Table::new();
        stream.insert("id".to_owned(), id.into());
        put_attributes(world, &mut stream, attributes);
        Value::Object(stream)
    });
    table.insert("Stream".to_owned(), streams.collect());
    Value::Object(table)
}

/// Returns what the agents have said of items that were edited since.
pub(super) fn origins(world: &World) -> Value {
    let mut edited: Vec<ItemId> = world.origins.keys().copied().collect();
    // By their keys: the places of items in memory are not the same after another start.
    edited.sort_by_key(|id| world.items.get(*id).map(|item| &item.rating_key));
    let origins = edited.into_iter().filter_map(|id| {
        let origin = world.origins.get(&id)?;
        let mut table = Table::new();
        table.insert("item".to_owned(), key(world, id));
        let mut said = Table::new();
        put_attributes(world, &mut said, &origin.attributes);
        put_tags(world, &mut said, &origin.tags);
        table.insert("said".to_owned(), said.into());
        Some(Value::Object(table))
    });
    origins.collect()
}

/// Returns the items that stand by themselves in a section, those of its own kind first.
fn tops(world: &World, section: &Section) -> Vec<ItemId> {
    let kinds = section.kind.kinds().iter().copied().chain([Kind::Clip]);
    let all = kinds
        .filter(|kind| *kind != Kind::Collection)
        .flat_map(|kind| section.items(kind).iter().copied())
        .chain(section.waiting.iter().copied());
    let is_top = |id: &ItemId| {
        let item = world.items.get(*id);
        item.is_some_and(|item| item.parent.is_none())
    };
    let mut tops: Vec<_> = all.filter(is_top).collect();
    let mut seen = std::collections::HashSet::new();
    tops.retain(|id| seen.insert(*id));
    tops
}
