//! What becomes of the snapshot when the server does not say how much there is, or says it without an end.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use plex_emulator::Library;
use plex_index::Depth;

use crate::{
    between::{Reply, parameter},
    fixture::{Fixture, PATIENCE},
    incomplete::{missing, synced},
};

/// A count that is not said is none of nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_count_that_is_not_said_takes_nothing_away() {
    let (fixture, between) = Fixture::behind(Library::sample()).await;
    synced(&fixture, Depth::Everything).await;
    let films = fixture.value("SELECT count(*) FROM movies").await;
    let counted = AtomicBool::new(false);
    between.answers(move |target| {
        let is_listing = target.starts_with("/library/sections/1/all?");
        let is_count = parameter(target, "X-Plex-Container-Size") == Some("0");
        match is_listing {
            // What is there is said once, and then no more.
            true if is_count && !counted.swap(true, Ordering::Relaxed) => Reply::Pass,
            true => Reply::Json(r#"{"MediaContainer":{"size":0}}"#.to_owned()),
            false if target.starts_with("/library/metadata/") => Reply::Status(404),
            false => Reply::Pass,
        }
    });
    let fresh = synced(&fixture, Depth::Everything).await;
    assert_eq!(fixture.value("SELECT count(*) FROM movies").await, films);
    assert!(
        missing(&fresh).contains(&"items Films movie".to_owned()),
        "{fresh:?}"
    );
}

/// The lists of the sample, which a server that pays no heed to pages gives again and again.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_page_for_ever_is_not_read_for_ever() {
    for (path, lack, kind) in [
        ("/status/sessions/history/all", "plays", "historyKey"),
        (
            "/library/sections/1/collections",
            "collections Films",
            "ratingKey",
        ),
    ] {
        let (fixture, between) = Fixture::behind(Library::sample()).await;
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        between.answers(move |target| {
            if !target.starts_with(path) {
                return Reply::Pass;
            }
            count.fetch_add(1, Ordering::Relaxed);
            let size: u32 = parameter(target, "X-Plex-Container-Size")
                .unwrap()
                .parse()
                .unwrap();
            let items: Vec<String> = (1..=size)
                .map(|n| {
                    format!(r#"{{"{kind}":"{n}","type":"movie","title":"Film","viewedAt":{n}}}"#)
                })
                .collect();
            Reply::Json(format!(
                r#"{{"MediaContainer":{{"Metadata":[{}]}}}}"#,
                items.join(",")
            ))
        });
        let syncing = fixture.index.sync(Depth::Everything, |_| {});
        let fresh = tokio::time::timeout(PATIENCE, syncing)
            .await
            .unwrap()
            .unwrap();
        assert!(missing(&fresh).contains(&lack.to_owned()), "{fresh:?}");
        assert!(asked.load(Ordering::Relaxed) < 10, "{asked:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_too_long_to_keep_is_said_to_be_cut() {
    let (fixture, between) = Fixture::behind(Library::sample()).await;
    between.answers(|target| {
        if !target.starts_with("/library/collections/") || !target.contains("/items?") {
            return Reply::Pass;
        }
        let number = |name| parameter(target, name).unwrap().parse::<u32>().unwrap();
        let first = number("X-Plex-Container-Start") + 1;
        let last = first + number("X-Plex-Container-Size");
        let items: Vec<String> = (first..last)
            .map(|n| format!(r#"{{"ratingKey":"{n}","type":"movie","title":"Film"}}"#))
            .collect();
        let items = items.join(",");
        Reply::Json(format!(
            r#"{{"MediaContainer":{{"totalSize":300000,"Metadata":[{items}]}}}}"#
        ))
    });
    // Also when it has not changed since.
    for depth in [Depth::Everything, Depth::Changes] {
        let fresh = synced(&fixture, depth).await;
        assert!(
            missing(&fresh).contains(&"collections Films".to_owned()),
            "{fresh:?}"
        );
    }
}
