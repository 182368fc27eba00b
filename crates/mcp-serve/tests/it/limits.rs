//! How much anyone may use, and that nobody else suffers from those who want more.

use std::{net::SocketAddr, time::Duration};

use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{
    client::{Request, read_reply},
    fixture::{Served, listen},
};

const SOON: Duration = Duration::from_secs(1);
const HEAD: &str = "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                    Accept: application/json, text/event-stream\r\n";

async fn connected(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

async fn is_closed(stream: &mut TcpStream) -> bool {
    matches!(stream.read(&mut [0]).await, Ok(0) | Err(_))
}

/// The service works for the next one who comes.
async fn assert_unharmed(served: &Served) {
    assert_eq!(
        Request::call("echo", json!({}))
            .send(served.address)
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_body_too_large_is_refused_however_it_comes() {
    let served = Served::within(|limits| limits.body_bytes = 1000).await;
    let announced = Request::call("echo", json!({"a": "x".repeat(1000)}))
        .send(served.address)
        .await;
    assert_eq!((announced.status, announced.error_code()), (413, -32600));
    let chunk = format!("{:x}\r\n{}\r\n", 600, "x".repeat(600));
    let mut stream = connected(
        served.address,
        &format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n{chunk}{chunk}0\r\n\r\n"),
    )
    .await;
    assert_eq!(read_reply(&mut stream).await.unwrap().status, 413);
    assert_unharmed(&served).await;
}

#[tokio::test]
async fn an_endless_body_is_cut_off() {
    let served = Served::start().await;
    let stream = connected(
        served.address,
        &format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n"),
    )
    .await;
    let (mut reading, mut writing) = stream.into_split();
    let chunk = format!("{:x}\r\n{}\r\n", 65536, "x".repeat(65536));
    // Ends only because the server takes no more.
    while writing.write_all(chunk.as_bytes()).await.is_ok() {}
    let mut reply = Vec::new();
    let _ = reading.read_to_end(&mut reply).await;
    assert!(
        reply.is_empty() || reply.starts_with(b"HTTP/1.1 413"),
        "{}",
        String::from_utf8_lossy(&reply)
    );
    assert_unharmed(&served).await;
}

#[tokio::test]
async fn a_body_that_does_not_come_times_out() {
    let served = Served::within(|limits| limits.body_time = SOON).await;
    let mut stream = connected(
        served.address,
        &format!("{HEAD}Content-Length: 100\r\n\r\n{{\"json"),
    )
    .await;
    let reply = read_reply(&mut stream).await.unwrap();
    assert_eq!(
        (reply.status, reply.header("connection")),
        (408, Some("close"))
    );
    assert_unharmed(&served).await;
}

#[tokio::test]
async fn a_body_that_breaks_off_does_no_harm() {
    let served = Served::start().await;
    let mut stream = connected(
        served.address,
        &format!("{HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    )
    .await;
    assert_eq!(read_reply(&mut stream).await.unwrap().status, 400);
    drop(
        connected(
            served.address,
            &format!("{HEAD}Content-Length: 100\r\n\r\n{{"),
        )
        .await,
    );
    assert_unharmed(&served).await;
}

#[tokio::test]
async fn a_head_that_does_not_come_closes_the_connection() {
    let served = Served::within(|limits| limits.idle = SOON).await;
    let mut silent = connected(served.address, "").await;
    let mut slow = connected(served.address, "POST /mcp HTTP/1.1\r\nHost: loc").await;
    assert!(is_closed(&mut silent).await);
    assert!(is_closed(&mut slow).await);
    assert_unharmed(&served).await;
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let served = Served::start().await;
    let mut stream = connected(served.address, "GET /healthz HTTP/1.1\r\n").await;
    let field = format!("X-Filler: {}\r\n", "x".repeat(8000));
    while stream.write_all(field.as_bytes()).await.is_ok() {}
    assert_unharmed(&served).await;
}

/// Lets this process hold all the connections it opens here; many systems allow too few.
#[cfg(unix)]
fn allow_many_connections() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    setrlimit(Resource::Nofile, limit).unwrap();
}

#[cfg(not(unix))]
fn allow_many_connections() {}

#[tokio::test]
async fn a_thousand_idle_connections_leave_the_service_unharmed() {
    allow_many_connections();
    let served = Served::start().await;
    let mut idle = Vec::new();
    for number in 0..1000 {
        // Some say nothing, some begin a head, some a body.
        let said = match number % 3 {
            0 => String::new(),
            1 => "POST /mcp HTTP/1.1\r\n".to_owned(),
            _ => format!("{HEAD}Content-Length: 100\r\n\r\n{{"),
        };
        idle.push(connected(served.address, &said).await);
    }
    for _ in 0..10 {
        assert_unharmed(&served).await;
    }
    // Those who waited longest had to go; the last ones to come are still there.
    assert!(is_closed(&mut idle[0]).await);
    let latest = idle.last_mut().unwrap();
    latest
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await
        .unwrap();
    assert!(!is_closed(latest).await);
}

#[tokio::test]
async fn connections_at_work_are_not_closed_for_new_ones() {
    let mut served = Served::within(|limits| limits.connections = 2).await;
    let mut at_work = Vec::new();
    for _ in 0..2 {
        let request = Request::call("wait", json!({})).header("Connection", "close");
        let text = String::from_utf8(request.bytes(served.address)).unwrap();
        at_work.push(connected(served.address, &text).await);
        served.started.recv().await.unwrap();
    }
    let refused = Request::call("echo", json!({})).send(served.address).await;
    assert_eq!(
        (refused.status, refused.header("retry-after")),
        (503, Some("1"))
    );
    let mut silent = connected(served.address, "").await;
    assert!(is_closed(&mut silent).await);
    served.go.add_permits(2);
    for mut stream in at_work {
        assert_eq!(read_reply(&mut stream).await.unwrap().status, 200);
    }
    assert_unharmed(&served).await;
}

#[tokio::test]
async fn requests_beyond_the_bound_wait_and_are_then_refused() {
    let mut served = Served::within(|limits| {
        limits.requests = 1;
        limits.queue_time = SOON;
    })
    .await;
    let address = served.address;
    let first = tokio::spawn(Request::call("wait", json!({})).send(address));
    served.started.recv().await.unwrap();
    let busy = Request::call("echo", json!({})).send(address).await;
    assert_eq!((busy.status, busy.header("retry-after")), (503, Some("1")));
    // What asks for no work gets through: somebody at work may be waiting for it.
    let stray =
        json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 9}});
    let stray = Request::message(&stray)
        .header("MCP-Protocol-Version", "2026-07-28")
        .header("Mcp-Method", "notifications/cancelled");
    assert_eq!(stray.send(address).await.status, 202);
    served.go.add_permits(1);
    assert_eq!(first.await.unwrap().status, 200);
    assert_unharmed(&served).await;
}

#[tokio::test]
async fn a_call_its_client_left_still_counts_while_it_works() {
    let mut served = Served::within(|limits| {
        limits.requests = 1;
        limits.queue_time = SOON;
    })
    .await;
    // In a session a call goes on, because its client may come back for the answer.
    let session = served.open_session("2025-11-25").await;
    let call =
        json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "wait"}});
    let request = Request::message(&call).session(&session);
    let text = String::from_utf8(request.bytes(served.address)).unwrap();
    let stream = connected(served.address, &text).await;
    served.started.recv().await.unwrap();
    drop(stream);
    assert_eq!(
        Request::call("echo", json!({}))
            .send(served.address)
            .await
            .status,
        503
    );
    served.go.add_permits(1);
    // Refused as long as the place is not given back, so ask again until it is.
    while Request::call("echo", json!({}))
        .send(served.address)
        .await
        .status
        == 503
    {}
}

/// Listens, and reads until that was acknowledged.
async fn listening(address: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = listen().bytes(address);
    stream.write_all(&request).await.unwrap();
    let mut heard = Vec::new();
    while !String::from_utf8_lossy(&heard).contains("notifications/subscriptions/acknowledged") {
        assert!(stream.read_buf(&mut heard).await.unwrap() > 0);
    }
    stream
}

/// Whether a request is answered with 200; the rest is not waited for.
async fn is_taken(address: SocketAddr, request: &Request) -> bool {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(&request.bytes(address)).await.unwrap();
    let mut head = [0; 12];
    stream.read_exact(&mut head).await.unwrap();
    head.ends_with(b" 200")
}

#[tokio::test]
async fn those_who_listen_take_no_turn_from_others_and_are_so_many() {
    let served = Served::within(|limits| {
        limits.requests = 1;
        limits.listeners = 2;
        limits.idle = Duration::from_millis(100);
    })
    .await;
    let first = listening(served.address).await;
    let _second = listening(served.address).await;
    assert_unharmed(&served).await;
    let refused = listen().send(served.address).await;
    assert_eq!(
        (refused.status, refused.header("retry-after")),
        (503, Some("60"))
    );
    // Nothing cuts them while they are quiet.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let refused = listen().send(served.address).await;
    assert_eq!(refused.status, 503);
    drop(first);
    let freed = async {
        while !is_taken(served.address, &listen()).await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), freed)
        .await
        .expect("who has gone listens no more");
}

#[tokio::test]
async fn who_takes_no_stream_cannot_listen() {
    let served = Served::start().await;
    let request = listen().header("Accept", "application/json");
    assert_eq!(request.send(served.address).await.status, 406);
    assert_unharmed(&served).await;
}
