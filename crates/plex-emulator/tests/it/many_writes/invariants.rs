//! What holds in every state.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::known::{Known, Streams, text};
use crate::ask;

/// Whether everything that is named is there, and what belongs together is together.
pub(super) fn holds_together(state: &Value) {
    let known = Known::of(state);
    let is_there = |key: &Value, whose: &str| {
        assert!(
            known.items.contains_key(&text(key)),
            "{whose} names {key}, which is not there"
        );
    };
    let mut ids = BTreeSet::new();
    let mut tagged: BTreeSet<(String, String, String)> = BTreeSet::new();
    for section in ask::list(&state["section"]) {
        let key = text(&section["key"]);
        for collection in ask::list(&section["collection"]) {
            for member in ask::list(&collection["items"]) {
                is_there(&member["item"], "a collection");
                ids.insert(member["playlistItemID"].as_u64().unwrap());
                let place = (
                    key.clone(),
                    text(&collection["title"]),
                    text(&member["item"]),
                );
                tagged.insert(place);
            }
        }
        // The tags say the same as the collections.
        let mut left = ask::list(&section["item"]);
        while let Some(item) = left.pop() {
            left.extend(ask::list(&item["item"]));
            for tag in ask::list(&item["Collection"]) {
                let place = (key.clone(), text(&tag["tag"]), text(&item["ratingKey"]));
                assert!(tagged.remove(&place), "{place:?} is a tag without a member");
            }
        }
    }
    assert!(tagged.is_empty(), "members without a tag: {tagged:?}");
    for playlist in ask::list(&state["playlist"]) {
        let mut held = BTreeSet::new();
        for member in ask::list(&playlist["items"]) {
            is_there(&member["item"], "a playlist");
            assert!(held.insert(text(&member["item"])), "twice in a playlist");
            assert!(
                ids.insert(member["playlistItemID"].as_u64().unwrap()),
                "an id twice"
            );
        }
    }
    for queue in ask::list(&state["playQueue"]) {
        let entries = ask::list(&queue["items"]);
        entries
            .iter()
            .for_each(|entry| is_there(&entry["item"], "a queue"));
        let selected = &queue["playQueueSelectedItemID"];
        let is_held = entries
            .iter()
            .any(|entry| entry["playQueueItemID"] == *selected);
        assert!(
            is_held || entries.is_empty(),
            "nothing is selected in {queue}"
        );
    }
    let deleted = ask::list(&state["deleted"]);
    let deleted: BTreeSet<String> = deleted.iter().map(|item| text(&item["ref"])).collect();
    for view in ask::list(&state["view"]) {
        is_there(&view["item"], "a view");
    }
    for session in ask::list(&state["session"]) {
        is_there(&session["item"], "a session");
    }
    for section in ask::list(&state["section"]) {
        let collections = ask::list(&section["collection"]);
        let is_known = |key: &str| collections.iter().any(|one| text(&one["ratingKey"]) == key);
        for hub in ask::list(&section["hub"]) {
            let name = text(&hub["identifier"]);
            if let Some(key) = name.strip_prefix("custom.collection.") {
                let key = key.rsplit('.').next().unwrap_or_default();
                assert!(is_known(key), "a row of a collection that is gone: {name}");
            }
        }
    }
    for play in ask::list(&state["play"]) {
        let name = text(&play["item"]);
        assert!(
            known.items.contains_key(&name) || deleted.contains(&name),
            "a play of {name}"
        );
    }
    for origin in ask::list(&state["origin"]) {
        is_there(&origin["item"], "an agent");
    }
    let versions: BTreeSet<u64> = known.versions.iter().map(|(_, id)| *id).collect();
    assert_eq!(versions.len(), known.versions.len(), "a version twice");
    let parts: BTreeMap<u64, &Streams> = known
        .parts
        .iter()
        .map(|(id, _, streams)| (*id, streams))
        .collect();
    assert_eq!(parts.len(), known.parts.len(), "a file's number twice");
    for choice in ask::list(&state["streamChoice"]) {
        let streams = parts.get(&choice["Part"].as_u64().unwrap());
        let streams = streams.unwrap_or_else(|| panic!("a choice of no file: {choice}"));
        for (name, kind) in [("audioStreamID", 2), ("subtitleStreamID", 3)] {
            let id = choice[name].as_u64();
            let fits = |id: u64| id == 0 || streams.contains(&(id, kind));
            assert!(id.is_none_or(fits), "a choice of no stream: {choice}");
        }
    }
    for order in ask::list(&state["order"]) {
        let left = ask::list(&order["left"]);
        left.iter().for_each(|item| is_there(item, "an order"));
        for made in ask::list(&order["made"]) {
            let version = (text(&made["item"]), made["Media"].as_u64().unwrap());
            assert!(
                known.versions.contains(&version),
                "an order has made {made}"
            );
        }
    }
    for gone in ask::list(&state["gone"]) {
        let path = text(&gone);
        let is_known = known.parts.iter().any(|(_, file, _)| *file == path);
        assert!(is_known, "{path} is gone, and nobody's");
    }
}
