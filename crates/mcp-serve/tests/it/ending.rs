//! How serving ends.

use std::time::Duration;

use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{
    client::Request,
    fixture::{Served, listen},
};

#[tokio::test]
async fn a_request_at_work_is_finished_and_nothing_new_is_taken() {
    let mut served = Served::start().await;
    let address = served.address;
    let mut idle = TcpStream::connect(address).await.unwrap();
    let at_work = tokio::spawn(Request::call("wait", json!({"a": 1})).send(address));
    served.started.recv().await.unwrap();
    served.stop();
    // An idle connection goes at once, and nobody can connect any more.
    assert_eq!(idle.read(&mut [0]).await.unwrap(), 0);
    assert!(TcpStream::connect(address).await.is_err());
    assert!(!served.serving.is_finished());
    served.go.add_permits(1);
    let reply = at_work.await.unwrap();
    assert_eq!(
        (reply.status, reply.message()["id"].as_i64()),
        (200, Some(1))
    );
    served.serving.await.unwrap();
}

#[tokio::test]
async fn a_call_in_a_session_is_finished_too() {
    let mut served = Served::start().await;
    let address = served.address;
    let session = served.open_session("2025-11-25").await;
    let call =
        json!({"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "wait"}});
    let at_work = tokio::spawn(Request::message(&call).session(&session).send(address));
    served.started.recv().await.unwrap();
    served.stop();
    served.go.add_permits(1);
    assert_eq!(at_work.await.unwrap().message()["id"], 7);
    served.serving.await.unwrap();
}

#[tokio::test]
async fn an_open_stream_does_not_keep_the_server_up() {
    let mut served = Served::start().await;
    let session = served.open_session("2025-11-25").await;
    let request = Request::new("GET", "/mcp")
        .header("Accept", "text/event-stream")
        .session(&session);
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    stream
        .write_all(&request.bytes(served.address))
        .await
        .unwrap();
    // The head of the answer: from here on the stream is open.
    assert!(stream.read(&mut [0; 1024]).await.unwrap() > 0);
    served.stop();
    served.serving.await.unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
}

#[tokio::test]
async fn one_who_listens_does_not_keep_the_server_up() {
    let mut served = Served::within(|limits| limits.grace = Duration::from_secs(3_600)).await;
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    let request = listen().bytes(served.address);
    stream.write_all(&request).await.unwrap();
    assert!(stream.read(&mut [0; 1024]).await.unwrap() > 0);
    served.stop();
    served.serving.await.unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
}

#[tokio::test]
async fn a_request_that_does_not_end_is_given_up() {
    let mut served = Served::within(|limits| limits.grace = Duration::from_millis(50)).await;
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    let request = Request::call("wait", json!({}));
    stream
        .write_all(&request.bytes(served.address))
        .await
        .unwrap();
    served.started.recv().await.unwrap();
    served.stop();
    served.serving.await.unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    assert!(!rest.starts_with(b"HTTP/1.1 200"));
}
