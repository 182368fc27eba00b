//! Sessions that players begin, move on and end by what they report.

use std::time::Duration;

use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::Value;

use crate::ask;
use crate::playlists::start;

/// What a player reports, as itself.
async fn report(emulator: &Emulator, player: &str, item: i64, state: &str, time: i64) -> Value {
    let path = format!(
        "/:/timeline?ratingKey={item}&state={state}&time={time}&X-Plex-Client-Identifier={player}\
         &X-Plex-Session-Identifier=session-{player}&X-Plex-Product=Plexy&X-Plex-Device-Name=Phone"
    );
    ask::json(emulator, &path).await
}

async fn sessions(emulator: &Emulator) -> Vec<Value> {
    ask::list(&ask::json(emulator, "/status/sessions").await["Metadata"])
}

#[tokio::test]
async fn what_a_player_reports_is_a_session_until_it_stops_or_falls_silent() {
    let emulator = start().await;
    let clock = emulator.clock().clone();
    let before = sessions(&emulator).await.len();
    report(&emulator, "p1", 1, "buffering", 0).await;
    report(&emulator, "p1", 1, "playing", 60_000).await;
    let playing = sessions(&emulator).await;
    assert_eq!(playing.len(), before + 1);
    let own = playing.last().unwrap();
    assert_eq!(own["ratingKey"], "1");
    assert_eq!(own["Player"]["machineIdentifier"], "p1");
    assert_eq!(own["Player"]["product"], "Plexy");
    assert_eq!(own["Player"]["state"], "playing");
    assert_eq!(own["Session"]["id"], "session-p1");
    // It moves by the clock, and stands when it is paused.
    clock.advance(Duration::from_secs(10));
    assert_eq!(sessions(&emulator).await[before]["viewOffset"], 70_000);
    report(&emulator, "p1", 1, "paused", 70_000).await;
    clock.advance(Duration::from_secs(10));
    let paused = &sessions(&emulator).await[before];
    assert_eq!(
        (&paused["viewOffset"], &paused["Player"]["state"]),
        (&70_000.into(), &"paused".into())
    );
    // Another title on the same player takes its place; another player has its own.
    report(&emulator, "p1", 2, "playing", 0).await;
    report(&emulator, "p2", 1, "playing", 0).await;
    let all = sessions(&emulator).await;
    let keys: Vec<&Value> = all[before..].iter().map(|one| &one["ratingKey"]).collect();
    assert_eq!(keys, ["2", "1"]);
    // Such sessions are part of the state.
    let state = emulator.dump();
    let again = Library::from_json(&state.to_string()).unwrap();
    let again = Emulator::builder()
        .library(again)
        .clock(Clock::manual(clock.now()));
    assert_eq!(
        again.start().await.unwrap().dump()["session"],
        state["session"]
    );
    report(&emulator, "p1", 2, "stopped", 5_000).await;
    assert_eq!(sessions(&emulator).await.len(), before + 1);
    clock.advance(Duration::from_secs(179));
    assert_eq!(sessions(&emulator).await.len(), before + 1);
    clock.advance(Duration::from_secs(1));
    assert_eq!(sessions(&emulator).await.len(), before);
}

#[tokio::test]
async fn a_player_hears_why_its_session_was_ended_and_may_go_on_as_a_ghost() {
    let emulator = start().await;
    report(&emulator, "p1", 1, "playing", 60_000).await;
    let before = sessions(&emulator).await.len();
    let end = "/status/sessions/terminate?sessionId=session-p1&reason=Bed%20time";
    assert_eq!(ask::status(&emulator, Method::GET, end).await, 200);
    assert_eq!(sessions(&emulator).await.len(), before - 1);
    let told = report(&emulator, "p1", 1, "playing", 61_000).await;
    assert_eq!(told["terminationText"], "Bed time");
    assert!(told["terminationCode"].is_i64());
    assert_eq!(sessions(&emulator).await.len(), before - 1);
    let told = report(&emulator, "p1", 1, "playing", 62_000).await;
    assert!(told.get("terminationText").is_none());
    assert_eq!(sessions(&emulator).await.len(), before);
    // One that stops in time leaves none.
    assert_eq!(ask::status(&emulator, Method::GET, end).await, 200);
    let told = report(&emulator, "p1", 1, "stopped", 63_000).await;
    assert!(told.get("terminationText").is_none());
    assert_eq!(sessions(&emulator).await.len(), before - 1);
}

#[tokio::test]
async fn a_player_that_comes_back_much_later_hears_nothing_of_an_old_end() {
    let emulator = start().await;
    let clock = emulator.clock().clone();
    let end = "/status/sessions/terminate?sessionId=session-p1&reason=Bed%20time";
    for (pause, is_told) in [(179, true), (180, false)] {
        report(&emulator, "p1", 1, "playing", 60_000).await;
        let before = sessions(&emulator).await.len();
        assert_eq!(ask::status(&emulator, Method::GET, end).await, 200);
        clock.advance(Duration::from_secs(pause));
        let told = report(&emulator, "p1", 1, "playing", 61_000).await;
        assert_eq!(told.get("terminationText").is_some(), is_told, "{pause}");
        let now = sessions(&emulator).await.len();
        assert_eq!(now, before - usize::from(is_told), "{pause}");
    }
}

#[tokio::test]
async fn a_player_whose_sessions_were_ended_hears_of_the_last_and_goes_on() {
    let description = r#"
        [[section]]
        type = "movie"
        title = "Films"
        item = [{ title = "Metropolis", ratingKey = 1, duration = "2h" }]
        [[session]]
        item = 1
        reported = true
        Player = { machineIdentifier = "p1" }
        Session = { id = "first" }
        [[session]]
        item = 1
        reported = true
        Player = { machineIdentifier = "p1" }
        Session = { id = "second" }
    "#;
    let library = Library::from_toml(description).unwrap();
    let emulator = Emulator::start(library).await.unwrap();
    for session in ["first", "second"] {
        let end = format!("/status/sessions/terminate?sessionId={session}&reason={session}");
        assert_eq!(ask::status(&emulator, Method::GET, &end).await, 200);
    }
    let told = report(&emulator, "p1", 1, "playing", 61_000).await;
    assert_eq!(told["terminationText"], "second");
    let told = report(&emulator, "p1", 1, "playing", 62_000).await;
    assert!(told.get("terminationText").is_none());
    assert_eq!(sessions(&emulator).await.len(), 1);
}

#[tokio::test]
async fn what_is_converted_for_a_player_that_has_paused_for_too_long_is_ended_and_the_player_hears_why()
 {
    const DESCRIPTION: &str = r#"
        [[section]]
        type = "movie"
        title = "Films"
        item = [{ title = "Metropolis", ratingKey = 1, duration = "2h" }]
        [[session]]
        item = 1
        reported = true
        viewOffset = 60000
        Player = { machineIdentifier = "p1" }
        TranscodeSession = { key = "/transcode/sessions/abc", videoDecision = "transcode" }
    "#;
    for (state, silence, reason) in [
        ("paused", 330, Some("Playback has been paused for too long")),
        ("playing", 180, None),
    ] {
        let library = Library::from_toml(DESCRIPTION).unwrap();
        let clock = Clock::manual(1_790_000_000);
        let emulator = Emulator::builder().library(library).clock(clock.clone());
        let emulator = emulator.start().await.unwrap();
        let mut ear = crate::listening::owner(&emulator, "transcodeSession.end").await;
        report(&emulator, "p1", 1, state, 60_000).await;
        clock.advance(Duration::from_secs(silence - 1));
        assert_eq!(sessions(&emulator).await.len(), 1, "{state}");
        clock.advance(Duration::from_secs(1));
        assert!(sessions(&emulator).await.is_empty(), "{state}");
        let (kind, _) = ear.hear().await;
        assert_eq!(kind, "transcodeSession.end");
        let told = report(&emulator, "p1", 1, "playing", 60_000).await;
        let text = told.get("terminationText").and_then(Value::as_str);
        assert_eq!(text, reason);
    }
    // A pause that its player tells of again and again is none that is too long.
    let library = Library::from_toml(DESCRIPTION).unwrap();
    let clock = Clock::manual(1_790_000_000);
    let emulator = Emulator::builder().library(library).clock(clock.clone());
    let emulator = emulator.start().await.unwrap();
    for _ in 0..40 {
        report(&emulator, "p1", 1, "paused", 60_000).await;
        clock.advance(Duration::from_secs(20));
    }
    assert_eq!(sessions(&emulator).await.len(), 1);
}
