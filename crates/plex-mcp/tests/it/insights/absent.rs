//! What is asked whether it is there, and who it was: no answer is made of what could not be read.

use plex_emulator::{Emulator, Fault};
use plex_mcp::{ErrorKind, PlexMcpServer, plex_index::Depth};
use serde_json::json;

use super::query;
use crate::{
    proxy::{self, Reply},
    support::{Fixture, client, items, object, options, snapshot_in},
};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_not_taken_for_absent() {
    let fixture = Fixture::limited(|_| {}).await;
    for path in ["/library/sections/3/*", "/playlists*"] {
        fixture.emulator.inject(Fault::Status(500).on(path));
    }
    for sql in [
        "SELECT EXISTS(SELECT 1 FROM tracks WHERE title = 'Taxman')",
        "SELECT CASE WHEN NOT EXISTS(SELECT 1 FROM tracks) THEN 'no music' END",
        "SELECT title, library, EXISTS(SELECT 1 FROM tracks t WHERE t.title = movies.title) FROM movies",
        "SELECT title FROM movies WHERE title NOT IN (SELECT title FROM tracks)",
        "SELECT movies.title FROM movies LEFT JOIN tracks ON tracks.title = movies.title WHERE tracks.id IS NULL",
        "SELECT title FROM movies EXCEPT SELECT title FROM tracks",
        "SELECT coalesce((SELECT title FROM tracks LIMIT 1), 'none')",
        "WITH t AS (SELECT title FROM tracks) SELECT 'Taxman' IN t",
        "SELECT EXISTS(SELECT 1 FROM playlists)",
        "SELECT title FROM movies WHERE id NOT IN (SELECT item_id FROM playlist_items)",
    ] {
        let error = fixture.err("plex_query", json!({"sql": sql}), ErrorKind::Upstream);
        assert!(error.await.message().contains("500"), "{sql}");
    }
    // What is there in full, and rows that are.
    for sql in [
        "SELECT EXISTS(SELECT 1 FROM movies)",
        "SELECT 1 FROM movies WHERE id NOT IN (SELECT show_id FROM episodes) LIMIT 1",
        "SELECT 1 FROM movies LEFT JOIN plays ON plays.item_id = movies.id LIMIT 1",
    ] {
        assert_eq!(query(&fixture, sql).await["items"], json!([[1]]), "{sql}");
    }
    let stats = fixture.ok("plex_get_watch_stats", json!({"group_by": "library"}));
    let stats = stats.await;
    let of = |name: &str| items(&stats).iter().find(|group| group["name"] == name);
    let hours = |name: &str| of(name).unwrap()["hours_estimated"].clone();
    assert!(hours("Music").is_null(), "{stats}");
    assert!(hours("Films").as_f64().unwrap() > 1.0, "{stats}");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_could_not_be_read_make_nobody_of_somebody() {
    for (path, column) in [("/accounts", "user"), ("/devices", "device")] {
        let fixture = Fixture::limited(|_| {}).await;
        fixture.emulator.inject(Fault::Status(500).on(path));
        for sql in [
            format!("SELECT count(*) FROM plays WHERE {column} = 'grace'"),
            format!(
                "SELECT title FROM movies m WHERE NOT EXISTS (SELECT 1 FROM plays p WHERE p.item_id = m.id AND p.{column} = 'grace')"
            ),
            format!("SELECT p.{column}, count(*) FROM plays p GROUP BY 1"),
            format!("WITH p AS (SELECT * FROM plays) SELECT {column} FROM p"),
        ] {
            let error = fixture.err("plex_query", json!({"sql": sql}), ErrorKind::Upstream);
            let error = error.await;
            assert!(
                error.message().contains(&format!("plays.{column}")),
                "{sql}: {error}"
            );
            assert!(error.message().contains("500"), "{sql}: {error}");
        }
        let by = json!({"group_by": column});
        let error = fixture.err("plex_get_watch_stats", by, ErrorKind::Upstream);
        assert!(error.await.message().contains("500"), "{path}");
        let plays = query(&fixture, "SELECT count(*) > 0 FROM plays").await;
        assert_eq!(plays["items"], json!([[1]]), "{path}");
        fixture
            .ok("plex_get_watch_stats", json!({"group_by": "title"}))
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_kept_while_the_server_has_forgotten_them() {
    let fixture = Fixture::limited(|_| {}).await;
    let by_user = "SELECT user, count(*) FROM plays GROUP BY 1 ORDER BY 1";
    let before = query(&fixture, by_user).await["items"].clone();
    let index = fixture.server.index().await.unwrap().unwrap();
    fixture.emulator.inject(Fault::Status(500).on("/accounts"));
    index.sync(Depth::Everything, |_| {}).await.unwrap();
    let kept = query(&fixture, by_user).await;
    assert_eq!(kept["items"], before);
    assert_eq!(kept["snapshot"]["missing"][0]["what"], "users", "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_names_that_has_none_is_not_believed() {
    for (path, column) in [("/accounts", "user"), ("/devices", "device")] {
        let emulator = Emulator::builder().start().await.unwrap();
        let url = proxy::before(&emulator, move |asked, _| match asked == path {
            true => Reply::json(&json!({"MediaContainer": {"size": 0}})),
            false => Reply::Pass,
        });
        let home = tempfile::tempdir().unwrap();
        let mut options = options();
        options.index = Some(snapshot_in(home.path()));
        let server = PlexMcpServer::with_options(client(&url, emulator.token()), options);
        let sql = format!("SELECT count(*) FROM plays WHERE {column} = 'grace'");
        let asked = server.call("plex_query", object(json!({"sql": sql}))).await;
        let error = asked.unwrap_err();
        assert!(
            error.message().contains("the server lists none"),
            "{path}: {error}"
        );
    }
}
