//! What is deleted is gone everywhere, and nothing else is.

use plex_emulator::Emulator;
use reqwest::Method;
use serde_json::Value;

use crate::ask;

const DESCRIPTION: &str = r#"
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
item = [
    { title = "Metropolis", ratingKey = 1, viewCount = 1 },
    { title = "Sunrise", ratingKey = 2 },
]
[[section.collection]]
title = "Silent"
ratingKey = 50
items = [1, 2]
[[section]]
key = "2"
type = "show"
title = "Shows"
[[section.item]]
title = "The Prisoner"
ratingKey = 10
[[section.item.item]]
index = 1
item = [{ title = "Arrival", ratingKey = 12 }]
[[playlist]]
title = "Evening"
ratingKey = 60
items = [1, 2]
[[play]]
item = 1
viewedAt = 1789000000
[[play]]
item = 12
viewedAt = 1789000001
"#;

async fn start() -> Emulator {
    ask::described(DESCRIPTION).await
}

async fn titles(emulator: &Emulator, path: &str) -> Vec<String> {
    let items = ask::list(&ask::json(emulator, path).await["Metadata"]);
    let title = |item: &Value| item["title"].as_str().unwrap().to_owned();
    items.iter().map(title).collect()
}

#[tokio::test]
async fn a_film_goes_from_every_list_and_the_history_keeps_its_name() {
    let emulator = start().await;
    let film = "/library/metadata/1";
    assert_eq!(ask::status(&emulator, Method::DELETE, film).await, 200);
    assert_eq!(ask::status(&emulator, Method::GET, film).await, 404);
    assert_eq!(
        titles(&emulator, "/library/sections/1/all").await,
        ["Sunrise"]
    );
    assert_eq!(
        titles(&emulator, "/library/collections/50/children").await,
        ["Sunrise"]
    );
    assert_eq!(titles(&emulator, "/playlists/60/items").await, ["Sunrise"]);
    let collection = ask::json(&emulator, "/library/collections/50").await;
    assert_eq!(collection["Metadata"][0]["childCount"], 1);
    let history = ask::json(&emulator, "/status/sessions/history/all").await;
    let plays = ask::list(&history["Metadata"]);
    assert_eq!(plays.len(), 2);
    assert_eq!(plays[0]["title"], "Metropolis");
    assert!(plays[0].get("ratingKey").is_none());
    assert_eq!(plays[1]["ratingKey"], "12");
}

#[tokio::test]
async fn a_show_goes_with_its_last_episode() {
    let emulator = start().await;
    let episode = "/library/metadata/12";
    assert_eq!(ask::status(&emulator, Method::DELETE, episode).await, 200);
    assert!(
        titles(&emulator, "/library/sections/2/all")
            .await
            .is_empty()
    );
    assert_eq!(
        ask::status(&emulator, Method::GET, "/library/metadata/10").await,
        404
    );
    let history = ask::json(&emulator, "/status/sessions/history/all").await;
    assert_eq!(history["Metadata"][1]["grandparentTitle"], "The Prisoner");
    assert_eq!(titles(&emulator, "/library/sections/1/all").await.len(), 2);
}

#[tokio::test]
async fn collections_and_playlists_go_and_what_is_in_them_stays() {
    let emulator = start().await;
    let tagged = "/library/metadata/1";
    let tags = |item: Value| ask::list(&item["Metadata"][0]["Collection"]).len();
    assert_eq!(tags(ask::json(&emulator, tagged).await), 1);
    for (path, deleted) in [("/library/collections/50", 200), ("/playlists/60", 204)] {
        let status = ask::status(&emulator, Method::DELETE, path).await;
        assert_eq!(status, deleted, "{path}");
        assert_eq!(
            ask::status(&emulator, Method::GET, path).await,
            404,
            "{path}"
        );
    }
    assert_eq!(tags(ask::json(&emulator, tagged).await), 0);
    assert_eq!(titles(&emulator, "/library/sections/1/all").await.len(), 2);
    assert!(titles(&emulator, "/playlists").await.is_empty());
    // A film is no playlist.
    assert_eq!(
        ask::status(&emulator, Method::DELETE, "/playlists/1").await,
        404
    );
    assert_eq!(titles(&emulator, "/library/sections/1/all").await.len(), 2);
}

#[tokio::test]
async fn only_the_owner_deletes_and_only_where_it_is_allowed() {
    let emulator = start().await;
    let film = "/library/metadata/1";
    let as_guest =
        ask::request(&emulator, Method::DELETE, film).header("X-Plex-Token", "guest-token");
    let mut as_guest = as_guest.build().unwrap();
    as_guest
        .headers_mut()
        .insert("X-Plex-Token", "guest-token".parse().unwrap());
    let refused = ask::http().execute(as_guest).await.unwrap();
    assert_eq!(refused.status(), 403);
    let off = "/:/prefs?allowMediaDeletion=0";
    assert_eq!(ask::status(&emulator, Method::PUT, off).await, 200);
    assert_eq!(ask::status(&emulator, Method::DELETE, film).await, 403);
    assert_eq!(titles(&emulator, "/library/sections/1/all").await.len(), 2);
}

#[tokio::test]
async fn a_server_that_only_says_yes_changes_nothing() {
    let emulator = start().await;
    emulator.inject("not-applied".parse::<plex_emulator::FaultRule>().unwrap());
    let film = "/library/metadata/1";
    assert_eq!(ask::status(&emulator, Method::DELETE, film).await, 200);
    let marked = "/:/scrobble?key=2&identifier=com.plexapp.plugins.library";
    assert_eq!(ask::status(&emulator, Method::GET, marked).await, 200);
    // What only looks is answered honestly.
    assert_eq!(titles(&emulator, "/library/sections/1/all").await.len(), 2);
    let other = ask::json(&emulator, "/library/metadata/2").await;
    assert!(other["Metadata"][0].get("viewCount").is_none());
}
