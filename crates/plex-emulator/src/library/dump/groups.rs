//! Collections, playlists, play queues and pictures.

use serde_json::Value;

use super::bare::bare_table;
use super::values::{Table, key};
use crate::world::{ItemId, Kind, Member, World};

/// Returns a collection or a playlist.
pub(super) fn group(world: &World, id: ItemId) -> Option<Table> {
    let item = world.items.get(id)?;
    let mut table = bare_table(world, item);
    let members = item
        .members
        .iter()
        .map(|member| member_table(world, *member));
    table.insert("items".to_owned(), members.collect());
    if let Some(owner) = world
        .playlists
        .owner(id)
        .filter(|_| item.kind == Kind::Playlist)
    {
        table.insert("account".to_owned(), owner.0.into());
    }
    Some(table)
}

fn member_table(world: &World, member: Member) -> Value {
    let mut table = Table::new();
    table.insert("playlistItemID".to_owned(), member.id.into());
    table.insert("item".to_owned(), key(world, member.item));
    Value::Object(table)
}

pub(super) fn playlists(world: &World) -> Value {
    let playlists = world.playlists.all();
    playlists
        .filter_map(|id| Some(Value::Object(group(world, id)?)))
        .collect()
}

pub(super) fn queues(world: &World) -> Value {
    let queues = world.queues.iter().map(|queue| {
        let mut table = Table::new();
        table.insert("playQueueID".to_owned(), queue.id.into());
        table.insert("account".to_owned(), queue.account.0.into());
        table.insert("uri".to_owned(), queue.source.as_str().into());
        let entries = queue.entries.iter().map(|entry| {
            let mut one = Table::new();
            one.insert("playQueueItemID".to_owned(), entry.id.into());
            one.insert("item".to_owned(), key(world, entry.item));
            Value::Object(one)
        });
        table.insert("items".to_owned(), entries.collect());
        table.insert("playQueueSelectedItemID".to_owned(), queue.selected.into());
        table.insert("playQueueVersion".to_owned(), queue.version.into());
        if let Some(last) = queue.last_added {
            table.insert("playQueueLastAddedItemID".to_owned(), last.into());
        }
        if let Some(order) = &queue.unshuffled {
            table.insert("unshuffled".to_owned(), order.clone().into());
        }
        Value::Object(table)
    });
    queues.collect()
}

/// Returns what was chosen and brought; bytes in hexadecimal digits.
pub(super) fn artworks(world: &World) -> Value {
    let mut all: Vec<_> = world.artworks.0.iter().collect();
    all.sort_by_key(|((item, kind), _)| {
        let item = world.items.get(*item);
        (item.map(|item| &item.rating_key), *kind)
    });
    let artworks = all.into_iter().map(|((item, kind), artwork)| {
        let mut table = Table::new();
        table.insert("item".to_owned(), key(world, *item));
        table.insert("type".to_owned(), kind.plural().into());
        table.insert("stamp".to_owned(), artwork.stamp.into());
        if let Some(chosen) = &artwork.chosen {
            table.insert("chosen".to_owned(), chosen.as_str().into());
        }
        let uploads = artwork.uploads.iter().map(|upload| {
            let mut one = Table::new();
            one.insert("url".to_owned(), upload.url.as_str().into());
            let digits = upload.bytes.iter().map(|byte| format!("{byte:02x}"));
            one.insert("bytes".to_owned(), digits.collect::<String>().into());
            Value::Object(one)
        });
        table.insert("upload".to_owned(), uploads.collect());
        Value::Object(table)
    });
    artworks.collect()
}

/// Returns what versions were ordered, and which of them were made.
pub(super) fn orders(world: &World) -> Value {
    let orders = world.orders.iter().map(|order| {
        let mut table = Table::new();
        table.insert("id".to_owned(), order.id.into());
        table.insert("account".to_owned(), order.account.0.into());
        table.insert("title".to_owned(), order.title.as_str().into());
        table.insert("target".to_owned(), order.target.as_str().into());
        if let Some(tag) = order.tag {
            table.insert("targetTagID".to_owned(), tag.into());
        }
        if let Some((lines, rate)) = order.limits {
            table.insert("lines".to_owned(), lines.into());
            table.insert("bitrate".to_owned(), rate.into());
        }
        let made = order.made.iter().map(|(item, media)| {
            let mut one = Table::new();
            one.insert("item".to_owned(), key(world, *item));
            one.insert("Media".to_owned(), (*media).into());
            Value::Object(one)
        });
        table.insert("made".to_owned(), made.collect());
        Value::Object(table)
    });
    orders.collect()
}

/// Returns the versions that are still to be made, in their order.
pub(super) fn conversions(world: &World) -> Value {
    let conversions = world.conversions.iter().map(|one| {
        let mut table = Table::new();
        table.insert("playQueueItemID".to_owned(), one.id.into());
        table.insert("order".to_owned(), one.order.into());
        table.insert("item".to_owned(), key(world, one.item));
        Value::Object(table)
    });
    conversions.collect()
}
