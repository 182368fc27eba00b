//! Files: which of their streams each account hears and reads, and their bytes.

use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::Value;

use crate::ask::{self, NOW};
use crate::playlists::{send, send_as};

const DESCRIPTION: &str = r#"
[[account]]
id = 1
name = "owner"
[[account]]
id = 2
name = "guest"
token = "guest-token"
libraries = ["1"]
[profile.spoken]
container = "mkv"
videoCodec = "h264"
Stream = [
    { streamType = 1, codec = "h264", index = 0 },
    { streamType = 2, codec = "aac", index = 1, selected = true, languageTag = "en" },
    { streamType = 2, codec = "aac", index = 2, languageTag = "de" },
    { streamType = 3, codec = "srt", index = 3, languageTag = "en" },
    { streamType = 3, codec = "pgs", index = 4, languageTag = "de" },
]
[[section]]
key = "1"
type = "movie"
title = "Films"
[[section.item]]
ratingKey = 1
title = "Metropolis"
[[section.item.Media]]
profile = "spoken"
Part = [
    { id = 101, file = "/media/Films/\"one\".mkv", size = 1000 },
    { id = 102, file = "/media/Films/two.mkv", size = 5_000_000_000 },
]
[[section.item]]
ratingKey = 2
title = "Sunrise"
Media = [{ profile = "spoken", Part = [{ id = 103, size = 0 }] }]
[[section]]
key = "2"
type = "movie"
title = "Private"
item = [{ title = "Hidden", Media = [{ profile = "spoken", Part = [{ id = 104 }] }] }]
"#;

async fn start() -> Emulator {
    ask::described(DESCRIPTION).await
}

/// The ids of a file's audio and subtitle streams.
async fn streams(emulator: &Emulator, nth: usize) -> Vec<i64> {
    let item = ask::json(emulator, "/library/metadata/1").await;
    let streams = &item["Metadata"][0]["Media"][0]["Part"][nth]["Stream"];
    let streams = ask::list(streams);
    streams[1..]
        .iter()
        .map(|one| one["id"].as_i64().unwrap())
        .collect()
}

/// The languages and kinds that somebody hears and reads of each file.
async fn selected(emulator: &Emulator, token: &str) -> Vec<String> {
    let (_, item) = send_as(emulator, token, Method::GET, "/library/metadata/1").await;
    let parts = ask::list(&item["Metadata"][0]["Media"][0]["Part"]);
    let text = |part: &Value| {
        let streams = ask::list(&part["Stream"]);
        let chosen = streams.iter().filter(|one| one["selected"] == true);
        let names = chosen.map(|one| {
            format!(
                "{}{}",
                one["languageTag"].as_str().unwrap(),
                one["streamType"]
            )
        });
        names.collect::<Vec<_>>().join(" ")
    };
    parts.iter().map(text).collect()
}

#[tokio::test]
async fn each_account_hears_and_reads_what_it_has_chosen() {
    let emulator = start().await;
    let (own, guest) = (emulator.token().to_owned(), "guest-token");
    let [english, german, read_english, read_german] = streams(&emulator, 0).await[..] else {
        panic!("four streams");
    };
    assert_eq!(selected(&emulator, &own).await, ["en2", "en2"]);
    let choose = async |token: &str, choice: String| {
        let path = format!("/library/parts/101?{choice}");
        send_as(&emulator, token, Method::PUT, &path).await.0
    };
    assert_eq!(choose(&own, format!("audioStreamID={german}")).await, 200);
    assert_eq!(selected(&emulator, &own).await, ["de2", "en2"]);
    // Nobody else hears it so.
    assert_eq!(selected(&emulator, guest).await, ["en2", "en2"]);
    let both = format!("audioStreamID={english}&subtitleStreamID={read_german}&allParts=1");
    assert_eq!(choose(guest, both).await, 200);
    assert_eq!(selected(&emulator, guest).await, ["en2 de3", "en2 de3"]);
    assert_eq!(selected(&emulator, &own).await, ["de2", "en2"]);
    // What is not said stays; 0 is none.
    assert_eq!(
        choose(&own, format!("subtitleStreamID={read_english}")).await,
        200
    );
    assert_eq!(selected(&emulator, &own).await, ["de2 en3", "en2"]);
    assert_eq!(
        choose(&own, "subtitleStreamID=0&allParts=1".to_owned()).await,
        200
    );
    assert_eq!(selected(&emulator, &own).await, ["de2", "en2"]);
    // A state that begins again has the choices.
    let state = emulator.dump();
    let again = Emulator::builder()
        .library(Library::from_json(&state.to_string()).unwrap())
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap();
    assert_eq!(again.dump(), state);
    assert_eq!(selected(&again, guest).await, ["en2 de3", "en2 de3"]);
    // What is deleted is chosen by nobody.
    send(&emulator, Method::DELETE, "/library/metadata/1").await;
    assert_eq!(emulator.dump()["streamChoice"], serde_json::json!([]));
}

#[tokio::test]
async fn a_stream_of_another_file_or_kind_is_refused() {
    let emulator = start().await;
    let first = streams(&emulator, 0).await;
    let second = streams(&emulator, 1).await;
    let before = emulator.dump();
    for (path, status) in [
        (
            format!("/library/parts/101?audioStreamID={}", second[0]),
            400,
        ),
        (
            format!("/library/parts/101?audioStreamID={}", first[2]),
            400,
        ),
        (
            format!("/library/parts/101?subtitleStreamID={}", first[0]),
            400,
        ),
        (
            format!(
                "/library/parts/101?audioStreamID={}&subtitleStreamID={}",
                first[1], second[2]
            ),
            400,
        ),
        ("/library/parts/101?audioStreamID=0".to_owned(), 400),
        ("/library/parts/101?audioStreamID=german".to_owned(), 400),
        ("/library/parts/999?audioStreamID=1".to_owned(), 404),
        ("/library/parts/one?audioStreamID=1".to_owned(), 404),
    ] {
        assert_eq!(
            send(&emulator, Method::PUT, &path).await.0,
            status,
            "{path}"
        );
    }
    // What somebody does not see is not there for them.
    let hidden = "/library/parts/104?subtitleStreamID=0";
    assert_eq!(
        send_as(&emulator, "guest-token", Method::PUT, hidden)
            .await
            .0,
        404
    );
    assert_eq!(emulator.dump(), before);
}

/// The status, some headers and the body of a request for a file.
async fn bytes(emulator: &Emulator, path: &str, range: Option<&str>) -> (u16, String, Vec<u8>) {
    let mut request = ask::request(emulator, Method::GET, path);
    if let Some(range) = range {
        request = request.header("Range", range);
    }
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let said = response.headers().get("content-range");
    let said = said.map_or("", |said| said.to_str().unwrap()).to_owned();
    (status, said, response.bytes().await.unwrap().to_vec())
}

#[tokio::test]
async fn a_file_comes_whole_or_in_parts_that_fit_together() {
    let emulator = start().await;
    let item = ask::json(&emulator, "/library/metadata/1").await;
    let key = item["Metadata"][0]["Media"][0]["Part"][0]["key"]
        .as_str()
        .unwrap();
    let (status, said, whole) = bytes(&emulator, key, None).await;
    assert_eq!((status, said.as_str(), whole.len()), (200, "", 1000));
    for (range, said, part) in [
        ("bytes=0-9", "bytes 0-9/1000", &whole[..10]),
        ("bytes=990-", "bytes 990-999/1000", &whole[990..]),
        ("bytes=500-5000", "bytes 500-999/1000", &whole[500..]),
        ("bytes=-1", "bytes 999-999/1000", &whole[999..]),
        ("bytes=-5000", "bytes 0-999/1000", &whole[..]),
    ] {
        let got = bytes(&emulator, key, Some(range)).await;
        assert_eq!((got.0, got.1.as_str()), (206, said), "{range}");
        assert!(got.2 == part, "{range}");
    }
    for beyond in ["bytes=1000-", "bytes=5000-6000", "bytes=-0"] {
        let (status, said, page) = bytes(&emulator, key, Some(beyond)).await;
        assert_eq!((status, said.as_str()), (416, "bytes */1000"), "{beyond}");
        assert!(page.starts_with(b"<html>"));
    }
    // What is no range is none, and neither are several.
    for odd in [
        "bytes=9-0",
        "bytes=a-b",
        "lines=1-2",
        "bytes=0-1,4-5",
        "bytes",
    ] {
        assert_eq!(bytes(&emulator, key, Some(odd)).await.0, 200, "{odd}");
    }
    // A large one is not made before it is asked for.
    let large = item["Metadata"][0]["Media"][0]["Part"][1]["key"]
        .as_str()
        .unwrap();
    let head = ask::request(&emulator, Method::HEAD, large)
        .send()
        .await
        .unwrap();
    assert_eq!(head.headers()["content-length"], "5000000000");
    assert_eq!(head.headers()["accept-ranges"], "bytes");
    assert_eq!(head.headers()["content-type"], "video/x-matroska");
    let far = bytes(&emulator, large, Some("bytes=4999999000-")).await;
    assert_eq!((far.0, far.2.len()), (206, 1000));
    let kept = ask::request(&emulator, Method::GET, &format!("{key}?download=1"));
    let kept = kept.send().await.unwrap();
    assert_eq!(
        kept.headers()["content-disposition"],
        "attachment; filename=\"'one'.mkv\""
    );
    // An empty file has no part.
    let empty = "/library/parts/103/1/file.mkv";
    assert_eq!(bytes(&emulator, empty, None).await.0, 200);
    assert_eq!(bytes(&emulator, empty, Some("bytes=0-")).await.0, 416);
    assert_eq!(
        bytes(&emulator, "/library/parts/999/1/file.mkv", None)
            .await
            .0,
        404
    );
    let hidden = "/library/parts/104/1/file.mkv";
    assert_eq!(
        send_as(&emulator, "guest-token", Method::GET, hidden)
            .await
            .0,
        404
    );
    assert_eq!(send_as(&emulator, "", Method::GET, key).await.0, 401);
}

#[tokio::test]
async fn a_tree_shows_what_is_in_what() {
    let emulator = start().await;
    let tree = ask::json(&emulator, "/library/metadata/1,2/tree").await;
    assert_eq!(tree["size"], 2);
    let film = &tree["MetadataItem"][0];
    assert_eq!(film["title"], "Metropolis");
    let parts = ask::list(&film["MediaItem"][0]["MediaPart"]);
    assert_eq!(parts.len(), 2);
    assert_eq!(parts[1]["file"], "/media/Films/two.mkv");
    assert_ne!(parts[0]["hash"], parts[1]["hash"]);
    assert_eq!(ask::list(&parts[0]["MediaStream"]).len(), 5);
    let path = "/library/metadata/1/tree";
    let (_, theirs) = send_as(&emulator, "guest-token", Method::GET, path).await;
    let part = &theirs["MetadataItem"][0]["MediaItem"][0]["MediaPart"][0];
    assert!(part["hash"].is_string() && part.get("file").is_none());
    assert_eq!(
        ask::status(&emulator, Method::GET, "/library/metadata/9/tree").await,
        404
    );
}
