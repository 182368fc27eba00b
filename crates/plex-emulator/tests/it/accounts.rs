//! The owner, and others.

use crate::ask;
use plex_emulator::{Emulator, Library};
use reqwest::Response;
use serde_json::Value;

async fn start() -> Emulator {
    Emulator::start(Library::sample()).await.unwrap()
}

async fn get_as(emulator: &Emulator, account: &str, path: &str) -> Response {
    let token = emulator.token_of(account).unwrap();
    ask::http()
        .get(format!("{}{path}", emulator.url()))
        .header("X-Plex-Token", token)
        .header("Accept", "application/json")
        .send()
        .await
        .unwrap()
}

async fn json_as(emulator: &Emulator, account: &str, path: &str) -> Value {
    let response = get_as(emulator, account, path).await;
    let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    body["MediaContainer"].clone()
}

#[tokio::test]
async fn a_friend_sees_only_what_is_shared() {
    let emulator = start().await;
    let sections = json_as(&emulator, "linus", "/library/sections").await;
    let keys: Vec<_> = sections["Directory"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| section["key"].clone())
        .collect();
    assert_eq!(keys, ["1", "3"]);
    assert!(sections["Directory"][0].get("Location").is_none());

    let all = get_as(&emulator, "linus", "/library/sections/2/all").await;
    assert_eq!(all.status(), 404);
    let shows = ask::json(&emulator, "/library/sections/2/all").await;
    let key = shows["Metadata"][0]["ratingKey"].as_str().unwrap();
    let path = format!("/library/metadata/{key}");
    assert_eq!(get_as(&emulator, "linus", &path).await.status(), 404);
    assert_eq!(get_as(&emulator, "grace", &path).await.status(), 200);

    for path in [
        "/library/recentlyAdded",
        "/search?query=planet",
        "/library/onDeck",
    ] {
        let list = json_as(&emulator, "linus", path).await;
        let items = list["Metadata"].as_array().cloned().unwrap_or_default();
        assert!(
            items.iter().all(|item| item["librarySectionID"] != 2),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_friend_sees_no_paths_and_no_view_state_but_their_own() {
    let emulator = start().await;
    let film = "/library/metadata/18";
    let theirs = json_as(&emulator, "grace", film).await;
    assert!(
        theirs["Metadata"][0]["Media"][0]["Part"][0]
            .get("file")
            .is_none()
    );
    assert!(theirs["Metadata"][0].get("userRating").is_none());
    let own = ask::json(&emulator, film).await;
    assert!(own["Metadata"][0]["Media"][0]["Part"][0]["file"].is_string());
    assert_eq!(own["Metadata"][0]["userRating"], 9.5);
}

#[tokio::test]
async fn what_is_the_owners_is_refused() {
    let emulator = start().await;
    for (path, status) in [
        ("/status/sessions", 403),
        ("/status/sessions/history/all", 401),
        ("/accounts", 403),
        ("/devices", 403),
        ("/:/prefs", 403),
        ("/library/sections/1/refresh", 403),
        ("/library/sections", 200),
    ] {
        let response = get_as(&emulator, "grace", path).await;
        assert_eq!(response.status(), status, "{path}");
    }
}
