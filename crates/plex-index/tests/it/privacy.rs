use std::{fs, path::Path};

use jiff::tz::TimeZone;
use plex_client::PlexClient;
use plex_emulator::Library;
use plex_index::{Depth, Index, IndexError, Query};

use crate::{
    between::Reply,
    fixture::{Fixture, PATIENCE, options, worker},
};

/// Whether any file of the fixture holds this text.
fn is_anywhere(home: &Path, text: &str) -> bool {
    let contains = |bytes: &[u8]| {
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };
    fs::read_dir(home.join("index"))
        .unwrap()
        .any(|entry| contains(&fs::read(entry.unwrap().path()).unwrap()))
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_token_nor_paths_are_kept() {
    let fixture = Fixture::synced(Library::sample()).await;
    assert!(is_anywhere(fixture.home.path(), "Metropolis"));
    assert!(!is_anywhere(fixture.home.path(), fixture.server.token()));
    assert!(!is_anywhere(fixture.home.path(), "/media/films"));
    assert_eq!(fixture.value("SELECT count(path) FROM versions").await, 0);

    let with_paths = fixture.another(fixture.options().keep_paths(true));
    with_paths.sync(Depth::Everything, |_| {}).await.unwrap();
    let path = with_paths
        .query(Query::new("SELECT min(path) FROM versions"))
        .await
        .unwrap();
    assert!(
        path.rows[0][0].as_str().unwrap().starts_with("/m"),
        "{path:?}"
    );

    fixture.sync(Depth::Everything).await;
    assert!(
        !is_anywhere(fixture.home.path(), "/media/films"),
        "paths outlive the wish to keep them"
    );
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_of_the_files_can_read_them() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::with(Library::sample()).await;
    fixture.index.ready(PATIENCE, |_| {}).await.unwrap();
    let mut files = 0;
    for entry in fs::read_dir(fixture.home.path().join("index")).unwrap() {
        let entry = entry.unwrap();
        assert_eq!(
            entry.metadata().unwrap().permissions().mode() & 0o077,
            0,
            "{:?}",
            entry.path()
        );
        files += 1;
    }
    assert!(files >= 4, "{files}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_allowed_libraries_are_in_it() {
    let fixture = Fixture::with(Library::sample()).await;
    let libraries = fixture.client.libraries().await.unwrap();
    let shows = libraries
        .iter()
        .find(|library| library.title == "Shows")
        .unwrap();
    let allowed = [shows.uuid.clone().unwrap()];
    let some = fixture.another(fixture.options().only_libraries(allowed));
    some.sync(Depth::Everything, |_| {}).await.unwrap();
    let titles = some
        .query(Query::new("SELECT title FROM libraries"))
        .await
        .unwrap()
        .rows;
    assert_eq!(titles, [["Shows"]]);
    let others = some
        .query(Query::new(
            "SELECT count(*) FROM plays WHERE type <> 'episode' OR library IS NOT 'Shows'",
        ))
        .await
        .unwrap();
    assert_eq!(others.rows, [[0]]);
    let plays = some
        .query(Query::new("SELECT count(*) > 0 FROM plays"))
        .await
        .unwrap();
    assert_eq!(plays.rows, [[1]]);
    assert_ne!(
        some.file().await.unwrap(),
        fixture.index.file().await.unwrap()
    );
}

/// A server, or what stands before it, may tell the plays of all libraries, whatever it was asked.
#[tokio::test(flavor = "multi_thread")]
async fn plays_of_other_libraries_are_not_kept() {
    let (fixture, between) = Fixture::behind(Library::sample()).await;
    between.answers(|target| match target.contains("/history/") {
        true => Reply::Instead(target.replace("librarySectionID=", "nothing=")),
        false => Reply::Pass,
    });
    let libraries = fixture.client.libraries().await.unwrap();
    let shows = libraries.iter().find(|library| library.title == "Shows");
    let allowed = [shows.unwrap().uuid.clone().unwrap()];
    let some = fixture.another(fixture.options().only_libraries(allowed));
    some.sync(Depth::Everything, |_| {}).await.unwrap();
    let plays = "SELECT DISTINCT library, type FROM plays";
    let plays = some.query(Query::new(plays)).await.unwrap();
    assert_eq!(plays.rows, [["Shows", "episode"]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_has_a_snapshot_without_the_history() {
    let fixture = Fixture::with(Library::sample()).await;
    let token = fixture.server.token_of("linus").unwrap();
    let client = PlexClient::new(fixture.server.url(), token.clone()).unwrap();
    let guest = Index::new(client, options(fixture.home.path(), &token, &fixture.clock));
    let fresh = guest.sync(Depth::Everything, |_| {}).await.unwrap();
    assert!(fresh.items > 0 && !fresh.sees_history && fresh.plays == 0);
    let libraries = guest
        .query(Query::new("SELECT count(*) FROM libraries"))
        .await
        .unwrap();
    assert_eq!(libraries.rows, [[2]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_writes_and_the_others_read() {
    let fixture = Fixture::with(Library::sample()).await;
    fixture.index.ready(PATIENCE, |_| {}).await.unwrap();
    let other = fixture.another(fixture.options());
    other.ready(PATIENCE, |_| {}).await.unwrap();
    assert_eq!(
        other
            .query(Query::new("SELECT count(*) > 0 FROM movies"))
            .await
            .unwrap()
            .rows,
        [[1]]
    );
    assert!(matches!(
        other.sync(Depth::Changes, |_| {}).await,
        Err(IndexError::Led)
    ));
    assert!(matches!(other.clear().await, Err(IndexError::Led)));
    fixture.index.clear().await.unwrap();
    assert_eq!(fixture.index.status().await.unwrap(), None);
    other.sync(Depth::Changes, |_| {}).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn another_timezone_means_other_times() {
    let fixture = Fixture::synced(Library::sample()).await;
    let newest = "SELECT max(viewed_at) FROM plays";
    let here = fixture.value(newest).await;
    let tokyo = fixture.another(
        fixture
            .options()
            .timezone(TimeZone::get("Asia/Tokyo").unwrap())
            .worker(worker("Asia/Tokyo")),
    );
    let fresh = tokyo.sync(Depth::Changes, |_| {}).await.unwrap();
    assert_eq!(fresh.timezone, "Asia/Tokyo");
    let there = tokyo.query(Query::new(newest)).await.unwrap().rows[0][0].clone();
    let moment = |text: &serde_json::Value| {
        text.as_str()
            .unwrap()
            .parse::<jiff::civil::DateTime>()
            .unwrap()
    };
    let hours = (moment(&there) - moment(&here))
        .total(jiff::Unit::Hour)
        .unwrap();
    assert!((7.0..=8.0).contains(&hours), "{here} {there}");
}
