//! What was brought, and is still to be brought, is in the description of a state, and goes on from there.

use std::time::Duration;

use plex_emulator::{Emulator, Library};
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::artwork::PNG;
use crate::ask;
use crate::dumping::{begin_with, differences};

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// Takes the next connection and reads what is asked.
async fn asked(listener: &TcpListener) -> (tokio::net::TcpStream, String) {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut head = [0; 512];
    let length = stream.read(&mut head).await.unwrap();
    (
        stream,
        String::from_utf8_lossy(&head[..length]).into_owned(),
    )
}

#[tokio::test]
async fn a_picture_that_is_still_to_be_fetched_is_fetched_by_who_goes_on() {
    let emulator = ask::server(Library::sample()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/p.png?size=1", listener.local_addr().unwrap());
    let path = format!("/library/metadata/1/posters?url={}", encoded(&url));
    assert_eq!(ask::status(&emulator, Method::POST, &path).await, 200);
    let (mut first, question) = asked(&listener).await;
    assert!(question.starts_with("GET /p.png?size=1 "), "{question}");

    let state = emulator.dump();
    let waiting = json!([{ "item": "1", "type": "posters", "url": url }]);
    assert_eq!(state["fetch"], waiting);
    let again = begin_with(&state).await;
    let (mut second, question) = asked(&listener).await;
    assert!(question.starts_with("GET /p.png?size=1 "), "{question}");
    assert_eq!(differences(&state, &again.dump()), Vec::<String>::new());

    for stream in [&mut first, &mut second] {
        let head = b"HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\n";
        stream.write_all(&[head, PNG].concat()).await.unwrap();
        stream.shutdown().await.unwrap();
    }
    for emulator in [&emulator, &again] {
        while emulator.dump()["fetch"] != json!([]) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    let (one, other) = (emulator.dump(), again.dump());
    assert_eq!(differences(&one, &other), Vec::<String>::new());
    assert_ne!(one["artwork"], state["artwork"], "it was taken in");
}

#[tokio::test]
async fn a_server_that_is_started_again_waits_for_no_picture() {
    let emulator = ask::server(Library::sample()).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/p.png", listener.local_addr().unwrap());
    let path = format!("/library/metadata/1/posters?url={}", encoded(&url));
    assert_eq!(ask::status(&emulator, Method::POST, &path).await, 200);
    let (mut stream, _) = asked(&listener).await;
    emulator.restart().await.unwrap();
    let before = emulator.dump();
    assert_eq!(before["fetch"], json!([]));
    stream.write_all(b"HTTP/1.0 200 OK\r\n\r\n").await.unwrap();
    stream.write_all(PNG).await.unwrap();
    stream.shutdown().await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(differences(&before, &emulator.dump()), Vec::<String>::new());
}

#[tokio::test]
async fn subtitles_that_were_brought_are_there_with_their_words() {
    let emulator = ask::server(Library::sample()).await;
    let path = "/library/metadata/1/subtitles?title=Ours&format=srt&language=de";
    let words = "1\n00:00:01,000 --> 00:00:02,000\nGuten Tag\n";
    let brought = ask::request(&emulator, Method::POST, path).body(words);
    assert_eq!(brought.send().await.unwrap().status(), 200);
    let state = emulator.dump();
    let number = state["subtitles"][0]["Stream"].as_u64().unwrap();
    let again = begin_with(&state).await;
    assert_eq!(differences(&state, &again.dump()), Vec::<String>::new());
    let stream = format!("/library/streams/{number}");
    assert_eq!(ask::xml(&again, &stream).await, words);
    assert_eq!(ask::status(&again, Method::DELETE, &stream).await, 200);
    assert_eq!(again.dump()["subtitles"], json!([]));
}

#[tokio::test]
async fn what_cannot_be_brought_is_refused_in_a_description() {
    for (wrong, why) in [
        (
            r#"fetch = [{ item = "1", type = "posters", url = "http://192.0.2.1/x" }]"#,
            "url",
        ),
        (
            r#"fetch = [{ item = "1", type = "x", url = "http://127.0.0.1/x" }]"#,
            "type",
        ),
        (r#"subtitles = [{ Stream = 5, bytes = "zz" }]"#, "digits"),
        (r#"subtitles = [{ bytes = "00" }]"#, "Stream"),
    ] {
        let film = r#"section = [{ key = "1", title = "Films", type = "movie", item = [{ ratingKey = "1", title = "M" }] }]"#;
        let library = Library::from_toml(&format!("{wrong}\n{film}")).unwrap();
        let error = Emulator::start(library).await.unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}
