//! The whole state is described, and a server that begins with it is in the same state.

use std::time::Duration;

use plex_emulator::{Behaviour, Clock, Emulator, Library};
use reqwest::Method;
use serde_json::Value;

use crate::ask::{self, NOW};
use crate::listening::owner;
use crate::playlists::{send, start, uri};

pub(crate) async fn begin_with(state: &Value) -> Emulator {
    Emulator::builder()
        .library(Library::from_json(&state.to_string()).unwrap())
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap()
}

async fn sample() -> Emulator {
    ask::server(Library::sample()).await
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
        (
            Method::GET,
            "/:/scrobble?key=3&identifier=com.plexapp.plugins.library".to_owned(),
        ),
        (
            Method::PUT,
            "/:/rate?key=3&identifier=com.plexapp.plugins.library&rating=4".to_owned(),
        ),
        (
            Method::POST,
            "/:/timeline?X-Plex-Client-Identifier=me&ratingKey=12&state=playing&time=100000"
                .to_owned(),
        ),
        (
            Method::POST,
            "/:/timeline?X-Plex-Client-Identifier=me&ratingKey=12&state=playing&time=3590000"
                .to_owned(),
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
            "/:/scrobble?key=1&identifier=com.plexapp.plugins.library".to_owned(),
            vec!["/view".to_owned()],
        ),
        (
            Method::PUT,
            "/:/rate?key=1&identifier=com.plexapp.plugins.library&rating=4".to_owned(),
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

#[tokio::test]
async fn what_is_under_way_goes_on_in_the_next_server() {
    let builder = |library| {
        Emulator::builder()
            .library(library)
            .scan_duration(Duration::from_secs(8))
    };
    let emulator = builder(Library::sample())
        .clock(Clock::manual(NOW))
        .behaviour(Behaviour {
            work: Duration::from_secs(6),
            ..Behaviour::default()
        })
        .start()
        .await
        .unwrap();
    let report = "/:/timeline?ratingKey=18&time=1000&X-Plex-Client-Identifier=p1\
        &X-Plex-Session-Identifier=s1&state=playing";
    let order = "/playlists/42000000/items?Item%5Btype%5D=42&Item%5BtargetTagID%5D=4201\
        &Item%5BLocation%5D%5Buri%5D=library%3A%2F%2F%2Fitem%2F%252Flibrary%252Fmetadata%252F18";
    let matched = "/library/metadata/18/match?guid=plex%3A%2F%2Fmovie%2F5d7&name=Other&year=1950";
    for (method, path) in [
        (Method::POST, "/butler/BackupDatabase"),
        (Method::PUT, "/library/metadata/19/refresh"),
        (Method::PUT, matched),
        (Method::PUT, "/library/metadata/20/unmatch"),
        (Method::PUT, "/library/metadata/21/analyze"),
        (Method::PUT, "/library/sections/2/analyze"),
        (Method::PUT, order),
        (Method::GET, "/library/sections/1/refresh"),
        (Method::GET, report),
        (
            Method::GET,
            "/status/sessions/terminate?sessionId=s1&reason=Bed",
        ),
    ] {
        assert_eq!(send(&emulator, method, path).await.0, 200, "{path}");
    }
    emulator.clock().advance(Duration::from_secs(2));
    let activities = ask::json(&emulator, "/activities").await;
    assert_eq!(activities["size"], 8);
    let state = emulator.dump();
    let again = builder(Library::from_json(&state.to_string()).unwrap())
        .clock(Clock::manual(emulator.clock().now()))
        .start()
        .await
        .unwrap();
    assert_eq!(differences(&state, &again.dump()), Vec::<String>::new());
    assert_eq!(ask::json(&again, "/activities").await, activities);
    // Both go on alike, and tell the same.
    for wait in [1, 3, 2, 60] {
        let (mut here, mut there) = (
            owner(&emulator, "activity").await,
            owner(&again, "activity").await,
        );
        for emulator in [&emulator, &again] {
            emulator.clock().advance(Duration::from_secs(wait));
            let all = ask::json(emulator, "/library/sections/1/all").await;
            assert!(all["size"].as_i64().unwrap() > 20, "{wait}");
        }
        let states = (emulator.dump(), again.dump());
        assert_eq!(
            differences(&states.0, &states.1),
            Vec::<String>::new(),
            "{wait}"
        );
        if wait == 3 {
            let film = ask::json(&again, "/library/metadata/18").await;
            assert_eq!(film["Metadata"][0]["title"], "Other");
            assert_eq!(here.hear().await, there.hear().await);
        }
    }
    assert_eq!(ask::json(&again, "/activities").await["size"], 0);
    let film = ask::json(&again, "/library/metadata/18").await;
    assert!(
        ask::list(&film["Metadata"][0]["Media"])
            .iter()
            .any(|one| one["proxyType"] == 42)
    );
    for emulator in [&emulator, &again] {
        let told = ask::json(emulator, report).await;
        assert_eq!(told["terminationText"], "Bed");
    }
    // What is begun now has an activity of its own in both.
    for emulator in [&emulator, &again] {
        send(emulator, Method::POST, "/butler/BackupDatabase").await;
    }
    let (here, there) = (
        ask::json(&emulator, "/activities").await,
        ask::json(&again, "/activities").await,
    );
    assert_eq!(here["Activity"][0]["uuid"], there["Activity"][0]["uuid"]);
}

#[tokio::test]
async fn what_cannot_be_under_way_is_refused() {
    const MOMENTS: &str = "uuid = \"u\", startedAt = 1, endsAt = 2";
    for (table, word) in [
        ("job = [{ work = \"nothing\", X }]", "work"),
        (
            "job = [{ work = \"task\", name = \"Nothing\", X }]",
            "Nothing",
        ),
        ("job = [{ work = \"refresh\", X }]", "item"),
        ("job = [{ work = \"refresh\", item = 99, X }]", "99"),
        ("job = [{ work = \"match\", item = 1, X }]", "guid"),
        (
            "job = [{ work = \"analyze\", section = \"9\", X }]",
            "section",
        ),
        (
            "job = [{ work = \"optimize\", conversion = 9, X }]",
            "conversion",
        ),
        (
            "job = [{ work = \"refresh\", item = 1, uuid = \"u\", endsAt = 2 }]",
            "startedAt",
        ),
        (
            "job = [{ work = \"refresh\", item = 1, begun = -1, X }]",
            "begun",
        ),
        (
            "job = [{ work = \"refresh\", item = 1, who = 1, X }]",
            "who",
        ),
        ("scan = [{ section = \"9\", X }]", "section"),
        (
            "scan = [{ section = \"1\", startedAt = 1, endsAt = 2 }]",
            "uuid",
        ),
        ("termination = [{ reason = \"x\", endedAt = 1 }]", "client"),
        ("termination = [{ client = \"x\" }]", "endedAt"),
    ] {
        let films = "\n[[section]]\nkey = \"1\"\ntype = \"movie\"\ntitle = \"Films\"\n\
            item = [{ title = \"Faust\", ratingKey = 1 }]\n";
        let text = format!("{}{films}", table.replace('X', MOMENTS));
        let started = Emulator::start(Library::from_toml(&text).unwrap()).await;
        let error = started.unwrap_err().to_string();
        assert!(error.contains(word), "{table}: {error}");
    }
}

#[tokio::test]
async fn what_is_not_seen_yet_is_seen_at_its_time_in_the_next_server() {
    let behaviour = Behaviour {
        preference_lag: Duration::from_secs(4),
        artwork_lag: Duration::from_secs(5),
        tag_lag: Duration::from_secs(6),
        children_lag: Duration::from_secs(7),
        ..Behaviour::default()
    };
    let emulator = Emulator::builder()
        .library(Library::sample())
        .clock(Clock::manual(NOW))
        .behaviour(behaviour)
        .start()
        .await
        .unwrap();
    let made = "/library/collections?type=1&title=New&smart=0&sectionId=1";
    let made = ask::answer(&emulator, Method::POST, made).await;
    let collection = made["Metadata"][0]["ratingKey"]
        .as_str()
        .unwrap()
        .to_owned();
    let machine = ask::json(&emulator, "/identity").await["machineIdentifier"].clone();
    let add = format!(
        "/library/collections/{collection}/items?uri=server://{}/com.plexapp.plugins.library/library/metadata/18",
        machine.as_str().unwrap()
    );
    for (method, path) in [
        (Method::PUT, "/:/prefs?FriendlyName=Later"),
        (
            Method::PUT,
            "/library/metadata/18?genre%5B0%5D.tag.tag=Later&collection%5B0%5D.tag.tag=Too&collection.locked=0",
        ),
        (
            Method::PUT,
            "/library/metadata/19?genre%5B%5D.tag.tag-=Drama",
        ),
        (Method::PUT, add.as_str()),
    ] {
        assert_eq!(send(&emulator, method, path).await.0, 200, "{path}");
    }
    let poster = ask::request(&emulator, Method::POST, "/library/metadata/18/posters");
    let poster = poster.body(crate::artwork::PNG).send().await.unwrap();
    assert_eq!(poster.status(), 200);
    let state = emulator.dump();
    assert_eq!(state["postponed"].as_array().unwrap().len(), 4);
    assert_eq!(state["former"].as_array().unwrap().len(), 1);
    let again = begin_with(&state).await;
    assert_eq!(differences(&state, &again.dump()), Vec::<String>::new());
    for _ in 0..4 {
        for one in [&emulator, &again] {
            one.clock().advance(Duration::from_secs(2));
            ask::json(one, "/library/sections").await;
        }
        assert_eq!(
            differences(&emulator.dump(), &again.dump()),
            Vec::<String>::new()
        );
    }
    let film = ask::item(&again, "18").await;
    assert!(film["Genre"].to_string().contains("Later"), "{film}");
    let children = format!("/library/collections/{collection}/children");
    assert_eq!(ask::json(&again, &children).await["size"], 1);
    assert_eq!(again.dump()["postponed"], serde_json::json!([]));
}
