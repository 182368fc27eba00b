//! The watchlist, and what plex.tv knows of titles.

use std::time::Duration;

use super::person::Person;
use super::with_plex_tv;
use crate::ask::{self, NOW};
use plex_emulator::{Clock, Emulator, Fault};
use reqwest::Method;
use serde_json::{Value, json};

const LIST: &str = "/library/sections/watchlist/all";

async fn start() -> (Emulator, Clock) {
    let clock = Clock::manual(NOW);
    let builder = with_plex_tv().clock(clock.clone());
    (builder.start().await.unwrap(), clock)
}

/// The key, at plex.tv, of a title on the server.
async fn key(emulator: &Emulator, title: &str) -> String {
    for section in [1, 2, 3] {
        let list = ask::json(emulator, &format!("/library/sections/{section}/all")).await;
        let items = ask::list(&list["Metadata"]);
        if let Some(item) = items.iter().find(|item| item["title"] == title) {
            let guid = item["guid"].as_str().unwrap();
            return guid.rsplit('/').next().unwrap().to_owned();
        }
    }
    panic!("no {title}")
}

async fn act(person: &Person<'_>, action: &str, key: &str) -> u16 {
    let path = format!("/actions/{action}?ratingKey={key}");
    person.json(Method::PUT, &path).await.status
}

async fn titles(person: &Person<'_>, path: &str) -> Vec<String> {
    let list = person.get(path).await["MediaContainer"].clone();
    let items = ask::list(&list["Metadata"]);
    items
        .iter()
        .map(|item| item["title"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn adding_and_removing_can_be_repeated() {
    let (emulator, clock) = start().await;
    let owner = Person::owner(&emulator);
    let metropolis = key(&emulator, "Metropolis").await;
    for _ in 0..2 {
        assert_eq!(act(&owner, "addToWatchlist", &metropolis).await, 200);
        clock.advance(Duration::from_secs(60));
    }
    assert_eq!(titles(&owner, LIST).await, ["Metropolis"]);
    let path = format!("/library/metadata/{metropolis}/userState");
    let state = owner.get(&path).await["MediaContainer"]["UserState"].clone();
    assert_eq!(state["watchlistedAt"], NOW);
    // A list is its owner's own.
    let grace = Person::called(&emulator, "grace");
    assert_eq!(titles(&grace, LIST).await.len(), 0);
    for _ in 0..2 {
        assert_eq!(act(&owner, "removeFromWatchlist", &metropolis).await, 200);
    }
    assert_eq!(titles(&owner, LIST).await.len(), 0);
    let state = owner.get(&path).await["MediaContainer"]["UserState"].clone();
    assert_eq!(state.get("watchlistedAt"), None);
}

#[tokio::test]
async fn what_cannot_be_on_it_is_refused() {
    let (emulator, _) = start().await;
    let owner = Person::owner(&emulator);
    let unknown = "0123456789abcdef01234567";
    let said = owner
        .json(
            Method::PUT,
            &format!("/actions/addToWatchlist?ratingKey={unknown}"),
        )
        .await;
    assert_eq!(said.status, 404);
    let message = said.json()["Error"]["message"].clone();
    assert_eq!(message, format!("MetadataItem for {unknown} not found!"));
    assert_eq!(act(&owner, "addToWatchlist", "").await, 400);
    let list = ask::json(&emulator, "/library/sections/3/all").await;
    let guid = list["Metadata"][0]["guid"].as_str().unwrap();
    let artist = guid.rsplit('/').next().unwrap();
    assert_eq!(act(&owner, "addToWatchlist", artist).await, 400);
    assert_eq!(titles(&owner, LIST).await.len(), 0);
}

#[tokio::test]
async fn it_is_paged_filtered_and_put_in_order() {
    let (emulator, clock) = start().await;
    let owner = Person::owner(&emulator);
    for title in ["Metropolis", "Nosferatu", "Severance"] {
        let found = owner
            .get(&format!(
                "/library/search?query={title}&searchTypes=movies,tv"
            ))
            .await;
        let results = found["MediaContainer"]["SearchResults"][0]["SearchResult"].clone();
        let key = results[0]["Metadata"]["ratingKey"].as_str().unwrap();
        assert_eq!(act(&owner, "addToWatchlist", key).await, 200);
        clock.advance(Duration::from_secs(1));
    }
    assert_eq!(
        titles(&owner, LIST).await,
        ["Severance", "Nosferatu", "Metropolis"]
    );
    let sorted = format!("{LIST}?sort=titleSort:asc&type=1");
    assert_eq!(titles(&owner, &sorted).await, ["Metropolis", "Nosferatu"]);
    let page = format!("{LIST}?X-Plex-Container-Start=1&X-Plex-Container-Size=1");
    let list = owner.get(&page).await["MediaContainer"].clone();
    assert_eq!(list["totalSize"], 3);
    assert_eq!(list["Metadata"][0]["title"], "Nosferatu");
    assert_eq!(list["librarySectionID"], "watchlist");
    for (size, status) in [("100", 200), ("101", 400), ("many", 400)] {
        let path = format!("{LIST}?X-Plex-Container-Start=0&X-Plex-Container-Size={size}");
        assert_eq!(
            owner.json(Method::GET, &path).await.status,
            status,
            "{size}"
        );
    }
    for path in [
        "/library/sections/watchlist/wrong",
        "/library/sections/watchlist/all?sort=x",
    ] {
        let status = owner.json(Method::GET, path).await.status;
        assert!(matches!(status, 400 | 404), "{path}: {status}");
    }
    assert_eq!(
        titles(&owner, "/library/sections/watchlist/released")
            .await
            .len(),
        3
    );
}

#[tokio::test]
async fn titles_are_found_by_name_and_by_the_names_of_others() {
    let (emulator, _) = start().await;
    let owner = Person::owner(&emulator);
    let path = "/library/metadata/matches?guid=imdb://tt11280740";
    assert_eq!(owner.json(Method::GET, path).await.status, 400);
    let one = owner.get(&format!("{path}&type=2")).await["MediaContainer"].clone();
    assert_eq!(one["Metadata"][0]["title"], "Severance");
    // The type is part of the question.
    let none = owner.get(&format!("{path}&type=1")).await["MediaContainer"].clone();
    assert_eq!(none["size"], 0);
    let found = owner.get("/library/search?query=the&limit=2").await;
    let results = &found["MediaContainer"]["SearchResults"][0];
    assert_eq!(results["id"], "external");
    assert_eq!(results["SearchResult"].as_array().unwrap().len(), 2);
    let key = key(&emulator, "Metropolis").await;
    let details = owner
        .get(&format!(
            "/library/metadata/{key},nothing?includeUserState=1"
        ))
        .await["MediaContainer"]
        .clone();
    assert_eq!(details["size"], 1);
    assert_eq!(details["Metadata"][0]["viewCount"], 0);
    let path = format!("/library/metadata/{key}/availabilities");
    let offers = owner.get(&path).await["MediaContainer"].clone();
    let listed = ask::list(&offers["Availability"]);
    assert_eq!(offers["size"], listed.len());
    let rows = owner.get("/hubs/sections/home").await["MediaContainer"].clone();
    for row in ask::list(&rows["Hub"]) {
        assert_eq!(row["size"], 0);
        let key = row["key"].as_str().unwrap();
        let inside = owner.get(&format!("{key}?limit=3")).await["MediaContainer"].clone();
        assert_eq!(inside["size"], 3);
    }
}

#[tokio::test]
async fn what_is_watched_reaches_the_server_only_where_that_is_wanted() {
    let (emulator, _) = start().await;
    let owner = Person::owner(&emulator);
    let key = key(&emulator, "Nosferatu").await;
    let count = async || {
        let list = ask::json(&emulator, "/library/sections/1/all?title=Nosferatu").await;
        list["Metadata"][0]["viewCount"].as_i64().unwrap_or(0)
    };
    let before = count().await;
    let scrobble = format!("/actions/scrobble?key={key}&identifier=com.plexapp.plugins.library");
    assert_eq!(owner.json(Method::GET, &scrobble).await.status, 200);
    let path = format!("/library/metadata/{key}/userState");
    let state = owner.get(&path).await["MediaContainer"]["UserState"].clone();
    assert_eq!(state["viewCount"], 1);
    assert_eq!(state["viewState"], "complete");
    assert_eq!(count().await, before);

    let sync = "/api/v2/user/view_state_sync";
    assert_eq!(owner.get(sync).await, json!({"consent": false}));
    let said = owner
        .json(Method::PUT, &format!("{sync}?consent=true"))
        .await;
    assert_eq!(said.json(), json!({"consent": true}));
    assert_eq!(owner.json(Method::PUT, sync).await.status, 400);
    owner.json(Method::GET, &scrobble).await;
    assert_eq!(count().await, before + 1);
    let unscrobble = scrobble.replace("scrobble", "unscrobble");
    owner.json(Method::GET, &unscrobble).await;
    assert_eq!(count().await, 0);
    let state = owner.get(&path).await["MediaContainer"]["UserState"].clone();
    assert_eq!(state["viewCount"], 0);
    assert_eq!(state.get("viewState"), None::<&Value>);
}

#[tokio::test]
async fn whoever_asks_too_often_is_told_to_wait() {
    let (emulator, _) = start().await;
    let owner = Person::owner(&emulator);
    let key = key(&emulator, "Metropolis").await;
    let limit = Fault::RateLimit(Duration::from_secs(3))
        .on("/actions/*")
        .times(2);
    emulator.plex_tv().unwrap().inject(limit);
    assert_eq!(act(&owner, "addToWatchlist", &key).await, 429);
    assert_eq!(act(&owner, "addToWatchlist", &key).await, 429);
    assert_eq!(titles(&owner, LIST).await.len(), 0);
    assert_eq!(act(&owner, "addToWatchlist", &key).await, 200);
    assert_eq!(titles(&owner, LIST).await, ["Metropolis"]);
}
