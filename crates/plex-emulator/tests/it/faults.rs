//! What goes wrong on demand.

use std::time::Duration;

use crate::ask;
use plex_emulator::{Emulator, Fault, FaultRule, Library};
use reqwest::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

fn first_half(text: &str) -> &str {
    text.split_at(text.len() / 2).0
}

/// Sends a request on a connection of its own.
async fn ask_on(emulator: &Emulator, path: &str) -> TcpStream {
    send(emulator, path, "").await
}

async fn send(emulator: &Emulator, path: &str, header: &str) -> TcpStream {
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    let token = emulator.token();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Plex-Token: {token}\r\n{header}\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// Sends a request and reads what comes until the other side ends it, one way or the other.
async fn raw(emulator: &Emulator, path: &str, header: &str) -> (Vec<u8>, bool) {
    let mut stream = send(emulator, path, header).await;
    let mut bytes = Vec::new();
    let ended = stream.read_to_end(&mut bytes).await.is_ok();
    (bytes, ended)
}

async fn start() -> Emulator {
    Emulator::start(Library::sample()).await.unwrap()
}

#[tokio::test]
async fn a_status_hits_its_path_as_often_as_asked() {
    let emulator = start().await;
    emulator.inject(Fault::Status(503).on("/library/*").times(2));
    let path = "/library/sections";
    assert_eq!(ask::status(&emulator, Method::GET, "/").await, 200);
    assert_eq!(ask::status(&emulator, Method::GET, path).await, 503);
    assert_eq!(ask::status(&emulator, Method::GET, path).await, 503);
    assert_eq!(ask::status(&emulator, Method::GET, path).await, 200);
}

#[tokio::test]
async fn a_rule_can_let_requests_through_first_and_be_called_off() {
    let emulator = start().await;
    emulator.inject(Fault::Status(500).on("/").after(1));
    assert_eq!(ask::status(&emulator, Method::GET, "/").await, 200);
    assert_eq!(ask::status(&emulator, Method::GET, "/").await, 500);
    emulator.clear_faults();
    assert_eq!(ask::status(&emulator, Method::GET, "/").await, 200);
}

#[tokio::test]
async fn a_cut_body_is_shorter_than_promised() {
    let emulator = start().await;
    let whole = ask::xml(&emulator, "/library/sections").await;
    emulator.inject(Fault::CutBody);
    let (bytes, _) = raw(&emulator, "/library/sections", "").await;
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("Content-Length: {}", whole.len())));
    assert_eq!(body, first_half(&whole));
}

#[tokio::test]
async fn a_reset_answers_nothing() {
    let emulator = start().await;
    emulator.inject(Fault::Reset);
    let (bytes, ended) = raw(&emulator, "/", "").await;
    assert!(bytes.is_empty() && !ended);
}

#[tokio::test]
async fn a_stall_sends_nothing_and_stays() {
    let emulator = start().await;
    let whole = ask::xml(&emulator, "/library/sections").await;
    emulator.inject(Fault::Stall.on("/").times(1));
    emulator.inject(Fault::StallBody.on("/library/sections").times(1));
    let mut silent = ask_on(&emulator, "/").await;
    let mut halting = ask_on(&emulator, "/library/sections").await;
    // What there is of an answer comes, up to the middle of its body.
    let mut received = Vec::new();
    while !String::from_utf8_lossy(&received).ends_with(first_half(&whole)) {
        assert_ne!(halting.read_buf(&mut received).await.unwrap(), 0);
    }
    // While others are answered, neither goes on, and neither is closed.
    ask::xml(&emulator, "/library/sections").await;
    for stalled in [&mut silent, &mut halting] {
        let read = stalled.try_read(&mut [0; 16]);
        assert_eq!(read.unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
    }
}

#[tokio::test]
async fn types_and_bodies_can_lie() {
    let emulator = start().await;
    emulator.inject(Fault::ContentType("text/plain".to_owned()).times(1));
    let response = ask::request(&emulator, Method::GET, "/")
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["content-type"], "text/plain");

    emulator.inject(Fault::Malformed.times(1));
    let response = ask::request(&emulator, Method::GET, "/")
        .header("Accept", "application/json")
        .send()
        .await
        .unwrap();
    let bytes = response.bytes().await.unwrap();
    assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_err());

    emulator.inject(Fault::Oversized(300_000).times(1));
    let response = ask::request(&emulator, Method::GET, "/")
        .send()
        .await
        .unwrap();
    assert_eq!(response.bytes().await.unwrap().len(), 300_000);

    emulator.inject(Fault::Bomb(3_000_000).times(1));
    let (bytes, _) = raw(&emulator, "/", "Accept-Encoding: gzip\r\n").await;
    assert!(bytes.len() < 30_000, "{}", bytes.len());
}

#[tokio::test]
async fn an_endless_body_does_not_end() {
    let emulator = start().await;
    emulator.inject(Fault::Endless);
    let mut response = ask::request(&emulator, Method::GET, "/")
        .send()
        .await
        .unwrap();
    let mut received = 0;
    while received < 5_000_000 {
        received += response.chunk().await.unwrap().unwrap().len();
    }
}

#[tokio::test]
async fn offline_is_refused_and_online_remembers() {
    let emulator = start().await;
    let path = "/:/scrobble?key=18&identifier=com.plexapp.plugins.library";
    let count = |details: serde_json::Value| details["Metadata"][0]["viewCount"].as_i64();
    let before = count(ask::json(&emulator, "/library/metadata/18").await);
    ask::status(&emulator, Method::GET, path).await;
    emulator.go_offline();
    let mut refusals = 0;
    while refusals == 0 {
        let asked = ask::request(&emulator, Method::GET, "/").send().await;
        refusals += usize::from(asked.is_err_and(|error| error.is_connect()));
    }
    emulator.go_online().await.unwrap();
    let after = count(ask::json(&emulator, "/library/metadata/18").await);
    assert_eq!(after, before.map(|count| count + 1));
}

#[test]
fn rules_are_read_from_text() {
    let rule = |text: &str| text.parse::<FaultRule>();
    assert_eq!(
        rule("latency=250ms,path=/hubs/*,times=3,after=1").unwrap(),
        Fault::Latency(Duration::from_millis(250))
            .on("/hubs/*")
            .times(3)
            .after(1)
    );
    assert_eq!(rule("endless").unwrap(), Fault::Endless.into());
    for wrong in [
        "",
        "status",
        "status=99",
        "explode",
        "stall,when=now",
        "stall,times=x",
    ] {
        assert!(rule(wrong).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn a_description_says_what_goes_wrong_from_the_start() {
    let description =
        r#"fault = ["status=503,path=/library/*,times=2", "silence=30000ms,path=/:/websockets/*"]"#;
    let emulator = ask::described(description).await;
    assert_eq!(
        ask::status(&emulator, Method::GET, "/library/sections").await,
        503
    );
    let left = serde_json::json!([
        "status=503,path=/library/*,times=1",
        "silence=30000ms,path=/:/websockets/*",
    ]);
    let state = emulator.dump();
    assert_eq!(state["fault"], left);
    let again = ask::server(Library::from_json(&state.to_string()).unwrap()).await;
    assert_eq!(again.dump()["fault"], left);
    assert_eq!(
        ask::status(&again, Method::GET, "/library/sections").await,
        503
    );
    assert_eq!(
        ask::status(&again, Method::GET, "/library/sections").await,
        200
    );
    assert_eq!(
        again.dump()["fault"],
        serde_json::json!(["silence=30000ms,path=/:/websockets/*"])
    );
    let wrong = Library::from_toml("fault = [\"slow\"]").unwrap();
    let refused = Emulator::start(wrong).await.unwrap_err().to_string();
    assert!(refused.contains("fault[0]"), "{refused}");
}

#[test]
fn faults_are_written_as_they_are_read() {
    for text in [
        "status=426",
        "rate-limit=5000ms",
        "latency=250ms",
        "stall",
        "stall-body",
        "cut-body",
        "content-type=text/html",
        "malformed",
        "oversized=200000000",
        "bomb=5",
        "endless",
        "not-applied",
        "reset",
        "silence",
        "silence=1ms",
        "pings=0ms",
        "hang-up=30000ms",
        "garbage",
        "unknown-types",
        "large-frame=100000000",
        "flood=1000,path=/:/*,times=1,after=2",
    ] {
        let rule: FaultRule = text.parse().unwrap();
        assert_eq!(rule.to_string(), text);
    }
}
