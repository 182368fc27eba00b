//! Several scans and tasks that are waited for at once, of which some are over unheard while others go on.

use std::time::Duration;

use plex_client::LibraryKey;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::{
    support::{Fixture, client},
    waiting::{builder, meanwhile, over},
};

fn library(key: &str) -> LibraryKey {
    LibraryKey::new(key).unwrap()
}

/// Waits while two libraries are scanned and the server restarts, which begins one of the scans anew; that one ends
/// once the server is listened to again.
async fn waited(until: &str) -> Value {
    let fixture = over(builder().scan_duration(Duration::from_secs(3_600)), |_| {}).await;
    let plex = client(fixture.emulator.url(), fixture.emulator.token());
    for key in ["1", "2"] {
        plex.refresh_library(&library(key), None).await.unwrap();
    }
    let restart = async {
        fixture.emulator.restart().await.unwrap();
        plex.refresh_library(&library("2"), None).await.unwrap();
        is_listened_to(&fixture).await;
        plex.cancel_refresh(&library("2")).await.unwrap();
    };
    let wait = json!({"until": until, "timeout_s": 60});
    meanwhile(&fixture, fixture.ok("plex_wait_for", wait), restart).await
}

/// Waits until the server is listened to again, and was looked at.
async fn is_listened_to(fixture: &Fixture) {
    while fixture.emulator.listener_count() == 0 {
        sleep(Duration::from_millis(5)).await;
    }
    sleep(Duration::from_secs(1)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scan_that_was_broken_off_is_told_though_another_went_on() {
    let done = waited("scan_done").await;
    assert_eq!(done["happened"], true, "{done}");
    let note = done["note"].as_str().unwrap_or_default();
    assert!(note.contains("no end of the scan of \"Films\""), "{done}");
    assert!(!note.contains("Private"), "{done}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_that_is_gone_unheard_is_told_though_another_went_on() {
    let done = waited("task_done").await;
    assert_eq!(done["happened"], true, "{done}");
    let note = done["note"].as_str().unwrap_or_default();
    assert!(
        note.contains("one of the tasks was gone after that"),
        "{done}"
    );
}
