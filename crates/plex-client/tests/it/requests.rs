//! Requests for endpoints that have no method of their own, and changes whose answer is lost.

use std::error::Error;

use plex_client::{ErrorKind, LibraryKey, Method, PlexError, Request};

use crate::script::{Reply, Script, TOKEN, client};

const EMPTY: &str = r#"{"MediaContainer":{"size":0}}"#;

fn change() -> Request {
    Request::change(Method::Put, "/library/sections/1/emptyTrash").unwrap()
}

/// Sends one change to a server that answers so.
async fn changed(answer: impl Fn() -> Reply + Send + Sync + 'static) -> (PlexError, usize) {
    let script = Script::start(move |_, _| answer()).await;
    let client = script
        .client()
        .timeout(std::time::Duration::from_millis(300))
        .build()
        .unwrap();
    let error = client.send(&change()).await.unwrap_err();
    (error, script.seen().len())
}

#[tokio::test]
async fn a_change_whose_answer_is_lost_is_unknown_and_never_sent_again() {
    let lost: [(fn() -> Reply, ErrorKind); 4] = [
        // Cut before the answer, within it, never answered, and lost by a proxy.
        (|| Reply::Close(Vec::new()), ErrorKind::Unreachable),
        (
            || Reply::Close(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n".to_vec()),
            ErrorKind::Unreachable,
        ),
        (|| Reply::Stall(Vec::new()), ErrorKind::Timeout),
        (|| Reply::page("504 Gateway Timeout"), ErrorKind::Upstream),
    ];
    for (answer, cause) in lost {
        let (error, sent) = changed(answer).await;
        assert_eq!(sent, 1, "{error}");
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
        let PlexError::OutcomeUnknown { request, source } = &error else {
            panic!("{error}");
        };
        assert_eq!(request, "PUT /library/sections/1/emptyTrash");
        assert_eq!(source.kind(), cause, "{source}");
        assert!(error.source().is_some());
        let hint = error.hint().to_lowercase();
        assert!(
            !hint.contains("try again") && hint.contains("look at"),
            "{hint}"
        );
        assert!(!error.is_connection());
    }
}

#[tokio::test]
async fn a_change_that_was_refused_is_no_riddle() {
    for (status, kind) in [
        ("400 Bad Request", ErrorKind::InvalidArgument),
        ("401 Unauthorized", ErrorKind::Unauthorized),
        ("403 Forbidden", ErrorKind::Forbidden),
        ("404 Not Found", ErrorKind::NotFound),
        ("503 Service Unavailable", ErrorKind::StartingUp),
    ] {
        let (error, sent) = changed(move || Reply::page(status)).await;
        assert_eq!((error.kind(), sent), (kind, 1), "{error}");
    }
    // Nobody was there to do it.
    let client = client("http://127.0.0.1:9").build().unwrap();
    let error = client.send(&change()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreachable, "{error}");
}

#[tokio::test]
async fn a_change_whose_answer_is_too_long_is_unknown() {
    let script = Script::start(|_, _| Reply::json(EMPTY)).await;
    let client = script.client().max_body_bytes(8).build().unwrap();
    let error = client.send(&change()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test]
async fn a_scan_whose_answer_is_lost_is_unknown_although_it_is_a_get() {
    let script = Script::start(|_, _| Reply::Close(Vec::new())).await;
    let client = script.client().build().unwrap();
    let films = LibraryKey::new("1").unwrap();
    let error = client.refresh_library(&films, None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test]
async fn method_query_headers_body_and_player_travel() {
    let script = Script::start(|request, _| {
        // A body is not read by this server, so it ends the conversation.
        match request.line.starts_with("POST") {
            true => Reply::Close(
                b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec(),
            ),
            false => Reply::json(EMPTY),
        }
    })
    .await;
    let client = script.client().build().unwrap();
    let pause = Request::change(Method::Get, "/player/playback/pause")
        .unwrap()
        .query("commandID", "7")
        .query("year>>", "a b&c")
        .to_player("living room")
        .unwrap();
    client.send(&pause).await.unwrap();
    let poster = Request::change(Method::Post, "/library/metadata/7/posters")
        .unwrap()
        .header("X-Plex-Language", "de")
        .unwrap()
        .body("image/png", &b"PNG"[..])
        .unwrap();
    client.send(&poster).await.unwrap();
    client
        .send(&Request::change(Method::Delete, "/activities/a").unwrap())
        .await
        .unwrap();

    let seen = script.seen();
    assert_eq!(
        seen[0].line,
        "GET /player/playback/pause?commandID=7&year%3E%3E=a%20b%26c"
    );
    assert_eq!(
        seen[0].header("x-plex-target-client-identifier"),
        Some("living room")
    );
    assert_eq!(seen[1].line, "POST /library/metadata/7/posters");
    assert_eq!(seen[1].header("content-type"), Some("image/png"));
    assert_eq!(seen[1].header("content-length"), Some("3"));
    assert_eq!(seen[1].header("x-plex-language"), Some("de"));
    assert_eq!(seen[2].line, "DELETE /activities/a");
    for request in &seen {
        assert_eq!(request.header("x-plex-token"), Some(TOKEN));
    }
}

#[tokio::test]
async fn a_path_stays_below_the_server_and_a_token_with_its_client() {
    for path in [
        "",
        "library",
        "//evil.example/x",
        "/a?b=c",
        "/a#b",
        "/../identity",
        "/a/./b",
        "/a/%2e%2E/b",
        "/a/..%2fb",
        "/a\\b",
        "/a\r\nX: y",
    ] {
        assert!(Request::read(path).is_err(), "{path:?}");
    }
    let request = Request::read("/library/sections/1/é x").unwrap();
    for name in ["X-Plex-Token", "x-plex-token", "a b", ""] {
        assert!(request.clone().header(name, "v").is_err(), "{name:?}");
    }
    assert!(request.clone().header("X-Plex-Language", "a\r\nb").is_err());
    let script = Script::start(|_, _| Reply::json(EMPTY)).await;
    let client = script.client().build().unwrap();
    client.send(&request).await.unwrap();
    assert_eq!(script.seen()[0].line, "GET /library/sections/1/%C3%A9%20x");
}

#[tokio::test]
async fn a_program_may_change_the_http_client_but_not_where_the_token_goes() {
    let other = Script::start(|_, _| Reply::json(EMPTY)).await;
    let elsewhere = other.url.clone();
    let script = Script::start(move |request, _| match request.line.contains("/moved") {
        true => Reply::Keep(
            format!("HTTP/1.1 302 Found\r\nLocation: {elsewhere}/x\r\nContent-Length: 0\r\n\r\n")
                .into_bytes(),
        ),
        false => Reply::json(EMPTY),
    })
    .await;
    // A name that only the injected client knows.
    let address: std::net::SocketAddr = script.url.trim_start_matches("http://").parse().unwrap();
    let client = client(&format!("http://plex.test:{}", address.port()))
        .http(move |http| {
            http.resolve("plex.test", address)
                .redirect(reqwest::redirect::Policy::limited(5))
                .default_headers(reqwest::header::HeaderMap::new())
        })
        .build()
        .unwrap();
    client.libraries().await.unwrap();
    assert_eq!(script.seen()[0].header("x-plex-token"), Some(TOKEN));
    let error = client
        .send(&Request::read("/moved").unwrap())
        .await
        .unwrap_err();
    assert!(matches!(error, PlexError::Redirected { .. }), "{error}");
    assert!(other.seen().is_empty());
}
