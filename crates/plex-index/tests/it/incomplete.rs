//! What becomes of the snapshot, and of what it says of itself, when the server tells a part only.

use std::time::{Duration, Instant};

use plex_client::ItemType;
use plex_emulator::{Fault, Library, RecordedRequest};
use plex_index::{Depth, Freshness, IndexError, Lack};

use crate::{
    between::{Reply, capped, parameter},
    fixture::Fixture,
};

const COUNT: &str = "SELECT count(*) FROM items";

pub(crate) async fn synced(fixture: &Fixture, depth: Depth) -> Freshness {
    fixture.index.sync(depth, |_| {}).await.unwrap()
}

/// What is missing, as `items Music artist`.
pub(crate) fn missing(fresh: &Freshness) -> Vec<String> {
    let words = |one: &plex_index::Missing| {
        let parts = [
            Some(one.what.as_str()),
            one.library.as_deref(),
            one.item_type.as_deref(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    fresh.missing.iter().map(words).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn details_that_the_server_has_lost_take_nothing_away() {
    let whole = Fixture::synced(Library::sample()).await;
    let items = whole.value(COUNT).await;
    for status in [404, 400, 401, 500] {
        let fixture = Fixture::with(Library::sample()).await;
        let fault = Fault::Status(status).on("/library/metadata/*");
        fixture.server.inject(fault.clone());
        let fresh = synced(&fixture, Depth::Everything).await;
        assert_eq!(fixture.value(COUNT).await, items, "{status}");
        assert_eq!(fresh.detailed, 0, "{status}");
        assert_eq!(missing(&fresh), ["details"], "{status}");
        let lack = &fresh.missing[0];
        assert_eq!((lack.held, lack.total), (Some(0), Some(fresh.items)));
        assert!(lack.why.contains(&status.to_string()), "{}", lack.why);
        // The token is good: all else was read with it.
        assert!(!lack.why.contains("invalid"), "{}", lack.why);
        let asked = fixture.server.requests().len();
        assert!(asked < 1_000, "{asked} requests over a fault");

        // They are read when the server tells them again.
        fixture.server.clear_faults();
        let fresh = synced(&fixture, Depth::Changes).await;
        assert_eq!((fresh.detailed, missing(&fresh).len()), (fresh.items, 0));

        // So it is with a snapshot that was whole.
        fixture.server.inject(fault);
        let fresh = synced(&fixture, Depth::Everything).await;
        assert_eq!(fixture.value(COUNT).await, items, "{status}");
        assert_eq!((fresh.detailed, missing(&fresh).len()), (fresh.items, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_has_enough_is_not_asked_on_and_what_it_told_is_kept() {
    for fault in [
        Fault::RateLimit(Duration::from_secs(1)),
        Fault::RateLimit(Duration::from_secs(60)),
        Fault::Status(503),
    ] {
        let fixture = Fixture::with(Library::generate(600)).await;
        let details = |request: &RecordedRequest| request.path.starts_with("/library/metadata/");
        fixture
            .server
            .inject(fault.clone().on("/library/metadata/*").after(3));
        let began = Instant::now();
        let fresh = synced(&fixture, Depth::Everything).await;
        let took = began.elapsed();
        let asked = fixture
            .server
            .requests()
            .into_iter()
            .filter(details)
            .count();
        assert!(asked < 20, "{fault:?}: {asked} requests");
        assert!(took < Duration::from_secs(20), "{fault:?}: {took:?}");
        assert!(
            fresh.detailed > 0 && fresh.detailed < fresh.items,
            "{fresh:?}"
        );
        assert_eq!(missing(&fresh), ["details"], "{fault:?}");
        let lack = &fresh.missing[0];
        let known = (Some(fresh.detailed), Some(fresh.items));
        assert_eq!((lack.held, lack.total), known, "{fault:?}");

        fixture.server.clear_faults();
        let fresh = synced(&fixture, Depth::Changes).await;
        assert_eq!((fresh.detailed, missing(&fresh).len()), (fresh.items, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_asked_for_one_item_at_a_time_tells_all() {
    for status in [404, 400, 414] {
        let (fixture, between) = Fixture::behind(Library::sample()).await;
        between.answers(move |target| {
            let path = target.split('?').next().unwrap();
            match path.starts_with("/library/metadata/") && path.contains(',') {
                true => Reply::Status(status),
                false => Reply::Pass,
            }
        });
        let fresh = synced(&fixture, Depth::Everything).await;
        assert_eq!((fresh.detailed, missing(&fresh).len()), (fresh.items, 0));
        assert!(fresh.items > 200, "{status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_leaves_out_some_of_several_tells_all() {
    let (fixture, between) = Fixture::behind(Library::sample()).await;
    between.answers(|target| {
        let path = target.split('?').next().unwrap();
        match path.strip_prefix("/library/metadata/") {
            Some(keys) if keys.contains(',') => {
                let some: Vec<&str> = keys.split(',').step_by(2).collect();
                Reply::Instead(target.replace(keys, &some.join(",")))
            }
            _ => Reply::Pass,
        }
    });
    let fresh = synced(&fixture, Depth::Everything).await;
    assert_eq!((fresh.detailed, missing(&fresh).len()), (fresh.items, 0));
}

/// A thousand deletions are not a thousand requests.
#[tokio::test(flavor = "multi_thread")]
async fn many_deletions_are_confirmed_by_a_few_requests() {
    let films = |from: u32| {
        let films: Vec<String> = (from..=400)
            .map(|n| format!("{{ ratingKey = \"{n}\", title = \"Film {n}\", addedAt = \"-9d\" }}"))
            .collect();
        let films = films.join(", ");
        format!("[[section]]\nkey = \"1\"\ntype = \"movie\"\ntitle = \"Films\"\nitem = [{films}]\n")
    };
    let fixture = Fixture::of_toml(&films(1)).await;
    assert_eq!(synced(&fixture, Depth::Everything).await.items, 400);
    let fixture = fixture.now_with(&films(321)).await;
    let fresh = synced(&fixture, Depth::Everything).await;
    assert_eq!((fresh.items, missing(&fresh).len()), (80, 0));
    let of_items = |request: &&RecordedRequest| request.path.starts_with("/library/metadata/");
    let asked = fixture.server.requests().iter().filter(of_items).count();
    assert!((8..=320 / 4).contains(&asked), "{asked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn listings_that_are_empty_of_a_sudden_take_nothing_away() {
    let empty = r#"{"MediaContainer":{"size":0,"totalSize":0,"offset":0}}"#;
    let (fixture, between) = Fixture::behind(Library::sample()).await;
    let items = synced(&fixture, Depth::Everything).await.items;
    between.answers(move |target| match target.contains("/all?") {
        true => Reply::Json(empty.to_owned()),
        false => Reply::Pass,
    });
    for depth in [Depth::Everything, Depth::Changes] {
        synced(&fixture, depth).await;
        assert_eq!(fixture.value(COUNT).await, items);
    }
    // The same when the pages alone are empty, and the counts are right.
    between.answers(|target| {
        let size = parameter(target, "X-Plex-Container-Size");
        match target.contains("/all?") && size != Some("0") {
            true => Reply::Json(r#"{"MediaContainer":{"size":0}}"#.to_owned()),
            false => Reply::Pass,
        }
    });
    synced(&fixture, Depth::Everything).await;
    assert_eq!(fixture.value(COUNT).await, items);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_snapshot_of_empty_pages_says_that_they_are() {
    let (fixture, between) = Fixture::behind(Library::sample()).await;
    between.answers(|target| {
        let size = parameter(target, "X-Plex-Container-Size");
        match target.starts_with("/library/sections/1/all?") && size != Some("0") {
            true => Reply::Json(r#"{"MediaContainer":{"size":0,"totalSize":80}}"#.to_owned()),
            false => Reply::Pass,
        }
    });
    let fresh = synced(&fixture, Depth::Everything).await;
    assert_eq!(missing(&fresh), ["items Films movie"]);
    assert_eq!(fresh.missing[0].held, Some(0));
    assert_eq!(fresh.missing[0].total, Some(80));
    between.answers(|_| Reply::Pass);
    assert!(missing(&synced(&fixture, Depth::Changes).await).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_without_libraries_takes_none_away() {
    let (fixture, between) = Fixture::behind(Library::sample()).await;
    let items = synced(&fixture, Depth::Everything).await.items;
    for answer in [
        r#"{"MediaContainer":{"size":0}}"#,
        r#"{"MediaContainer":{"size":1,"Directory":[{"key":"1","type":"movie","title":"Films"}]}}"#,
    ] {
        between.answers(move |target| {
            match target.starts_with("/library/sections?") || target == "/library/sections" {
                true => Reply::Json(answer.to_owned()),
                false => Reply::Pass,
            }
        });
        let fresh = synced(&fixture, Depth::Everything).await;
        assert_eq!(fixture.value(COUNT).await, items);
        assert!(missing(&fresh).contains(&"items Music".to_owned()));
    }
    between.answers(|_| Reply::Pass);
    assert!(missing(&synced(&fixture, Depth::Changes).await).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_that_are_not_listed_are_asked_for_before_they_go() {
    let (fixture, between) = Fixture::behind(Library::sample()).await;
    synced(&fixture, Depth::Everything).await;
    let counts = "SELECT (SELECT count(*) FROM collections), (SELECT count(*) FROM collection_items),
        (SELECT count(*) FROM playlists), (SELECT count(*) FROM playlist_items), (SELECT count(*) FROM plays)";
    let before = fixture.rows(counts).await;
    between.answers(|target| {
        let path = target.split('?').next().unwrap();
        let is_list = path.ends_with("/collections")
            || path.starts_with("/playlists")
            || path.ends_with("/children")
            || path.ends_with("/items")
            || path.contains("/history/");
        match is_list {
            true => Reply::Json(r#"{"MediaContainer":{"size":0}}"#.to_owned()),
            false => Reply::Pass,
        }
    });
    synced(&fixture, Depth::Everything).await;
    assert_eq!(fixture.rows(counts).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_really_gone_goes() {
    let films: String = (1..=130)
        .map(|n| {
            format!(
                "[[section.item]]\nratingKey = \"{n}\"\ntitle = \"Film {n}\"\naddedAt = \"-{n}h\"\n"
            )
        })
        .collect();
    let section = "[[section]]\nkey = \"1\"\ntype = \"movie\"\ntitle = \"Films\"\n";
    let fixture = Fixture::of_toml(&format!("{section}{films}")).await;
    let (left, _) = films
        .split_once("[[section.item]]\nratingKey = \"11\"")
        .unwrap();
    let fixture = fixture.now_with(&format!("{section}{left}")).await;
    let fresh = synced(&fixture, Depth::Changes).await;
    assert_eq!((fresh.items, fresh.detailed), (10, 10));
    assert!(fresh.missing.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_fails_takes_no_other_down() {
    for fault in [
        Fault::Status(500),
        Fault::Status(404),
        Fault::Status(403),
        Fault::Malformed,
        Fault::Reset,
    ] {
        let fixture = Fixture::with(Library::sample()).await;
        let name = format!("{fault:?}");
        fixture.server.inject(fault.on("/library/sections/3/*"));
        let fresh = fixture
            .index
            .ready(crate::fixture::PATIENCE, |_| {})
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let lacks = missing(&fresh);
        for item_type in ["artist", "album", "track"] {
            assert!(
                lacks.contains(&format!("items Music {item_type}")),
                "{name}: {lacks:?}"
            );
        }
        assert!(
            lacks.iter().all(|lack| lack.contains("Music")),
            "{name}: {lacks:?}"
        );
        assert!(fresh.missing.iter().all(|one| !one.why.is_empty()));
        let counts = fixture
            .rows("SELECT library, count(*) FROM items GROUP BY 1 ORDER BY 1")
            .await;
        assert_eq!(counts.len(), 3, "{name}: {counts:?}");

        fixture.server.clear_faults();
        let fresh = synced(&fixture, Depth::Changes).await;
        assert!(fresh.missing.is_empty(), "{name}: {:?}", fresh.missing);
        let counts = fixture
            .rows("SELECT library, count(*) FROM items GROUP BY 1 ORDER BY 1")
            .await;
        assert_eq!(counts.len(), 4, "{name}: {counts:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_page_that_fails_is_one_listing_that_is_missing() {
    let library = Library::generate(1_600);
    let (fixture, between) = Fixture::behind(library).await;
    between.answers(|target| match parameter(target, "X-Plex-Container-Start") {
        Some("1000") => Reply::Status(500),
        _ => Reply::Pass,
    });
    let fresh = fixture
        .index
        .ready(crate::fixture::PATIENCE, |_| {})
        .await
        .unwrap();
    assert_eq!((fresh.items, missing(&fresh).len()), (1_000, 1));
    let lack = &fresh.missing[0];
    assert_eq!(lack.what, Lack::Items);
    assert_eq!((lack.held, lack.total), (Some(1_000), Some(1_600)));
    assert!(lack.why.contains("500"), "{}", lack.why);
    between.answers(|_| Reply::Pass);
    let fresh = synced(&fixture, Depth::Changes).await;
    assert_eq!((fresh.items, fresh.missing.len()), (1_600, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_which_nothing_can_be_read_is_no_snapshot() {
    let (fixture, between) = Fixture::behind(Library::sample()).await;
    between.answers(|target| {
        match parameter(target, "X-Plex-Container-Size") != Some("0") && target.contains("/all?") {
            true => Reply::Status(500),
            false => Reply::Pass,
        }
    });
    let fresh = fixture.index.sync(Depth::Everything, |_| {}).await;
    assert!(matches!(fresh, Err(IndexError::Plex(_))), "{fresh:?}");
    assert!(fixture.index.status().await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_of_an_unknown_kind_takes_no_other_down() {
    let (fixture, between) = Fixture::behind(Library::sample()).await;
    let libraries = fixture.client.libraries().await.unwrap();
    let directories: Vec<String> = libraries
        .iter()
        .map(|one| {
            format!(
                r#"{{"key":"{}","type":"{}","title":"{}"}}"#,
                one.key, one.library_type, one.title
            )
        })
        .chain([r#"{"key":"77","type":"audiobook","title":"Books"}"#.to_owned()])
        .collect();
    let list = format!(
        r#"{{"MediaContainer":{{"size":5,"Directory":[{}]}}}}"#,
        directories.join(",")
    );
    between.answers(move |target| {
        let path = target.split('?').next().unwrap();
        match path {
            "/library/sections" => Reply::Json(list.clone()),
            path if path.starts_with("/library/sections/77/") => Reply::Status(500),
            _ => Reply::Pass,
        }
    });
    let fresh = synced(&fixture, Depth::Everything).await;
    let lacks = missing(&fresh);
    assert!(lacks.contains(&"library Books".to_owned()), "{lacks:?}");
    assert!(lacks.iter().all(|lack| lack.contains("Books")), "{lacks:?}");
    assert_ne!(fixture.value("SELECT count(*) FROM movies").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_cuts_its_pages_is_read_to_the_end() {
    for most in [200, 499, 1] {
        let count = if most == 1 { 40 } else { 1_500 };
        let library = Library::generate(count);
        let (fixture, between) = Fixture::behind(library).await;
        between.answers(move |target| capped(target, most));
        let fresh = synced(&fixture, Depth::Everything).await;
        assert_eq!((fresh.items, fresh.missing.len()), (u64::from(count), 0));
        assert_eq!(fresh.detailed, fresh.items);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_gives_its_first_page_always_is_not_complete() {
    let library = Library::generate(1_200);
    let (fixture, between) = Fixture::behind(library).await;
    between.answers(|target| match parameter(target, "X-Plex-Container-Start") {
        Some(start) => Reply::Instead(target.replace(
            &format!("X-Plex-Container-Start={start}"),
            "X-Plex-Container-Start=0",
        )),
        None => Reply::Pass,
    });
    let fresh = synced(&fixture, Depth::Everything).await;
    assert_eq!(fresh.items, 500);
    let lack = &fresh.missing[0];
    assert_eq!(lack.what, Lack::Items);
    assert_eq!(lack.item_type.as_deref(), Some(ItemType::Movie.as_str()));
    assert_eq!((lack.held, lack.total), (Some(500), Some(1_200)));
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_beside_the_libraries_that_fail_are_missing_and_no_more() {
    for (path, expected) in [
        ("/status/sessions/history/*", "plays"),
        ("/accounts", "users"),
        ("/devices", "devices"),
        ("/playlists*", "playlists"),
        ("/library/sections/1/collections", "collections Films"),
    ] {
        let fixture = Fixture::with(Library::sample()).await;
        fixture.server.inject(Fault::Status(500).on(path));
        let fresh = synced(&fixture, Depth::Everything).await;
        assert_eq!(missing(&fresh), [expected]);
        fixture.server.clear_faults();
        let fresh = synced(&fixture, Depth::Changes).await;
        assert!(fresh.missing.is_empty(), "{path}: {:?}", fresh.missing);
        for table in ["plays", "users", "devices", "playlists", "collections"] {
            let count = fixture
                .value(&format!("SELECT count(*) FROM {table}"))
                .await;
            assert_ne!(count, 0, "{path} {table}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_library_that_hangs_keeps_nobody_waiting_for_long() {
    let fixture = Fixture::with(Library::sample()).await;
    fixture
        .server
        .inject(Fault::Stall.on("/library/sections/3/*"));
    let fresh = fixture
        .index
        .ready(std::time::Duration::from_secs(20), |_| {})
        .await
        .unwrap();
    assert!(missing(&fresh).contains(&"items Music track".to_owned()));
    assert_ne!(fixture.value("SELECT count(*) FROM movies").await, 0);
}
