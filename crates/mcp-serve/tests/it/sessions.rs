//! Sessions of the protocol revisions that have them.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{client::Request, fixture::Served};

fn ping() -> Value {
    json!({"jsonrpc": "2.0", "id": "p", "method": "ping"})
}

async fn ping_status(served: &Served, session: &str) -> u16 {
    Request::message(&ping())
        .session(session)
        .send(served.address)
        .await
        .status
}

#[tokio::test]
async fn every_earlier_revision_is_served_in_a_session() {
    let served = Served::start().await;
    for revision in ["2025-11-25", "2025-06-18", "2025-03-26"] {
        let session = served.open_session(revision).await;
        let call =
            json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "echo"}});
        let request = Request::message(&call).session(&session);
        let reply = request
            .header("MCP-Protocol-Version", revision)
            .send(served.address)
            .await;
        assert_eq!(reply.status, 200, "{reply:?}");
        assert_eq!(
            reply.message()["result"]["content"][0]["text"],
            "{}",
            "{revision}"
        );
    }
}

#[tokio::test]
async fn only_clients_that_know_them_get_events_without_data() {
    let served = Served::start().await;
    for (revision, primed) in [("2025-11-25", true), ("2025-06-18", false)] {
        let session = served.open_session(revision).await;
        let reply = Request::message(&ping())
            .session(&session)
            .send(served.address)
            .await;
        let events = reply
            .body
            .lines()
            .filter(|line| line.starts_with("data:"))
            .count();
        assert_eq!(events, if primed { 2 } else { 1 }, "{revision}: {reply:?}");
    }
}

#[tokio::test]
async fn a_session_ends_when_its_client_says_so() {
    let served = Served::start().await;
    let session = served.open_session("2025-11-25").await;
    assert_eq!(ping_status(&served, &session).await, 200);
    let closed = Request::new("DELETE", "/mcp")
        .session(&session)
        .send(served.address)
        .await;
    assert_eq!(closed.status, 202);
    assert_eq!(ping_status(&served, &session).await, 404);
    assert_eq!(ping_status(&served, "no-such-session").await, 404);
    let without = Request::message(&ping()).send(served.address).await;
    assert_eq!(without.status, 400);
}

#[tokio::test]
async fn one_session_too_many_is_refused_and_closes_no_other() {
    let served = Served::within(|limits| limits.sessions = 2).await;
    let first = served.open_session("2025-11-25").await;
    let second = served.open_session("2025-11-25").await;
    let refused = Request::initialize("2025-11-25").send(served.address).await;
    assert_eq!((refused.status, refused.error_code()), (503, -32600));
    assert_eq!(refused.header("retry-after"), Some("60"));
    assert_eq!(ping_status(&served, &first).await, 200);
    assert_eq!(ping_status(&served, &second).await, 200);
    // The revision without sessions is served all the same.
    let modern = Request::call("echo", json!({})).send(served.address).await;
    assert_eq!(modern.status, 200);
    Request::new("DELETE", "/mcp")
        .session(&first)
        .send(served.address)
        .await;
    served.open_session("2025-11-25").await;
}

#[tokio::test]
async fn a_session_that_nobody_uses_makes_room_in_the_end() {
    let served = Served::within(|limits| {
        limits.sessions = 2;
        limits.session_makes_room = Duration::ZERO;
    })
    .await;
    let open = served.open_session("2025-11-25").await;
    let request = Request::new("GET", "/mcp")
        .header("Accept", "text/event-stream")
        .session(&open);
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    stream
        .write_all(&request.bytes(served.address))
        .await
        .unwrap();
    assert!(stream.read(&mut [0; 1024]).await.unwrap() > 0);
    let unused = served.open_session("2025-11-25").await;
    let third = served.open_session("2025-11-25").await;
    // Its stream is open, so somebody is there, though it was silent for longer.
    assert_eq!(ping_status(&served, &open).await, 200);
    assert_eq!(ping_status(&served, &unused).await, 404);
    assert_eq!(ping_status(&served, &third).await, 200);
}

#[tokio::test]
async fn a_stream_needs_a_session_and_says_so() {
    let served = Served::start().await;
    let stream = || Request::new("GET", "/mcp").header("Accept", "text/event-stream");
    assert_eq!(stream().send(served.address).await.status, 400);
    assert_eq!(
        stream()
            .session("no-such-session")
            .send(served.address)
            .await
            .status,
        404
    );
    assert_eq!(
        stream()
            .header("Accept", "text/html")
            .send(served.address)
            .await
            .status,
        406
    );
    let modern = stream()
        .header("MCP-Protocol-Version", "2026-07-28")
        .send(served.address)
        .await;
    assert_eq!((modern.status, modern.header("allow")), (405, Some("POST")));
}

#[tokio::test]
async fn an_answer_outlives_the_connection_it_was_meant_for() {
    let mut served = Served::start().await;
    let session = served.open_session("2025-11-25").await;
    let call =
        json!({"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "wait"}});
    let request = Request::message(&call).session(&session);
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    stream
        .write_all(&request.bytes(served.address))
        .await
        .unwrap();
    served.started.recv().await.unwrap();
    // The first event says from where to go on.
    let seen = read_until(&mut stream, "id: ").await;
    let mark = seen.split("id: ").nth(1).unwrap().lines().next().unwrap();
    drop(stream);
    let request = Request::new("GET", "/mcp")
        .header("Accept", "text/event-stream")
        .header("Last-Event-ID", mark)
        .session(&session);
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    stream
        .write_all(&request.bytes(served.address))
        .await
        .unwrap();
    served.go.add_permits(1);
    let resumed = read_until(&mut stream, "result").await;
    assert!(resumed.contains("\"id\":7"), "{resumed}");
}

/// Reads until a line with `text` in it is whole.
async fn read_until(stream: &mut TcpStream, text: &str) -> String {
    let mut seen = String::new();
    let mut some = [0; 4096];
    loop {
        let taken = stream.read(&mut some).await.unwrap();
        assert!(taken > 0, "closed after {seen}");
        seen.push_str(std::str::from_utf8(&some[..taken]).unwrap());
        if let Some((_, rest)) = seen.split_once(text)
            && rest.contains('\n')
        {
            return seen;
        }
    }
}
