//! Versions of an item: taken away one by one, and made for weak players.

use std::time::Duration;

use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::{Value, json};

use crate::ask::{self, NOW};
use crate::playlists::{keys, send};

const DESCRIPTION: &str = r#"
[server]
machineIdentifier = "here"
[[account]]
id = 1
name = "owner"
[[account]]
id = 2
name = "guest"
token = "guest-token"
[[section]]
key = "1"
type = "movie"
title = "Films"
uuid = "films"
item = [
    { title = "Metropolis", ratingKey = 1, duration = "2h", media = ["uhd", "hd", "sd"] },
    { title = "Sunrise", ratingKey = 2, duration = "1h", media = "uhd", viewCount = 1 },
    { title = "Faust", ratingKey = 3, duration = "1h", media = "sd" },
]
[[section]]
key = "2"
type = "show"
title = "Shows"
[[section.item]]
title = "The Prisoner"
ratingKey = 10
[[section.item.item]]
index = 1
ratingKey = 11
[[section.item.item.item]]
title = "Arrival"
ratingKey = 12
[[section.item.item.item]]
title = "One"
ratingKey = 13
Media = [{ profile = "hd", Part = [{ file = "/media/Shows/one and two.mkv" }] }]
[[section.item.item.item]]
title = "Two"
ratingKey = 14
Media = [
    { profile = "hd", Part = [{ file = "/media/Shows/one and two.mkv" }] },
    { profile = "sd", Part = [{ file = "/media/Shows/two.avi" }] },
]
"#;

async fn start() -> Emulator {
    Emulator::builder()
        .library(Library::from_toml(DESCRIPTION).unwrap())
        .clock(Clock::manual(NOW))
        .scan_duration(Duration::from_secs(8))
        .start()
        .await
        .unwrap()
}

async fn versions(emulator: &Emulator, key: i64) -> Vec<Value> {
    let item = ask::json(emulator, &format!("/library/metadata/{key}")).await;
    ask::list(&item["Metadata"][0]["Media"])
}

async fn delete(emulator: &Emulator, key: i64, media: &Value) -> u16 {
    let path = format!("/library/metadata/{key}/media/{media}");
    ask::status(emulator, Method::DELETE, &path).await
}

#[tokio::test]
async fn one_version_goes_and_the_others_stay() {
    let emulator = start().await;
    let before = versions(&emulator, 1).await;
    assert_eq!(before.len(), 3);
    emulator.clock().advance(Duration::from_secs(60));
    assert_eq!(delete(&emulator, 1, &before[1]["id"]).await, 200);
    let after = versions(&emulator, 1).await;
    assert_eq!(after, [before[0].clone(), before[2].clone()]);
    let item = ask::json(&emulator, "/library/metadata/1").await;
    assert_eq!(item["Metadata"][0]["updatedAt"], NOW + 60);
    // What is gone is gone from filters as well.
    let in_720 = keys(&emulator, "/library/sections/1/all?resolution=720").await;
    assert!(in_720.is_empty(), "{in_720:?}");
    // It is not there any more, and another's is none of its own.
    assert_eq!(delete(&emulator, 1, &before[1]["id"]).await, 404);
    let foreign = versions(&emulator, 2).await[0]["id"].clone();
    assert_eq!(delete(&emulator, 1, &foreign).await, 404);
    assert_eq!(delete(&emulator, 1, &json!(0)).await, 404);
    assert_eq!(versions(&emulator, 2).await.len(), 1);
    // With the last version the item goes.
    assert_eq!(delete(&emulator, 2, &foreign).await, 200);
    assert_eq!(keys(&emulator, "/library/sections/1/all").await, [3, 1]);
}

#[tokio::test]
async fn only_the_owner_deletes_versions() {
    let emulator = start().await;
    let media = versions(&emulator, 1).await[0]["id"].clone();
    let path = format!("{}/library/metadata/1/media/{media}", emulator.url());
    let request = ask::http()
        .delete(path)
        .header("X-Plex-Token", "guest-token");
    assert_eq!(request.send().await.unwrap().status(), 403);
    assert_eq!(versions(&emulator, 1).await.len(), 3);
}

#[tokio::test]
async fn what_is_made_of_the_same_file_loses_it_too() {
    let emulator = start().await;
    let shared = versions(&emulator, 13).await[0]["id"].clone();
    assert_eq!(delete(&emulator, 13, &shared).await, 200);
    // The first episode had nothing else; the other has another file.
    let season = "/library/metadata/11/children";
    assert_eq!(keys(&emulator, season).await, [12, 14]);
    let left = versions(&emulator, 14).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0]["Part"][0]["file"], "/media/Shows/two.avi");

    let emulator = start().await;
    let whole = "/library/metadata/13";
    assert_eq!(ask::status(&emulator, Method::DELETE, whole).await, 200);
    assert_eq!(versions(&emulator, 14).await.len(), 1);
}

/// The path that orders a version of an item.
fn order(key: i64, tag: i64, title: &str) -> String {
    let inner = format!("%252Flibrary%252Fmetadata%252F{key}");
    format!(
        "/playlists/42000000/items?Item%5Btype%5D=42&Item%5Btitle%5D={title}&Item%5Btarget%5D=\
         &Item%5BtargetTagID%5D={tag}&Item%5BlocationID%5D=-1\
         &Item%5BLocation%5D%5Buri%5D=library%3A%2F%2Ffilms%2Fitem%2F{inner}\
         &Item%5BPolicy%5D%5Bscope%5D=all&Item%5BPolicy%5D%5Bvalue%5D=0&Item%5BPolicy%5D%5Bunwatched%5D=0"
    )
}

async fn tag(emulator: &Emulator, name: &str) -> i64 {
    let tags = ask::json(emulator, "/library/tags?type=42").await;
    let tags = ask::list(&tags["Directory"]);
    let tag = tags.iter().find(|tag| tag["tag"] == name).unwrap();
    tag["id"].as_i64().unwrap()
}

async fn orders(emulator: &Emulator) -> Vec<Value> {
    let list = ask::json(emulator, "/playlists?type=42").await;
    assert_eq!(list["size"], 1);
    let key = list["Metadata"][0]["key"].as_str().unwrap();
    ask::list(&ask::json(emulator, key).await["Item"])
}

#[tokio::test]
async fn a_version_for_weak_players_takes_its_time_and_is_one_of_the_items_own() {
    let emulator = start().await;
    let clock = emulator.clock().clone();
    let mobile = tag(&emulator, "Optimized for Mobile").await;
    let (status, _) = send(&emulator, Method::PUT, &order(2, mobile, "Small")).await;
    assert_eq!(status, 200);
    let listed = orders(&emulator).await;
    assert_eq!(listed[0]["title"], "Small");
    assert_eq!(listed[0]["targetTagID"], mobile);
    assert_eq!(listed[0]["target"], "Optimized for Mobile");
    clock.advance(Duration::from_secs(4));
    let job = ask::json(&emulator, "/status/sessions/background").await;
    assert_eq!(job["TranscodeJob"][0]["ratingKey"], "2");
    assert_eq!(job["TranscodeJob"][0]["progress"], 50);
    let activity = ask::json(&emulator, "/activities").await;
    assert_eq!(activity["Activity"][0]["progress"], 50);
    assert_eq!(versions(&emulator, 2).await.len(), 1);
    clock.advance(Duration::from_secs(4));
    let made = versions(&emulator, 2).await;
    assert_eq!(made.len(), 2);
    let (whole, small) = (&made[0], &made[1]);
    assert_eq!(small["proxyType"], 42);
    assert_eq!(small["optimizedForStreaming"], true);
    assert_eq!(small["title"], "Small");
    assert_eq!(small["container"], "mp4");
    assert_eq!(small["videoResolution"], "720");
    assert!(small["bitrate"].as_i64() < whole["bitrate"].as_i64());
    assert!(small["Part"][0]["size"].as_i64() < whole["Part"][0]["size"].as_i64());
    let file = small["Part"][0]["file"].as_str().unwrap();
    assert!(
        file.contains("/Plex Versions/Optimized for Mobile/"),
        "{file}"
    );
    assert!(whole.get("proxyType").is_none());
    assert_eq!(ask::json(&emulator, "/activities").await["size"], 0);
    // It goes as any version does, and the order remembers that.
    assert_eq!(delete(&emulator, 2, &small["id"]).await, 200);
    assert_eq!(versions(&emulator, 2).await, std::slice::from_ref(whole));
    let inside = "/playlists/42000000/items/1/items";
    assert!(keys(&emulator, inside).await.is_empty());
}

#[tokio::test]
async fn orders_are_worked_on_one_after_another_and_given_up_with_what_they_made() {
    let emulator = start().await;
    let clock = emulator.clock().clone();
    let tv = tag(&emulator, "Optimized for TV").await;
    for key in [1, 2, 3] {
        send(&emulator, Method::PUT, &order(key, tv, "Television")).await;
    }
    clock.advance(Duration::from_secs(8));
    let lengths = async || {
        let mut lengths = Vec::new();
        for key in [1, 2, 3] {
            lengths.push(versions(&emulator, key).await.len());
        }
        lengths
    };
    assert_eq!(lengths().await, [4, 1, 1]);
    // A paused queue stops when what is being made is done.
    send(
        &emulator,
        Method::PUT,
        "/:/prefs?BackgroundQueueIdlePaused=1",
    )
    .await;
    clock.advance(Duration::from_secs(60));
    assert_eq!(lengths().await, [4, 2, 1]);
    send(
        &emulator,
        Method::PUT,
        "/:/prefs?BackgroundQueueIdlePaused=0",
    )
    .await;
    clock.advance(Duration::from_secs(1));
    // The state begins again with what is left to do.
    let state = emulator.dump();
    let again = Emulator::builder()
        .library(Library::from_json(&state.to_string()).unwrap())
        .clock(Clock::manual(clock.now()))
        .scan_duration(Duration::from_secs(8))
        .start()
        .await
        .unwrap();
    assert_eq!(again.dump(), state);
    again.clock().advance(Duration::from_secs(8));
    assert_eq!(versions(&again, 3).await.len(), 2);
    // One that does without the rest.
    let skip = "/playlists/42000000/items/3/3/disable";
    assert_eq!(send(&emulator, Method::PUT, skip).await.0, 200);
    clock.advance(Duration::from_secs(60));
    assert_eq!(lengths().await, [4, 2, 1]);
    let back = "/playlists/42000000/items/3/3/enable";
    assert_eq!(send(&emulator, Method::PUT, back).await.0, 200);
    clock.advance(Duration::from_secs(8));
    assert_eq!(lengths().await, [4, 2, 2]);
    let rename = "/playlists/42000000/items/2?Item%5Btitle%5D=Other";
    assert_eq!(send(&emulator, Method::PUT, rename).await.0, 200);
    assert_eq!(orders(&emulator).await[1]["title"], "Other");
    let first = "/playlists/42000000/items/1";
    assert_eq!(send(&emulator, Method::DELETE, first).await.0, 200);
    assert_eq!(send(&emulator, Method::DELETE, first).await.0, 404);
    assert_eq!(lengths().await, [3, 2, 2]);
    let all = "/playlists/generators?type=42";
    assert_eq!(send(&emulator, Method::DELETE, all).await.0, 200);
    assert_eq!(lengths().await, [3, 1, 1]);
    assert!(orders(&emulator).await.is_empty());
}

#[tokio::test]
async fn an_order_that_cannot_be_changes_nothing() {
    let emulator = start().await;
    let before = emulator.dump();
    for path in [
        order(99, 4_201, "x"),
        order(2, 7, "x"),
        order(2, 4_201, "x").replace("type%5D=42", "type%5D=1"),
        "/playlists/42000000/items".to_owned(),
    ] {
        assert_eq!(send(&emulator, Method::PUT, &path).await.0, 400, "{path}");
    }
    assert_eq!(emulator.dump(), before);
    // Only what was not seen yet, of two films of which one was.
    let some = order(2, 4_201, "x").replace("unwatched%5D=0", "unwatched%5D=1");
    assert_eq!(send(&emulator, Method::PUT, &some).await.0, 200);
    let inside = "/playlists/42000000/items/1/items";
    assert!(keys(&emulator, inside).await.is_empty());
}

#[tokio::test]
async fn an_order_of_many_items_is_done_at_once_where_work_takes_no_time() {
    const FILMS: usize = 3_000;
    let emulator = Emulator::builder()
        .library(Library::generate(u32::try_from(FILMS).unwrap()))
        .clock(Clock::manual(NOW))
        .scan_duration(Duration::ZERO)
        .start()
        .await
        .unwrap();
    let all = order(1, 4_201, "Small").replace(
        "library%3A%2F%2Ffilms%2Fitem%2F%252Flibrary%252Fmetadata%252F1",
        "library%3A%2F%2F%2Fdirectory%2F%252Flibrary%252Fsections%252F1%252Fall",
    );
    assert_eq!(send(&emulator, Method::PUT, &all).await.0, 200);
    let listed = orders(&emulator).await;
    assert_eq!(listed[0]["Status"]["itemsCompleteCount"], FILMS);
    assert_eq!(listed[0]["Status"]["state"], "complete");
    assert_eq!(ask::json(&emulator, "/activities").await["size"], 0);
}

/// The conversions that wait: what is made of each, and its number in the queue.
async fn waiting(emulator: &Emulator) -> Vec<(String, i64)> {
    let queue = ask::json(emulator, "/playQueues/1").await;
    let waiting = ask::list(&queue["Metadata"]);
    assert_eq!(queue["size"], waiting.len());
    let one = |one: &Value| {
        let title = one["title"].as_str().unwrap().to_owned();
        (title, one["playQueueItemID"].as_i64().unwrap())
    };
    waiting.iter().map(one).collect()
}

#[tokio::test]
async fn the_conversions_of_all_orders_wait_in_one_queue_and_can_be_put_in_another_order() {
    let emulator = start().await;
    let titles = async || {
        let waiting = waiting(&emulator).await.into_iter();
        waiting.map(|(title, _)| title).collect::<Vec<_>>()
    };
    assert!(titles().await.is_empty());
    for key in [1, 2, 3] {
        send(&emulator, Method::PUT, &order(key, 4_202, "Television")).await;
    }
    assert_eq!(titles().await, ["Metropolis", "Sunrise", "Faust"]);
    let queue = ask::json(&emulator, "/playQueues/1").await;
    let second = &queue["Metadata"][1];
    assert_eq!(
        (&queue["playQueueID"], &second["ratingKey"]),
        (&json!(1), &json!("2"))
    );
    assert_eq!(
        (&second["playlistID"], &second["generatorID"]),
        (&json!(42_000_000), &json!(2))
    );
    assert_eq!(second["target"], "Optimized for TV");
    assert_eq!(
        (&second["userID"], &second["username"]),
        (&json!(1), &json!("owner"))
    );
    let numbers: Vec<i64> = waiting(&emulator).await.iter().map(|(_, id)| *id).collect();
    let (sunrise, faust) = (numbers[1], numbers[2]);
    let put = async |what: i64, after: &str| {
        let path = format!("/playQueues/1/items/{what}/move{after}");
        send(&emulator, Method::PUT, &path).await.0
    };
    // What is being made stays the first, which some call -1.
    for after in ["?after=-1", ""] {
        assert_eq!(put(faust, after).await, 200);
        assert_eq!(titles().await, ["Metropolis", "Faust", "Sunrise"]);
        assert_eq!(put(faust, &format!("?after={sunrise}")).await, 200);
        assert_eq!(titles().await, ["Metropolis", "Sunrise", "Faust"]);
    }
    assert_eq!(put(faust, "?after=-1").await, 200);
    let before = emulator.dump();
    assert_eq!(put(999, "?after=-1").await, 404);
    assert_eq!(put(faust, "?after=999").await, 400);
    assert_eq!(put(faust, "?after=x").await, 400);
    assert_eq!(emulator.dump(), before);
    // The state begins again with the same queue.
    let again = Emulator::builder()
        .library(Library::from_json(&before.to_string()).unwrap())
        .clock(Clock::manual(NOW))
        .scan_duration(Duration::from_secs(8))
        .start()
        .await
        .unwrap();
    assert_eq!(again.dump(), before);
    emulator.clock().advance(Duration::from_secs(8));
    assert_eq!(titles().await, ["Faust", "Sunrise"]);
    let job = ask::json(&emulator, "/status/sessions/background").await;
    assert_eq!(job["TranscodeJob"][0]["ratingKey"], "3");
    // What is being made and is not wanted after all makes way for the next.
    let skip = "/playlists/42000000/items/3/3/disable";
    assert_eq!(send(&emulator, Method::PUT, skip).await.0, 200);
    assert_eq!(titles().await, ["Sunrise"]);
    let job = ask::json(&emulator, "/status/sessions/background").await;
    assert_eq!(job["TranscodeJob"][0]["ratingKey"], "2");
    assert_eq!(job["TranscodeJob"][0]["progress"], 0);
    emulator.clock().advance(Duration::from_secs(8));
    assert!(titles().await.is_empty());
    assert_eq!(versions(&emulator, 3).await.len(), 1);
    // It is the owner's, and no queue of anybody's has its number.
    let queue = format!("{}/playQueues/1", emulator.url());
    let request = ask::http().get(queue).header("X-Plex-Token", "guest-token");
    assert_eq!(request.send().await.unwrap().status(), 403);
    let films = "server%3A%2F%2Fhere%2Fcom.plexapp.plugins.library%2Flibrary%2Fmetadata%2F1";
    let own = format!("/playQueues?type=video&uri={films}");
    let (_, own) = send(&emulator, Method::POST, &own).await;
    assert_eq!(own["playQueueID"], 2);
}

#[tokio::test]
async fn an_order_that_is_given_up_leaves_the_queue_to_the_others() {
    let emulator = start().await;
    for key in [1, 2] {
        send(&emulator, Method::PUT, &order(key, 4_202, "Television")).await;
    }
    let first = "/playlists/42000000/items/1";
    assert_eq!(send(&emulator, Method::DELETE, first).await.0, 200);
    assert_eq!(waiting(&emulator).await.len(), 1);
    let job = ask::json(&emulator, "/status/sessions/background").await;
    assert_eq!(job["TranscodeJob"][0]["ratingKey"], "2");
    // So does an item that is gone.
    assert_eq!(
        ask::status(&emulator, Method::DELETE, "/library/metadata/2").await,
        200
    );
    assert!(waiting(&emulator).await.is_empty());
    emulator.clock().advance(Duration::from_secs(8));
    assert_eq!(ask::json(&emulator, "/activities").await["size"], 0);
}

#[tokio::test]
async fn a_description_cannot_give_away_the_number_of_the_queue_of_conversions() {
    for (queue, is_right) in [("1", false), ("0", false), ("2", true)] {
        let description = format!("[[playQueue]]\nplayQueueID = {queue}\nitems = []");
        let library = Library::from_toml(&description).unwrap();
        let started = Emulator::start(library).await;
        assert_eq!(started.is_ok(), is_right, "{queue}");
    }
    let conversion = "[[conversion]]\norder = 7\nitem = 1\n[[section]]\ntype = \"movie\"\n\
        title = \"Films\"\nitem = [{ title = \"Faust\", ratingKey = 1 }]";
    let library = Library::from_toml(conversion).unwrap();
    let error = Emulator::start(library).await.unwrap_err().to_string();
    assert!(error.contains("order"), "{error}");
}
