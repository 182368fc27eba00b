//! What a state has that can be written to.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::ask;

/// The ids and kinds of the streams of a file.
pub(super) type Streams = Vec<(u64, i64)>;

/// What there is to write to.
#[derive(Default)]
pub(super) struct Known {
    /// The key, type and section of each item.
    pub(super) items: BTreeMap<String, (String, String)>,
    pub(super) playlists: Vec<(String, Vec<u64>)>,
    pub(super) collections: Vec<(String, Vec<String>)>,
    pub(super) queues: Vec<(u64, Vec<u64>)>,
    /// The item and the id of each version.
    pub(super) versions: Vec<(String, u64)>,
    /// The id of each file, where it lies, and the ids and kinds of its streams.
    pub(super) parts: Vec<(u64, String, Streams)>,
    pub(super) orders: Vec<u64>,
}

pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn numbers(group: &Value, name: &str) -> Vec<u64> {
    let items = ask::list(&group["items"]);
    items
        .iter()
        .map(|member| member[name].as_u64().unwrap())
        .collect()
}

fn gather(items: &[Value], section: &str, known: &mut Known) {
    for item in items {
        let place = (text(&item["type"]), section.to_owned());
        let held = known.items.insert(text(&item["ratingKey"]), place);
        assert!(held.is_none(), "two have the key {}", item["ratingKey"]);
        for media in ask::list(&item["Media"]) {
            let version = (text(&item["ratingKey"]), media["id"].as_u64().unwrap());
            known.versions.push(version);
            for part in ask::list(&media["Part"]) {
                let streams = ask::list(&part["Stream"]);
                let streams = streams.iter().map(|stream| {
                    let kind = stream["streamType"].as_i64().unwrap_or(0);
                    (stream["id"].as_u64().unwrap(), kind)
                });
                known.parts.push((
                    part["id"].as_u64().unwrap(),
                    text(&part["file"]),
                    streams.collect(),
                ));
            }
        }
        gather(&ask::list(&item["item"]), section, known);
        gather(&ask::list(&item["Extras"]), section, known);
    }
}

impl Known {
    pub(super) fn of(state: &Value) -> Self {
        let mut known = Self::default();
        for section in ask::list(&state["section"]) {
            let key = text(&section["key"]);
            gather(&ask::list(&section["item"]), &key, &mut known);
            for collection in ask::list(&section["collection"]) {
                let members = ask::list(&collection["items"]);
                let members = members.iter().map(|member| text(&member["item"])).collect();
                known
                    .collections
                    .push((text(&collection["ratingKey"]), members));
            }
        }
        for playlist in ask::list(&state["playlist"]) {
            let members = numbers(&playlist, "playlistItemID");
            known
                .playlists
                .push((text(&playlist["ratingKey"]), members));
        }
        for queue in ask::list(&state["playQueue"]) {
            let entries = numbers(&queue, "playQueueItemID");
            known
                .queues
                .push((queue["playQueueID"].as_u64().unwrap(), entries));
        }
        let orders = ask::list(&state["order"]);
        known.orders = orders
            .iter()
            .map(|one| one["id"].as_u64().unwrap())
            .collect();
        known
    }

    pub(super) fn of_type(&self, types: &[&str]) -> Vec<String> {
        let fits = self
            .items
            .iter()
            .filter(|(_, (kind, _))| types.contains(&kind.as_str()));
        fits.map(|(key, _)| key.clone()).collect()
    }
}
