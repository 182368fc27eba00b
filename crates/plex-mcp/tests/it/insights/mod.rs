//! The insights tools: what they answer, how they fail, and what they cost.

mod absent;
mod counted;
mod unread;

use std::time::Duration;

use plex_emulator::Fault;
use plex_mcp::{ErrorKind, plex_index::Depth};
use serde_json::{Value, json};

use crate::support::{Fixture, items};

/// Over the sample library, all of it in the snapshot.
pub(super) async fn synced() -> Fixture {
    let fixture = Fixture::limited(|_| {}).await;
    let index = fixture.server.index().await.unwrap().unwrap();
    index.sync(Depth::Everything, |_| {}).await.unwrap();
    fixture
}

pub(super) async fn query(fixture: &Fixture, sql: &str) -> Value {
    fixture.ok("plex_query", json!({"sql": sql})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_answered_with_its_age() {
    let fixture = synced().await;
    let rows = query(
        &fixture,
        "SELECT title, year FROM movies WHERE title IN ('Metropolis', 'Nosferatu') ORDER BY year",
    )
    .await;
    assert_eq!(rows["columns"], json!(["title", "year"]));
    assert_eq!(
        rows["items"],
        json!([["Nosferatu", 1922], ["Metropolis", 1927]])
    );
    assert_eq!(rows["has_more"], false);
    assert!(
        rows["snapshot"]["changes_until"].is_string()
            && rows["snapshot"]["complete_until"].is_string()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_are_answered_with_what_was_meant() {
    let fixture = synced().await;
    let error = async |sql: &str| {
        let error = fixture
            .err(
                "plex_query",
                json!({"sql": sql}),
                ErrorKind::InvalidArgument,
            )
            .await;
        format!("{} {}", error.message(), error.advice().unwrap_or_default())
    };
    let column = error("SELECT titel FROM movies").await;
    assert!(
        column.contains("titel")
            && column.contains("Did you mean title?")
            && column.contains("movies has id,"),
        "{column}"
    );
    let table = error("SELECT * FROM episode").await;
    assert!(table.contains("Did you mean episodes?"), "{table}");
    let quotes = error("SELECT * FROM movies WHERE studio = \"UFA\"").await;
    assert!(quotes.contains("single quotes: 'UFA'"), "{quotes}");
    let write = error("DELETE FROM movies").await;
    assert!(write.contains("SELECT"), "{write}");
    let function = error("SELECT uper(title) FROM movies").await;
    assert!(function.contains("Did you mean upper?"), "{function}");
}

#[tokio::test(flavor = "multi_thread")]
async fn cells_are_cleaned_and_results_bounded() {
    let fixture = synced().await;
    let row = query(
        &fixture,
        "SELECT 'a' || char(8238) || char(7) || 'b' AS x, NULL AS y, 1.5 AS z",
    )
    .await;
    assert_eq!(row["items"], json!([["ab", null, 1.5]]));
    let large = fixture.ok("plex_query", json!({"sql": "SELECT a.title, b.title, c.title FROM items a, items b, items c", "limit": 1000}))
        .await;
    assert!(large.to_string().len() <= 40_000);
    assert_eq!(large["has_more"], true);
    assert!(large["note"].as_str().unwrap().contains("cut"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_call_builds_the_snapshot_by_itself() {
    let fixture = Fixture::limited(|_| {}).await;
    assert!(fixture.emulator.requests().is_empty());
    let rows = query(&fixture, "SELECT count(*) FROM movies").await;
    assert!(rows["items"][0][0].as_u64().unwrap() > 50);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_server_is_one_and_no_empty_library() {
    let fixture = Fixture::limited(|_| {}).await;
    // `/identity` is for anybody: refused as well, it would be something before Plex that refuses.
    fixture.emulator.inject(Fault::Status(401).on("/library/*"));
    fixture
        .err(
            "plex_query",
            json!({"sql": "SELECT 1"}),
            ErrorKind::Unauthorized,
        )
        .await;
    fixture
        .err("plex_recommend", json!({}), ErrorKind::Unauthorized)
        .await;
}

#[tokio::test]
async fn without_a_snapshot_the_tools_say_so() {
    let fixture = Fixture::sample().await;
    for (tool, arguments) in [
        ("plex_query", json!({"sql": "SELECT 1"})),
        ("plex_get_watch_stats", json!({})),
        ("plex_audit_library", json!({})),
        ("plex_recommend", json!({})),
    ] {
        let error = fixture.err(tool, arguments, ErrorKind::Unsupported).await;
        assert!(error.advice().unwrap().contains("--no-index"));
    }
    assert!(fixture.emulator.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn statistics_add_up() {
    let fixture = synced().await;
    let plays = query(&fixture, "SELECT count(*) FROM plays").await["items"][0][0]
        .as_u64()
        .unwrap();
    for group_by in [
        "user", "title", "library", "day", "weekday", "hour", "device",
    ] {
        let stats = fixture
            .ok(
                "plex_get_watch_stats",
                json!({"group_by": group_by, "limit": 1000}),
            )
            .await;
        let sum: u64 = items(&stats)
            .iter()
            .map(|group| group["plays"].as_u64().unwrap())
            .sum();
        assert_eq!(sum, plays, "{group_by}");
        assert_eq!(stats["total"]["plays"], plays);
    }
    let error = fixture
        .err(
            "plex_get_watch_stats",
            json!({"user": "adda"}),
            ErrorKind::InvalidArgument,
        )
        .await;
    assert!(error.advice().unwrap().contains("\"ada\""));
    fixture
        .err(
            "plex_get_watch_stats",
            json!({"since": "2026-02-01", "until": "2026-01-01"}),
            ErrorKind::InvalidArgument,
        )
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_say_why_and_recommendations_their_reasons() {
    let fixture = synced().await;
    let audit = fixture
        .ok(
            "plex_audit_library",
            json!({"library_id": "Films", "limit": 3}),
        )
        .await;
    assert_eq!(
        audit["checks"].as_array().unwrap().len(),
        9,
        "unavailable_files is opt-in"
    );
    assert!(
        items(&audit)
            .iter()
            .all(|finding| !finding["why"].as_str().unwrap().is_empty())
    );
    let files = fixture
        .ok(
            "plex_audit_library",
            json!({"checks": ["unavailable_files"]}),
        )
        .await;
    assert_eq!(files["checks"][0]["check"], "unavailable_files");
    let titles = fixture
        .ok(
            "plex_recommend",
            json!({"users": ["ada", "grace"], "limit": 5}),
        )
        .await;
    assert_eq!(items(&titles).len(), 5);
    assert!(
        items(&titles)
            .iter()
            .all(|title| !title["reasons"].as_array().unwrap().is_empty())
    );
    let again = fixture
        .ok(
            "plex_recommend",
            json!({"users": ["ada", "grace"], "limit": 5}),
        )
        .await;
    assert_eq!(again["items"], titles["items"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_never_ends_is_ended_and_the_next_is_answered() {
    let fixture = synced().await;
    let error = fixture.err(
            "plex_query",
            json!({"sql": "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"}),
            ErrorKind::Timeout,
        )
        .await;
    assert!(error.advice().unwrap().contains("LIMIT"));
    let call = query(&fixture, "SELECT 1");
    assert_eq!(
        tokio::time::timeout(Duration::from_secs(30), call)
            .await
            .unwrap()["items"],
        json!([[1]])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_libraries_that_may_be_shown_are_asked() {
    let fixture = Fixture::limited(|options| options.libraries = vec!["Shows".to_owned()]).await;
    let types = query(
        &fixture,
        "SELECT DISTINCT library FROM items UNION SELECT library FROM plays",
    )
    .await;
    assert_eq!(types["items"], json!([["Shows"]]));
    let titles = fixture.ok("plex_recommend", json!({"limit": 50})).await;
    assert!(
        items(&titles)
            .iter()
            .all(|title| title["library"] == "Shows")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_play_has_the_year_of_what_was_played() {
    let fixture = Fixture::limited(|_| {}).await;
    let of = |table: &str| {
        format!("SELECT count(*) > 0 FROM plays JOIN {table} ON {table}.id = plays.item_id")
    };
    for (sql, expected) in [
        (
            format!("{} WHERE plays.year = movies.year", of("movies")),
            1,
        ),
        (
            format!("{} WHERE plays.year IS NOT movies.year", of("movies")),
            0,
        ),
        (
            format!("{} WHERE plays.year IS NOT items.year", of("items")),
            0,
        ),
    ] {
        let answer = query(&fixture, &sql).await;
        assert_eq!(answer["items"], json!([[expected]]), "{sql}: {answer}");
    }
}
