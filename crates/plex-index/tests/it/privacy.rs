use std::{fs, path::Path};

use jiff::tz::TimeZone;
use plex_client::PlexClient;
use plex_emulator::Library;
use plex_index::{Depth, Index, IndexError, Query};

use crate::house::{House, PATIENCE, options, worker};

/// Whether any file of the house holds this text.
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
    let house = House::synced(Library::sample()).await;
    assert!(is_anywhere(house.home.path(), "Metropolis"));
    assert!(!is_anywhere(house.home.path(), house.server.token()));
    assert!(!is_anywhere(house.home.path(), "/media/films"));
    assert_eq!(house.value("SELECT count(path) FROM versions").await, 0);

    let with_paths = house.another(house.options().keep_paths(true));
    with_paths.sync(Depth::Everything, |_| {}).await.unwrap();
    let path = with_paths
        .query(Query::new("SELECT min(path) FROM versions"))
        .await
        .unwrap();
    assert!(
        path.rows[0][0].as_str().unwrap().starts_with("/m"),
        "{path:?}"
    );

    house.sync(Depth::Everything).await;
    assert!(
        !is_anywhere(house.home.path(), "/media/films"),
        "paths outlive the wish to keep them"
    );
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_of_the_files_can_read_them() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::with(Library::sample()).await;
    house.index.ready(PATIENCE, |_| {}).await.unwrap();
    let mut files = 0;
    for entry in fs::read_dir(house.home.path().join("index")).unwrap() {
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
    let house = House::with(Library::sample()).await;
    let libraries = house.client.libraries().await.unwrap();
    let shows = libraries
        .iter()
        .find(|library| library.title == "Shows")
        .unwrap();
    let some = house.another(house.options().limited(true));
    assert!(matches!(
        some.status().await,
        Err(IndexError::NothingAllowed)
    ));
    some.allow(vec![shows.uuid.clone().unwrap()]);
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
        house.index.file().await.unwrap()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_has_a_snapshot_without_the_history() {
    let house = House::with(Library::sample()).await;
    let token = house.server.token_of("linus").unwrap();
    let client = PlexClient::new(house.server.url(), token.clone()).unwrap();
    let guest = Index::new(client, options(house.home.path(), &token, &house.clock));
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
    let house = House::with(Library::sample()).await;
    house.index.ready(PATIENCE, |_| {}).await.unwrap();
    let other = house.another(house.options());
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
    house.index.clear().await.unwrap();
    assert_eq!(house.index.status().await.unwrap(), None);
    other.sync(Depth::Changes, |_| {}).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn another_timezone_means_other_times() {
    let house = House::synced(Library::sample()).await;
    let newest = "SELECT max(viewed_at) FROM plays";
    let here = house.value(newest).await;
    let tokyo = house.another(
        house
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
