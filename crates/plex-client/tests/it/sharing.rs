//! Identical reads at the same time are one request; nothing else is.

use plex_client::{LibraryKey, PageRequest, PlexError};

use crate::script::{Reply, Script};

const NOTHING: &str = r#"{"MediaContainer":{"size":0}}"#;

#[tokio::test]
async fn identical_reads_at_the_same_time_are_one_request() {
    let script = Script::start(|_, _| Reply::json(NOTHING)).await;
    let client = script.client().build().unwrap();
    let clone = client.clone();
    let (one, two, three) = tokio::join!(client.libraries(), clone.libraries(), client.libraries());
    assert!(one.unwrap().is_empty() && two.unwrap().is_empty() && three.unwrap().is_empty());
    assert_eq!(script.seen().len(), 1);
    client.libraries().await.unwrap();
    assert_eq!(script.seen().len(), 2, "what came before is not remembered");
}

#[tokio::test]
async fn different_reads_are_not_shared() {
    let script = Script::start(|_, _| Reply::json(NOTHING)).await;
    let client = script.client().build().unwrap();
    let (one, two) = tokio::join!(
        client.playlists(PageRequest::first(1)),
        client.playlists(PageRequest::first(2))
    );
    assert!(one.is_ok() && two.is_ok());
    assert_eq!(script.seen().len(), 2);
}

#[tokio::test]
async fn all_who_wait_get_the_error() {
    let script = Script::start(|_, _| Reply::page("404 Not Found")).await;
    let client = script.client().build().unwrap();
    let (one, two) = tokio::join!(client.libraries(), client.libraries());
    assert!(matches!(one, Err(PlexError::NotFound { .. })));
    assert_eq!(one, two);
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test]
async fn who_waits_is_not_cut_short_by_another_who_leaves() {
    let script = Script::start(|_, _| Reply::json(NOTHING)).await;
    let client = script.client().build().unwrap();
    let leaving = client.libraries();
    let mut leaving = Box::pin(leaving);
    let staying = client.libraries();
    // The first one asks, and goes before it is answered.
    assert!(futures::poll!(leaving.as_mut()).is_pending());
    let mut staying = Box::pin(staying);
    assert!(futures::poll!(staying.as_mut()).is_pending());
    drop(leaving);
    assert!(staying.await.unwrap().is_empty());
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test]
async fn what_changes_something_is_done_as_often_as_it_is_asked_for() {
    let script = Script::start(|_, _| Reply::json("")).await;
    let client = script.client().build().unwrap();
    let films = LibraryKey::new("1").unwrap();
    let (one, two) = tokio::join!(
        client.refresh_library(&films, None),
        client.refresh_library(&films, None)
    );
    assert!(one.is_ok() && two.is_ok());
    assert_eq!(script.seen().len(), 2);
}
