//! Killed wherever it may be, it leaves what was good as it was, and goes on later.

use std::{
    collections::HashMap,
    process::{Child, Stdio},
    time::Duration,
};

use plex_emulator::{Emulator, Fault};
use serde_json::{Map, Value};
use tempfile::TempDir;

use super::{complained, plex_mcp, rows, run, said};
use crate::worlds;

/// What a snapshot holds that a pass over everything and all details bring.
const TABLES: [&str; 9] = [
    "items",
    "tags",
    "people",
    "versions",
    "streams",
    "plays",
    "collections",
    "collection_items",
    "playlist_items",
];

/// Time stands still, so that two snapshots of one server are equal.
async fn server() -> Emulator {
    worlds::at_rest().start().await.unwrap()
}

fn syncing(emulator: &Emulator, home: &TempDir) -> Child {
    plex_mcp(emulator, home.path(), &["sync"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Lets a sync run until so many requests of it have come, and kills it. Gives whether it was killed:
/// one that is through already was not.
///
/// With `stalled` the next request is never answered, so that it dies waiting; without, it dies at
/// whatever it is.
async fn cut(emulator: &Emulator, home: &TempDir, after: u32, stalled: bool) -> bool {
    emulator.forget_requests();
    if stalled {
        emulator.inject(Fault::Stall.on("*").after(after));
    }
    let mut child = syncing(emulator, home);
    let wanted = after as usize + usize::from(stalled);
    while emulator.requests().len() < wanted && child.try_wait().unwrap().is_none() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    // One that has ended cannot be killed, which is fine.
    let _ = child.kill();
    let was_killed = !child.wait().unwrap().success();
    emulator.clear_faults();
    was_killed
}

/// How many requests a whole sync takes.
async fn requests_of_a_sync(emulator: &Emulator, home: &TempDir) -> u32 {
    emulator.forget_requests();
    said(emulator, home, &["sync"]).await;
    u32::try_from(emulator.requests().len()).unwrap()
}

async fn assert_same(emulator: &Emulator, one: &TempDir, other: &TempDir) {
    for table in TABLES {
        let (one, other) = (
            by_key(emulator, one, table).await,
            by_key(emulator, other, table).await,
        );
        assert!(!one.is_empty(), "{table}");
        assert_eq!(one, other, "{table}");
    }
}

/// The rows of a table, with the keys of items in the place of the numbers of their rows: those are given out
/// as items come.
async fn by_key(emulator: &Emulator, home: &TempDir, table: &str) -> Vec<String> {
    let read = |row: &String| serde_json::from_str::<Map<String, Value>>(row).unwrap();
    let keys: HashMap<i64, Value> = rows(emulator, home, "items")
        .await
        .iter()
        .map(read)
        .map(|item| (item["id"].as_i64().unwrap(), item["rating_key"].clone()))
        .collect();
    let columns: &[&str] = match table {
        "items" => &["id", "parent_id", "grandparent_id"],
        _ => &["item_id"],
    };
    let keyed = |mut row: Map<String, Value>| {
        for column in columns {
            if let Some(id) = row.get_mut(*column) {
                // What is gone has no key any more.
                *id = keys.get(&id.as_i64().unwrap()).cloned().unwrap_or_default();
            }
        }
        Value::Object(row).to_string()
    };
    let rows = rows(emulator, home, table).await;
    let mut rows: Vec<String> = rows.iter().map(read).map(keyed).collect();
    rows.sort();
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_sync_that_is_killed_again_and_again_gets_there() {
    let emulator = server().await;
    let whole = tempfile::tempdir().unwrap();
    let all = requests_of_a_sync(&emulator, &whole).await;
    assert!(all > 20, "{all}");

    let home = tempfile::tempdir().unwrap();
    let mut kills = 0;
    for after in 1..=all {
        kills += u32::from(cut(&emulator, &home, after, after % 2 == 0).await);
        // Whatever was left behind can be read, or is no snapshot yet.
        assert!(
            run(&emulator, &home, &["status"]).await.status.success(),
            "{after}"
        );
    }
    assert!(kills >= 10, "{kills} of {all}");
    said(&emulator, &home, &["sync", "--changes"]).await;
    assert_same(&emulator, &whole, &home).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_sync_that_is_killed_leaves_the_last_good_state() {
    let emulator = server().await;
    let home = tempfile::tempdir().unwrap();
    said(&emulator, &home, &["sync"]).await;
    let films = rows(&emulator, &home, "movies").await;
    emulator.clock().advance(Duration::from_secs(3_600));
    let all = requests_of_a_sync(&emulator, &home).await;

    let mut kills = 0;
    for after in (1..all).step_by(4) {
        kills += u32::from(cut(&emulator, &home, after, true).await);
        assert_eq!(rows(&emulator, &home, "movies").await, films, "{after}");
        let status = said(&emulator, &home, &["status"]).await;
        assert!(status.contains("complete  as of"), "{status}");
    }
    assert!(kills >= 5, "{kills} of {all}");
    said(&emulator, &home, &["sync"]).await;
    assert_eq!(rows(&emulator, &home, "movies").await, films);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_leads_and_its_death_frees_the_lead() {
    let emulator = server().await;
    let home = tempfile::tempdir().unwrap();
    said(&emulator, &home, &["sync"]).await;
    emulator.forget_requests();
    emulator.inject(Fault::Stall.on("/library/sections/*"));
    let mut leader = syncing(&emulator, &home);
    let listing =
        |request: &plex_emulator::RecordedRequest| request.path.starts_with("/library/sections/");
    while !emulator.requests().iter().any(listing) {
        assert!(leader.try_wait().unwrap().is_none());
        tokio::time::sleep(Duration::from_millis(1)).await;
    }

    // The others read, and neither write nor take away.
    for arguments in [&["sync"][..], &["sync", "--changes"], &["clear"]] {
        let complaint = complained(&emulator, &home, arguments).await;
        assert!(
            complaint.contains("another plex-mcp process"),
            "{complaint}"
        );
    }
    assert!(said(&emulator, &home, &["status"]).await.contains("100 %"));
    assert!(!rows(&emulator, &home, "movies").await.is_empty());

    leader.kill().unwrap();
    leader.wait().unwrap();
    emulator.clear_faults();
    said(&emulator, &home, &["sync"]).await;
    said(&emulator, &home, &["clear"]).await;
}
