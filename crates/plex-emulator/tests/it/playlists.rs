//! Playlists are made and changed as on a real server, with its silences and its refusals.

use plex_emulator::{Clock, Emulator, EmulatorBuilder, Library};
use reqwest::Method;
use serde_json::Value;

use crate::ask::{self, NOW};

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
libraries = ["1"]
[[section]]
key = "1"
type = "movie"
title = "Films"
item = [
    { title = "Metropolis", ratingKey = 1, year = 1927, duration = "2h", Genre = ["Drama"] },
    { title = "Sunrise", ratingKey = 2, year = 1927, duration = "1h", Genre = ["Drama"] },
    { title = "Alien", ratingKey = 3, year = 1979, duration = "2h", Genre = ["Horror"] },
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
item = [
    { title = "Arrival", ratingKey = 12, duration = "1h" },
    { title = "The Chimes", ratingKey = 13, duration = "1h" },
    { title = "A B and C", ratingKey = 14, duration = "1h" },
]
[[section]]
key = "3"
type = "artist"
title = "Music"
[[section.item]]
title = "Can"
ratingKey = 20
[[section.item.item]]
title = "Ege Bamyasi"
ratingKey = 21
item = [
    { title = "Pinch", ratingKey = 22, duration = "9m" },
    { title = "Vitamin C", ratingKey = 23, duration = "3m" },
    { title = "Spoon", ratingKey = 24, duration = "3m" },
]
[[section]]
key = "4"
type = "photo"
title = "Photos"
[[section.item]]
title = "Summer"
ratingKey = 30
item = [{ title = "Beach", ratingKey = 31 }]
"#;

pub(crate) fn builder() -> EmulatorBuilder {
    Emulator::builder()
        .library(Library::from_toml(DESCRIPTION).unwrap())
        .clock(Clock::manual(NOW))
}

pub(crate) async fn start() -> Emulator {
    builder().start().await.unwrap()
}

/// An address of this server's.
pub(crate) fn uri(path: &str) -> String {
    let whole = format!("server://here/com.plexapp.plugins.library{path}");
    percent_encoding::utf8_percent_encode(&whole, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Sends a request as the owner and gives the status and what is in the container.
pub(crate) async fn send(emulator: &Emulator, method: Method, path: &str) -> (u16, Value) {
    send_as(emulator, emulator.token(), method, path).await
}

pub(crate) async fn send_as(
    emulator: &Emulator,
    token: &str,
    method: Method,
    path: &str,
) -> (u16, Value) {
    let request = ask::http()
        .request(method, format!("{}{path}", emulator.url()))
        .header("X-Plex-Token", token)
        .header("X-Plex-Client-Identifier", "the-tests")
        .header("Accept", "application/json");
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let body = response.bytes().await.unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    (status, body["MediaContainer"].clone())
}

/// The keys of the items of a list, as numbers.
pub(crate) async fn keys(emulator: &Emulator, path: &str) -> Vec<i64> {
    let items = ask::list(&ask::json(emulator, path).await["Metadata"]);
    let key = |item: &Value| item["ratingKey"].as_str().unwrap().parse().unwrap();
    items.iter().map(key).collect()
}

async fn make(emulator: &Emulator, kind: &str, items: &str) -> String {
    let items = uri(&format!("/library/metadata/{items}"));
    let path = format!("/playlists?type={kind}&title=Evening&smart=0&uri={items}");
    let (status, made) = send(emulator, Method::POST, &path).await;
    assert_eq!(status, 200);
    made["Metadata"][0]["ratingKey"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn a_playlist_is_made_of_what_is_in_what_was_named() {
    let emulator = start().await;
    let id = make(&emulator, "video", "2,10,1").await;
    let items = format!("/playlists/{id}/items");
    assert_eq!(keys(&emulator, &items).await, [2, 12, 13, 14, 1]);
    let made = ask::json(&emulator, &format!("/playlists/{id}")).await;
    let made = &made["Metadata"][0];
    assert_eq!(made["leafCount"], 5);
    assert_eq!(made["duration"], 6 * 3_600_000);
    assert_eq!(made["smart"], false);
    assert_eq!(made["playlistType"], "video");
    assert_eq!(made["summary"], "");
    assert_eq!(made["addedAt"], NOW);
    assert!(
        made["guid"]
            .as_str()
            .unwrap()
            .starts_with("com.plexapp.agents.none://")
    );
    // Music does not go among films, and what is not there is nothing.
    let audio = make(&emulator, "audio", "1,21,999").await;
    let items = format!("/playlists/{audio}/items");
    assert_eq!(keys(&emulator, &items).await, [22, 23, 24]);
    assert_eq!(
        keys(&emulator, "/playlists?playlistType=audio").await.len(),
        1
    );
}

#[tokio::test]
async fn an_empty_address_makes_an_empty_playlist_and_none_makes_none() {
    let emulator = start().await;
    let (status, made) = send(
        &emulator,
        Method::POST,
        "/playlists?type=video&title=x&uri=",
    )
    .await;
    assert_eq!(status, 200);
    let made = &made["Metadata"][0];
    assert_eq!(made["leafCount"], 0);
    for missing in ["duration", "composite"] {
        assert!(made.get(missing).is_none(), "{missing}");
    }
    let foreign = "server%3A%2F%2Felsewhere%2Fcom.plexapp.plugins.library%2Flibrary%2Fmetadata%2F1";
    let path = format!("/playlists?type=video&title=y&uri={foreign}");
    let (status, made) = send(&emulator, Method::POST, &path).await;
    assert_eq!(
        (status, &made["Metadata"][0]["leafCount"]),
        (200, &0.into())
    );
    for malformed in [
        "/playlists?type=video&title=z",
        "/playlists?title=z&uri=",
        "/playlists?type=film&title=z&uri=",
        "/playlists?type=video&title=z&smart=1&uri=",
        "/playlists?type=video&title=z&playQueueID=99",
    ] {
        let (status, _) = send(&emulator, Method::POST, malformed).await;
        assert_eq!(status, 400, "{malformed}");
    }
    assert_eq!(keys(&emulator, "/playlists").await.len(), 2);
}

#[tokio::test]
async fn what_is_in_it_already_is_not_added_again() {
    let emulator = start().await;
    let id = make(&emulator, "video", "1").await;
    emulator
        .clock()
        .advance(std::time::Duration::from_secs(100));
    let more = uri("/library/metadata/2,1,2,999,3");
    let path = format!("/playlists/{id}/items?uri={more}");
    let (status, added) = send(&emulator, Method::PUT, &path).await;
    assert_eq!(status, 200);
    assert_eq!(added["leafCountAdded"], 2);
    assert_eq!(added["leafCountRequested"], 3);
    assert_eq!(added["Metadata"][0]["leafCount"], 3);
    assert_eq!(added["Metadata"][0]["updatedAt"], NOW + 100);
    assert_eq!(
        keys(&emulator, &format!("/playlists/{id}/items")).await,
        [1, 2, 3]
    );
    let (status, _) = send(&emulator, Method::PUT, &format!("/playlists/{id}/items")).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn members_are_moved_and_taken_out_by_their_own_ids() {
    let emulator = start().await;
    let id = make(&emulator, "audio", "21").await;
    let items = format!("/playlists/{id}/items");
    let listed = ask::json(&emulator, &items).await;
    let member = |nth: usize| listed["Metadata"][nth]["playlistItemID"].as_i64().unwrap();
    let (first, second, third) = (member(0), member(1), member(2));
    for (path, order) in [
        (format!("{items}/{third}/move"), [24, 22, 23]),
        (format!("{items}/{third}/move?after={second}"), [22, 23, 24]),
        (format!("{items}/{second}/move?after=0"), [23, 22, 24]),
        (format!("{items}/{second}/move?after={first}"), [22, 23, 24]),
    ] {
        let (status, _) = send(&emulator, Method::PUT, &path).await;
        assert_eq!(status, 200, "{path}");
        assert_eq!(keys(&emulator, &items).await, order, "{path}");
    }
    // Ids of the library are none of the list's.
    for (method, path, status) in [
        (Method::DELETE, format!("{items}/22"), 404),
        (Method::PUT, format!("{items}/22/move"), 404),
        (Method::PUT, format!("{items}/{first}/move?after=22"), 400),
        (Method::DELETE, format!("{items}/{second}"), 200),
        (Method::DELETE, format!("{items}/{second}"), 404),
    ] {
        assert_eq!(send(&emulator, method, &path).await.0, status, "{path}");
    }
    assert_eq!(keys(&emulator, &items).await, [22, 24]);
    assert_eq!(send(&emulator, Method::DELETE, &items).await.0, 200);
    assert!(keys(&emulator, &items).await.is_empty());
}

#[tokio::test]
async fn a_smart_playlist_is_what_its_rule_finds_when_it_is_looked_at() {
    let emulator = start().await;
    let rule = uri("/library/sections/1/all?type=1&year=1927&sort=titleSort:desc");
    let path = format!("/playlists?type=video&title=1927&smart=1&uri={rule}");
    let (status, made) = send(&emulator, Method::POST, &path).await;
    assert_eq!(status, 200);
    let id = made["Metadata"][0]["ratingKey"].as_str().unwrap();
    let content = made["Metadata"][0]["content"].as_str().unwrap();
    assert!(content.ends_with("/library/sections/1/all?type=1&year=1927&sort=titleSort:desc"));
    let items = format!("/playlists/{id}/items");
    assert_eq!(keys(&emulator, &items).await, [2, 1]);
    let edit = "/library/metadata/3?year.value=1927";
    assert_eq!(send(&emulator, Method::PUT, edit).await.0, 200);
    assert_eq!(keys(&emulator, &items).await, [2, 1, 3]);
    // Nothing is added by hand, taken out or moved; another rule takes the place of the first.
    let more = uri("/library/metadata/1");
    for (method, path) in [
        (Method::PUT, format!("{items}?uri={more}")),
        (Method::DELETE, items.clone()),
        (Method::DELETE, format!("{items}/1")),
        (Method::PUT, format!("{items}/1/move")),
    ] {
        assert_eq!(send(&emulator, method, &path).await.0, 400, "{path}");
    }
    let rule = uri("/library/sections/1/all?type=1&title=alien");
    assert_eq!(
        send(&emulator, Method::PUT, &format!("{items}?uri={rule}"))
            .await
            .0,
        200
    );
    assert_eq!(keys(&emulator, &items).await, [3]);
}

#[tokio::test]
async fn the_librarys_own_address_names_items_as_well() {
    let emulator = start().await;
    let address = "provider%3A%2F%2Fcom.plexapp.plugins.library%2Flibrary%2Fmetadata%2F2%2C1";
    let path = format!("/playlists?type=video&title=Two&smart=0&uri={address}");
    let (_, made) = send(&emulator, Method::POST, &path).await;
    let items = format!(
        "/playlists/{}/items",
        made["Metadata"][0]["ratingKey"].as_str().unwrap()
    );
    assert_eq!(keys(&emulator, &items).await, [2, 1]);
    let foreign = "provider%3A%2F%2Ftv.plex.provider.discover%2Flibrary%2Fmetadata%2F2";
    let path = format!("/playlists?type=video&title=None&smart=0&uri={foreign}");
    let (_, made) = send(&emulator, Method::POST, &path).await;
    assert_eq!(made["Metadata"][0]["leafCount"], 0);
}

#[tokio::test]
async fn a_smart_playlist_of_shows_holds_their_episodes() {
    let emulator = start().await;
    for (kind, section, rule, held) in [
        ("video", 2, "type=2", vec![12, 13, 14]),
        (
            "video",
            2,
            "type=2&sort=episode.index:desc&limit=2",
            vec![14, 13],
        ),
        ("video", 2, "type=2&show.title=Nothing", vec![]),
        ("video", 2, "type=3&limit=1", vec![12]),
        ("video", 2, "type=4&title=Chimes", vec![13]),
        // Without a kind, a title is that of what the rule speaks of.
        ("video", 2, "type=2&title=Prisoner", vec![12, 13, 14]),
        ("audio", 3, "type=9", vec![22, 23, 24]),
        ("audio", 3, "type=8&limit=1", vec![22]),
    ] {
        let rule = uri(&format!("/library/sections/{section}/all?{rule}"));
        let path = format!("/playlists?type={kind}&title=Smart&smart=1&uri={rule}");
        let (status, made) = send(&emulator, Method::POST, &path).await;
        assert_eq!(status, 200, "{path}");
        let made = &made["Metadata"][0];
        assert_eq!(made["leafCount"], held.len(), "{path}");
        let items = format!("/playlists/{}/items", made["ratingKey"].as_str().unwrap());
        let found = ask::json(&emulator, &items).await;
        let found = ask::list(&found["Metadata"]);
        let key = |item: &Value| item["ratingKey"].as_str().unwrap().parse().unwrap();
        let found: Vec<i32> = found.iter().map(key).collect();
        assert_eq!(found, held, "{path}");
    }
}

#[tokio::test]
async fn playlists_are_renamed_and_are_nobody_elses() {
    let emulator = start().await;
    let id = make(&emulator, "video", "1").await;
    let own = format!("/playlists/{id}");
    for (path, title, summary) in [
        (format!("{own}?title=Night&summary=Late"), "Night", "Late"),
        (
            format!("{own}?title.value=Day&title.locked=1"),
            "Day",
            "Late",
        ),
        (format!("{own}?summary.value="), "Day", ""),
    ] {
        assert_eq!(send(&emulator, Method::PUT, &path).await.0, 204, "{path}");
        let read = ask::json(&emulator, &own).await;
        assert_eq!(read["Metadata"][0]["title"], title);
        assert_eq!(read["Metadata"][0]["summary"], summary);
    }
    // A guest makes one of the guest's own, which holds only what the guest may see.
    let items = uri("/library/metadata/1,12,2");
    let path = format!("/playlists?type=video&title=Mine&uri={items}");
    let (status, made) = send_as(&emulator, "guest-token", Method::POST, &path).await;
    assert_eq!(status, 200);
    assert_eq!(made["Metadata"][0]["leafCount"], 2);
    let theirs = made["Metadata"][0]["ratingKey"].as_str().unwrap();
    let (_, seen) = send_as(&emulator, "guest-token", Method::GET, "/playlists").await;
    assert_eq!(seen["size"], 1);
    assert_eq!(
        keys(&emulator, "/playlists").await,
        [id.parse::<i64>().unwrap()]
    );
    for (token, other) in [("guest-token", id.as_str()), (emulator.token(), theirs)] {
        let items = format!(
            "/playlists/{other}/items?uri={}",
            uri("/library/metadata/2")
        );
        for (method, path) in [
            (Method::GET, format!("/playlists/{other}")),
            (Method::PUT, format!("/playlists/{other}?title=x")),
            (Method::PUT, items),
            (Method::DELETE, format!("/playlists/{other}/items")),
            (Method::DELETE, format!("/playlists/{other}")),
        ] {
            let (status, _) = send_as(&emulator, token, method, &path).await;
            assert_eq!(status, 404, "{path}");
        }
    }
    let gone = format!("/playlists/{theirs}");
    assert_eq!(
        send_as(&emulator, "guest-token", Method::DELETE, &gone)
            .await
            .0,
        204
    );
    assert_eq!(
        send_as(&emulator, "guest-token", Method::GET, &gone)
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn keys_of_playlists_and_of_items_are_of_one_series() {
    let emulator = start().await;
    let track = ask::json(&emulator, "/playlists/22").await;
    assert_eq!(track["Metadata"][0]["type"], "track");
    for (method, path, status) in [
        (Method::GET, "/playlists/22/items", 500),
        (Method::GET, "/playlists/999/items", 404),
        (Method::PUT, "/playlists/22?title=x", 404),
        (Method::PUT, "/playlists/22/items?uri=", 404),
        (Method::DELETE, "/playlists/22/items", 404),
        (Method::DELETE, "/playlists/22", 404),
    ] {
        assert_eq!(send(&emulator, method, path).await.0, status, "{path}");
    }
}
