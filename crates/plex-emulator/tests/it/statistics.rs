//! What the server measures of itself agrees with what happened on it.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::ask::{self, NOW};
use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::Value;

async fn start(library: Library) -> Emulator {
    Emulator::builder()
        .library(library)
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap()
}

async fn rows(emulator: &Emulator, query: &str) -> Vec<Value> {
    let path = format!("/statistics/bandwidth?{query}");
    let answer = ask::json(emulator, &path).await;
    let rows = answer["StatisticsBandwidth"].as_array().cloned();
    let rows = rows.unwrap_or_default();
    assert_eq!(answer["size"], rows.len(), "{query}");
    rows
}

fn number(row: &Value, key: &str) -> i64 {
    row[key].as_i64().unwrap()
}

fn bytes(rows: &[Value]) -> i64 {
    rows.iter().map(|row| number(row, "bytes")).sum()
}

/// A film of 100 s at 8,000 kbit/s, which is 100 MB, and who watched it when.
fn one_film() -> Library {
    Library::from_toml(
        r#"
        [[section]]
        key = "1"
        type = "movie"
        title = "Films"
        [[section.item]]
        title = "Short"
        duration = "100s"
        [[section.item.Media]]
        bitrate = 8000

        [[account]]
        id = 1
        name = "ada"
        [[account]]
        id = 2
        name = "linus"
        [[device]]
        id = 4
        name = "Here"
        [[device]]
        id = 5
        name = "There"
        lan = false

        [[play]]
        item = "Short"
        device = 4
        viewedAt = 1789999000
        [[play]]
        item = "Short"
        device = 4
        viewedAt = 1789998000
        [[play]]
        item = "Short"
        account = "linus"
        device = 5
        viewedAt = 1780000000
        "#,
    )
    .unwrap()
}

#[tokio::test]
async fn what_was_sent_is_what_was_played() {
    let emulator = start(one_film()).await;
    let hours = rows(&emulator, "timespan=4").await;
    let seen: Vec<_> = hours
        .iter()
        .map(|row| {
            let lan = row["lan"].as_bool().unwrap();
            let [account, device, at, bytes] =
                ["accountID", "deviceID", "at", "bytes"].map(|key| number(row, key));
            (account, device, at, lan, bytes)
        })
        .collect();
    assert_eq!(
        seen,
        [
            (2, 5, 1_779_998_400, false, 100_000_000),
            (1, 4, 1_789_995_600, true, 200_000_000),
        ]
    );
}

#[tokio::test]
async fn all_stretches_hold_the_same_bytes_and_begin_with_the_calendar() {
    let emulator = start(Library::sample()).await;
    let days = rows(&emulator, "timespan=3").await;
    let all = bytes(&days);
    assert!(all > 0);
    for (timespan, length) in [(1, None), (2, Some(7 * 86_400)), (4, Some(3_600))] {
        let rows = rows(&emulator, &format!("timespan={timespan}")).await;
        assert_eq!(bytes(&rows), all, "timespan {timespan}");
        for row in &rows {
            assert_eq!(number(row, "timespan"), timespan);
            if let Some(length) = length {
                // The epoch was a Thursday, and weeks begin on Mondays.
                let at = number(row, "at") + 3 * 86_400;
                assert_eq!(at % length, 0, "timespan {timespan}");
            }
        }
    }
    // What was played on a device away from home was sent over the internet, and nothing else.
    for row in &days {
        assert_eq!(row["lan"] == false, row["deviceID"] == 5);
    }
}

#[tokio::test]
async fn filters_keep_what_meets_them() {
    let emulator = start(Library::sample()).await;
    let all = rows(&emulator, "timespan=3").await;
    let median = number(&all[all.len() / 2], "at");
    let large = 4_000_000_000_i64;
    type Keeps = Box<dyn Fn(&Value) -> bool>;
    let filters: [(String, Keeps); 8] = [
        (
            "accountID=2".to_owned(),
            Box::new(|row| row["accountID"] == 2),
        ),
        (
            "deviceID=5".to_owned(),
            Box::new(|row| row["deviceID"] == 5),
        ),
        ("lan=0".to_owned(), Box::new(|row| row["lan"] == false)),
        (
            "lan=1&accountID=1".to_owned(),
            Box::new(|row| row["lan"] == true && row["accountID"] == 1),
        ),
        (
            format!("at={median}"),
            Box::new(move |row| number(row, "at") == median),
        ),
        (
            format!("at%3E={median}"),
            Box::new(move |row| number(row, "at") >= median),
        ),
        (
            format!("at%3C={median}"),
            Box::new(move |row| number(row, "at") <= median),
        ),
        (
            format!("bytes%3E={large}"),
            Box::new(move |row| number(row, "bytes") >= large),
        ),
    ];
    for (filter, keeps) in filters {
        let kept = rows(&emulator, &format!("timespan=3&{filter}")).await;
        let expected: Vec<_> = all.iter().filter(|row| keeps(row)).cloned().collect();
        assert!(!kept.is_empty() && kept.len() < all.len(), "{filter}");
        assert_eq!(kept, expected, "{filter}");
    }
    let path = "/statistics/bandwidth?timespan=3&accountID=3";
    let answer = ask::json(&emulator, path).await;
    assert_eq!(answer["Account"].as_array().unwrap().len(), 1);
    assert_eq!(answer["Account"][0]["id"], 3);
    let path = "/statistics/bandwidth?timespan=5";
    assert_eq!(ask::status(&emulator, Method::GET, path).await, 400);
}

#[tokio::test]
async fn seconds_are_what_plays_now() {
    let emulator = start(Library::sample()).await;
    let seconds = rows(&emulator, "timespan=6").await;
    let mut by_account: BTreeMap<i64, usize> = BTreeMap::new();
    for row in &seconds {
        assert!((NOW - 200..NOW).contains(&number(row, "at")));
        *by_account.entry(number(row, "accountID")).or_default() += 1;
    }
    // Grace has paused, just now.
    assert_eq!(by_account.keys().copied().collect::<Vec<_>>(), [1, 2, 3]);
    emulator.clock().advance(Duration::from_secs(600));
    let later = rows(&emulator, "timespan=6").await;
    assert!(later.iter().all(|row| row["accountID"] != 2));
    assert!(later.iter().any(|row| row["accountID"] == 3));
}

#[tokio::test]
async fn the_load_is_that_of_the_last_minutes() {
    let emulator = start(Library::sample()).await;
    let load = ask::json(&emulator, "/statistics/resources?timespan=6").await;
    let load = load["StatisticsResources"].as_array().unwrap();
    assert!(load.len() >= 20);
    for (earlier, later) in load.iter().zip(&load[1..]) {
        assert_eq!(number(earlier, "at") + 5, number(later, "at"));
    }
    for moment in load {
        for (process, host) in [
            ("processCpuUtilization", "hostCpuUtilization"),
            ("processMemoryUtilization", "hostMemoryUtilization"),
        ] {
            let (process, host) = (&moment[process], &moment[host]);
            assert!(process.is_f64() && host.is_f64());
            let (process, host) = (process.as_f64().unwrap(), host.as_f64().unwrap());
            assert!(0.0 < process && process < host && host <= 100.0);
        }
    }
}

#[tokio::test]
async fn plays_are_counted_by_kind() {
    let emulator = start(one_film()).await;
    let media = ask::json(&emulator, "/statistics/media?timespan=1&accountID=1").await;
    let rows = media["StatisticsMedia"].as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["metadataType"], 1);
    assert_eq!(rows[0]["count"], 2);
    assert_eq!(rows[0]["duration"], 200);
}

#[tokio::test]
async fn without_plex_pass_there_are_no_statistics() {
    let library = Library::from_toml("[server]\nmyPlexSubscription = false").unwrap();
    let emulator = start(library).await;
    for path in ["bandwidth", "media", "resources"] {
        let path = format!("/statistics/{path}?timespan=6");
        assert_eq!(
            ask::status(&emulator, Method::GET, &path).await,
            404,
            "{path}"
        );
    }
    let root = ask::json(&emulator, "/").await;
    assert_eq!(root["myPlexSubscription"], false);
    assert!(!root["ownerFeatures"].as_str().unwrap().contains("webhooks"));
}
