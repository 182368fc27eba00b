//! Libraries are made, changed and given up.

use plex_emulator::Emulator;
use reqwest::Method;
use serde_json::Value;

use crate::ask;
use crate::playlists::{keys, send, send_as};

const DESCRIPTION: &str = r#"
[[account]]
id = 1
name = "owner"
[[account]]
id = 2
name = "guest"
token = "guest-token"
libraries = ["1", "2"]
[[section]]
key = "1"
type = "movie"
title = "Films"
Location = ["/films", "/more"]
item = [
    { title = "Metropolis", ratingKey = 1, Media = [{ Part = [{ file = "/films/m.mkv" }] }] },
    { title = "Sunrise", ratingKey = 2, Media = [{ Part = [{ file = "/more/s.mkv" }] }] },
    { title = "Lost", ratingKey = 3, deletedAt = 1789000000, Media = [{ Part = [{ file = "/films/l.mkv" }] }] },
]
[[section]]
key = "2"
type = "show"
title = "Shows"
item = [{ title = "The Prisoner", ratingKey = 10, item = [{ index = 1, item = [{ title = "Arrival", ratingKey = 12 }] }] }]
[[playlist]]
title = "Evening"
ratingKey = 60
items = [1, 12, 2]
[[play]]
item = 12
viewedAt = 1789000001
"#;

async fn start() -> Emulator {
    ask::described(DESCRIPTION).await
}

async fn sections(emulator: &Emulator) -> Vec<Value> {
    ask::list(&ask::json(emulator, "/library/sections").await["Directory"])
}

#[tokio::test]
async fn a_library_is_made_scanned_and_changed() {
    let emulator = start().await;
    let make = "/library/sections?name=New%20Films&type=movie&agent=tv.plex.agents.movie\
        &scanner=Plex%20Movie&language=de-DE&location=%2Fnew&location=%2Fother&prefs%5Bhidden%5D=1";
    let answer = ask::request(&emulator, Method::POST, make)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.headers()["location"], "/library/sections/3");
    let made = sections(&emulator).await[2].clone();
    assert_eq!(
        (&made["key"], &made["title"]),
        (&"3".into(), &"New Films".into())
    );
    assert_eq!(
        (&made["language"], &made["hidden"]),
        (&"de-DE".into(), &1.into())
    );
    assert_eq!(made["Location"].as_array().unwrap().len(), 2);
    assert_eq!(made["refreshing"], true);
    let first = made["Location"][1]["id"].clone();
    let edit = "/library/sections/3?agent=tv.plex.agents.movie&name=Renamed&location=%2Fother&location=%2Fthird\
        &prefs%5BenableCinemaTrailers%5D=0";
    assert_eq!(send(&emulator, Method::PUT, edit).await.0, 200);
    let edited = sections(&emulator).await[2].clone();
    assert_eq!(edited["title"], "Renamed");
    let places = ask::list(&edited["Location"]);
    assert_eq!(places.len(), 2);
    assert_eq!(places[0]["id"], first);
    assert_eq!(places[1]["path"], "/third");
    let settings = ask::json(&emulator, "/library/sections/3/prefs").await;
    let settings = ask::list(&settings["Setting"]);
    let value = |id: &str| settings.iter().find(|one| one["id"] == id).unwrap()["value"].clone();
    assert_eq!(value("enableCinemaTrailers"), false);
    assert_eq!(value("hidden"), 1);
    let prefs = "/library/sections/3/prefs?enableCinemaTrailers=1&hidden=0";
    assert_eq!(send(&emulator, Method::PUT, prefs).await.0, 200);
    assert_eq!(sections(&emulator).await[2]["hidden"], 0);
}

#[tokio::test]
async fn what_is_malformed_or_not_the_owners_changes_nothing() {
    let emulator = start().await;
    let nobody = ask::request(&emulator, Method::PUT, "/library/sections/1?name=X");
    let page = nobody.send().await.unwrap().text().await.unwrap();
    assert!(page.contains("<title>Bad Request</title>"), "{page}");
    assert!(page.contains("'agent' is missing or invalid"), "{page}");
    let before = emulator.dump();
    for (method, path, status) in [
        (
            Method::POST,
            "/library/sections?name=X&type=film&agent=a&location=%2Fx",
            400,
        ),
        (
            Method::POST,
            "/library/sections?name=&type=movie&agent=a&location=%2Fx",
            400,
        ),
        (
            Method::POST,
            "/library/sections?name=X&type=movie&agent=a&location=x",
            400,
        ),
        (Method::PUT, "/library/sections/1?name=X", 400),
        (Method::PUT, "/library/sections/1?agent=bogus&name=X", 400),
        (
            Method::PUT,
            "/library/sections/1?agent=tv.plex.agents.",
            400,
        ),
        (
            Method::PUT,
            "/library/sections/1?agent=a&prefs%5Bhidden%5D=9",
            400,
        ),
        (Method::PUT, "/library/sections/1/prefs?hidden=9", 400),
        (Method::PUT, "/library/sections/9?agent=a", 404),
        (Method::DELETE, "/library/sections/9", 404),
        (Method::PUT, "/library/sections/9/emptyTrash", 404),
    ] {
        assert_eq!(send(&emulator, method, path).await.0, status, "{path}");
    }
    for (method, path) in [
        (
            Method::POST,
            "/library/sections?name=X&type=movie&agent=a&location=%2Fx",
        ),
        (Method::DELETE, "/library/sections/1"),
        (Method::PUT, "/library/sections/1/emptyTrash"),
        (Method::DELETE, "/library/caches"),
    ] {
        let (status, _) = send_as(&emulator, "guest-token", method, path).await;
        assert_eq!(status, 403, "{path}");
    }
    assert_eq!(emulator.dump(), before);
}

#[tokio::test]
async fn a_library_that_is_given_up_is_gone_with_all_that_was_in_it() {
    let emulator = start().await;
    assert_eq!(
        send(&emulator, Method::DELETE, "/library/sections/2")
            .await
            .0,
        200
    );
    assert_eq!(sections(&emulator).await.len(), 1);
    for path in [
        "/library/sections/2",
        "/library/sections/2/all",
        "/library/metadata/12",
    ] {
        assert_eq!(
            ask::status(&emulator, Method::GET, path).await,
            404,
            "{path}"
        );
    }
    assert_eq!(keys(&emulator, "/playlists/60/items").await, [1, 2]);
    let history = ask::json(&emulator, "/status/sessions/history/all").await;
    assert_eq!(history["Metadata"][0]["title"], "Arrival");
    let (_, seen) = send_as(&emulator, "guest-token", Method::GET, "/library/sections").await;
    assert_eq!(seen["size"], 1);
}

#[tokio::test]
async fn trash_is_emptied_and_folders_are_left() {
    let emulator = start().await;
    assert_eq!(
        send(&emulator, Method::PUT, "/library/sections/1/emptyTrash")
            .await
            .0,
        200
    );
    assert_eq!(
        keys(&emulator, "/library/sections/1/all?sort=id").await,
        [1, 2]
    );
    let moved = "/library/sections/1?agent=tv.plex.agents.movie&location=%2Ffilms";
    assert_eq!(send(&emulator, Method::PUT, moved).await.0, 200);
    assert_eq!(keys(&emulator, "/library/sections/1/all").await, [1]);
    for (method, path) in [
        (Method::PUT, "/library/sections/1/analyze"),
        (Method::PUT, "/library/clean/bundles?async=1"),
        (Method::PUT, "/library/optimize?async=1"),
        (Method::DELETE, "/library/caches"),
        (Method::POST, "/library/sections/refresh"),
    ] {
        assert_eq!(send(&emulator, method, path).await.0, 200, "{path}");
    }
}

#[tokio::test]
async fn what_can_be_chosen_for_a_library_and_what_its_timeline_says() {
    let emulator = start().await;
    let settings = async |key: u8| {
        let prefs = ask::json(&emulator, &format!("/library/sections/{key}/prefs")).await;
        let settings = ask::list(&prefs["Setting"]);
        let pairs = settings
            .iter()
            .map(|one| (one["id"].as_str().unwrap().to_owned(), one["value"].clone()));
        pairs.collect::<std::collections::BTreeMap<_, _>>()
    };
    for key in [1, 2] {
        for id in [
            "augmentWithProviderContent",
            "enableCreditsMarkerGeneration",
        ] {
            assert_eq!(settings(key).await[id], true, "{id}");
            let off =
                format!("/library/sections/{key}?agent=com.plexapp.agents.none&prefs%5B{id}%5D=0");
            assert_eq!(send(&emulator, Method::PUT, &off).await.0, 200);
            assert_eq!(settings(key).await[id], false, "{id}");
        }
    }
    let timeline = ask::json(&emulator, "/library/sections/1/timeline").await;
    assert_eq!(timeline["size"], 3);
    assert_eq!(timeline["viewGroup"], "secondary");
    assert!(timeline["latestEntryTime"].is_number());
}
