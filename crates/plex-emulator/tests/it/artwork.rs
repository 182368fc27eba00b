//! Pictures and themes are listed, chosen, brought and taken away.

use plex_emulator::Emulator;
use reqwest::Method;
use serde_json::Value;

use crate::ask::{self, NOW};
use crate::playlists::{send, send_as, start};

/// A picture of one pixel.
pub(crate) const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, b'I', b'D', b'A', b'T',
    0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N',
    b'D', 0xae, 0x42, 0x60, 0x82,
];

async fn bring(emulator: &Emulator, path: &str, bytes: &'static [u8]) -> u16 {
    let request = ask::request(emulator, Method::POST, path).body(bytes);
    request.send().await.unwrap().status().as_u16()
}

async fn choices(emulator: &Emulator, path: &str) -> Vec<Value> {
    ask::list(&ask::json(emulator, path).await["Metadata"])
}

fn selected(choices: &[Value]) -> Vec<&str> {
    let selected = choices.iter().filter(|choice| choice["selected"] == true);
    selected
        .map(|choice| choice["ratingKey"].as_str().unwrap())
        .collect()
}

async fn film(emulator: &Emulator) -> Value {
    ask::json(emulator, "/library/metadata/1").await["Metadata"][0].clone()
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[tokio::test]
async fn what_is_brought_is_chosen_locked_and_shown() {
    let emulator = start().await;
    let posters = "/library/metadata/1/posters";
    assert_eq!(bring(&emulator, posters, PNG).await, 200);
    let all = choices(&emulator, posters).await;
    assert_eq!(all.len(), 4);
    let brought = selected(&all);
    assert_eq!(brought.len(), 1);
    // It is called by the SHA-1 of its bytes.
    assert_eq!(
        brought[0],
        "upload://posters/91bfbed99ea3ff574447a2ab340744f36621d80b"
    );
    assert!(all[3].get("provider").is_none());
    let shown = film(&emulator).await;
    assert_eq!(shown["Field"][0]["name"], "thumb");
    let thumb = shown["thumb"].as_str().unwrap().to_owned();
    assert_eq!(thumb, format!("/library/metadata/1/thumb/{NOW}"));
    let picture = ask::request(&emulator, Method::GET, &thumb)
        .send()
        .await
        .unwrap();
    assert_eq!(picture.headers()["content-type"], "image/jpeg");
    // The same bytes are the same picture, and each choice has a path of its own.
    assert_eq!(bring(&emulator, posters, PNG).await, 200);
    assert_eq!(choices(&emulator, posters).await.len(), 4);
    assert_ne!(film(&emulator).await["thumb"], thumb.as_str());
    let first = all[1]["ratingKey"].as_str().unwrap();
    let choose = format!("/library/metadata/1/poster?url={}", encoded(first));
    assert_eq!(send(&emulator, Method::PUT, &choose).await.0, 200);
    assert_eq!(selected(&choices(&emulator, posters).await), [first]);
    let away = "/library/metadata/1/thumb";
    assert_eq!(send(&emulator, Method::DELETE, away).await.0, 200);
    assert!(film(&emulator).await.get("thumb").is_none());
    // What there was to choose from is still there.
    let left = choices(&emulator, posters).await;
    assert_eq!((left.len(), selected(&left).len()), (4, 0));
    assert_eq!(send(&emulator, Method::PUT, &choose).await.0, 200);
    assert_eq!(selected(&choices(&emulator, posters).await), [first]);
    assert!(film(&emulator).await.get("thumb").is_some());
}

#[tokio::test]
async fn logos_squares_and_themes_are_brought_as_well() {
    let emulator = start().await;
    for plural in ["arts", "clearLogos", "squareArts", "themes"] {
        let path = format!("/library/metadata/10/{plural}");
        assert_eq!(bring(&emulator, &path, PNG).await, 200, "{plural}");
        assert_eq!(
            selected(&choices(&emulator, &path).await).len(),
            1,
            "{plural}"
        );
    }
    let read = ask::json(&emulator, "/library/metadata/10").await;
    let show = &read["Metadata"][0];
    let kinds = ask::list(&show["Image"]);
    let kinds: Vec<&str> = kinds
        .iter()
        .map(|image| image["type"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"clearLogo") && kinds.contains(&"backgroundSquare"));
    let theme = show["theme"].as_str().unwrap();
    let played = ask::request(&emulator, Method::GET, theme)
        .send()
        .await
        .unwrap();
    assert_eq!(played.bytes().await.unwrap(), PNG);
    // A season and an episode tell of their show's.
    let season = ask::json(&emulator, "/library/metadata/11").await;
    assert_eq!(season["Metadata"][0]["parentTheme"], theme);
    let episode = ask::json(&emulator, "/library/metadata/12").await;
    assert_eq!(episode["Metadata"][0]["grandparentTheme"], theme);
}

#[tokio::test]
async fn what_is_no_picture_or_somebody_elses_is_refused() {
    let emulator = start().await;
    let before = film(&emulator).await;
    for (path, bytes, status) in [
        (
            "/library/metadata/1/posters",
            b"no picture" as &'static [u8],
            400,
        ),
        ("/library/metadata/1/posters", b"", 400),
        (
            "/library/metadata/1/posters?url=http%3A%2F%2F192.0.2.1%2Fx.png",
            b"",
            400,
        ),
        (
            "/library/metadata/1/posters?url=file%3A%2F%2F%2Fetc%2Fpasswd",
            b"",
            400,
        ),
        ("/library/metadata/999/posters", PNG, 404),
        ("/library/metadata/1/nonsense", PNG, 404),
    ] {
        assert_eq!(bring(&emulator, path, bytes).await, status, "{path}");
    }
    let unknown = "/library/metadata/1/poster?url=metadata%3A%2F%2Fposters%2Fnone";
    assert_eq!(send(&emulator, Method::PUT, unknown).await.0, 400);
    let theirs = "/library/metadata/1/thumb";
    assert_eq!(
        send_as(&emulator, "guest-token", Method::DELETE, theirs)
            .await
            .0,
        403
    );
    assert_eq!(film(&emulator).await, before);
}

#[tokio::test]
async fn a_picture_is_fetched_from_this_machine() {
    let emulator = start().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut asked = [0; 1024];
        let read = stream.read(&mut asked).await.unwrap();
        let head = b"HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\n";
        stream.write_all(&[head, PNG].concat()).await.unwrap();
        String::from_utf8_lossy(&asked[..read]).into_owned()
    });
    let url = encoded(&format!("http://127.0.0.1:{port}/picture.png?size=1"));
    let path = format!("/library/metadata/1/arts?url={url}");
    assert_eq!(bring(&emulator, &path, b"").await, 200);
    assert!(
        served
            .await
            .unwrap()
            .starts_with("GET /picture.png?size=1 ")
    );
    // It is there a moment later.
    loop {
        let arts = choices(&emulator, "/library/metadata/1/arts").await;
        if selected(&arts)[0].starts_with("upload://arts/") {
            break;
        }
        tokio::task::yield_now().await;
    }
}
