//! The whole state is described, and a server that begins with it is in the same state.

use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::Value;

use crate::ask;
use crate::playlists::{NOW, send, start, uri};

async fn begin_with(state: &Value) -> Emulator {
    Emulator::builder()
        .library(Library::from_json(&state.to_string()).unwrap())
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap()
}

async fn sample() -> Emulator {
    Emulator::builder()
        .library(Library::sample())
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap()
}

/// The places at which two states differ, as paths.
pub(crate) fn differences(before: &Value, after: &Value) -> Vec<String> {
    fn walk(path: &str, before: &Value, after: &Value, found: &mut Vec<String>) {
        match (before, after) {
            (Value::Object(a), Value::Object(b)) => {
                let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
                for key in keys {
                    let at = |table: &serde_json::Map<String, Value>| {
                        table.get(key).cloned().unwrap_or_default()
                    };
                    walk(&format!("{path}/{key}"), &at(a), &at(b), found);
                }
            }
            (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
                for (nth, (a, b)) in a.iter().zip(b).enumerate() {
                    walk(&format!("{path}/{nth}"), a, b, found);
                }
            }
            (a, b) if a == b => {}
            _ => found.push(path.to_owned()),
        }
    }
    let mut found = Vec::new();
    walk("", before, after, &mut found);
    found
}

#[tokio::test]
async fn a_server_begins_again_where_another_was() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/library/example.toml");
    let example = Emulator::builder()
        .library(Library::from_file(path).unwrap())
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap();
    for emulator in [sample().await, example] {
        let state = emulator.dump();
        let again = begin_with(&state).await;
        assert_eq!(differences(&state, &again.dump()), Vec::<String>::new());
        // It also looks the same.
        for path in [
            "/library/sections",
            "/library/sections/1/all?sort=titleSort",
            "/hubs",
            "/playlists",
            "/status/sessions/history/all",
            "/status/sessions",
        ] {
            let (before, after) = (
                ask::json(&emulator, path).await,
                ask::json(&again, path).await,
            );
            assert_eq!(differences(&before, &after), Vec::<String>::new(), "{path}");
        }
    }
}

#[tokio::test]
async fn what_was_changed_is_still_so_in_the_next_server() {
    let emulator = start().await;
    let list = uri("/library/metadata/1,2");
    for (method, path) in [
        (
            Method::POST,
            format!("/playlists?type=video&title=Mine&uri={list}"),
        ),
        (
            Method::POST,
            format!("/playQueues?type=video&shuffle=1&uri={list}"),
        ),
        (
            Method::POST,
            format!("/library/collections?type=1&title=Ours&sectionId=1&uri={list}"),
        ),
        (
            Method::PUT,
            "/library/metadata/1?title.value=Other&title.locked=1&label%5B0%5D.tag.tag=x"
                .to_owned(),
        ),
        (Method::PUT, "/library/sections/1/prefs?hidden=1".to_owned()),
        (
            Method::PUT,
            "/library/metadata/10/prefs?episodeSort=1".to_owned(),
        ),
        (Method::PUT, "/:/prefs?OnDeckWindow=3".to_owned()),
        (Method::DELETE, "/library/metadata/1/thumb".to_owned()),
        (Method::GET, "/:/scrobble?key=3&identifier=x".to_owned()),
        (
            Method::PUT,
            "/:/rate?key=3&identifier=x&rating=4".to_owned(),
        ),
        (
            Method::POST,
            "/:/timeline?ratingKey=12&state=playing&time=100000".to_owned(),
        ),
        (
            Method::POST,
            "/:/timeline?ratingKey=12&state=playing&time=3590000".to_owned(),
        ),
        (Method::DELETE, "/library/metadata/12".to_owned()),
    ] {
        let (status, _) = send(&emulator, method, &path).await;
        assert_eq!(status, 200, "{path}");
    }
    let state = emulator.dump();
    let again = begin_with(&state).await;
    assert_eq!(differences(&state, &again.dump()), Vec::<String>::new());
    let history = ask::json(&again, "/status/sessions/history/all").await;
    assert_eq!(history["Metadata"][0]["title"], "Arrival");
    assert_eq!(history["Metadata"][0]["grandparentTitle"], "The Prisoner");
    // A refresh still knows what the agents said, and a new thing gets a number of its own.
    let (status, _) = send(&again, Method::PUT, "/library/metadata/1?title.locked=0").await;
    assert_eq!(status, 200);
    let (status, _) = send(&again, Method::PUT, "/library/metadata/1/refresh").await;
    assert_eq!(status, 200);
    let film = ask::json(&again, "/library/metadata/1").await;
    assert_eq!(film["Metadata"][0]["title"], "Metropolis");
    let one = "/playlists?type=video&title=Next&uri=";
    let (_, here) = send(&emulator, Method::POST, one).await;
    let (_, there) = send(&again, Method::POST, one).await;
    assert_eq!(
        here["Metadata"][0]["ratingKey"],
        there["Metadata"][0]["ratingKey"]
    );
}

#[tokio::test]
async fn a_write_changes_what_it_should_and_nothing_else() {
    let emulator = start().await;
    let one = "/section/0/item/0";
    let rename = "/library/metadata/1?title.value=Other&titleSort.value=Other";
    let list = uri("/library/metadata/1");
    for (method, path, changed) in [
        (
            Method::GET,
            "/:/scrobble?key=1&identifier=x".to_owned(),
            vec!["/view".to_owned()],
        ),
        (
            Method::PUT,
            "/:/rate?key=1&identifier=x&rating=4".to_owned(),
            vec![
                "/view/0/lastRatedAt".to_owned(),
                "/view/0/userRating".to_owned(),
            ],
        ),
        (
            Method::PUT,
            rename.to_owned(),
            vec![
                "/origin".to_owned(),
                "/section/0/contentChangedAt".to_owned(),
                format!("{one}/title"),
                format!("{one}/titleSort"),
                format!("{one}/updatedAt"),
            ],
        ),
        (
            Method::PUT,
            "/library/metadata/1?summary.locked=1".to_owned(),
            vec![
                "/section/0/contentChangedAt".to_owned(),
                format!("{one}/Field"),
            ],
        ),
        (
            Method::POST,
            format!("/playlists?type=video&title=x&uri={list}"),
            vec![
                "/numbers/playlistItemID".to_owned(),
                "/numbers/ratingKey".to_owned(),
                "/playlist".to_owned(),
            ],
        ),
        (
            Method::POST,
            format!("/playQueues?type=video&uri={list}"),
            vec![
                "/numbers/playQueueID".to_owned(),
                "/numbers/playQueueItemID".to_owned(),
                "/playQueue".to_owned(),
            ],
        ),
        (
            Method::PUT,
            "/library/sections/1/prefs?enableCinemaTrailers=0".to_owned(),
            vec![
                "/section/0/preferences/enableCinemaTrailers".to_owned(),
                "/section/0/updatedAt".to_owned(),
            ],
        ),
        // What is there already.
        (
            Method::PUT,
            "/library/metadata/1?nothing.value=1".to_owned(),
            Vec::new(),
        ),
    ] {
        let before = emulator.dump();
        let (status, _) = send(&emulator, method, &path).await;
        assert_eq!(status, 200, "{path}");
        assert_eq!(differences(&before, &emulator.dump()), changed, "{path}");
    }
}
