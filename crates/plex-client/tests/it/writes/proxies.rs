//! What stands before a server, and answers a change in its place.

use plex_client::{ErrorKind, Method, PlexError, RatingKey, Request};

use super::{key, library};
use crate::script::{Reply, Script};

/// What proxies answer when they have lost sight of a server that may have heard the request.
const LOST: [u16; 12] = [408, 499, 502, 504, 520, 521, 522, 523, 524, 525, 526, 527];

#[tokio::test]
async fn a_proxy_that_lost_sight_of_the_server_does_not_say_what_became_of_a_change() {
    for status in LOST {
        let script = Script::start(move |_, _| Reply::page(&format!("{status} Lost"))).await;
        let client = script.client().build().unwrap();
        let error = client.delete_item(&key("7")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{status}: {error}");
        assert!(error.to_string().contains(&status.to_string()), "{error}");
        assert_eq!(script.seen().len(), 1, "{status}");
        // Nothing became of what only looks.
        let error = client.libraries().await.unwrap_err();
        assert!(
            matches!(error, PlexError::Status { .. }),
            "{status}: {error}"
        );
    }
    for status in [500, 501, 505, 519, 528] {
        let script = Script::start(move |_, _| Reply::page(&format!("{status} Failed"))).await;
        let client = script.client().build().unwrap();
        let error = client.delete_item(&key("7")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Upstream, "{status}: {error}");
    }
}

/// Sends everybody to the page to sign in at, and shows it.
async fn asking_to_sign_in() -> Script {
    Script::start(|seen, _| match seen.line.contains("/login") {
        true => Reply::status(
            "200 OK",
            "text/html",
            "<!DOCTYPE html><title>Sign in</title>",
        ),
        false => redirect("/login"),
    })
    .await
}

fn redirect(to: &str) -> Reply {
    let head = format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
    Reply::Keep(head.into_bytes())
}

#[tokio::test]
async fn a_change_is_not_sent_on() {
    let script = asking_to_sign_in().await;
    let client = script.client().build().unwrap();
    let of_library = client.refresh_library(&library("1"), None).await;
    let of_item = client.delete_item(&key("7")).await;
    let post = Request::change(Method::Post, "/playlists").unwrap();
    let of_post = client.send(&post).await.map(drop);
    for outcome in [of_library, of_item, of_post] {
        let error = outcome.unwrap_err();
        assert!(matches!(error, PlexError::Redirected { .. }), "{error:?}");
        assert!(!error.to_string().contains("another server"), "{error}");
    }
    let lines = script.seen().into_iter().map(|seen| seen.line);
    assert!(
        lines.clone().all(|line| !line.contains("/login")),
        "{lines:?}"
    );
}

#[tokio::test]
async fn what_only_looks_is_sent_on_as_it_was() {
    let script = Script::start(|seen, _| match seen.line.as_str() {
        "GET /library/sections?a=1" => redirect("sections/all?b=2"),
        "GET /library/sections/all?b=2" => redirect("/there"),
        _ => Reply::json("{}"),
    })
    .await;
    let client = script.client().build().unwrap();
    let look = Request::read("/library/sections").unwrap().query("a", "1");
    let look = look.header("X-Plex-Language", "de").unwrap();
    client.send(&look).await.unwrap();
    let seen = script.seen();
    assert_eq!(seen.len(), 3);
    assert_eq!(seen[2].line, "GET /there");
    for seen in seen {
        assert_eq!(seen.header("x-plex-language"), Some("de"));
        assert_eq!(seen.header("x-plex-token"), Some(crate::script::TOKEN));
    }
}

#[tokio::test]
async fn a_web_page_is_no_word_that_something_was_done() {
    let page = "\n<!DOCTYPE html><html><title>Sign in</title></html>";
    let script = Script::start(move |seen, _| match seen.line.as_str() {
        "GET /" | "GET /identity" => {
            Reply::json(r#"{"MediaContainer":{"machineIdentifier":"abc","version":"1.40.0.1-a"}}"#)
        }
        _ => Reply::status("200 OK", "text/html", page),
    })
    .await;
    let client = script.client().build().unwrap();
    let of_library = client.refresh_library(&library("1"), None).await;
    let of_item = client.delete_item(&key("7")).await;
    let items: Vec<RatingKey> = vec![key("1")];
    let of_list = client.add_to_playlist(&key("7"), &items).await.map(drop);
    for outcome in [of_library, of_item, of_list] {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error:?}");
        assert!(error.to_string().contains("it is a web page"), "{error}");
    }
}

/// So does the server itself, where it says more than nothing.
#[tokio::test]
async fn a_page_that_says_200_ok_is_such_a_word() {
    for body in [
        "",
        "<html><head><title>OK</title></head><body><h1>200 OK</h1></body></html>",
        "<?xml version=\"1.0\"?><Response code=\"200\" status=\"OK\"/>",
    ] {
        let script = Script::start(move |_, _| Reply::status("200 OK", "text/html", body)).await;
        let client = script.client().build().unwrap();
        client.refresh_library(&library("1"), None).await.unwrap();
    }
}
