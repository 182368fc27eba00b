//! Subscriptions over HTTP, by the streams of both eras.

use std::{net::SocketAddr, time::Duration};

use plex_emulator::{Emulator, Library};
use plex_mcp::http::{HttpOptions, HttpServer};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, timeout},
};

use super::client::Request;
use crate::support::Fixture;

/// Long enough for what must come.
const SOON: Duration = Duration::from_secs(30);

async fn serve(fixture: &Fixture, absent: Duration) -> SocketAddr {
    let mut options = HttpOptions::default();
    options.limits.session_absent = absent;
    let http = HttpServer::bind(([127, 0, 0, 1], 0).into(), options)
        .await
        .unwrap();
    let address = http.local_addr();
    let server = fixture.server.clone();
    tokio::spawn(async move { server.serve_http(http, std::future::pending()).await });
    address
}

/// An answer that goes on.
struct Stream {
    stream: TcpStream,
    heard: Vec<u8>,
}

impl Stream {
    async fn open(address: SocketAddr, request: Request) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(&request.bytes(address)).await.unwrap();
        let heard = Vec::new();
        Self { stream, heard }
    }

    /// Waits until this was heard, and forgets what was heard so far.
    async fn until(&mut self, text: &str) {
        let hearing = async {
            while !String::from_utf8_lossy(&self.heard).contains(text) {
                assert!(self.stream.read_buf(&mut self.heard).await.unwrap() > 0);
            }
        };
        let heard = timeout(SOON, hearing).await;
        assert!(
            heard.is_ok(),
            "{text} was not in {}",
            String::from_utf8_lossy(&self.heard)
        );
        self.heard.clear();
    }
}

async fn until_listening(emulator: &Emulator, count: usize) {
    let waiting = async {
        while emulator.listener_count() != count {
            sleep(Duration::from_millis(5)).await;
        }
    };
    let waited = timeout(SOON, waiting).await;
    assert!(waited.is_ok(), "{} listen", emulator.listener_count());
}

/// Changes a playlist.
async fn change(fixture: &Fixture, list: &str, number: u32) {
    let edit = json!({"playlist_id": list, "rename": format!("List {number}")});
    fixture.ok("plex_edit_playlist", edit).await;
}

async fn playlist(fixture: &Fixture) -> String {
    let client = fixture.server.client();
    let lists = client.playlists(Default::default()).await.unwrap().items;
    lists[0].rating_key.as_ref().unwrap().to_string()
}

fn listen(uris: &[&str]) -> Request {
    let notifications = json!({"resourceSubscriptions": uris});
    Request::modern(
        "subscriptions/listen",
        json!({"notifications": notifications}),
    )
}

#[tokio::test]
async fn without_a_session_the_answer_to_listening_is_the_stream() {
    let fixture = Fixture::holding(Library::sample()).await;
    let address = serve(&fixture, SOON).await;
    let list = playlist(&fixture).await;
    let uri = format!("pms://playlist/{list}");
    let mut stream = Stream::open(address, listen(&[&uri, "pms://sessions"])).await;
    stream
        .until("notifications/subscriptions/acknowledged")
        .await;
    until_listening(&fixture.emulator, 1).await;
    sleep(Duration::from_millis(500)).await;
    for number in 0..2 {
        change(&fixture, &list, number).await;
        stream.until(&uri).await;
    }
    drop(stream);
    until_listening(&fixture.emulator, 0).await;
    let mut refused = Stream::open(address, listen(&["pms://item/99999999"])).await;
    refused.until("\"kind\":\"not_found\"").await;
    until_listening(&fixture.emulator, 0).await;
}

/// Sends a request in a session, and returns the answer.
async fn ask(address: SocketAddr, session: &str, method: &str, uri: &str) -> Value {
    let params = json!({"uri": uri});
    let message = json!({"jsonrpc": "2.0", "id": 5, "method": method, "params": params});
    let request = Request::message(&message)
        .session(session)
        .header("MCP-Protocol-Version", "2025-11-25");
    request.send(address).await.message()
}

#[tokio::test]
async fn in_a_session_updates_come_over_its_stream_and_end_with_it() {
    let fixture = Fixture::holding(Library::sample()).await;
    let address = serve(&fixture, Duration::from_millis(400)).await;
    let list = playlist(&fixture).await;
    let uri = format!("pms://playlist/{list}");
    let opened = Request::initialize("2025-11-25").send(address).await;
    let capabilities = &opened.message()["result"]["capabilities"];
    assert_eq!(capabilities["resources"]["subscribe"], true);
    let session = opened.header("mcp-session-id").unwrap().to_owned();
    let ready = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
    Request::message(&ready)
        .session(&session)
        .send(address)
        .await;
    let get = Request::new("GET", "/mcp")
        .header("Accept", "text/event-stream")
        .session(&session);
    let mut stream = Stream::open(address, get).await;
    stream.until("text/event-stream").await;

    let subscribed = ask(address, &session, "resources/subscribe", &uri).await;
    assert!(subscribed["result"].is_object(), "{subscribed}");
    until_listening(&fixture.emulator, 1).await;
    change(&fixture, &list, 1).await;
    stream.until(&uri).await;
    // Whoever keeps the stream open stays, however long nothing is said.
    sleep(Duration::from_millis(1_000)).await;
    assert_eq!(fixture.emulator.listener_count(), 1);
    let other = ask(address, &session, "resources/unsubscribe", "pms://sessions").await;
    assert!(other["result"].is_object(), "{other}");
    let ended = ask(address, &session, "resources/unsubscribe", &uri).await;
    assert!(ended["result"].is_object(), "{ended}");
    until_listening(&fixture.emulator, 0).await;

    // A client that goes without a word, and one that says so.
    ask(address, &session, "resources/subscribe", &uri).await;
    until_listening(&fixture.emulator, 1).await;
    drop(stream);
    until_listening(&fixture.emulator, 0).await;
    ask(address, &session, "resources/subscribe", &uri).await;
    until_listening(&fixture.emulator, 1).await;
    Request::new("DELETE", "/mcp")
        .session(&session)
        .send(address)
        .await;
    until_listening(&fixture.emulator, 0).await;
}
