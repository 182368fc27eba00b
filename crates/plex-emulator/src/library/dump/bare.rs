//! What an item has by itself: attributes, tags, ids, elements.

use serde_json::Value;

use super::values::{Table, put_attributes, put_nodes};
use crate::world::{Item, TagKind, Tagging, World};

/// Returns an item without what is in it.
pub(super) fn bare_table(world: &World, item: &Item) -> Table {
    let mut table = Table::new();
    put_attributes(world, &mut table, &item.attributes);
    put_nodes(world, &mut table, &item.more);
    table.insert("ratingKey".to_owned(), (&*item.rating_key).into());
    put_tags(world, &mut table, &item.tags);
    if !item.guids.is_empty() {
        let guids = item.guids.iter().map(|guid| Value::from(&**guid));
        table.insert("Guid".to_owned(), guids.collect());
    }
    if item.is_waiting {
        table.insert("waiting".to_owned(), true.into());
    }
    table
}

pub(super) fn put_tags(world: &World, table: &mut Table, tags: &[Tagging]) {
    for kind in TagKind::ALL {
        let of_kind = tags.iter().filter_map(|tagging| {
            let tag = world.tags.get(tagging.tag)?;
            (tag.kind == kind).then_some((tagging, tag))
        });
        let list: Vec<Value> = of_kind
            .map(|(tagging, tag)| {
                let mut one = Table::new();
                one.insert("tag".to_owned(), (&*tag.text).into());
                if let Some(role) = &tagging.role {
                    one.insert("role".to_owned(), (&**role).into());
                }
                Value::Object(one)
            })
            .collect();
        if !list.is_empty() {
            table.insert(kind.element().to_owned(), list.into());
        }
    }
}
