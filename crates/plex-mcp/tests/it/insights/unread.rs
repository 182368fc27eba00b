//! What is not known, because it could not be read or is not read yet: it is said, and never a number.

use std::time::Duration;

use plex_emulator::Fault;
use plex_mcp::{ErrorKind, PlexMcpServer, plex_index::Depth};
use serde_json::json;

use super::{query, synced};
use crate::support::{Fixture, client, items, object, options, snapshot_in};

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
    assert_eq!(
        offered["users"],
        json!(["the account of this token"]),
        "{offered}"
    );
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
        "SELECT count(*) FROM items WHERE type <> 'episode'",
        "SELECT count(*) FROM items WHERE title = 'episode'",
        "SELECT (SELECT count(*) FROM episodes), (SELECT count(*) FROM items)",
        "SELECT count(*) FROM movies WHERE library = 'Films'",
        "SELECT title FROM movies WHERE library = 'Films'",
        "SELECT count(*) FROM (SELECT * FROM movies)",
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
    // What depends on the rows that are missing, and what only looks so.
    for sql in [
        "SELECT title, rank() OVER (ORDER BY title) FROM items",
        "SELECT title, row_number() OVER () FROM items",
        "SELECT title, lag(title) OVER (ORDER BY title) FROM items",
        "SELECT max(coalesce(year, 0)) FROM items",
    ] {
        let arguments = json!({"sql": sql});
        let error = fixture.err("plex_query", arguments, ErrorKind::Upstream);
        assert!(error.await.message().contains("500"), "{sql}");
    }
    let sql = "SELECT max(1, 0) FROM (SELECT title FROM items LIMIT 1)";
    assert_eq!(query(&fixture, sql).await["items"], json!([[1]]), "{sql}");
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

const OF_DETAILS: [&str; 7] = [
    "SELECT count(DISTINCT item_id) FROM streams WHERE hdr IS NOT NULL",
    "SELECT count(*) FROM streams",
    "SELECT count(*) FROM tags WHERE kind = 'label'",
    "WITH p AS (SELECT * FROM people) SELECT count(*) FROM p",
    "SELECT count(*) FROM ratings",
    "SELECT count(*) FROM (SELECT * FROM items) m WHERE EXISTS (SELECT 1 FROM streams s WHERE s.item_id = m.id)",
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

/// What is in no collection is known only where all collections are.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_no_list_is_not_told_while_the_lists_could_not_be_read() {
    let fixture = Fixture::limited(|_| {}).await;
    fixture
        .emulator
        .inject(Fault::Status(500).on("/library/sections/*/collections*"));
    for sql in [
        "SELECT title FROM movies WHERE id NOT IN (SELECT item_id FROM collection_items)",
        "SELECT library, count(*) FROM items JOIN collection_items ON item_id = id GROUP BY 1",
        "SELECT count(*) FROM collections",
    ] {
        let arguments = json!({"sql": sql});
        fixture
            .err("plex_query", arguments, ErrorKind::Upstream)
            .await;
    }
    let films = query(&fixture, "SELECT count(*) > 0 FROM movies").await;
    assert_eq!(films["items"], json!([[1]]));
}
