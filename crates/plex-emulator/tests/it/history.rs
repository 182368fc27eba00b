//! Finished plays, by whom, of what and when.

use crate::ask::{self, NOW};
use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::Value;

async fn start() -> Emulator {
    ask::server(Library::sample()).await
}

async fn plays(emulator: &Emulator, query: &str) -> Vec<Value> {
    let path = format!("/status/sessions/history/all?{query}");
    let history = ask::json(emulator, &path).await;
    assert!(history.get("totalSize").is_none());
    let list = history["Metadata"].as_array().cloned().unwrap_or_default();
    assert_eq!(history["size"], list.len());
    list
}

fn times(plays: &[Value]) -> Vec<i64> {
    plays
        .iter()
        .map(|play| play["viewedAt"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn a_year_of_plays_is_the_same_every_time() {
    let (first, second) = (start().await, start().await);
    let all = plays(&first, "").await;
    assert!(all.len() > 500);
    assert_eq!(all, plays(&second, "").await);
    assert!(times(&all).is_sorted());
    assert!(times(&all)[0] > NOW - 366 * 86_400);
    let mut backwards = plays(&first, "sort=viewedAt:desc").await;
    backwards.reverse();
    assert_eq!(times(&all), times(&backwards));
}

#[tokio::test]
async fn filters_split_the_whole() {
    let emulator = start().await;
    let all = plays(&emulator, "").await.len();
    let mut by_account = 0;
    for account in 1..=4 {
        let some = plays(&emulator, &format!("accountID={account}")).await;
        assert!(!some.is_empty() && some.iter().all(|play| play["accountID"] == account));
        by_account += some.len();
    }
    assert_eq!(by_account, all);
    let mut by_section = 0;
    for section in 1..=4 {
        let some = plays(&emulator, &format!("librarySectionID={section}")).await;
        let key = section.to_string();
        assert!(
            some.iter()
                .all(|play| play["librarySectionID"] == key.as_str())
        );
        by_section += some.len();
    }
    assert_eq!(by_section, all);
    let middle = NOW - 180 * 86_400;
    let since = plays(&emulator, &format!("viewedAt%3E={middle}")).await;
    let before = plays(&emulator, &format!("viewedAt%3C%3C={middle}")).await;
    assert!(times(&since).iter().all(|at| *at >= middle));
    assert!(!since.is_empty() && !before.is_empty());
    assert_eq!(since.len() + before.len(), all);
}

#[tokio::test]
async fn a_show_stands_for_its_episodes() {
    let emulator = start().await;
    let shows = ask::json(&emulator, "/library/sections/2/all?title=Prisoner").await;
    let key = shows["Metadata"][0]["ratingKey"].as_str().unwrap();
    let some = plays(&emulator, &format!("metadataItemID={key}")).await;
    assert!(!some.is_empty());
    assert!(
        some.iter()
            .all(|play| play["grandparentTitle"] == "The Prisoner")
    );
    assert!(plays(&emulator, "metadataItemID=nobody").await.is_empty());
}

#[tokio::test]
async fn a_page_of_plays_knows_its_whole() {
    let emulator = start().await;
    let all = plays(&emulator, "").await;
    let path = "/status/sessions/history/all?X-Plex-Container-Start=10&X-Plex-Container-Size=5";
    let page = ask::json(&emulator, path).await;
    assert_eq!(page["totalSize"], all.len());
    assert_eq!(page["Metadata"].as_array().unwrap()[..], all[10..15]);
}

#[tokio::test]
async fn of_a_deleted_item_the_name_is_left() {
    let emulator = start().await;
    let all = plays(&emulator, "accountID=2").await;
    let deleted: Vec<_> = all
        .iter()
        .filter(|play| play.get("ratingKey").is_none())
        .collect();
    assert_eq!(deleted.len(), 1);
    assert_eq!(deleted[0]["title"], "Detour");
    assert!(deleted[0]["historyKey"].is_string());
    assert!(deleted[0].get("thumb").is_none() && deleted[0].get("key").is_none());
}

#[tokio::test]
async fn a_play_can_be_forgotten_once() {
    let emulator = start().await;
    let all = plays(&emulator, "").await;
    let key = all[0]["historyKey"].as_str().unwrap();
    assert_eq!(ask::status(&emulator, Method::DELETE, key).await, 200);
    assert_eq!(ask::status(&emulator, Method::DELETE, key).await, 404);
    assert_eq!(plays(&emulator, "").await.len(), all.len() - 1);
}

/// One film by day and one by night, and a show.
const HABITS: &str = r#"
[[account]]
id = 1
name = "ada"
[[account]]
id = 2
name = "mia"
[[device]]
id = 1
name = "Television"
[[device]]
id = 2
name = "Tablet"
[[section]]
key = "1"
type = "movie"
title = "Films"
item = [
  { title = "Fright", ratingKey = 1, Genre = ["Horror"], addedAt = "-900d" },
  { title = "Fun", ratingKey = 2, Genre = ["Family", "Comedy"], addedAt = "-900d" },
]
[[section]]
key = "2"
type = "show"
title = "Shows"
item = [{ title = "Animals", ratingKey = 3, Genre = ["Family"], addedAt = "-900d", item = [{ index = 1, item = [{ title = "Bears", ratingKey = 40, addedAt = "-900d" }] }] }]

[[history]]
account = "ada"
plays = 40
devices = [1]
types = ["movie"]
hours = [20, 22]
[[history]]
account = "mia"
plays = 30
devices = [2]
genres = ["Family"]
hours = [15, 18]
"#;

#[tokio::test]
async fn people_play_what_they_like_where_and_when_they_do() {
    let emulator = Emulator::builder()
        .library(Library::from_toml(HABITS).unwrap())
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap();
    for (account, count, device, hours, keys) in [
        (1, 40, 1, 20..22, ["1", "2"]),
        // Her episodes are of a show for families.
        (2, 30, 2, 15..18, ["2", "40"]),
    ] {
        let plays = plays(&emulator, &format!("accountID={account}")).await;
        assert!(
            (count - 2..=count).contains(&plays.len()),
            "{}",
            plays.len()
        );
        for key in keys {
            assert!(plays.iter().any(|play| play["ratingKey"] == key), "{key}");
        }
        for play in &plays {
            assert_eq!(play["deviceID"], device);
            assert!(keys.contains(&play["ratingKey"].as_str().unwrap()));
        }
        let hour = |at: &i64| at.rem_euclid(86_400) / 3_600;
        let strange = times(&plays)
            .iter()
            .filter(|at| !hours.contains(&hour(at)))
            .count();
        assert_eq!(strange, 0);
    }
}

#[tokio::test]
async fn hours_that_are_none_are_refused() {
    for hours in ["[22, 20]", "[5]", "[0, 25]"] {
        let history = format!("[history]\nplays = 1\nhours = {hours}\n");
        let library = Library::from_toml(&history).unwrap();
        let error = Emulator::start(library).await.unwrap_err();
        assert!(error.to_string().contains("hours"), "{error}");
    }
}
