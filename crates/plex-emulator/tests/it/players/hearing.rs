//! Players play the streams that their account has chosen, and choose others.

use std::time::Duration;

use plex_emulator::{Clock, Emulator, Library, PlayerKind, PlayerOptions};
use reqwest::Method;

use super::TELEVISION;
use super::controller::Controller;
use crate::ask::{self, NOW};
use crate::listening::owner;

const DESCRIPTION: &str = r#"
[[section]]
key = "1"
type = "movie"
title = "Films"
[[section.item]]
ratingKey = "10"
title = "Metropolis"
duration = "2h"
[[section.item.Media]]
container = "mkv"
videoCodec = "h264"
audioCodec = "aac"
height = 480
bitrate = 1000
[[section.item.Media.Part]]
id = 100
Stream = [
    { id = 1, streamType = 1, codec = "h264" },
    { id = 2, streamType = 2, codec = "aac", selected = true },
    { id = 3, streamType = 2, codec = "aac" },
    { id = 4, streamType = 3, codec = "srt" },
    { id = 5, streamType = 3, codec = "pgs" },
]
"#;

async fn start() -> Emulator {
    Emulator::builder()
        .library(Library::from_toml(DESCRIPTION).unwrap())
        .clock(Clock::manual(NOW))
        .player(PlayerOptions::new(PlayerKind::Television, TELEVISION))
        .start()
        .await
        .unwrap()
}

async fn choose(emulator: &Emulator, choice: &str) {
    let path = format!("/library/parts/100?{choice}");
    assert_eq!(ask::status(emulator, Method::PUT, &path).await, 200);
}

/// What plays: the ids of its streams, and how its subtitles come.
async fn session(emulator: &Emulator) -> (Vec<i64>, bool) {
    let sessions = ask::json(emulator, "/status/sessions").await;
    let session = &sessions["Metadata"][0];
    let streams = ask::list(&session["Media"][0]["Part"][0]["Stream"]);
    let id = |stream: &serde_json::Value| stream["id"].as_str().unwrap().parse().unwrap();
    let burns = session["TranscodeSession"]["subtitleDecision"] == "burn";
    (streams.iter().map(id).collect(), burns)
}

#[tokio::test]
async fn what_was_chosen_before_is_played_and_burnt_in_when_it_must_be() {
    for (choice, streams, burns) in [
        ("audioStreamID=3", vec![1, 3], false),
        ("subtitleStreamID=4", vec![1, 2, 4], false),
        ("subtitleStreamID=5", vec![1, 2, 5], true),
    ] {
        let emulator = start().await;
        choose(&emulator, choice).await;
        let controller = Controller::over_server(&emulator, TELEVISION);
        controller.play("10", "").await;
        emulator.clock().advance(Duration::from_secs(5));
        assert_eq!(session(&emulator).await, (streams, burns), "{choice}");
    }
}

#[tokio::test]
async fn what_is_chosen_on_a_player_is_chosen_for_good() {
    let emulator = start().await;
    let controller = Controller::over_server(&emulator, TELEVISION);
    controller.play("10", "").await;
    emulator.clock().advance(Duration::from_secs(5));
    for (name, id) in [("audioStreamID", "2"), ("subtitleStreamID", "0")] {
        assert_eq!(
            controller.timeline("video", name).await.as_deref(),
            Some(id)
        );
    }
    let set = "/player/playback/setStreams?type=video&audioStreamID=3&subtitleStreamID=4";
    assert_eq!(controller.send(set).await.status, 200);
    assert_eq!(session(&emulator).await.0, [1, 3, 4]);
    let item = ask::json(&emulator, "/library/metadata/10").await;
    let streams = ask::list(&item["Metadata"][0]["Media"][0]["Part"][0]["Stream"]);
    let selected = streams.iter().filter(|stream| stream["selected"] == true);
    let ids: Vec<i64> = selected.map(|one| one["id"].as_i64().unwrap()).collect();
    assert_eq!(ids, [3, 4]);
}

#[tokio::test]
async fn a_conversion_follows_what_is_chosen_while_it_runs_wherever_that_is() {
    let emulator = start().await;
    let controller = Controller::over_server(&emulator, TELEVISION);
    let mut ear = owner(
        &emulator,
        "transcodeSession.start,transcodeSession.end,playing",
    )
    .await;
    controller.play("10", "").await;
    emulator.clock().advance(Duration::from_secs(5));
    assert_eq!(session(&emulator).await, (vec![1, 2], false));
    let key = async || {
        let sessions = ask::json(&emulator, "/status/sessions").await;
        let key = &sessions["Metadata"][0]["TranscodeSession"]["key"];
        key.as_str()
            .map(|key| key.rsplit('/').next().unwrap().to_owned())
    };
    let set = "/player/playback/setStreams?type=video";
    // Text is shown by the player itself; pictures are burnt in.
    controller.send(&format!("{set}&subtitleStreamID=4")).await;
    assert_eq!(
        (session(&emulator).await, key().await),
        ((vec![1, 2, 4], false), None)
    );
    controller.send(&format!("{set}&subtitleStreamID=5")).await;
    assert_eq!(session(&emulator).await, (vec![1, 2, 5], true));
    let first = key().await.unwrap();
    // Another sound makes no other conversion.
    controller.send(&format!("{set}&audioStreamID=3")).await;
    assert_eq!(
        (session(&emulator).await, key().await),
        ((vec![1, 3, 5], true), Some(first.clone()))
    );
    // What is chosen elsewhere counts as well, and the player tells of it.
    choose(&emulator, "subtitleStreamID=0").await;
    let told = async |name| controller.timeline("video", name).await;
    assert_eq!(told("subtitleStreamID").await.as_deref(), Some("0"));
    assert_eq!(told("audioStreamID").await.as_deref(), Some("3"));
    assert_eq!(
        (session(&emulator).await, key().await),
        ((vec![1, 3], false), None)
    );
    emulator.clock().advance(Duration::from_secs(1));
    choose(&emulator, "subtitleStreamID=5").await;
    let second = key().await.unwrap();
    assert_ne!(first, second);
    // The stream of another file is the player's own affair, and stays.
    controller.send(&format!("{set}&audioStreamID=77")).await;
    assert_eq!(told("audioStreamID").await.as_deref(), Some("77"));
    assert_eq!(key().await, Some(second.clone()));
    let mut heard = Vec::new();
    while heard.len() < 3 {
        let (kind, list) = ear.hear().await;
        if let Some(phase) = kind.strip_prefix("transcodeSession.") {
            let key = list[0]["key"].as_str().unwrap();
            heard.push((phase.to_owned(), key.rsplit('/').next().unwrap().to_owned()));
        }
    }
    let expected = [("start", &first), ("end", &first), ("start", &second)];
    let expected = expected.map(|(phase, key)| (phase.to_owned(), key.clone()));
    assert_eq!(heard, expected);
}
