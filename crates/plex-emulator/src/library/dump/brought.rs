//! What was brought, and what is to be brought yet.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::values::key;
use crate::world::{World, name};

/// Returns what is to be fetched, or is being fetched.
pub(super) fn fetches(world: &World) -> Value {
    let fetches = world.fetches.iter();
    let fetches = fetches.filter(|fetch| world.items.get(fetch.item).is_some());
    let fetches = fetches.map(|fetch| {
        json!({
            "item": key(world, fetch.item), "type": fetch.kind.plural(), "url": fetch.url(),
        })
    });
    fetches.collect()
}

/// Returns the subtitles that were brought, by the numbers of their streams; bytes in hexadecimal digits.
pub(super) fn subtitles(world: &World) -> Value {
    if world.subtitles.is_empty() {
        return Value::Array(Vec::new());
    }
    let parts = world.items.iter().flat_map(|(_, item)| item.parts());
    let streams = parts.flat_map(|(_, part)| part.streams.iter());
    let numbers = streams.filter_map(|stream| u32::try_from(stream.int(name::ID)?).ok());
    let there: BTreeSet<u32> = numbers
        .filter(|number| world.subtitles.contains_key(number))
        .collect();
    let subtitles = there.into_iter().filter_map(|number| {
        let bytes = world.subtitles.get(&number)?;
        let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
        Some(json!({"Stream": number, "bytes": digits.collect::<String>()}))
    });
    subtitles.collect()
}
