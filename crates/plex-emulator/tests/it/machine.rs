//! The machine that the server is on: folders, agents, logs.

use plex_emulator::{Emulator, Library};
use reqwest::Method;
use serde_json::{Value, json};

use crate::ask;
use crate::playlists::{send_as, start};

const DESCRIPTION: &str = r#"
[[section]]
type = "movie"
title = "Films"
Location = ["/srv/films", "/more"]
item = [
    { title = "Amélie", Media = [{ Part = [{ file = "/srv/films/Amelie/film.mkv" }] }] },
    { title = "Århus by Night", Media = [{ Part = [{ file = "/srv/films/aarhus.mkv" }] }] },
]
[[playlist]]
title = "Été"
items = ["Amélie"]
"#;

async fn described() -> Emulator {
    Emulator::start(Library::from_toml(DESCRIPTION).unwrap())
        .await
        .unwrap()
}

async fn paths(emulator: &Emulator, path: &str, element: &str) -> Vec<String> {
    let entries = ask::list(&ask::json(emulator, path).await[element]);
    let path = |entry: &Value| entry["path"].as_str().unwrap().to_owned();
    entries.iter().map(path).collect()
}

#[tokio::test]
async fn folders_lead_to_the_files_in_them() {
    let emulator = described().await;
    let root = ask::json(&emulator, "/services/browse").await;
    assert_eq!(root["Path"][0]["path"], "/more");
    let srv = root["Path"][1]["key"].as_str().unwrap().to_owned();
    assert_eq!(srv, "/services/browse/L3Nydg==");
    assert_eq!(paths(&emulator, &srv, "Path").await, ["/srv/films"]);
    // The encoding of `/srv/films`.
    let films = "/services/browse/L3Nydi9maWxtcw==";
    assert_eq!(paths(&emulator, films, "Path").await, ["/srv/films/Amelie"]);
    assert_eq!(
        paths(&emulator, films, "File").await,
        ["/srv/films/aarhus.mkv"]
    );
    let without = format!("{films}?includeFiles=0");
    assert!(paths(&emulator, &without, "File").await.is_empty());
    for (path, status) in [
        ("/services/browse/L3NyZg==", 404),
        ("/services/browse/~", 400),
    ] {
        assert_eq!(
            ask::status(&emulator, Method::GET, path).await,
            status,
            "{path}"
        );
    }
}

#[tokio::test]
async fn agents_and_logs_are_the_owners_to_see() {
    let emulator = start().await;
    let agents = ask::json(&emulator, "/system/agents?mediaType=1").await;
    let names = |agents: &Value| -> Vec<Value> {
        let agents = ask::list(&agents["Agent"]).into_iter();
        agents.map(|agent| agent["identifier"].clone()).collect()
    };
    let of_films = names(&agents);
    assert_eq!(of_films[0], "tv.plex.agents.movie");
    assert!(of_films.contains(&json!("com.plexapp.agents.imdb")));
    assert!(!of_films.contains(&json!("tv.plex.agents.series")));
    // Of a kind, agents say which languages they know; else, which kinds.
    assert_eq!(agents["Agent"][0]["Language"][0]["code"], "en-US");
    let all = ask::json(&emulator, "/system/agents").await;
    assert!(names(&all).len() > of_films.len());
    assert_eq!(all["Agent"][0]["MediaType"][0]["name"], "movie");
    // Whoever says to have preferences has some, and nobody else.
    for agent in ask::list(&all["Agent"]) {
        let identifier = agent["identifier"].as_str().unwrap();
        let one = ask::json(&emulator, &format!("/system/agents/{identifier}")).await;
        assert_eq!(one["Agent"], json!([agent]));
        let prefs = format!("/:/plugins/{identifier}/prefs");
        let prefs = ask::json(&emulator, &prefs).await;
        assert_eq!(agent["hasPrefs"], !ask::list(&prefs["Setting"]).is_empty());
    }
    for path in ["/system/agents/none", "/:/plugins/none/prefs"] {
        assert_eq!(ask::status(&emulator, Method::GET, path).await, 404);
    }
    for path in ["/diagnostics/logs", "/diagnostics/databases"] {
        let answer = ask::request(&emulator, Method::GET, path)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.headers()["content-type"], "application/zip");
        assert!(answer.bytes().await.unwrap().starts_with(b"PK\x03\x04"));
        let (status, _) = send_as(&emulator, "guest-token", Method::GET, path).await;
        assert_eq!(status, 403, "{path}");
    }
}

#[tokio::test]
async fn searches_care_for_no_accents() {
    let emulator = described().await;
    for (query, title) in [
        ("amelie", "Amélie"),
        ("AMÉLIE", "Amélie"),
        ("arhus", "Århus by Night"),
    ] {
        let hubs = ask::json(&emulator, &format!("/hubs/search?query={query}")).await;
        let hubs = ask::list(&hubs["Hub"]);
        let films = hubs
            .iter()
            .find(|hub| hub["hubIdentifier"] == "movie")
            .unwrap();
        assert_eq!(films["Metadata"][0]["title"], title, "{query}");
    }
    let hubs = ask::json(&emulator, "/hubs/search?query=ete").await;
    let hubs = ask::list(&hubs["Hub"]);
    let playlists = hubs
        .iter()
        .find(|hub| hub["hubIdentifier"] == "playlist")
        .unwrap();
    assert_eq!(playlists["Metadata"][0]["title"], "Été");
}
