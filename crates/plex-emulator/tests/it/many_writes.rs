//! A thousand writes, as chance has them: whatever is refused changes nothing, and whatever is taken
//! leaves a state that holds together.

use std::collections::{BTreeMap, BTreeSet};

use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::{Value, json};

use crate::ask;
use crate::dumping::differences;
use crate::playlists::{NOW, send};

/// Chance, the same every time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        from.get(self.throw(from.len())).cloned()
    }
}

/// What there is to write to.
#[derive(Default)]
struct Known {
    /// The key, type and section of each item.
    items: BTreeMap<String, (String, String)>,
    playlists: Vec<(String, Vec<u64>)>,
    collections: Vec<(String, Vec<String>)>,
    queues: Vec<(u64, Vec<u64>)>,
}

fn text(value: &Value) -> String {
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
        gather(&ask::list(&item["item"]), section, known);
        gather(&ask::list(&item["Extras"]), section, known);
    }
}

impl Known {
    fn of(state: &Value) -> Self {
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
        known
    }

    fn of_type(&self, types: &[&str]) -> Vec<String> {
        let fits = self
            .items
            .iter()
            .filter(|(_, (kind, _))| types.contains(&kind.as_str()));
        fits.map(|(key, _)| key.clone()).collect()
    }
}

/// Whether everything that is named is there, and what belongs together is together.
fn holds_together(state: &Value) {
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
        let key = text(&view["item"]);
        assert!(key != "null", "a view of nothing");
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
}

/// Films, some of them in two versions, a show and an artist, with some plays.
fn library() -> Library {
    let films = (1..=14).map(|n| {
        let media = if n % 3 == 0 { json!(["hd", "sd"]) } else { json!(["hd"]) };
        json!({ "title": format!("Film {n}"), "year": 1950 + n, "media": media, "Genre": ["Drama"] })
    });
    let films: Vec<Value> = films.collect();
    let episodes: Vec<String> = (1..=4).map(|n| format!("Episode {n}")).collect();
    let tracks: Vec<String> = (1..=4).map(|n| format!("Track {n}")).collect();
    let description = json!({
        "server": { "machineIdentifier": "here" },
        "account": [{ "id": 1, "name": "owner" }],
        "section": [
            { "key": "1", "type": "movie", "title": "Films", "item": films },
            { "key": "2", "type": "show", "title": "Shows", "item": [
                { "title": "Show", "item": [{ "index": 1, "item": episodes }] },
            ]},
            { "key": "3", "type": "artist", "title": "Music", "item": [
                { "title": "Artist", "item": [{ "title": "Album", "item": tracks }] },
            ]},
        ],
        "history": { "plays": 20 },
    });
    Library::from_json(&description.to_string()).unwrap()
}

/// One write, sensible or not.
fn write(dice: &mut Dice, known: &Known) -> (Method, String) {
    let any: Vec<String> = known.items.keys().cloned().collect();
    let pick = |dice: &mut Dice, from: &[String]| match dice.throw(12) {
        0 => "987654".to_owned(),
        _ => dice.pick(from).unwrap_or_default(),
    };
    let films = known.of_type(&["movie"]);
    let item = pick(dice, &any);
    let playable = known.of_type(&["movie", "episode"]);
    let several: Vec<String> = (0..=dice.throw(4)).map(|_| pick(dice, &playable)).collect();
    let machine = "here";
    let address = format!(
        "server://{machine}/com.plexapp.plugins.library/library/metadata/{}",
        several.join(",")
    );
    let uri = percent_encoding::utf8_percent_encode(&address, percent_encoding::NON_ALPHANUMERIC);
    let name = ["One", "Two", "Three", "a%20b"][dice.throw(4)];
    let (list, members) = dice.pick(&known.playlists).unwrap_or_default();
    let member = dice.pick(&members).unwrap_or(99_999);
    let after = dice.pick(&members).unwrap_or(99_999);
    let (collection, inside) = dice.pick(&known.collections).unwrap_or_default();
    let held = pick(dice, &inside);
    let (queue, entries) = dice.pick(&known.queues).unwrap_or_default();
    let entry = dice.pick(&entries).unwrap_or(99_999);
    let collection = if collection.is_empty() {
        "1".to_owned()
    } else {
        collection
    };
    let list = if list.is_empty() {
        "1".to_owned()
    } else {
        list
    };
    match dice.throw(36) {
        0 => (Method::GET, format!("/:/scrobble?key={item}&identifier=x")),
        1 => (
            Method::GET,
            format!("/:/unscrobble?key={item}&identifier=x"),
        ),
        2 => (
            Method::PUT,
            format!("/:/rate?key={item}&identifier=x&rating={}", dice.throw(13)),
        ),
        3 => (
            Method::GET,
            format!("/:/progress?key={item}&identifier=x&time=90000"),
        ),
        4 | 5 => (
            Method::POST,
            format!("/playlists?type=video&title={name}&uri={uri}"),
        ),
        6 | 7 => (Method::PUT, format!("/playlists/{list}/items?uri={uri}")),
        8 => (Method::DELETE, format!("/playlists/{list}/items/{member}")),
        9 => (
            Method::PUT,
            format!("/playlists/{list}/items/{member}/move?after={after}"),
        ),
        10 => (Method::PUT, format!("/playlists/{list}?title={name}")),
        11 if dice.throw(3) == 0 => (Method::DELETE, format!("/playlists/{list}")),
        12 => (Method::DELETE, format!("/playlists/{list}/items")),
        13 | 14 => (
            Method::POST,
            format!("/library/collections?type=1&title={name}&sectionId=1&uri={uri}"),
        ),
        15 | 16 => (
            Method::PUT,
            format!("/library/collections/{collection}/items?uri={uri}"),
        ),
        17 => (
            Method::DELETE,
            format!("/library/collections/{collection}/items/{held}"),
        ),
        18 => (
            Method::PUT,
            format!("/library/collections/{collection}/items/{held}/move"),
        ),
        19 => (
            Method::PUT,
            format!("/library/metadata/{collection}?title.value={name}"),
        ),
        20 if dice.throw(3) == 0 => (Method::DELETE, format!("/library/collections/{collection}")),
        21 => (
            Method::PUT,
            format!(
                "/library/collections/{collection}/prefs?collectionSort={}",
                dice.throw(4)
            ),
        ),
        22 => (
            Method::POST,
            format!("/playQueues?type=video&uri={uri}&shuffle={}", dice.throw(2)),
        ),
        23 => (
            Method::PUT,
            format!("/playQueues/{queue}?uri={uri}&next={}", dice.throw(2)),
        ),
        24 => (Method::DELETE, format!("/playQueues/{queue}/items/{entry}")),
        25 => (
            Method::PUT,
            format!(
                "/playQueues/{queue}/{}",
                ["shuffle", "unshuffle", "reset"][dice.throw(3)]
            ),
        ),
        26 => (
            Method::PUT,
            format!(
                "/library/metadata/{item}?title.value={name}&title.locked={}",
                dice.throw(2)
            ),
        ),
        27 => (
            Method::PUT,
            format!("/library/metadata/{item}?genre%5B0%5D.tag.tag={name}&addedAt.value={name}"),
        ),
        28 => (
            Method::PUT,
            format!("/library/metadata/{item}?genre%5B0%5D.tag.tag={name}&genre.locked=1"),
        ),
        29 => (
            Method::PUT,
            format!("/library/metadata/{item}?collection%5B0%5D.tag.tag={name}"),
        ),
        30 => (
            Method::PUT,
            format!("/library/metadata/{item}?collection%5B%5D.tag.tag-={name}"),
        ),
        31 => (Method::PUT, format!("/library/metadata/{item}/refresh")),
        32 => (
            Method::PUT,
            format!("/library/metadata/{}/split", pick(dice, &films)),
        ),
        33 => {
            let (target, other) = (pick(dice, &films), pick(dice, &films));
            (
                Method::PUT,
                format!("/library/metadata/{target}/merge?ids={other}"),
            )
        }
        34 => (
            Method::PUT,
            format!("/library/metadata/{item}/match?guid=plex%3A%2F%2Fmovie%2F1&name={name}"),
        ),
        _ if dice.throw(6) == 0 => (Method::DELETE, format!("/library/metadata/{item}")),
        _ => (
            Method::DELETE,
            format!(
                "/library/metadata/{item}/{}",
                ["thumb", "art"][dice.throw(2)]
            ),
        ),
    }
}

#[tokio::test]
async fn a_thousand_writes_leave_everything_in_order() {
    let emulator = Emulator::builder()
        .library(library())
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap();
    let mut dice = Dice(20_260_928);
    let mut state = emulator.dump();
    let (mut taken, mut refused) = (0, 0);
    for turn in 1..=1_000 {
        let (method, path) = write(&mut dice, &Known::of(&state));
        let context = format!("write {turn}: {method} {path}");
        let (status, _) = send(&emulator, method, &path).await;
        let after = emulator.dump();
        match status {
            200 | 204 => taken += 1,
            400..=409 => {
                refused += 1;
                assert!(
                    after == state,
                    "{context}: refused with {status}, and changed something"
                );
            }
            _ => panic!("{context}: {status}"),
        }
        if turn % 10 == 0 {
            holds_together(&after);
        }
        if turn % 100 == 0 {
            counts_agree(&emulator, &after).await;
            let again = Emulator::builder()
                .library(Library::from_json(&after.to_string()).unwrap())
                .clock(Clock::manual(NOW))
                .start()
                .await
                .unwrap();
            assert_eq!(
                differences(&after, &again.dump()),
                Vec::<String>::new(),
                "{context}"
            );
        }
        state = after;
    }
    assert!(
        taken > 500 && refused > 50,
        "{taken} taken, {refused} refused"
    );
}

/// What is counted is what is listed.
async fn counts_agree(emulator: &Emulator, state: &Value) {
    for playlist in ask::list(&ask::json(emulator, "/playlists").await["Metadata"]) {
        let path = format!("/playlists/{}/items", text(&playlist["ratingKey"]));
        assert_eq!(
            ask::json(emulator, &path).await["size"],
            playlist["leafCount"],
            "{path}"
        );
    }
    let collections = ask::json(emulator, "/library/sections/1/collections").await;
    for collection in ask::list(&collections["Metadata"]) {
        let path = format!(
            "/library/collections/{}/items",
            text(&collection["ratingKey"])
        );
        assert_eq!(
            ask::json(emulator, &path).await["size"],
            collection["childCount"],
            "{path}"
        );
    }
    let films = ask::list(&state["section"][0]["item"]);
    let found = films.iter().filter(|film| film["waiting"] != true).count();
    let listed = ask::json(emulator, "/library/sections/1/all").await;
    assert_eq!(listed["size"], found);
}
