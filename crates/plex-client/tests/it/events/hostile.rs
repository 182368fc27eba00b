//! Servers that do over a websocket, or instead of one, what no server should.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::*;
use crate::script::{self, Reply, Script, TOKEN};

/// Starts a server that shakes hands and then does what it is told with the connection.
async fn after_the_handshake<F>(then: impl Fn(TcpStream) -> F + Send + Sync + 'static) -> String
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await.unwrap());
            }
            let head = String::from_utf8(head).unwrap();
            let key = head
                .lines()
                .find_map(|line| line.strip_prefix("sec-websocket-key: "))
                .unwrap();
            let accept = derive_accept_key(key.as_bytes());
            let answer = format!(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n\
                 Upgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
            );
            stream.write_all(answer.as_bytes()).await.unwrap();
            tokio::spawn(then(stream));
        }
    });
    url
}

/// The head of a frame: what it is, and how long it says it is.
fn head(what: u8, length: u64) -> Vec<u8> {
    let mut head = vec![0x80 | what];
    match length {
        0..126 => head.push(u8::try_from(length).unwrap()),
        _ => {
            head.push(127);
            head.extend(length.to_be_bytes());
        }
    }
    head
}

fn frame(what: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = head(what, payload.len() as u64);
    frame.extend(payload);
    frame
}

#[tokio::test]
async fn a_frame_of_100_mb_is_not_read() {
    const MB: u64 = 1 << 20;
    let sent = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&sent);
    let url = after_the_handshake(move |mut stream| {
        let counted = Arc::clone(&counted);
        async move {
            stream.write_all(&head(1, 100 * MB)).await.unwrap();
            let more = vec![b' '; 64 << 10];
            while stream.write_all(&more).await.is_ok() {
                counted.fetch_add(more.len() as u64, Ordering::SeqCst);
            }
        }
    })
    .await;
    let mut events = all(&script::client(&url).build().unwrap());
    listening(&mut events).await;
    let cause = away(&mut events).await;
    assert!(
        matches!(cause, PlexError::TooLarge { limit, .. } if limit == MB),
        "{cause}"
    );
    listening(&mut events).await;
    // What the system takes in before anybody looks at it.
    assert!(sent.load(Ordering::SeqCst) < 40 * MB, "{sent:?}");
}

#[tokio::test]
async fn a_message_in_pieces_is_too_large_as_a_whole() {
    let url = after_the_handshake(|mut stream| async move {
        let piece = vec![b' '; 100 << 10];
        let mut what = 1;
        loop {
            let mut begun = frame(what, &piece);
            begun[0] &= 0x7f;
            if stream.write_all(&begun).await.is_err() {
                return;
            }
            what = 0;
        }
    })
    .await;
    let mut events = all(&script::client(&url).build().unwrap());
    listening(&mut events).await;
    let cause = away(&mut events).await;
    assert!(matches!(cause, PlexError::TooLarge { .. }), "{cause}");
}

#[tokio::test]
async fn a_ping_is_answered_and_a_farewell_ends_the_connection() {
    let url = after_the_handshake(|mut stream| async move {
        stream.write_all(&frame(9, b"there?")).await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(answer[..2], [0x8a, 0x80 | 6]);
        let word: Vec<u8> = (0..6)
            .map(|at| answer[6 + at] ^ answer[2 + at % 4])
            .collect();
        let told = format!(
            r#"{{"NotificationContainer":{{"type":"status","StatusNotification":
            [{{"title":"{}"}}]}}}}"#,
            String::from_utf8(word).unwrap()
        );
        stream.write_all(&frame(1, told.as_bytes())).await.unwrap();
        stream.write_all(&frame(8, b"")).await.unwrap();
        let _ = stream.read_u8().await;
    })
    .await;
    let mut events = all(&script::client(&url).build().unwrap());
    listening(&mut events).await;
    let Event::Status(status) = next(&mut events).await else {
        panic!("the answer comes back");
    };
    assert_eq!(status.title.as_deref(), Some("there?"));
    assert_eq!(away(&mut events).await.kind(), ErrorKind::Unreachable);
}

#[tokio::test]
async fn a_token_that_the_server_repeats_is_not_told() {
    let url = after_the_handshake(|mut stream| async move {
        let messages = [
            format!(r#"{{"NotificationContainer":{{"type":"new","Account":[{{"authToken":"other-one","own":"{TOKEN}"}}]}}}}"#),
            format!("<{TOKEN}"),
            format!(r#"{{"NotificationContainer":{{"type":"status","StatusNotification":[{{"title":"{TOKEN}"}}]}}}}"#),
        ];
        for message in messages {
            stream.write_all(&frame(1, message.as_bytes())).await.unwrap();
        }
        // Neither text nor anything else: an end of the connection with words of its own.
        stream.write_all(&frame(1, &[0xff, 0xfe])).await.unwrap();
        let _ = stream.read_u8().await;
    })
    .await;
    let mut events = all(&script::client(&url).build().unwrap());
    listening(&mut events).await;
    let mut kinds = Vec::new();
    for _ in 0..4 {
        let event = next(&mut events).await;
        kinds.push(event.kind());
        let told = format!("{event:?}");
        assert!(!told.contains(TOKEN), "{told}");
    }
    use EventKind::{Connection, Garbled, Status, Unknown};
    assert_eq!(kinds, [Unknown, Garbled, Status, Connection]);
    assert_eq!(listening(&mut events).await.0, Channel::Websocket);
}

#[tokio::test]
async fn a_message_of_an_unknown_type_holds_nobodys_token() {
    let message = r#"{"NotificationContainer":{"type":"x","authToken":"abc-123-def","X-Plex-Token":"abc-123",
        "Account":[{"id":7,"access_token":"abc-123-def","token":["abc-1",{"name":"Ada"}],"pin":{"Authorization":"Basic abc-12"}}],
        "accessToken":123456789,"tokens":2,"token":"","title":"Token of love"}}"#;
    let url = after_the_handshake(move |mut stream| async move {
        stream
            .write_all(&frame(1, message.as_bytes()))
            .await
            .unwrap();
        let _ = stream.read_u8().await;
    })
    .await;
    let mut events = all(&script::client(&url).build().unwrap());
    listening(&mut events).await;
    let Event::Unknown { message, .. } = next(&mut events).await else {
        panic!("its type is unknown");
    };
    let expected = serde_json::json!({"NotificationContainer": {
        "type": "x", "authToken": "[redacted]", "X-Plex-Token": "[redacted]",
        "Account": [{"id": 7, "access_token": "[redacted]", "token": ["[redacted]", {"name": "Ada"}],
            "pin": {"Authorization": "[redacted]"}}],
        "accessToken": "[redacted]", "tokens": 2, "token": "", "title": "Token of love"}});
    assert_eq!(message, expected);
}

#[tokio::test]
async fn a_refusal_to_be_listened_to_holds_nobodys_token() {
    let refusal = "<user><authentication-token>abc-123-def</authentication-token></user>";
    let script =
        Script::start(move |_, _| Reply::status("500 Internal Server Error", "text/html", refusal))
            .await;
    let mut events = all(&script.client().build().unwrap());
    let told = format!("{:?}", away(&mut events).await);
    assert!(told.contains("[redacted]"), "{told}");
    assert!(!told.contains("abc-123"), "{told}");
}

/// Begins an answer that has no end with these messages.
fn stream(messages: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n{messages}").into_bytes()
}

/// Listens to a server that has no websockets.
async fn to_event_source(reply: impl Fn() -> Reply + Send + Sync + 'static) -> (Script, Events) {
    let script = Script::start(move |seen, _| match seen.line.contains("websockets") {
        true => Reply::page("404 Not Found"),
        false => reply(),
    })
    .await;
    let client = script.client().max_body_bytes(10_000).build().unwrap();
    let mut events = all(&client);
    assert_eq!(listening(&mut events).await.0, Channel::EventSource);
    (script, events)
}

#[tokio::test]
async fn a_message_without_its_wrapper_is_what_its_name_says() {
    let messages = "event: ping\ndata: {}\n\nevent: playing\n\
        data: {\"PlaySessionStateNotification\":{\"sessionKey\":\"7\",\"state\":\"paused\"}}\n\n";
    let (_script, mut events) = to_event_source(move || Reply::Close(stream(messages))).await;
    let Event::Playing(playing) = next(&mut events).await else {
        panic!("a playback");
    };
    assert_eq!(playing.session_key.unwrap().as_str(), "7");
    assert_eq!(away(&mut events).await.kind(), ErrorKind::Unreachable);
}

#[tokio::test]
async fn a_message_without_an_end_is_too_large() {
    let flood = || Reply::Flood(stream("data: "), vec![b'x'; 1000]);
    let (_script, mut events) = to_event_source(flood).await;
    let cause = away(&mut events).await;
    assert!(matches!(cause, PlexError::TooLarge { .. }), "{cause}");
    assert_eq!(listening(&mut events).await.0, Channel::EventSource);
}
