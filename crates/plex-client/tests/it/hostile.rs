//! Servers that lie, stall, cut and flood: a typed error each time, and the next call works.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use plex_client::{ErrorKind, ItemsQuery, LibraryKey, PlexError, RetryPolicy, UnreachableCause};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::script::{Reply, Script, client};

const IDENTITY: &str =
    r#"{"MediaContainer":{"size":0,"version":"1.43.1","machineIdentifier":"a"}}"#;
const EMPTY: &str = r#"{"MediaContainer":{"size":0}}"#;

fn movies() -> LibraryKey {
    LibraryKey::new("1").unwrap()
}

/// What a client makes of a server that always gives one status.
async fn error_for(status: &'static str, token: &str) -> (PlexError, usize) {
    let script = Script::start(move |_, _| Reply::page(status)).await;
    let client = script.client().token(token).build().unwrap();
    let error = client.libraries().await.unwrap_err();
    (error, script.seen().len())
}

#[tokio::test]
async fn a_status_is_an_error_of_its_kind() {
    for (status, kind, sent) in [
        ("400 Bad Request", ErrorKind::InvalidArgument, 1),
        ("401 Unauthorized", ErrorKind::Unauthorized, 1),
        ("403 Forbidden", ErrorKind::Forbidden, 1),
        ("404 Not Found", ErrorKind::NotFound, 1),
        ("418 I'm a teapot", ErrorKind::Upstream, 1),
        ("500 Internal Server Error", ErrorKind::Upstream, 1),
        // These pass, so they are tried again.
        ("502 Bad Gateway", ErrorKind::Upstream, 3),
        ("503 Service Unavailable", ErrorKind::StartingUp, 3),
        ("504 Gateway Timeout", ErrorKind::Upstream, 3),
    ] {
        let (error, requests) = error_for(status, "token").await;
        assert_eq!(error.kind(), kind, "{status}: {error}");
        assert_eq!(requests, sent, "{status}");
        assert!(!error.is_connection(), "{status}");
        assert!(!error.hint().is_empty());
    }
}

#[tokio::test]
async fn a_401_says_whether_there_was_a_token() {
    let (error, _) = error_for("401 Unauthorized", "token").await;
    assert_eq!(error.to_string(), "Unauthorized: invalid Plex token (401)");
    let (error, _) = error_for("401 Unauthorized", " ").await;
    assert_eq!(error.kind(), ErrorKind::NotConfigured);
}

#[tokio::test]
async fn what_passes_is_tried_again() {
    let script = Script::start(|_, before| match before {
        0 => Reply::page("503 Service Unavailable"),
        1 => Reply::Close(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Media".to_vec()),
        _ => Reply::json(IDENTITY),
    })
    .await;
    let identity = script
        .client()
        .build()
        .unwrap()
        .server_identity()
        .await
        .unwrap();
    assert_eq!(identity.version.as_deref(), Some("1.43.1"));
    assert_eq!(script.seen().len(), 3);
}

#[tokio::test]
async fn a_scan_is_never_sent_twice() {
    let script = Script::start(|request, before| {
        if request.line.contains("/refresh") && before < 2 {
            Reply::page("503 Service Unavailable")
        } else if request.line.contains("/refresh") {
            Reply::Close(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n".to_vec())
        } else {
            Reply::json(EMPTY)
        }
    })
    .await;
    let client = script.client().build().unwrap();
    for sent in 1..=3 {
        let error = client.refresh_library(&movies(), None).await.unwrap_err();
        assert_eq!(script.seen().len(), sent, "{error}");
    }
}

#[tokio::test]
async fn a_scan_succeeds_with_any_2xx_and_says_where() {
    let script = Script::start(|_, before| match before {
        0 => Reply::status("200 OK", "text/html", ""),
        1 => Reply::Keep(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()),
        _ => Reply::status("202 Accepted", "text/plain", "OK"),
    })
    .await;
    let client = script.client().build().unwrap();
    client.refresh_library(&movies(), None).await.unwrap();
    client
        .refresh_library(&movies(), Some("/films/A & B/é"))
        .await
        .unwrap();
    client
        .refresh_library(&movies(), Some("/x?y#z"))
        .await
        .unwrap();
    let lines: Vec<String> = script.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(
        lines,
        [
            "GET /library/sections/1/refresh",
            "GET /library/sections/1/refresh?path=%2Ffilms%2FA%20%26%20B%2F%C3%A9",
            "GET /library/sections/1/refresh?path=%2Fx%3Fy%23z",
        ]
    );
}

#[tokio::test]
async fn a_cut_body_is_an_answer_that_broke_off() {
    let script = Script::start(|_, _| {
        Reply::Close(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Media".to_vec())
    })
    .await;
    let error = script
        .client()
        .build()
        .unwrap()
        .libraries()
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            PlexError::Unreachable {
                cause: UnreachableCause::BrokenOff,
                ..
            }
        ),
        "{error:?}"
    );
    assert!(error.is_connection());
    assert_eq!(script.seen().len(), 3);
}

#[tokio::test]
async fn a_stalled_server_is_a_timeout_and_the_next_call_works() {
    let script = Script::start(|_, before| match before {
        0 => Reply::Stall(Vec::new()),
        1 => Reply::Stall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_vec()),
        _ => Reply::json(EMPTY),
    })
    .await;
    let client = script
        .client()
        .timeout(Duration::from_millis(1500))
        .build()
        .unwrap();
    for _ in 0..2 {
        let error = client.libraries().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
        assert!(error.is_connection());
    }
    assert!(client.libraries().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_operation_of_many_requests_has_one_deadline() {
    let script = Script::start(|request, _| {
        if request.line == "GET /library/sections" {
            // Three questions each.
            let library = |key| format!(r#"{{"key":"{key}","type":"show","title":"Shows"}}"#);
            let libraries = (1..=40).map(library).collect::<Vec<_>>().join(",");
            Reply::json(format!(
                r#"{{"MediaContainer":{{"Directory":[{libraries}]}}}}"#
            ))
        } else {
            Reply::Stall(Vec::new())
        }
    })
    .await;
    let client = script
        .client()
        .timeout(Duration::from_millis(1500))
        .build()
        .unwrap();
    let error = client.libraries_with_counts().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    // Eight side by side, and then the time was up.
    assert_eq!(script.seen().len(), 1 + 8);
}

#[tokio::test]
async fn a_flood_ends_at_the_cap() {
    let script = Script::start(|_, _| {
        Reply::Flood(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n".to_vec(),
            vec![b' '; 1 << 16],
        )
    })
    .await;
    let client = script.client().max_body_bytes(1 << 20).build().unwrap();
    let error = client.libraries().await.unwrap_err();
    assert!(
        matches!(error, PlexError::TooLarge { limit, .. } if limit == 1 << 20),
        "{error:?}"
    );
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test]
async fn what_unpacks_to_a_flood_ends_at_the_cap() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        packed.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 1 << 17);
    let script = Script::start(move |_, _| {
        let mut answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
            packed.len()
        )
        .into_bytes();
        answer.extend_from_slice(&packed);
        Reply::Keep(answer)
    })
    .await;
    let client = script.client().max_body_bytes(1 << 20).build().unwrap();
    let error = client.libraries().await.unwrap_err();
    assert!(matches!(error, PlexError::TooLarge { .. }), "{error:?}");
}

#[tokio::test]
async fn broken_compression_is_no_answer_of_plex() {
    let script = Script::start(|_, _| {
        Reply::Keep(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope".to_vec(),
        )
    })
    .await;
    let error = script
        .client()
        .build()
        .unwrap()
        .libraries()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Upstream, "{error:?}");
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test]
async fn what_is_no_http_is_no_answer_of_plex() {
    let script = Script::start(|_, _| Reply::Close(b"SSH-2.0-OpenSSH_9.9\r\n\r\n".to_vec())).await;
    let error = script
        .client()
        .build()
        .unwrap()
        .libraries()
        .await
        .unwrap_err();
    assert!(matches!(error, PlexError::Malformed { .. }), "{error:?}");
}

#[tokio::test]
async fn the_body_counts_and_not_what_it_is_called() {
    let script = Script::start(|_, before| match before {
        0 => Reply::status("200 OK", "text/html", IDENTITY),
        1 => Reply::status(
            "200 OK",
            "application/json",
            "<MediaContainer version=\"1.43.1\"/>",
        ),
        2 => Reply::status("200 OK", "application/json", "<html><h1>Log in</h1></html>"),
        3 => Reply::status("200 OK", "application/json", ""),
        4 => Reply::json("[1,2]"),
        5 => Reply::json("OK"),
        6 => Reply::json(r#"{"MediaContainer":[]}"#),
        7 => Reply::json(r#"{"errors":[{"code":1001}]}"#),
        _ => Reply::json(r#"{"MediaContainer":{"version":"#),
    })
    .await;
    let client = script.client().build().unwrap();
    for _ in 0..2 {
        let identity = client.server_identity().await.unwrap();
        assert_eq!(identity.version.as_deref(), Some("1.43.1"));
    }
    for expected in [
        "it is a web page",
        "it is empty",
        "invalid type: sequence, expected an object with a MediaContainer at the root",
        "it is neither JSON nor XML",
        "invalid type: sequence, expected an object at MediaContainer",
        "there is no MediaContainer",
        "EOF while parsing a value at MediaContainer.version (line 1 column 29)",
    ] {
        let error = client.server_identity().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Upstream);
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn what_was_not_understood_never_looks_empty() {
    let script = Script::start(|_, before| match before {
        0 => Reply::json(r#"{"MediaContainer":{"size":3,"Metadata":"none"}}"#),
        1 => Reply::json(r#"{"MediaContainer":{"size":1,"Metadata":[{"title":"A"}"#),
        _ => Reply::json(r#"{"MediaContainer":{"size":0,"Metadata":null}}"#),
    })
    .await;
    let client = script.client().build().unwrap();
    let query = ItemsQuery::new();
    let error = client.library_items(&movies(), &query).await.unwrap_err();
    assert!(
        error.to_string().contains("MediaContainer.Metadata"),
        "{error}"
    );
    let error = client.library_items(&movies(), &query).await.unwrap_err();
    assert!(
        error.to_string().contains("MediaContainer.Metadata"),
        "{error}"
    );
    let page = client.library_items(&movies(), &query).await.unwrap();
    assert!(page.items.is_empty());
}

#[tokio::test]
async fn a_redirect_is_followed_at_home_only() {
    let elsewhere = Script::start(|_, _| Reply::json(IDENTITY)).await;
    let away = elsewhere.url.clone();
    let script = Script::start(move |request, _| {
        let to = match request.line.as_str() {
            "GET /" => "/web/".to_owned(),
            "GET /web/" => return Reply::json(IDENTITY),
            _ => format!("{away}/identity"),
        };
        Reply::Keep(
            format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n")
                .into_bytes(),
        )
    })
    .await;
    let client = script.client().build().unwrap();
    client.server_identity().await.unwrap();
    let error = client.open_identity().await.unwrap_err();
    assert!(matches!(error, PlexError::Redirected { .. }), "{error:?}");
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn a_redirect_in_circles_ends() {
    let script = Script::start(|_, _| {
        Reply::Keep(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n".to_vec())
    })
    .await;
    let error = script
        .client()
        .build()
        .unwrap()
        .server_identity()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Upstream, "{error:?}");
    assert!(script.seen().len() < 10);
}

/// A server that is away is told of after one more try, however long the pauses of other troubles are.
#[tokio::test]
async fn a_refused_connection_is_told_at_once() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let tries = Arc::new(AtomicUsize::new(0));
    let counting = Counting(Arc::clone(&tries));
    let mut policy = RetryPolicy::default().pause(Duration::from_secs(3_600));
    policy.budget = Duration::from_secs(7_200);
    policy.refused = Duration::from_millis(1);
    let client = client(&format!("http://server.test:{port}"))
        .http(move |http| http.dns_resolver(counting.clone()))
        .retry(policy)
        .build()
        .unwrap();
    let error = client.libraries().await.unwrap_err();
    assert!(
        matches!(
            error,
            PlexError::Unreachable {
                cause: UnreachableCause::Refused,
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(tries.load(Ordering::SeqCst), 2);
}

/// Leads every name to this machine, and counts how often it is asked.
#[derive(Clone)]
struct Counting(Arc<AtomicUsize>);

impl Resolve for Counting {
    fn resolve(&self, _: Name) -> Resolving {
        self.0.fetch_add(1, Ordering::SeqCst);
        let here = SocketAddr::from(([127, 0, 0, 1], 0));
        Box::pin(std::future::ready(Ok(
            Box::new(std::iter::once(here)) as Addrs
        )))
    }
}

#[tokio::test]
async fn what_stands_between_is_told_apart() {
    // A port that was just free.
    let closed = Script::start(|_, _| Reply::json(EMPTY)).await.url.clone();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let refused = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    // No resolver is asked for a name that cannot be one.
    let no_name = format!("http://{}.invalid:1", "a".repeat(64));
    for (url, cause) in [
        (refused.as_str(), UnreachableCause::Refused),
        (no_name.as_str(), UnreachableCause::Dns),
    ] {
        let client = client(url).retry(RetryPolicy::none()).build().unwrap();
        let error = client.libraries().await.unwrap_err();
        match &error {
            PlexError::Unreachable { cause: found, .. } => assert_eq!(*found, cause, "{error}"),
            other => panic!("{other:?}"),
        }
        assert!(error.is_connection());
    }
    client(&closed).build().unwrap().libraries().await.unwrap();
}
