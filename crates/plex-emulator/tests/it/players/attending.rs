//! Other people's players, which ask the server what they are to do.

use std::time::Duration;

use plex_emulator::{Clock, Emulator, Library};
use reqwest::{Method, Response};
use tokio::net::TcpListener;

use super::told::hear;
use crate::ask::{self, NOW};

const POLL: &str = "/player/proxy/poll?deviceClass=tv&protocolVersion=3&protocolCapabilities=timeline,playback&timeout=1&commandID=0";
const OK: &str = "<Response code=\"200\" status=\"OK\" />";

async fn start() -> (Emulator, Clock) {
    let clock = Clock::manual(NOW);
    let builder = Emulator::builder().library(Library::empty());
    (builder.clock(clock.clone()).start().await.unwrap(), clock)
}

/// Speaks as a television that somebody else has made.
async fn speak(emulator: &Emulator, method: Method, path: &str, body: &str) -> Response {
    ask::request(emulator, method, path)
        .header("X-Plex-Client-Identifier", "their-television")
        .header("X-Plex-Device-Name", "Their Television")
        .header("X-Plex-Product", "Theirs")
        .header("X-Plex-Version", "1.0")
        .header("X-Plex-Platform-Version", "14")
        .header("X-Plex-Provides", "player")
        .body(body.to_owned())
        .send()
        .await
        .unwrap()
}

async fn command(emulator: &Emulator, path: &str) -> Response {
    ask::request(emulator, Method::GET, path)
        .header("X-Plex-Client-Identifier", "remote")
        .header("X-Plex-Device-Name", "Remote")
        .header("X-Plex-Target-Client-Identifier", "their-television")
        .send()
        .await
        .unwrap()
}

/// Waits until the player is among the clients: its poll has come.
async fn listed(emulator: &Emulator) -> serde_json::Value {
    loop {
        let clients = ask::json(emulator, "/clients").await;
        if clients["size"] == 1 {
            return clients["Server"][0].clone();
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// The attribute of a command.
fn said(text: &str, name: &str) -> Option<String> {
    let document = roxmltree::Document::parse(text).unwrap();
    let mut nodes = document.descendants();
    let node = nodes.find(|node| node.has_tag_name("Command")).unwrap();
    node.attribute(name).map(str::to_owned)
}

#[tokio::test]
async fn a_command_comes_to_the_poll_and_its_answer_goes_to_the_controller() {
    let (emulator, _) = start().await;
    assert_eq!(
        command(&emulator, "/player/playback/pause?commandID=1")
            .await
            .status(),
        404
    );
    let asking = async {
        let polled = speak(&emulator, Method::GET, POLL, "").await;
        assert_eq!(polled.status(), 200);
        let text = polled.text().await.unwrap();
        for (name, value) in [
            ("path", "/player/playback/playMedia"),
            ("queryKey", "/library/metadata/1"),
            ("queryOffset", "5000"),
            ("queryMachineIdentifier", "a<b"),
            ("clientIdentifier", "remote"),
            ("deviceName", "Remote"),
        ] {
            assert_eq!(said(&text, name).as_deref(), Some(value), "{name}");
        }
        let number = said(&text, "commandID").unwrap();
        let response = format!("/player/proxy/response?commandID={number}");
        let answered = speak(&emulator, Method::POST, &response, OK).await;
        assert_eq!(answered.status(), 200);
        // It is answered once.
        let again = speak(&emulator, Method::POST, &response, OK).await;
        assert_eq!(again.status(), 404);
    };
    let telling = async {
        let client = listed(&emulator).await;
        for (name, value) in [
            ("name", "Their Television"),
            ("host", "127.0.0.1"),
            ("address", "127.0.0.1"),
            ("machineIdentifier", "their-television"),
            ("protocolCapabilities", "timeline,playback"),
            ("deviceClass", "tv"),
            ("product", "Theirs"),
        ] {
            assert_eq!(client[name], value, "{name}");
        }
        assert_eq!(client["port"], emulator.address().port());
        let path = "/player/playback/playMedia?key=/library/metadata/1&offset=5000&machineIdentifier=a%3Cb&commandID=7&%22=x";
        let told = command(&emulator, path).await;
        assert_eq!(told.status(), 200);
        assert_eq!(told.text().await.unwrap(), OK);
    };
    tokio::join!(asking, telling);
    // Nobody waits there now.
    assert_eq!(
        command(&emulator, "/player/playback/pause?commandID=8")
            .await
            .status(),
        404
    );
}

#[tokio::test]
async fn a_poll_ends_empty_in_time_and_its_player_is_missed_after_a_while() {
    let (emulator, clock) = start().await;
    let waiting = async { speak(&emulator, Method::GET, POLL, "").await };
    let passing = async {
        listed(&emulator).await;
        clock.advance(Duration::from_secs(20));
    };
    let (polled, ()) = tokio::join!(waiting, passing);
    assert_eq!(polled.status(), 200);
    assert_eq!(polled.text().await.unwrap(), "");
    listed(&emulator).await;
    clock.advance(Duration::from_secs(31));
    assert_eq!(ask::json(&emulator, "/clients").await["size"], 0);
    // It is nothing that a state begins again with.
    assert!(emulator.dump()["client"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_poll_that_does_not_say_what_it_is_of_is_refused() {
    let (emulator, _) = start().await;
    for missing in ["deviceClass", "protocolCapabilities"] {
        let path = POLL.replace(missing, "else");
        assert_eq!(
            speak(&emulator, Method::GET, &path, "").await.status(),
            400,
            "{missing}"
        );
    }
    // Nor one without a name, or the version of its platform.
    let nameless = ask::request(&emulator, Method::GET, POLL);
    assert_eq!(nameless.send().await.unwrap().status(), 400);
    let bare = ask::request(&emulator, Method::GET, POLL).header("X-Plex-Client-Identifier", "x");
    assert_eq!(bare.send().await.unwrap().status(), 400);
    let unknown = "/player/proxy/response?commandID=1";
    assert_eq!(
        speak(&emulator, Method::POST, unknown, OK).await.status(),
        404
    );
    let timeline = "/player/proxy/timeline?commandID=1";
    assert_eq!(
        speak(&emulator, Method::POST, timeline, "").await.status(),
        400
    );
    let stranger = ask::http().get(format!("{}{POLL}", emulator.url()));
    assert_eq!(stranger.send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn what_it_says_that_it_plays_is_told_to_those_who_subscribed_and_who_ask() {
    let (emulator, _) = start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let playing = "<MediaContainer commandID=\"1\"><Timeline type=\"video\" state=\"playing\" /></MediaContainer>";
    let asking = async {
        let text = speak(&emulator, Method::GET, POLL, "")
            .await
            .text()
            .await
            .unwrap();
        assert_eq!(said(&text, "path").unwrap(), "/player/timeline/subscribe");
        let number = said(&text, "commandID").unwrap();
        let path = format!("/player/proxy/response?commandID={number}");
        speak(&emulator, Method::POST, &path, OK).await;
    };
    let telling = async {
        listed(&emulator).await;
        let wrong = "/player/timeline/subscribe?protocol=gopher&port=1&commandID=1";
        assert_eq!(command(&emulator, wrong).await.status(), 400);
        let path = format!("/player/timeline/subscribe?protocol=http&port={port}&commandID=2");
        assert_eq!(command(&emulator, &path).await.status(), 200);
    };
    tokio::join!(asking, telling);
    let pushed = speak(
        &emulator,
        Method::POST,
        "/player/proxy/timeline?commandID=1",
        playing,
    );
    let (pushed, heard) = tokio::join!(pushed, hear(&listener));
    assert_eq!(pushed.status(), 200);
    assert!(heard.starts_with("POST /:/timeline HTTP/1.1"), "{heard}");
    assert!(heard.contains(playing), "{heard}");
    let polled = command(&emulator, "/player/timeline/poll?wait=0&commandID=3").await;
    assert_eq!(polled.text().await.unwrap(), playing);
}
