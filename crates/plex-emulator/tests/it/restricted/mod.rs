//! What the filters of a share keep from somebody: a title is nowhere to be found, and nothing can be done
//! with it.

mod doing;
mod filters;
mod telling;

use std::collections::BTreeSet;

use plex_emulator::{Clock, Emulator, PlexTvOptions};
use reqwest::{Method, Response};
use serde_json::Value;

use crate::ask;

/// Sees every library, as far as filters let her.
const GRACE: &str = "demo-token-for-grace";
const MACHINE: &str = "5f0c3d8e9a7b41c6d2e8f1a0b3c4d5e6f7081920";

/// What grace is shown where nothing else is said: a few films, a show or two, music that is not loud and
/// photographs that are not private.
const FILTERS: &[(&str, &str)] = &[
    ("filterMovies", "contentRating=G%2CPG"),
    ("filterTelevision", "contentRating=TV-G"),
    ("filterMusic", "label!=Loud"),
    ("filterPhotos", "label!=Private"),
];

async fn start() -> Emulator {
    let builder = Emulator::builder().plex_tv(PlexTvOptions::default());
    let builder = builder.clock(Clock::manual(ask::NOW));
    builder.start().await.unwrap()
}

/// Sets filters as the owner does, at plex.tv.
async fn restrict(emulator: &Emulator, filters: &[(&str, &str)]) {
    let plex_tv = emulator.plex_tv().unwrap();
    let encode = |text: &str| {
        text.replace('%', "%25")
            .replace('!', "%21")
            .replace('=', "%3D")
    };
    let filters = filters.iter();
    let filters: Vec<String> = filters
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    let path = format!("/api/v2/sharings/grace?{}", filters.join("&"));
    let request = ask::CLIENT.put(format!("{}{path}", plex_tv.url()));
    let request = request.header("X-Plex-Token", plex_tv.token());
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
}

/// Gives an item a label.
async fn label(emulator: &Emulator, key: &str, label: &str) {
    let path = format!("/library/metadata/{key}?label%5B0%5D.tag.tag={label}");
    assert_eq!(ask::status(emulator, Method::PUT, &path).await, 200);
}

async fn as_grace(emulator: &Emulator, method: Method, path: &str) -> Response {
    let request = ask::CLIENT.request(method, format!("{}{path}", emulator.url()));
    let request = request.header("X-Plex-Token", GRACE);
    let request = request.header("Accept", "application/json");
    request.send().await.unwrap()
}

async fn json(emulator: &Emulator, method: Method, path: &str) -> Value {
    let response = as_grace(emulator, method, path).await;
    assert!(response.status().is_success(), "{path}: {response:?}");
    let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    body["MediaContainer"].clone()
}

async fn get(emulator: &Emulator, path: &str) -> Value {
    json(emulator, Method::GET, path).await
}

/// The rating keys in a list.
fn keys(list: &Value) -> BTreeSet<String> {
    let items = ask::list(&list["Metadata"]).into_iter();
    items
        .map(|item| item["ratingKey"].as_str().unwrap().to_owned())
        .collect()
}

/// All that the owner has of a type in a library.
async fn all(emulator: &Emulator, section: u32, kind: u32) -> Vec<Value> {
    let path = format!("/library/sections/{section}/all?type={kind}");
    ask::list(&ask::json(emulator, &path).await["Metadata"])
}

/// The rating keys of all titles in the libraries, with the titles.
async fn everything(emulator: &Emulator) -> Vec<(String, String)> {
    let kinds = [
        (1, 1),
        (2, 2),
        (2, 3),
        (2, 4),
        (3, 8),
        (3, 9),
        (3, 10),
        (4, 14),
        (4, 13),
    ];
    let mut found = Vec::new();
    for (section, kind) in kinds {
        for item in all(emulator, section, kind).await {
            let text = |name: &str| item[name].as_str().unwrap().to_owned();
            found.push((text("ratingKey"), text("title")));
        }
    }
    found
}

/// The keys of what grace is not to see, each item by itself; her own listings are what is tested, so these
/// are told from what the owner is answered.
async fn kept_from_her(emulator: &Emulator) -> BTreeSet<String> {
    let mut kept = BTreeSet::new();
    let mut keep = |item: &Value, is_seen: bool| {
        if !is_seen {
            kept.insert(item["ratingKey"].as_str().unwrap().to_owned());
        }
    };
    for film in all(emulator, 1, 1).await {
        let rating = film["contentRating"].as_str().unwrap_or("");
        keep(&film, matches!(rating, "G" | "PG"));
    }
    let shows = all(emulator, 2, 2).await;
    let family: BTreeSet<&str> = shows
        .iter()
        .filter(|show| show["contentRating"] == "TV-G")
        .map(|show| show["ratingKey"].as_str().unwrap())
        .collect();
    for (kind, above) in [
        (2, "ratingKey"),
        (3, "parentRatingKey"),
        (4, "grandparentRatingKey"),
    ] {
        for item in all(emulator, 2, kind).await {
            keep(&item, family.contains(item[above].as_str().unwrap()));
        }
    }
    for (kind, above) in [
        (8, "ratingKey"),
        (9, "parentRatingKey"),
        (10, "grandparentRatingKey"),
    ] {
        for item in all(emulator, 3, kind).await {
            keep(&item, item[above] != "209");
        }
    }
    let private = private_album(emulator).await;
    for (kind, above) in [(14, "ratingKey"), (13, "parentRatingKey")] {
        for item in all(emulator, 4, kind).await {
            keep(&item, item[above] != private.as_str());
        }
    }
    kept
}

async fn private_album(emulator: &Emulator) -> String {
    let albums = all(emulator, 4, 14).await;
    albums[0]["ratingKey"].as_str().unwrap().to_owned()
}

/// A server whose grace is shown little, and what she is not shown.
async fn restricted() -> (Emulator, BTreeSet<String>) {
    let emulator = start().await;
    label(&emulator, "209", "Loud").await;
    // Photographs have no labels but tags, and albums of them nothing.
    let album = private_album(&emulator).await;
    for photo in all(&emulator, 4, 13).await {
        if photo["parentRatingKey"] == album.as_str() {
            let key = photo["ratingKey"].as_str().unwrap();
            let path = format!("/library/metadata/{key}?tag%5B0%5D.tag.tag=Private");
            assert_eq!(ask::status(&emulator, Method::PUT, &path).await, 200);
        }
    }
    restrict(&emulator, FILTERS).await;
    let kept = kept_from_her(&emulator).await;
    (emulator, kept)
}
