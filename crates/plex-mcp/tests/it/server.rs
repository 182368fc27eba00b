//! What the server tells of itself, against an emulator that measures and updates.

use plex_emulator::Library;
use plex_mcp::Toolset;
use serde_json::{Value, json};

use crate::support::{Fixture, items};

/// An emulator with a film of 100 MB, watched at home an hour ago, and away from home twice.
fn measured() -> Library {
    Library::from_toml(
        r#"
        [server]
        friendlyName = "Lantern"
        [server.Release]
        version = "1.43.5.10999-abcdef012"
        state = "available"

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
        id = 1
        name = "Living room"
        [[device]]
        id = 2
        name = "Linus' Roku"
        lan = false

        [[play]]
        item = "Short"
        viewedAt = "-1h"
        [[play]]
        item = "Short"
        account = "linus"
        device = 2
        viewedAt = "-2h"
        [[play]]
        item = "Short"
        account = "linus"
        device = 2
        viewedAt = "-20d"
        "#,
    )
    .unwrap()
}

async fn over(library: Library) -> Fixture {
    Fixture::at_rest_over(library, |options| {
        options.choice.toolsets = Toolset::ALL.to_vec();
    })
    .await
}

#[tokio::test]
async fn bandwidth_is_summed_by_user_device_and_place() {
    let fixture = over(measured()).await;
    let bandwidth = async |since: &str| {
        let sent = fixture
            .ok("plex_get_bandwidth", json!({"since": since}))
            .await;
        let rows: Vec<Value> = items(&sent).clone();
        (rows, sent["note"].as_str().unwrap_or("").to_owned())
    };
    let ada = json!({"user": "ada", "device": "Living room", "location": "lan", "sent": "100 MB"});
    let linus = |sent: &str| json!({"user": "linus", "device": "Linus' Roku", "location": "wan", "sent": sent});
    let (rows, note) = bandwidth("30d").await;
    assert_eq!(rows, [linus("200 MB"), ada.clone()]);
    assert_eq!(note, "300 MB in all.");
    let (mut rows, note) = bandwidth("24h").await;
    rows.sort_by_key(|row| row["user"].to_string());
    assert_eq!(rows, [ada, linus("100 MB")]);
    assert_eq!(note, "200 MB in all.");
}

#[tokio::test]
async fn an_update_and_the_load_are_told() {
    let fixture = over(measured()).await;
    let server = fixture.ok("plex_get_server", json!({})).await;
    assert_eq!(server["update_available"], "1.43.5.10999-abcdef012");
    assert!(server["cpu_percent"].as_f64().unwrap() > 0.0);
    assert!(server["memory_percent"].as_f64().unwrap() > 0.0);
    // Where the update can be had holds the owner's token.
    assert!(!server.to_string().contains(fixture.emulator.token()));

    let up_to_date = over(Library::sample()).await;
    let server = up_to_date.ok("plex_get_server", json!({})).await;
    assert!(server.get("update_available").is_none());
}

#[tokio::test]
async fn without_plex_pass_the_rest_is_still_told() {
    let library = Library::from_toml("[server]\nmyPlexSubscription = false").unwrap();
    let fixture = over(library).await;
    let server = fixture.ok("plex_get_server", json!({})).await;
    assert_eq!(server["plex_pass"], false);
    assert!(server.get("cpu_percent").is_none());
    let refused = fixture.call("plex_get_bandwidth", json!({})).await;
    let error = refused.unwrap_err();
    assert!(
        error.advice().unwrap_or("").contains("Plex Pass"),
        "{error}"
    );
}
