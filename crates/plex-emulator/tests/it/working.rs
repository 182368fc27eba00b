//! What the server does for a while: tasks of the night, refreshes, matches, analyses.

use std::time::Duration;

use plex_emulator::{Behaviour, Clock, Emulator, Library};
use reqwest::Method;
use serde_json::{Value, json};

use crate::ask::{self, NOW};
use crate::listening::owner;
use crate::playlists::{send, send_as};

async fn start(work: Duration) -> Emulator {
    Emulator::builder()
        .library(Library::sample())
        .clock(Clock::manual(NOW))
        .scan_duration(Duration::from_secs(8))
        .behaviour(Behaviour {
            work,
            ..Behaviour::default()
        })
        .start()
        .await
        .unwrap()
}

async fn activities(emulator: &Emulator) -> Vec<Value> {
    ask::list(&ask::json(emulator, "/activities").await["Activity"])
}

#[tokio::test]
async fn a_task_runs_is_seen_and_ends_by_the_clock() {
    let emulator = start(Duration::ZERO).await;
    let mut ear = owner(&emulator, "activity").await;
    let task = "/butler/BackupDatabase";
    assert_eq!(ask::status(&emulator, Method::POST, task).await, 200);
    assert_eq!(ask::status(&emulator, Method::POST, task).await, 202);
    emulator.clock().advance(Duration::from_secs(4));
    let running = activities(&emulator).await;
    assert_eq!(running.len(), 1);
    assert_eq!(running[0]["title"], "Back up the database");
    assert_eq!(running[0]["progress"], 50);
    // Others see and call off what is their own, which this is not.
    let grace = emulator.token_of("grace").unwrap();
    let (status, theirs) = send_as(&emulator, &grace, Method::GET, "/activities").await;
    assert_eq!((status, &theirs["size"]), (200, &0.into()));
    let cancel = format!("/activities/{}", running[0]["uuid"].as_str().unwrap());
    let (status, _) = send_as(&emulator, &grace, Method::DELETE, &cancel).await;
    assert_eq!(status, 404);
    emulator.clock().advance(Duration::from_secs(4));
    assert!(activities(&emulator).await.is_empty());
    let mut told = Vec::new();
    while told.last().is_none_or(|(event, _)| event != "ended") {
        let (_, list) = ear.hear().await;
        let event = list[0]["event"].as_str().unwrap().to_owned();
        told.push((event, list[0]["Activity"]["progress"].as_i64().unwrap()));
        assert_eq!(list[0]["uuid"], running[0]["uuid"]);
    }
    let told: Vec<_> = told
        .iter()
        .map(|(event, at)| (event.as_str(), *at))
        .collect();
    let expected = [
        ("started", 0),
        ("updated", 0),
        ("updated", 25),
        ("updated", 50),
        ("updated", 75),
        ("ended", 100),
    ];
    assert_eq!(told, expected);
    // It may run again, and does not go on once it is stopped.
    assert_eq!(ask::status(&emulator, Method::POST, task).await, 200);
    assert_eq!(ask::status(&emulator, Method::DELETE, task).await, 200);
    assert!(activities(&emulator).await.is_empty());
    assert_eq!(ask::status(&emulator, Method::DELETE, task).await, 404);
    for unknown in ["/butler/Nothing", "/butler/backupdatabase"] {
        for method in [Method::POST, Method::DELETE] {
            assert_eq!(ask::status(&emulator, method, unknown).await, 404);
        }
    }
}

#[tokio::test]
async fn all_tasks_that_are_enabled_run_together_and_stop_together() {
    let emulator = start(Duration::ZERO).await;
    let tasks = ask::json(&emulator, "/butler").await;
    let enabled = ask::list(&tasks["ButlerTask"])
        .iter()
        .filter(|task| task["enabled"] == true)
        .count();
    assert_eq!(ask::status(&emulator, Method::POST, "/butler").await, 200);
    let running = activities(&emulator).await;
    assert_eq!(running.len(), enabled);
    // One of them is called off by its activity.
    let one = running[0]["uuid"].as_str().unwrap();
    let cancel = format!("/activities/{one}");
    assert_eq!(ask::status(&emulator, Method::DELETE, &cancel).await, 200);
    assert_eq!(ask::status(&emulator, Method::DELETE, &cancel).await, 404);
    assert_eq!(activities(&emulator).await.len(), enabled - 1);
    assert_eq!(ask::status(&emulator, Method::DELETE, "/butler").await, 200);
    assert!(activities(&emulator).await.is_empty());
}

#[tokio::test]
async fn the_task_that_scans_scans_at_its_end() {
    let emulator = start(Duration::ZERO).await;
    let size = async || ask::json(&emulator, "/library/sections/1/all").await["size"].clone();
    let before = size().await.as_i64().unwrap();
    send(&emulator, Method::POST, "/butler/RefreshLibraries").await;
    emulator.clock().advance(Duration::from_secs(8));
    let scans = activities(&emulator).await;
    assert!(scans.len() > 1);
    assert!(
        scans
            .iter()
            .all(|one| one["type"] == "library.update.section")
    );
    emulator.clock().advance(Duration::from_secs(8));
    assert_eq!(size().await, before + 2);
    // What many hours bring comes at its own time.
    send(&emulator, Method::POST, "/butler/RefreshLibraries").await;
    emulator.clock().advance(Duration::from_secs(3_600));
    let sections = ask::json(&emulator, "/library/sections").await;
    assert_eq!(sections["Directory"][0]["scannedAt"], NOW + 16 + 16);
}

/// What is told of an item until the activity ends: events, percents and steps, and the states.
async fn told(emulator: &Emulator, method: Method, path: &str) -> (Vec<Value>, Vec<i64>) {
    let mut ear = owner(emulator, "activity,timeline").await;
    assert_eq!(send(emulator, method, path).await.0, 200);
    emulator.clock().advance(Duration::from_secs(30));
    activities(emulator).await;
    let (mut steps, mut states) = (Vec::new(), Vec::new());
    loop {
        let (kind, list) = ear.hear().await;
        if kind == "timeline" {
            states.push(list[0]["state"].as_i64().unwrap());
            continue;
        }
        let activity = &list[0]["Activity"];
        assert_eq!(activity["type"], "library.refresh.items");
        assert_eq!(activity["cancellable"], false);
        assert_eq!(activity["Context"]["key"], "/library/metadata/18");
        let event = list[0]["event"].clone();
        steps.push(json!([event, activity["progress"], activity["subtitle"]]));
        if list[0]["event"] == "ended" {
            assert_eq!(activity["Context"]["refreshed"], true);
            return (steps, states);
        }
    }
}

#[tokio::test]
async fn a_refresh_goes_through_its_steps() {
    for (work, at) in [(Duration::ZERO, [0, 0]), (Duration::from_secs(3), [33, 66])] {
        let emulator = start(work).await;
        let edit = "/library/metadata/18?summary.value=Mine";
        send(&emulator, Method::PUT, edit).await;
        let path = "/library/metadata/18/refresh";
        let (steps, states) = told(&emulator, Method::PUT, path).await;
        let expected = json!([
            ["started", 0, ""],
            ["updated", 0, "Checking files"],
            ["updated", at[0], "Refreshing local metadata"],
            ["updated", at[1], "Refreshing media analysis"],
            ["ended", 100, "Refreshing media analysis"],
        ]);
        assert_eq!(json!(steps), expected);
        assert_eq!(states[..5], [1, 2, 3, 4, 5]);
        let item = ask::json(&emulator, "/library/metadata/18").await;
        assert_ne!(item["Metadata"][0]["summary"], "Mine");
    }
}

#[tokio::test]
async fn what_takes_its_time_is_as_it_was_until_then() {
    let emulator = start(Duration::from_secs(3)).await;
    let title = async || {
        let item = ask::json(&emulator, "/library/metadata/18").await;
        item["Metadata"][0]["title"].clone()
    };
    let matched = "/library/metadata/18/match?guid=plex%3A%2F%2Fmovie%2F5d7&name=Other&year=1950";
    assert_eq!(send(&emulator, Method::PUT, matched).await.0, 200);
    assert_eq!(title().await, "Metropolis");
    let running = activities(&emulator).await;
    assert_eq!(running[0]["title"], "Refreshing Metropolis");
    // It cannot be called off.
    let cancel = format!("/activities/{}", running[0]["uuid"].as_str().unwrap());
    assert_eq!(ask::status(&emulator, Method::DELETE, &cancel).await, 400);
    emulator.clock().advance(Duration::from_secs(2));
    assert_eq!(title().await, "Metropolis");
    emulator.clock().advance(Duration::from_secs(1));
    assert_eq!(title().await, "Other");
    assert_eq!(
        send(&emulator, Method::PUT, "/library/metadata/18/unmatch")
            .await
            .0,
        200
    );
    assert_eq!(title().await, "Other");
    emulator.clock().advance(Duration::from_secs(3));
    assert_ne!(title().await, "Other");
    // What is gone by then stays gone.
    send(&emulator, Method::PUT, matched).await;
    send(&emulator, Method::DELETE, "/library/metadata/18").await;
    emulator.clock().advance(Duration::from_secs(3));
    assert_eq!(
        ask::status(&emulator, Method::GET, "/library/metadata/18").await,
        404
    );
    assert!(activities(&emulator).await.is_empty());
}

#[tokio::test]
async fn an_analysis_looks_at_the_files_and_changes_nothing() {
    let emulator = start(Duration::from_secs(3)).await;
    let before = emulator.dump();
    let path = "/library/metadata/18/analyze";
    let (steps, states) = told(&emulator, Method::PUT, path).await;
    assert_eq!(
        steps[2],
        json!(["updated", 50, "Refreshing media analysis"])
    );
    assert_eq!(states, [4, 5]);
    let section = |dump: &Value| dump["section"].clone();
    assert_eq!(section(&emulator.dump()), section(&before));
}

#[tokio::test]
async fn an_analysis_of_a_library_is_one_activity_that_can_be_called_off() {
    let path = "/library/sections/1/analyze";
    for work in [Duration::ZERO, Duration::from_secs(4)] {
        let emulator = start(work).await;
        let before = emulator.dump();
        let mut ear = owner(&emulator, "activity").await;
        assert_eq!(send(&emulator, Method::PUT, path).await.0, 200);
        emulator.clock().advance(Duration::from_secs(2));
        let running = activities(&emulator).await;
        if !work.is_zero() {
            assert_eq!(running.len(), 1);
            assert_eq!(running[0]["title"], "Analyzing Films");
            assert_eq!(running[0]["progress"], 50);
            assert_eq!(running[0]["Context"]["librarySectionID"], "1");
            // What is under way is not begun again.
            assert_eq!(send(&emulator, Method::PUT, path).await.0, 200);
            assert_eq!(activities(&emulator).await.len(), 1);
        }
        emulator.clock().advance(Duration::from_secs(2));
        assert!(activities(&emulator).await.is_empty());
        let mut told: Vec<(String, String)> = Vec::new();
        while told.last().is_none_or(|(event, ..)| event != "ended") {
            let (_, list) = ear.hear().await;
            let activity = &list[0]["Activity"];
            assert_eq!(activity["Context"]["librarySectionID"], "1");
            let event = list[0]["event"].as_str().unwrap().to_owned();
            told.push((event, activity["subtitle"].as_str().unwrap().to_owned()));
        }
        let told: Vec<(&str, &str)> = told.iter().map(|(a, b)| (&**a, &**b)).collect();
        let expected = [
            ("started", ""),
            ("updated", "Checking files"),
            ("updated", "Refreshing media analysis"),
            ("ended", "Refreshing media analysis"),
        ];
        assert_eq!(told, expected);
        assert_eq!(emulator.dump()["section"], before["section"]);
    }
    let emulator = start(Duration::from_secs(4)).await;
    send(&emulator, Method::PUT, path).await;
    let running = activities(&emulator).await;
    let cancel = format!("/activities/{}", running[0]["uuid"].as_str().unwrap());
    assert_eq!(ask::status(&emulator, Method::DELETE, &cancel).await, 200);
    assert!(activities(&emulator).await.is_empty());
}
