//! Virtual players: what they are told, what they do, and what the server shows of it.

mod apple;
mod attending;
mod controller;
mod described;
mod hearing;
mod misbehaving;
mod told;

use std::time::Duration;

use crate::ask::{self, NOW};
use controller::{Controller, play_media};
use plex_emulator::{
    Clock, Emulator, EmulatorBuilder, Library, Limits, PlayerKind, PlayerOptions, PlexTvOptions,
};
use reqwest::Method;
use serde_json::Value;

const TELEVISION: &str = "Living Room";
const DESK: &str = "Desk";
const PHONE: &str = "Phone";
const PLEXAMP: &str = "Kitchen";
const BROWSER: &str = "Laptop";

/// Two films, a show, an album.
const DESCRIPTION: &str = r#"
[[section]]
key = "1"
type = "movie"
title = "Films"
[[section.item]]
ratingKey = "10"
title = "Metropolis"
duration = "2h"
media = ["fhd-hevc"]
[[section.item]]
ratingKey = "11"
title = "Faust"
duration = "90m"
media = ["sd"]
[[section]]
key = "2"
type = "show"
title = "Shows"
[[section.item]]
ratingKey = "20"
title = "A Show"
[[section.item.item]]
index = 1
[[section.item.item.item]]
ratingKey = "22"
index = 1
title = "One"
duration = "20m"
[[section.item.item.item]]
ratingKey = "23"
index = 2
title = "Two"
duration = "20m"
[[section]]
key = "3"
type = "artist"
title = "Music"
[[section.item]]
ratingKey = "30"
title = "Artist"
[[section.item.item]]
ratingKey = "31"
title = "Album"
[[section.item.item.item]]
ratingKey = "32"
index = 1
title = "First"
duration = "3m"
[[section.item.item.item]]
ratingKey = "33"
index = 2
title = "Second"
duration = "3m"
[[account]]
id = 1
name = "ada"
[[account]]
id = 2
name = "grace"
token = "token-of-grace"
"#;

fn builder(clock: &Clock) -> EmulatorBuilder {
    let small = Limits {
        height: 720,
        bitrate: 4_000,
        ..Limits::default()
    };
    Emulator::builder()
        .library(Library::from_toml(DESCRIPTION).unwrap())
        .clock(clock.clone())
        .plex_tv(PlexTvOptions::default())
        .player(PlayerOptions::new(PlayerKind::Television, TELEVISION))
        .player(PlayerOptions::new(PlayerKind::Desktop, DESK).limits(small))
        .player(PlayerOptions::new(PlayerKind::Plexamp, PLEXAMP))
        .player(PlayerOptions::new(PlayerKind::Phone, PHONE).account("grace"))
        .player(PlayerOptions::new(PlayerKind::Unreachable, BROWSER))
}

async fn start() -> (Emulator, Clock) {
    let clock = Clock::manual(NOW);
    (builder(&clock).start().await.unwrap(), clock)
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test]
async fn each_is_found_where_its_kind_is_found() {
    let (emulator, _) = start().await;
    let clients = ask::json(&emulator, "/clients").await;
    let clients = ask::list(&clients["Server"]);
    let names: Vec<&Value> = clients.iter().map(|client| &client["name"]).collect();
    assert_eq!(names, [TELEVISION, DESK]);
    // One is where the server is, which it asks what it is to do; the other is where it is.
    let ports: Vec<i64> = clients
        .iter()
        .map(|one| one["port"].as_i64().unwrap())
        .collect();
    let own = emulator
        .player(DESK)
        .unwrap()
        .url()
        .unwrap()
        .rsplit(':')
        .next()
        .unwrap();
    assert_eq!(ports[0], i64::from(emulator.address().port()));
    assert_eq!(ports[1].to_string(), own);
    let listed = |token: &str| {
        let url = emulator.plex_tv().unwrap().url().to_owned();
        let token = token.to_owned();
        async move {
            let response = ask::http()
                .get(format!("{url}/api/v2/resources"))
                .header("X-Plex-Token", token)
                .header("Accept", "application/json")
                .send()
                .await
                .unwrap();
            let list: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
            let all = list.as_array().unwrap().clone();
            let is_player = |one: &Value| {
                let provides = one["provides"].as_str().unwrap();
                provides.split(',').any(|one| one == "player") && one["presence"] == true
            };
            let players = all.into_iter().filter(is_player);
            players
                .map(|one| one["name"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        }
    };
    let plex_tv = emulator.plex_tv().unwrap();
    assert_eq!(listed(plex_tv.token()).await, [TELEVISION, DESK, PLEXAMP]);
    let of_grace = listed(&plex_tv.token_of("grace").unwrap()).await;
    assert_eq!(of_grace, Vec::<String>::new());
    assert_eq!(emulator.player(TELEVISION).unwrap().url(), None);
    assert_eq!(emulator.player(PHONE).unwrap().url(), None);
    for (title, class) in [(DESK, "pc"), (PLEXAMP, "pc")] {
        let said = Controller::direct(&emulator, title).ask("/resources").await;
        assert_eq!(said.status, 200);
        let document = roxmltree::Document::parse(&said.text).unwrap();
        let player = document
            .descendants()
            .find(|node| node.has_tag_name("Player"));
        let player = player.unwrap();
        assert_eq!(player.attribute("title"), Some(title));
        assert_eq!(player.attribute("deviceClass"), Some(class));
        assert!(
            player
                .attribute("protocolCapabilities")
                .unwrap()
                .contains("playback")
        );
    }
    assert_eq!(emulator.player(BROWSER).unwrap().url(), None);
}

#[tokio::test]
async fn what_is_played_becomes_a_session_moves_and_ends_in_the_history() {
    for is_direct in [true, false] {
        let (emulator, clock) = start().await;
        let television = if is_direct {
            Controller::direct(&emulator, DESK)
        } else {
            Controller::over_server(&emulator, TELEVISION)
        };
        let title = if is_direct { DESK } else { TELEVISION };
        assert_eq!(
            television
                .play("10", "&offset=60000&type=video")
                .await
                .status,
            200
        );
        // It takes a moment.
        assert!(television.session().await.is_none());
        assert_eq!(television.state("video").await, "stopped");
        clock.advance(seconds(1));
        let session = television.session().await.unwrap();
        assert_eq!(session["Player"]["state"], "buffering");
        assert_eq!(session["ratingKey"], "10");
        assert_eq!(session["User"]["title"], "ada");
        clock.advance(seconds(1));
        assert_eq!(television.state("video").await, "playing");
        assert_eq!(television.state("music").await, "stopped");
        clock.advance(seconds(30));
        let session = television.session().await.unwrap();
        assert_eq!(session["viewOffset"], 90_500);
        assert_eq!(session["Player"]["title"], title);
        assert_eq!(television.timeline("video", "time").await.unwrap(), "90500");
        assert_eq!(
            television.timeline("video", "duration").await.unwrap(),
            "7200000"
        );

        assert_eq!(television.send("/player/playback/pause").await.status, 200);
        clock.advance(seconds(60));
        assert_eq!(television.state("video").await, "paused");
        assert_eq!(television.session().await.unwrap()["viewOffset"], 90_500);
        television
            .send("/player/playback/seekTo?offset=6000000")
            .await;
        assert_eq!(
            television.timeline("video", "time").await.unwrap(),
            "6000000"
        );
        television.send("/player/playback/playPause").await;
        assert_eq!(television.state("video").await, "playing");
        // To its end: it is watched, and in the history.
        clock.advance(seconds(1_300));
        assert_eq!(television.state("video").await, "stopped");
        assert!(television.session().await.is_none());
        let film = ask::json(&emulator, "/library/metadata/10").await;
        assert_eq!(film["Metadata"][0]["viewCount"], 1);
        let history = ask::json(&emulator, "/status/sessions/history/all").await;
        assert_eq!(history["Metadata"][0]["ratingKey"], "10");
        let device = history["Metadata"][0]["deviceID"].as_i64().unwrap();
        let devices = ask::json(&emulator, "/devices").await;
        let devices = ask::list(&devices["Device"]);
        let own = devices.iter().find(|one| one["id"] == device).unwrap();
        assert_eq!(own["name"], title);
    }
}

#[tokio::test]
async fn what_is_stopped_half_way_is_gone_on_with() {
    let (emulator, clock) = start().await;
    let television = Controller::over_server(&emulator, TELEVISION);
    television.play("11", "&offset=1200000").await;
    clock.advance(seconds(2));
    assert_eq!(television.send("/player/playback/stop").await.status, 200);
    assert!(television.session().await.is_none());
    let deck = ask::json(&emulator, "/library/onDeck").await;
    assert_eq!(deck["Metadata"][0]["ratingKey"], "11");
    assert_eq!(deck["Metadata"][0]["viewOffset"], 1_200_500);
    let history = ask::json(&emulator, "/status/sessions/history/all").await;
    assert_eq!(history["size"], 0);
}

#[tokio::test]
async fn the_server_converts_what_a_player_cannot_play() {
    let (emulator, clock) = start().await;
    let television = Controller::over_server(&emulator, TELEVISION);
    let phone = Controller::over_server(&emulator, DESK);
    television.play("10", "").await;
    phone.play("10", "&token=token-of-grace").await;
    clock.advance(seconds(2));
    let plain = television.session().await.unwrap();
    assert_eq!(plain.get("TranscodeSession"), None);
    assert_eq!(plain["Media"][0]["Part"][0]["decision"], "directplay");
    let converted = phone.session().await.unwrap();
    assert_eq!(converted["User"]["title"], "grace");
    let transcode = &converted["TranscodeSession"];
    assert_eq!(transcode["videoDecision"], "transcode");
    assert_eq!(transcode["sourceVideoCodec"], "hevc");
    assert_eq!(transcode["videoCodec"], "h264");
    assert_eq!(transcode["height"], 720);
    assert_eq!(converted["Media"][0]["Part"][0]["decision"], "transcode");
    let running = ask::json(&emulator, "/transcode/sessions").await;
    assert_eq!(running["size"], 1);
    // What is small enough is left as it is.
    phone.play("11", "&token=token-of-grace").await;
    clock.advance(seconds(2));
    let small = phone.session().await.unwrap();
    assert_eq!(
        (small["ratingKey"].as_str(), small.get("TranscodeSession")),
        (Some("11"), None)
    );
    let running = ask::json(&emulator, "/transcode/sessions").await;
    assert_eq!(running["size"], 0);
}

#[tokio::test]
async fn one_thing_follows_another() {
    let (emulator, clock) = start().await;
    let plexamp = Controller::direct(&emulator, PLEXAMP);
    let path = "/player/playback/createPlayQueue?uri=server://5f0c3d8e9a7b41c6d2e8f1a0b3c4d5e6f7081920/com.plexapp.plugins.library/library/metadata/31&type=audio&shuffle=0";
    assert_eq!(plexamp.send(path).await.status, 200);
    clock.advance(seconds(2));
    assert_eq!(plexamp.timeline("music", "ratingKey").await.unwrap(), "32");
    let first = plexamp.session().await.unwrap()["sessionKey"].clone();
    clock.advance(seconds(180));
    assert_eq!(plexamp.timeline("music", "ratingKey").await.unwrap(), "33");
    assert_ne!(plexamp.session().await.unwrap()["sessionKey"], first);
    plexamp.send("/player/playback/skipPrevious").await;
    clock.advance(seconds(1));
    assert_eq!(plexamp.timeline("music", "ratingKey").await.unwrap(), "32");
    let item = plexamp.timeline("music", "playQueueItemID").await.unwrap();
    plexamp.send("/player/playback/skipNext").await;
    clock.advance(seconds(1));
    assert_eq!(plexamp.timeline("music", "ratingKey").await.unwrap(), "33");
    plexamp
        .send(&format!("/player/playback/skipTo?playQueueItemID={item}"))
        .await;
    clock.advance(seconds(1));
    assert_eq!(plexamp.timeline("music", "ratingKey").await.unwrap(), "32");
    // Over and over the same, or all of them.
    plexamp
        .send("/player/playback/setParameters?repeat=1")
        .await;
    clock.advance(seconds(181));
    assert_eq!(plexamp.timeline("music", "ratingKey").await.unwrap(), "32");
    plexamp
        .send("/player/playback/setParameters?repeat=2")
        .await;
    plexamp.send("/player/playback/skipNext").await;
    clock.advance(seconds(1));
    clock.advance(seconds(180));
    assert_eq!(plexamp.timeline("music", "ratingKey").await.unwrap(), "32");
    assert_eq!(plexamp.timeline("music", "repeat").await.unwrap(), "2");
    // A film is nothing for it.
    assert_eq!(plexamp.play("10", "").await.status, 400);
    // A television makes no queues.
    let television = Controller::over_server(&emulator, TELEVISION);
    assert_eq!(television.send(path).await.status, 404);
}

#[tokio::test]
async fn somebody_in_front_of_it_plays_as_well() {
    let (emulator, clock) = start().await;
    let browser = emulator.player(BROWSER).unwrap();
    let mut ear = crate::listening::owner(&emulator, "playing").await;
    assert!(browser.play("20"));
    assert!(!browser.play("999"));
    clock.advance(seconds(2));
    let sessions = ask::json(&emulator, "/status/sessions").await;
    assert_eq!(sessions["Metadata"][0]["ratingKey"], "22");
    assert_eq!(sessions["Metadata"][0]["Player"]["product"], "Plex Web");
    browser.pause();
    browser.stop();
    let mut states = Vec::new();
    for _ in 0..4 {
        let (_, list) = ear.hear().await;
        assert_eq!(list[0]["clientIdentifier"], browser.machine_identifier());
        states.push(list[0]["state"].as_str().unwrap().to_owned());
    }
    assert_eq!(states, ["buffering", "playing", "paused", "stopped"]);
    // Nobody can control it.
    let path = "/player/playback/pause?commandID=1";
    let response = ask::request(&emulator, Method::GET, path)
        .header(
            "X-Plex-Target-Client-Identifier",
            browser.machine_identifier(),
        )
        .header("X-Plex-Client-Identifier", "me")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 404);
}

#[tokio::test]
async fn a_session_that_is_ended_stops_its_player() {
    let (emulator, clock) = start().await;
    let television = Controller::over_server(&emulator, TELEVISION);
    television.play("10", "").await;
    clock.advance(seconds(2));
    let session = television.session().await.unwrap();
    let id = session["Session"]["id"].as_str().unwrap();
    let path = format!("/status/sessions/terminate?sessionId={id}&reason=enough");
    assert_eq!(ask::status(&emulator, Method::GET, &path).await, 200);
    assert_eq!(television.state("video").await, "stopped");
    // It can play again.
    television.play("11", "").await;
    clock.advance(seconds(2));
    assert_eq!(television.session().await.unwrap()["ratingKey"], "11");
    assert_eq!(
        play_media(&emulator, "1", "").matches("playMedia").count(),
        1
    );
}

#[tokio::test]
async fn a_phone_obeys_nobody_and_is_seen_in_sessions_and_events() {
    let (emulator, clock) = start().await;
    let mut ear = crate::listening::owner(&emulator, "playing").await;
    let phone = Controller::over_server(&emulator, PHONE);
    assert_eq!(phone.play("10", "&token=token-of-grace").await.status, 404);
    for path in [
        "/player/playback/pause",
        "/player/navigation/home",
        "/player/mirror/details?key=/library/metadata/10",
        "/player/timeline/poll?wait=0",
        "/player/timeline/subscribe?protocol=http&port=1",
        "/player/unheard/of",
    ] {
        assert_eq!(phone.send(path).await.status, 404, "{path}");
    }
    clock.advance(seconds(5));
    assert!(phone.session().await.is_none());
    let player = emulator.player(PHONE).unwrap();
    assert!(player.play("11"));
    clock.advance(seconds(2));
    let session = phone.session().await.unwrap();
    assert_eq!(session["User"]["title"], "grace");
    assert_eq!(session["Player"]["product"], "Plex for iOS");
    let (_, list) = ear.hear().await;
    assert_eq!(list[0]["clientIdentifier"], player.machine_identifier());
    assert_eq!(phone.send("/player/playback/stop").await.status, 404);
    assert!(phone.session().await.is_some());
}
