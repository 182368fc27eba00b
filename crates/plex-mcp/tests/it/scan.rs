//! `plex_refresh_library`: what it starts, how it waits, what it reads back.

use std::time::Duration;

use plex_emulator::{Emulator, EmulatorBuilder, Fault};
use plex_mcp::ErrorKind;
use plex_mcp::PlexMcpServer;
use serde_json::json;

use crate::support::{Fixture, client, items, options};

/// An emulator whose scans are over soon.
fn quick() -> EmulatorBuilder {
    Emulator::builder().scan_duration(Duration::from_millis(100))
}

#[tokio::test]
async fn a_scan_is_started_and_goes_on_by_itself() {
    let fixture = Fixture::sample().await;
    let scan = fixture
        .ok("plex_refresh_library", json!({"library_id": "films"}))
        .await;
    assert_eq!(
        (&scan["title"], &scan["status"]),
        (&json!("Films"), &json!("still scanning"))
    );
    let libraries = fixture.ok("plex_get_libraries", json!({})).await;
    assert_eq!(items(&libraries)[0]["scanning"], true);
}

#[tokio::test]
async fn a_scan_that_is_waited_for_says_what_it_found() {
    let fixture = Fixture::over(quick()).await;
    let before = fixture.ok("plex_get_libraries", json!({})).await;
    let scan = fixture
        .ok(
            "plex_refresh_library",
            json!({"library_id": "Films", "wait": true}),
        )
        .await;
    assert_eq!(scan["status"], "finished", "{scan}");
    let after = fixture.ok("plex_get_libraries", json!({})).await;
    assert_eq!(scan["scanned_at"], items(&after)[0]["scanned_at"]);
    assert_ne!(
        items(&before)[0]["scanned_at"],
        items(&after)[0]["scanned_at"]
    );
    let grown =
        items(&after)[0]["items"].as_u64().unwrap() - items(&before)[0]["items"].as_u64().unwrap();
    assert_eq!(
        scan["added"]["items"].as_u64().unwrap_or(0),
        grown,
        "{scan}"
    );
}

#[tokio::test]
async fn a_scan_that_takes_too_long_is_still_scanning() {
    let emulator = Emulator::builder()
        .scan_duration(Duration::from_secs(3_600))
        .start()
        .await
        .unwrap();
    let mut options = options();
    options.scan_wait = Duration::from_millis(50);
    let server = PlexMcpServer::with_options(client(emulator.url(), emulator.token()), options);
    let arguments = json!({"library_id": "Films", "wait": true})
        .as_object()
        .cloned()
        .unwrap();
    let scan = server
        .call("plex_refresh_library", arguments)
        .await
        .unwrap();
    assert_eq!(scan["status"], "still scanning", "{scan}");
    assert!(
        scan["note"]
            .as_str()
            .unwrap()
            .contains("plex_get_libraries"),
        "{scan}"
    );
}

#[tokio::test]
async fn a_folder_must_lie_in_the_library() {
    let fixture = Fixture::over(quick()).await;
    let error = fixture
        .err(
            "plex_refresh_library",
            json!({"library_id": "Films", "path": "/etc"}),
            ErrorKind::InvalidArgument,
        )
        .await;
    let folder = error
        .message()
        .split("a folder in ")
        .nth(1)
        .unwrap()
        .split(" or ")
        .next()
        .unwrap()
        .to_owned();
    for path in [
        format!("{folder}/../x"),
        format!("{folder}x"),
        format!("{folder}/./x"),
        "..".to_owned(),
    ] {
        fixture
            .err(
                "plex_refresh_library",
                json!({"library_id": "Films", "path": path}),
                ErrorKind::InvalidArgument,
            )
            .await;
    }
    assert!(
        fixture
            .emulator
            .requests()
            .iter()
            .all(|request| request.path == "/library/sections")
    );
    let scan = fixture
        .ok(
            "plex_refresh_library",
            json!({"library_id": "Films", "path": format!("{folder}/New")}),
        )
        .await;
    assert_eq!(scan["path"], format!("{folder}/New"));
    let sent = fixture
        .emulator
        .requests()
        .into_iter()
        .find(|request| request.path.ends_with("/refresh"))
        .unwrap();
    assert_eq!(sent.parameter("path"), Some(format!("{folder}/New")));
}

#[tokio::test]
async fn a_scan_is_asked_for_once_even_when_the_answer_is_lost() {
    let fixture = Fixture::over(quick()).await;
    fixture
        .emulator
        .inject(plex_emulator::Fault::Reset.on("*/refresh"));
    let error = fixture
        .err(
            "plex_refresh_library",
            json!({"library_id": "Films"}),
            ErrorKind::Upstream,
        )
        .await;
    assert!(error.message().contains("its answer was lost"), "{error}");
    let scans = fixture
        .emulator
        .requests()
        .iter()
        .filter(|request| request.path.ends_with("/refresh"))
        .count();
    assert_eq!(scans, 1);
}

/// A host may take a call back while its request is on the way; the server scans all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_is_taken_back_leaves_nothing_remembered_from_before_the_scan() {
    let fixture = Fixture::sample().await;
    let page = json!({"library_id": "Films", "limit": 1});
    let lists = || {
        let requests = fixture.emulator.requests();
        let of_lists = requests
            .iter()
            .filter(|one| one.path == "/library/sections");
        of_lists.count()
    };
    fixture.ok("plex_get_library_items", page.clone()).await;
    let asked = lists();
    fixture.ok("plex_get_library_items", page.clone()).await;
    assert_eq!(lists(), asked, "the libraries are remembered");

    let scan = "/library/sections/1/refresh";
    let late = Duration::from_millis(300);
    fixture.emulator.inject(Fault::Latency(late).on(scan));
    let arguments = json!({"library_id": "Films"});
    let call = fixture.call("plex_refresh_library", arguments);
    let arrived = async {
        while !fixture
            .emulator
            .requests()
            .iter()
            .any(|one| one.path == scan)
        {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::select! {
        answer = call => panic!("it is answered later: {answer:?}"),
        () = arrived => {}
    }
    // Asked while the scan is being started, they are remembered as they were.
    fixture.ok("plex_get_library_items", page.clone()).await;
    tokio::time::sleep(3 * late).await;
    let asked = lists();
    fixture.ok("plex_get_library_items", page).await;
    assert_eq!(lists(), asked + 1, "the libraries are asked for again");
}
