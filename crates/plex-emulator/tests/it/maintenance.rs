//! What the server says of its own affairs.

use crate::ask::{self, NOW};
use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::Value;

async fn start(library: Library) -> Emulator {
    Emulator::builder()
        .library(library)
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_server_is_up_to_date_unless_told_otherwise() {
    let emulator = start(Library::sample()).await;
    let status = ask::json(&emulator, "/updater/status").await;
    assert_eq!(status["size"], 0);
    assert!(status.get("Release").is_none());
    // As a real one's, it holds the owner's token, for clients to keep to themselves.
    let url = status["downloadURL"].as_str().unwrap();
    assert!(url.ends_with(&format!("X-Plex-Token={}", emulator.token())));

    let described = r#"
        [server.Release]
        key = "https://plex.tv/updater/releases/4567"
        version = "1.43.5.10999-abcdef012"
        added = "Something"
        fixed = "Something else"
        state = "available"
    "#;
    let emulator = start(Library::from_toml(described).unwrap()).await;
    let status = ask::json(&emulator, "/updater/status").await;
    assert_eq!(status["Release"][0]["version"], "1.43.5.10999-abcdef012");
    assert_eq!(status["Release"][0]["state"], "available");
    assert!(status["checkedAt"].as_i64().unwrap() < NOW);
    let check = "/updater/check?download=0";
    assert_eq!(ask::status(&emulator, Method::PUT, check).await, 200);
    let status = ask::json(&emulator, "/updater/status").await;
    assert_eq!(status["checkedAt"], NOW);
}

#[tokio::test]
async fn players_advertise_themselves_where_described() {
    let none = start(Library::sample()).await;
    let clients = ask::json(&none, "/clients").await;
    assert_eq!(clients, serde_json::json!({ "size": 0 }));

    let described = r#"
        [[client]]
        name = "RasPlex"
        host = "192.168.1.29"
        port = 3005
        machineIdentifier = "rasplex-1"
        protocolCapabilities = "navigation,playback,timeline"
    "#;
    let emulator = start(Library::from_toml(described).unwrap()).await;
    let clients = ask::json(&emulator, "/clients").await;
    assert_eq!(clients["size"], 1);
    assert_eq!(clients["Server"][0]["name"], "RasPlex");
    assert_eq!(clients["Server"][0]["port"], 3005);
}

#[tokio::test]
async fn tasks_follow_their_preferences() {
    let emulator = start(Library::sample()).await;
    let enabled = |butler: &Value, name: &str| {
        let tasks = butler["ButlerTask"].as_array().unwrap();
        let task = tasks.iter().find(|task| task["name"] == name).unwrap();
        task["enabled"].as_bool().unwrap()
    };
    let before = ask::json(&emulator, "/butler").await;
    assert!(enabled(&before, "BackupDatabase") && enabled(&before, "MusicAnalysis"));
    assert!(!enabled(&before, "RefreshLibraries"));
    let change = "/:/prefs?ButlerTaskBackupDatabase=0&ButlerTaskRefreshLibraries=1";
    assert_eq!(ask::status(&emulator, Method::PUT, change).await, 200);
    let after = ask::json(&emulator, "/butler").await;
    assert!(!enabled(&after, "BackupDatabase") && enabled(&after, "RefreshLibraries"));
}

#[tokio::test]
async fn providers_say_what_sections_and_the_root_say() {
    let emulator = start(Library::sample()).await;
    let root = ask::json(&emulator, "/").await;
    let providers = ask::json(&emulator, "/media/providers?includeStorage=1").await;
    for key in ["machineIdentifier", "version", "myPlexUsername", "livetv"] {
        assert_eq!(root[key], providers[key], "{key}");
    }
    assert!(root.get("hubSearch").is_some() && providers.get("hubSearch").is_none());
    let features = providers["MediaProvider"][0]["Feature"].as_array().unwrap();
    let content = &features[0]["Directory"];
    assert_eq!(content[0]["hubKey"], "/hubs");
    let sections = ask::json(&emulator, "/library/sections").await;
    for (place, section) in sections["Directory"].as_array().unwrap().iter().enumerate() {
        let provided = &content[place + 1];
        assert_eq!(provided["id"], section["key"]);
        for key in ["uuid", "title", "type", "agent", "scannedAt"] {
            assert_eq!(provided[key], section[key], "{key}");
        }
        assert!(provided["storageTotal"].as_i64().unwrap() > 0);
        assert_eq!(provided["Pivot"][0]["key"], provided["hubKey"]);
    }
    let without = ask::json(&emulator, "/media/providers").await;
    let film = &without["MediaProvider"][0]["Feature"][0]["Directory"][1];
    assert!(film.get("storageTotal").is_none());
}

#[tokio::test]
async fn preferences_have_the_types_that_they_say() {
    let emulator = start(Library::sample()).await;
    let preferences = ask::json(&emulator, "/:/prefs").await;
    let settings = preferences["Setting"].as_array().unwrap();
    assert!(settings.len() > 150);
    for setting in settings {
        for key in ["default", "value"] {
            let value = &setting[key];
            let fits = match setting["type"].as_str().unwrap() {
                "bool" => value.is_boolean(),
                "int" => value.is_i64(),
                "double" => value.is_f64(),
                "text" => value.is_string(),
                _ => false,
            };
            assert!(fits, "{} {key}", setting["id"]);
        }
        let is_hidden = setting["hidden"].as_bool().unwrap();
        assert!(is_hidden || setting["label"] != "", "{}", setting["id"]);
    }
}

#[tokio::test]
async fn deletion_that_is_not_allowed_is_not_mentioned() {
    let emulator = start(Library::sample()).await;
    let root = ask::json(&emulator, "/").await;
    assert_eq!(root["allowMediaDeletion"], true);
    let change = "/:/prefs?allowMediaDeletion=0";
    assert_eq!(ask::status(&emulator, Method::PUT, change).await, 200);
    let root = ask::json(&emulator, "/").await;
    assert!(root.get("allowMediaDeletion").is_none());
}

#[tokio::test]
async fn nothing_was_watched_before_it_was_there() {
    let emulator = start(Library::generate(3_000)).await;
    let films = ask::json(&emulator, "/library/sections/1/all?viewCount%3E%3E=0").await;
    let films = films["Metadata"].as_array().unwrap();
    assert!(films.len() > 200);
    for film in films {
        assert!(
            film["lastViewedAt"].as_i64() >= film["addedAt"].as_i64(),
            "{film}"
        );
    }
}

#[tokio::test]
async fn conversions_are_those_of_the_sessions() {
    let emulator = start(Library::sample()).await;
    let conversions = ask::json(&emulator, "/transcode/sessions").await;
    let conversion = &conversions["TranscodeSession"][0];
    let sessions = ask::json(&emulator, "/status/sessions").await;
    let converted: Vec<&Value> = sessions["Metadata"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|session| session.get("TranscodeSession"))
        .collect();
    assert_eq!(conversions["size"], converted.len());
    // A session names its conversion by path, the list by id.
    let key = conversion["key"].as_str().unwrap();
    assert_eq!(converted[0]["key"], format!("/transcode/sessions/{key}"));
    for name in [
        "progress",
        "speed",
        "duration",
        "remaining",
        "videoDecision",
    ] {
        assert_eq!(converted[0][name], conversion[name], "{name}");
    }
}
