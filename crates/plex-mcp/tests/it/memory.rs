//! What barely changes is asked for once, and not for long.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use jiff::Timestamp;
use plex_emulator::Fault;
use plex_mcp::{Calendar, PlexMcpServer};
use serde_json::{Value, json};

use crate::support::{Fixture, client, items, options};
use crate::worlds;

/// A server whose clock the test holds.
async fn at_a_clock() -> (Fixture, Arc<AtomicI64>) {
    let emulator = worlds::sample().await;
    let clock = Arc::new(AtomicI64::new(worlds::NOW));
    let seconds = Arc::clone(&clock);
    let mut options = options();
    options.calendar = Calendar::new(jiff::tz::TimeZone::UTC)
        .with_clock(move || Timestamp::from_second(seconds.load(Ordering::SeqCst)).unwrap());
    let server = PlexMcpServer::with_options(client(emulator.url(), emulator.token()), options);
    (Fixture::of(emulator, server), clock)
}

/// How many requests a call takes.
async fn cost(fixture: &Fixture, tool: &str, arguments: Value) -> usize {
    fixture.emulator.forget_requests();
    fixture.ok(tool, arguments).await;
    fixture.emulator.requests().len()
}

#[tokio::test]
async fn a_page_of_a_known_library_is_one_request() {
    let (fixture, clock) = at_a_clock().await;
    let page = || json!({"library_id": "1", "limit": 5});
    assert_eq!(cost(&fixture, "plex_get_library_items", page()).await, 2);
    assert_eq!(cost(&fixture, "plex_get_library_items", page()).await, 1);
    let by_title = json!({"library_id": "films", "limit": 5});
    assert_eq!(cost(&fixture, "plex_get_library_items", by_title).await, 1);
    clock.fetch_add(60, Ordering::SeqCst);
    assert_eq!(
        cost(&fixture, "plex_get_library_items", page()).await,
        2,
        "after a minute the libraries are asked for again"
    );
}

#[tokio::test]
async fn what_is_converted_is_asked_for_once_while_it_plays() {
    let (fixture, clock) = at_a_clock().await;
    let sessions = || json!({});
    let first = fixture.ok("plex_get_sessions", sessions()).await;
    let is_converted = |row: &Value| row["delivery"] == "transcode";
    assert!(items(&first).iter().any(is_converted));
    assert_eq!(cost(&fixture, "plex_get_sessions", sessions()).await, 1);
    let again = fixture.ok("plex_get_sessions", sessions()).await;
    let told = |rows: &Value| -> Vec<Value> {
        let rows = items(rows).iter();
        rows.map(|row| json!([row["title"], row["video"], row["likely_reason"]]))
            .collect()
    };
    assert_eq!(told(&again), told(&first));
    clock.fetch_add(300, Ordering::SeqCst);
    assert_eq!(cost(&fixture, "plex_get_sessions", sessions()).await, 2);
}

/// What a page costs does not depend on how much there is: the same is asked, and as much comes back.
#[tokio::test]
async fn a_page_of_a_large_library_costs_what_it_costs_on_a_small_one() {
    let mut asked = Vec::new();
    for films in [100, 5_000] {
        let library = plex_emulator::Library::generate(films);
        let fixture = Fixture::holding(library).await;
        let page = json!({
            "library_id": "1", "limit": 20, "sort": "year:desc",
            "filters": {"unwatched": true, "year": {"min": 1950}},
        });
        let rows = fixture.ok("plex_get_library_items", page).await;
        assert_eq!(items(&rows).len(), 20);
        let requests = fixture.emulator.requests().into_iter();
        let requests = requests.map(|request| (request.path, request.query));
        asked.push(requests.collect::<Vec<_>>());
    }
    assert!(!asked[0].is_empty());
    assert_eq!(asked[0], asked[1]);
}

#[tokio::test]
async fn what_the_server_is_is_asked_for_once_and_what_it_does_each_time() {
    let (fixture, _) = at_a_clock().await;
    let tool = "plex_get_server";
    let mut options = options();
    options.choice.tools = vec![tool.to_owned()];
    let client = client(fixture.emulator.url(), fixture.emulator.token());
    let server = PlexMcpServer::with_options(client, options);
    let fixture = Fixture::of(fixture.emulator, server);
    let first = cost(&fixture, tool, json!({})).await;
    let server = fixture.ok(tool, json!({})).await;
    assert_eq!(cost(&fixture, tool, json!({})).await, first - 1);
    let sessions = fixture.ok("plex_get_sessions", json!({})).await;
    let converted = items(&sessions).iter().filter(|session| {
        let video = session["video"].as_str();
        video.is_some_and(|video| video.contains('→'))
    });
    assert_eq!(server["active_transcodes"], converted.count());
}

#[tokio::test]
async fn libraries_are_counted_once_until_they_change() {
    let (fixture, clock) = at_a_clock().await;
    assert!(cost(&fixture, "plex_get_libraries", json!({})).await > 1);
    assert_eq!(cost(&fixture, "plex_get_libraries", json!({})).await, 1);
    clock.fetch_add(300, Ordering::SeqCst);
    assert!(cost(&fixture, "plex_get_libraries", json!({})).await > 1);
}

#[tokio::test]
async fn a_scan_makes_the_memory_of_libraries_old() {
    let (fixture, _) = at_a_clock().await;
    fixture.ok("plex_get_libraries", json!({})).await;
    fixture
        .ok("plex_refresh_library", json!({"library_id": "Films"}))
        .await;
    assert!(cost(&fixture, "plex_get_libraries", json!({})).await > 1);
}

#[tokio::test]
async fn people_and_devices_are_asked_for_once() {
    let (fixture, clock) = at_a_clock().await;
    assert_eq!(cost(&fixture, "plex_get_history", json!({})).await, 3);
    assert_eq!(cost(&fixture, "plex_get_history", json!({})).await, 1);
    clock.fetch_add(300, Ordering::SeqCst);
    assert_eq!(cost(&fixture, "plex_get_history", json!({})).await, 3);
}

#[tokio::test]
async fn the_same_question_at_the_same_time_is_one_request() {
    let (fixture, _) = at_a_clock().await;
    let ask = || fixture.ok("plex_get_sessions", json!({}));
    fixture.emulator.forget_requests();
    let (one, two, three) = tokio::join!(ask(), ask(), ask());
    assert!(one == two && two == three);
    let sessions = fixture.emulator.requests();
    let asked = sessions
        .iter()
        .filter(|request| request.path == "/status/sessions")
        .count();
    assert_eq!(asked, 1);
}

#[tokio::test]
async fn one_library_that_cannot_be_counted_does_not_hide_the_others() {
    let (fixture, _) = at_a_clock().await;
    fixture
        .emulator
        .inject(Fault::Status(500).on("/library/sections/1/all"));
    let libraries = fixture.ok("plex_get_libraries", json!({})).await;
    let (films, others) = items(&libraries).split_first().unwrap();
    assert!(films.get("items").is_none(), "{films}");
    assert!(others.iter().all(|other| {
        ["items", "shows", "artists", "albums"]
            .iter()
            .any(|count| other[count].is_u64())
    }));
    assert_eq!(
        libraries["note"],
        format!("Plex did not tell how much is in {}.", films["title"])
    );
    fixture.emulator.clear_faults();
    let again = fixture.ok("plex_get_libraries", json!({})).await;
    assert!(
        items(&again)[0]["items"].is_u64(),
        "a failure is not remembered"
    );
}
