//! The insights tools: what they answer, how they fail, and what they cost.

use std::time::Duration;

use plex_emulator::Fault;
use plex_mcp::{ErrorKind, PlexMcpServer, plex_index::Depth};
use serde_json::{Value, json};

use crate::support::{Fixture, client, items, object, options, snapshot_in};

/// Over the sample library, all of it in the snapshot.
async fn synced() -> Fixture {
    let fixture = Fixture::limited(|_| {}).await;
    let index = fixture.server.index().await.unwrap().unwrap();
    index.sync(Depth::Everything, |_| {}).await.unwrap();
    fixture
}

async fn query(fixture: &Fixture, sql: &str) -> Value {
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
async fn a_library_that_cannot_be_read_is_said_and_takes_no_tool_down() {
    let fixture = Fixture::limited(|_| {}).await;
    fixture
        .emulator
        .inject(Fault::Status(500).on("/library/sections/3/*"));
    let counts = query(
        &fixture,
        "SELECT library, count(*) > 0 FROM items GROUP BY 1 ORDER BY 1",
    )
    .await;
    assert_eq!(
        counts["items"],
        json!([["Films", 1], ["Photos", 1], ["Shows", 1]])
    );
    for (tool, arguments) in [
        ("plex_query", json!({"sql": "SELECT count(*) FROM movies"})),
        ("plex_get_watch_stats", json!({})),
        (
            "plex_audit_library",
            json!({"library_id": "Films", "checks": ["duplicates"]}),
        ),
        ("plex_recommend", json!({"library_id": "Films", "limit": 1})),
    ] {
        let answer = fixture.ok(tool, arguments).await;
        let note = answer["note"].as_str().unwrap();
        assert!(
            note.contains("\"Music\"") && note.contains("500"),
            "{tool}: {note}"
        );
        let missing = answer["snapshot"]["missing"].as_array().unwrap();
        assert!(
            missing
                .iter()
                .any(|one| one["library"] == "Music" && one["type"] == "track"),
            "{tool}: {missing:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn plays_that_could_not_be_read_are_no_matter_of_the_token() {
    let fixture = Fixture::limited(|_| {}).await;
    fixture
        .emulator
        .inject(Fault::Status(500).on("/status/sessions/history/*"));
    for tool in ["plex_get_watch_stats", "plex_recommend"] {
        let answer = fixture.ok(tool, json!({})).await;
        let note = answer["note"].as_str().unwrap();
        assert!(note.contains("plays") && !note.contains("token"), "{note}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_guest_may_not_read_is_said_and_not_taken_for_unplayed() {
    let fixture = Fixture::sample().await;
    let home = tempfile::tempdir().unwrap();
    let guest = as_guest(&fixture, &home).await;
    let arguments = json!({"checks": ["never_watched", "abandoned", "storage"]});
    let arguments = arguments.as_object().cloned().unwrap();
    let audit = guest.call("plex_audit_library", arguments).await.unwrap();
    let caveat = |check: usize| {
        audit["checks"][check]["caveat"]
            .as_str()
            .unwrap_or_default()
    };
    assert!(
        caveat(0).contains("may have been played by others"),
        "{audit}"
    );
    assert!(caveat(1).contains("what others left is not"), "{audit}");
    assert_eq!(caveat(2), "", "{audit}");
    let offered = guest
        .call("plex_recommend", Default::default())
        .await
        .unwrap();
    let note = offered["note"].as_str().unwrap_or_default();
    assert!(note.contains("may not read the history"), "{offered}");
    assert_eq!(offered["users"], json!(["the owner"]), "{offered}");
}

/// Over the sample library, as somebody else than the owner sees it.
async fn as_guest(fixture: &Fixture, home: &tempfile::TempDir) -> PlexMcpServer {
    let token = fixture.emulator.token_of("linus").unwrap();
    let mut options = options();
    options.index = Some(snapshot_in(home.path()));
    PlexMcpServer::with_options(client(fixture.emulator.url(), &token), options)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_is_told_no_number_of_plays_that_is_false() {
    let fixture = Fixture::sample().await;
    let home = tempfile::tempdir().unwrap();
    let guest = as_guest(&fixture, &home).await;
    for sql in [
        "SELECT count(*) FROM plays",
        "SELECT name FROM users",
        "SELECT title FROM movies WHERE id NOT IN (SELECT item_id FROM plays)",
        "WITH seen AS (SELECT DISTINCT item_id FROM plays) SELECT count(*) FROM movies LEFT JOIN seen ON seen.item_id = id",
    ] {
        let asked = guest.call("plex_query", object(json!({"sql": sql}))).await;
        let error = asked.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Forbidden, "{sql}: {error}");
        assert!(
            error.message().contains("this token may not read"),
            "{error}"
        );
    }
    let films = json!({"sql": "SELECT count(*) > 0 FROM movies"});
    let films = guest.call("plex_query", object(films)).await.unwrap();
    assert_eq!(films["items"], json!([[1]]));
    let stats = guest.call("plex_get_watch_stats", object(json!({}))).await;
    let stats = stats.unwrap();
    assert!(stats.get("total").is_none(), "{stats}");
    assert!(items(&stats).is_empty(), "{stats}");
    let note = stats["note"].as_str().unwrap();
    assert!(note.contains("may not read the history"), "{note}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_read_is_no_zero_in_any_tool() {
    let fixture = Fixture::limited(|_| {}).await;
    for path in ["/library/sections/1/all*", "/status/sessions/history/*"] {
        fixture.emulator.inject(Fault::Status(500).on(path));
    }
    for sql in [
        "SELECT count(*) FROM movies",
        "SELECT title FROM movies",
        "SELECT count(*) FROM items",
        "SELECT count(*) FROM items WHERE type = 'movie'",
        "SELECT count(*) FROM plays",
        "SELECT max(viewed_at) FROM plays",
        "SELECT name FROM users",
    ] {
        let arguments = json!({"sql": sql});
        let error = fixture
            .err("plex_query", arguments, ErrorKind::Upstream)
            .await;
        assert!(
            error.message().contains("500") || sql.contains("users"),
            "{sql}: {error}"
        );
        assert!(!error.message().contains("token"), "{sql}: {error}");
    }
    for sql in [
        "SELECT count(*) > 0 FROM episodes",
        "SELECT count(*) > 0 FROM items WHERE type = 'episode'",
        "SELECT count(*) > 0 FROM items WHERE library = 'Shows'",
        "SELECT 1 FROM (SELECT title FROM items LIMIT 1)",
    ] {
        assert_eq!(query(&fixture, sql).await["items"], json!([[1]]), "{sql}");
    }
    let stats = fixture.ok("plex_get_watch_stats", json!({})).await;
    assert!(stats.get("total").is_none(), "{stats}");
    let offered = fixture
        .ok("plex_recommend", json!({"library_id": "Films"}))
        .await;
    let note = offered["note"].as_str().unwrap();
    assert!(
        note.starts_with("Nothing fits among the titles that could be read."),
        "{note}"
    );

    // What was read once is answered while the server does not tell what is new.
    fixture.emulator.clear_faults();
    let index = fixture.server.index().await.unwrap().unwrap();
    index.sync(Depth::Everything, |_| {}).await.unwrap();
    fixture
        .emulator
        .inject(Fault::Status(500).on("/status/sessions/history/*"));
    index.sync(Depth::Everything, |_| {}).await.unwrap();
    let plays = query(&fixture, "SELECT count(*) > 0 FROM plays").await;
    assert_eq!(plays["items"], json!([[1]]));
    assert!(plays["note"].as_str().unwrap().contains("plays"), "{plays}");
}

/// Over the sample library, which tells its details slowly, when calls wait for the snapshot so long.
async fn cold(wait: Duration) -> Fixture {
    let fixture = Fixture::limited(|options| options.index_wait = wait).await;
    let slow = Fault::Latency(Duration::from_millis(400));
    fixture.emulator.inject(slow.on("/library/metadata/*"));
    fixture
}

const OF_DETAILS: [&str; 6] = [
    "SELECT count(DISTINCT item_id) FROM streams WHERE hdr IS NOT NULL",
    "SELECT count(*) FROM streams",
    "SELECT count(*) FROM tags WHERE kind = 'label'",
    "WITH p AS (SELECT * FROM people) SELECT count(*) FROM p",
    "SELECT count(*) FROM ratings",
    "SELECT count(*) FROM search WHERE search MATCH 'people:a*'",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_takes_details_waits_for_them() {
    let whole = synced().await;
    let cold = cold(Duration::from_secs(60)).await;
    for sql in OF_DETAILS {
        let right = query(&whole, sql).await["items"].clone();
        assert_ne!(right, json!([[0]]), "{sql}");
        assert_eq!(query(&cold, sql).await["items"], right, "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_read_yet_is_never_a_number() {
    // Details take longer than anybody waits.
    let fixture = Fixture::limited(|options| options.index_wait = Duration::from_millis(1)).await;
    fixture
        .emulator
        .inject(Fault::Stall.on("/library/metadata/*"));
    let sql = json!({"sql": "SELECT count(*) FROM movies"});
    while fixture.call("plex_query", sql.clone()).await.is_err() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for sql in OF_DETAILS {
        let error = fixture
            .err("plex_query", json!({"sql": sql}), ErrorKind::StartingUp)
            .await;
        assert!(error.message().contains(" of "), "{}", error.message());
        assert!(error.advice().unwrap().contains("Ask again in"));
    }
    let known = "SELECT count(*) FROM items i JOIN streams s ON s.item_id = i.id WHERE i.detailed";
    assert_eq!(query(&fixture, known).await["items"], json!([[0]]));
    let audit = fixture
        .ok(
            "plex_audit_library",
            json!({"checks": ["missing_subtitles", "storage"]}),
        )
        .await;
    let check = &audit["checks"][0];
    assert_eq!(check["check"], "missing_subtitles");
    assert!(check.as_object().unwrap()["found"].is_null());
    assert_eq!(check["examined"]["titles"], 0);
    assert!(check["ask_again_s"].as_u64().unwrap() > 0);
    assert!(audit["checks"][1]["found"].as_u64().unwrap() > 0);
    fixture
        .err(
            "plex_get_watch_stats",
            json!({"group_by": "genre"}),
            ErrorKind::StartingUp,
        )
        .await;
    let titles = fixture.ok("plex_recommend", json!({})).await;
    assert!(titles["note"].as_str().unwrap().contains("Ask again in"));
}

#[tokio::test(flavor = "multi_thread")]
async fn details_that_the_server_does_not_tell_are_no_zeroes() {
    let fixture = Fixture::limited(|_| {}).await;
    fixture
        .emulator
        .inject(Fault::Status(404).on("/library/metadata/*"));
    let sql = json!({"sql": OF_DETAILS[0]});
    let error = fixture.err("plex_query", sql, ErrorKind::Upstream).await;
    assert!(error.message().contains("404"), "{}", error.message());
    assert!(
        query(&fixture, "SELECT count(*) FROM movies").await["items"][0][0]
            .as_u64()
            .unwrap()
            > 50
    );
    let audit = fixture
        .ok(
            "plex_audit_library",
            json!({"checks": ["missing_subtitles", "unavailable_files"]}),
        )
        .await;
    for check in audit["checks"].as_array().unwrap() {
        assert!(check["found"].is_null(), "{check}");
        assert_eq!(check["examined"]["titles"], 0, "{check}");
    }
    let horror = json!({"genres": ["Horror"]});
    fixture
        .err("plex_recommend", horror, ErrorKind::Upstream)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_takes_plays_counts_nothing_without_them() {
    let fixture = Fixture::limited(|_| {}).await;
    fixture
        .emulator
        .inject(Fault::Status(403).on("/status/sessions/history/*"));
    let audit = fixture
        .ok(
            "plex_audit_library",
            json!({"checks": ["never_watched", "abandoned"]}),
        )
        .await;
    for check in audit["checks"].as_array().unwrap() {
        assert!(check["found"].is_null(), "{check}");
        assert!(
            check["unknown_because"].as_str().unwrap().contains("token"),
            "{check}"
        );
    }
}
