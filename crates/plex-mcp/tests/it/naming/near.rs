//! What only comes near: it is never changed or played, a number is another one, and an outage is no answer.

use std::time::Duration;

use plex_emulator::{Emulator, Fault, Library, PlayerKind, PlayerOptions};
use plex_mcp::{ErrorKind, PlexMcpServer};
use serde_json::{Value, json};

use crate::support::{Fixture, client, items, options};

async fn world() -> Fixture {
    let library = Library::from_toml(include_str!("near.toml")).unwrap();
    let television = PlayerOptions::new(PlayerKind::Television, "Living Room");
    let speaker = PlayerOptions::new(PlayerKind::Television, "Kitchen speaker");
    let builder = Emulator::builder().library(library);
    let emulator = builder
        .player(television.start_delay(Duration::from_millis(30)))
        .player(speaker.start_delay(Duration::from_millis(30)))
        .start()
        .await
        .unwrap();
    let mut options = options();
    options.player_poll = Duration::from_millis(20);
    options.player_wait = Duration::from_secs(4);
    let client = client(emulator.url(), emulator.token());
    let server = PlexMcpServer::with_options(client, options);
    Fixture::of(emulator, server)
}

/// What is written, and what comes near and is not meant.
const NEAR: &[(&str, &str)] = &[
    ("Star Wars Episode I", ""),
    ("Rocky I", ""),
    ("Rocky 1", ""),
    ("Dune Part One", ""),
    ("Dune Part 1", ""),
    ("World War I", ""),
    ("201", ""),
    ("Aliens", "Alien³"),
    ("Dr Strangelove", "How I Learned"),
    ("Rokcy", "Rocky"),
    ("Law & Order S01E01", "Special Victims Unit"),
    ("Mr Robot S01E02 Three", "Mr. Robot"),
    ("Mr Robott S01E02", "Mr. Robot"),
    ("1 + 3", ""),
    ("Amélie and Nothing", ""),
    // A title, and half of a name or a library by chance.
    ("Jackie Brown", "Jackie"),
    ("Scary Films", "Scary"),
    ("Heat Pacino", "Heat"),
];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_changed_or_played_that_only_comes_near() {
    let fixture = world().await;
    for (title, near) in NEAR {
        let named = json!({"title": title});
        for (tool, arguments) in [
            (
                "plex_play",
                json!({"player": "Living Room", "title": title}),
            ),
            (
                "plex_mark_watched",
                json!({"rating_keys": [named], "state": "watched"}),
            ),
            ("plex_rate", json!({"rating_keys": [named], "stars": 1})),
            (
                "plex_edit_playlist",
                json!({"title": "New", "add": [named]}),
            ),
        ] {
            let arguments = match tool {
                "plex_play" => arguments,
                // Lists take titles as they take ids; digits alone are an id.
                _ if title.bytes().all(|byte| byte.is_ascii_digit()) => continue,
                _ => {
                    let text = arguments.to_string();
                    let plain = text.replace(&named.to_string(), &json!(title).to_string());
                    serde_json::from_str(&plain).unwrap()
                }
            };
            let error = fixture
                .err(tool, arguments, ErrorKind::InvalidArgument)
                .await;
            assert!(error.message().contains(near), "{tool} {title}: {error}");
            assert!(
                error.message().contains("nothing is called"),
                "{tool} {title}: {error}"
            );
        }
    }
    let sessions = fixture.ok("plex_get_sessions", json!({})).await;
    assert_eq!(items(&sessions).len(), 0, "{sessions}");
    let journal = fixture.ok("plex_get_changes", json!({})).await;
    assert_eq!(items(&journal).len(), 0, "{journal}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_comes_near_is_said_to() {
    let fixture = world().await;
    for title in [
        "Star Wars Episode I",
        "Dune Part One",
        "Rocky I",
        "World War I",
    ] {
        let error = fixture.err(
            "plex_get_item",
            json!({"title": title}),
            ErrorKind::InvalidArgument,
        );
        error.await;
        let found = fixture.ok("plex_search", json!({"query": title})).await;
        let note = found["note"].as_str().unwrap_or_default();
        assert!(note.starts_with("Nothing"), "{title}: {found}");
    }
    for (title, meant) in [
        ("Aliens", "Alien³"),
        ("Law & Order S01E01", "Payback"),
        ("Law & Order: SVU S01E01", "Payback"),
        ("Mr Robot S01E02 Three", "Two"),
        ("Jackie Brown", "Jackie"),
        ("Scary Films", "Scary"),
        ("Heat with Pacino", "Heat"),
    ] {
        let item = fixture.ok("plex_get_item", json!({"title": title})).await;
        assert_eq!(item["title"], meant, "{title}");
        assert!(item["note"].is_string(), "{title}: {item}");
    }
    // Also where there is nothing to tell of it.
    for (tool, arguments, says) in [
        (
            "plex_get_history",
            json!({"rating_key": "Jackie Brown"}),
            "No plays match.",
        ),
        (
            "plex_get_children",
            json!({"rating_key": "Mr Robott", "offset": 50}),
            "the offset is behind the last",
        ),
    ] {
        let found = fixture.ok(tool, arguments).await;
        let note = found["note"].as_str().unwrap();
        assert!(note.starts_with("Nothing is called"), "{tool}: {note}");
        assert!(note.contains(says), "{tool}: {note}");
    }
    // What is called so needs no such note.
    for title in [
        "Rocky",
        "Alien 3",
        "Dune Part 2",
        "Law & Order: Special Victims Unit S01E01",
    ] {
        let found = fixture.ok("plex_search", json!({"query": title})).await;
        assert!(found.get("note").is_none(), "{title}: {found}");
    }
}

/// What is written, and the one item that is meant.
const MEANT: &[(&str, &str)] = &[
    ("Dark - S01E02 - Lügen", "Lügen"),
    ("Dark S01E02 Lugen", "Lügen"),
    ("Mr Robot S01E02 Two", "Two"),
    ("Mr Robot - 1x02 - Two", "Two"),
    ("Mr.Robot.S01E02", "Two"),
    ("Mr Robot S01.E02", "Two"),
    ("S01E02 of Mr Robot", "Two"),
    ("Season 1 Episode 2 of Mr Robot", "Two"),
    ("Season 1 of Mr Robot", "Season 1"),
    ("Mr Robot episode 2", "Two"),
    ("Daily Show 9 Jan 2024", "Jan 9"),
    ("The Daily Show January 9, 2024", "Jan 9"),
    ("The Beatles - Abbey Road - Come Together", "Come Together"),
    ("Come Together - Abbey Road - Beatles", "Come Together"),
    ("Solaris from 1972", "Solaris"),
    ("Blade Runner {edition-Final Cut}", "Blade Runner"),
    ("1 + 1", "1+1"),
    ("1+1", "1+1"),
    ("9-1-1", "9-1-1"),
];

#[tokio::test(flavor = "multi_thread")]
async fn usual_ways_to_write_are_understood() {
    let fixture = world().await;
    let mut wrong = Vec::new();
    for (written, meant) in MEANT {
        let found = fixture.ok("plex_search", json!({"query": written})).await;
        let first = items(&found)
            .first()
            .map_or(&Value::Null, |hit| &hit["title"]);
        if first != meant {
            wrong.push(format!("plex_search {written}: {found}"));
        }
        let item = json!({"title": written});
        match fixture.call("plex_get_item", item).await {
            Ok(item) if item["title"] == *meant => {}
            other => wrong.push(format!("plex_get_item {written}: {other:?}")),
        }
    }
    let both = fixture
        .ok("plex_search", json!({"query": "Mr Robot S01E01-E02"}))
        .await;
    assert_eq!(items(&both).len(), 2, "{both}");
    let solaris = json!({"title": "Solaris from 1972"});
    assert_eq!(fixture.ok("plex_get_item", solaris).await["year"], 1972);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_with_the_whole_name_of_whose_it_is_names_it() {
    let fixture = world().await;
    for (title, meant) in [
        ("Heat Al Pacino", "Heat"),
        ("Heat with Al Pacino", "Heat"),
        ("Scary in Films", "Scary"),
        ("Films - Scary", "Scary"),
        ("Come Together Beatles", "Come Together"),
        ("Something - The Beatles", "Something"),
        ("Blade Runner Final Cut", "Blade Runner"),
        ("Two Mr Robot", "Two"),
    ] {
        let arguments = json!({"rating_keys": [title], "state": "watched", "dry_run": true});
        let done = fixture.ok("plex_mark_watched", arguments).await;
        assert_eq!(items(&done)[0]["title"], meant, "{title}: {done}");
        let item = fixture.ok("plex_get_item", json!({"title": title})).await;
        assert_eq!(item["title"], meant, "{title}");
        assert!(item.get("note").is_none(), "{title}: {item}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_is_not_taken_for_ids_nor_for_a_list() {
    let fixture = world().await;
    let mark = async |keys: Value| {
        let arguments = json!({"rating_keys": keys, "state": "watched", "dry_run": true});
        fixture.call("plex_mark_watched", arguments).await
    };
    for title in [
        "3 + 5",
        "12, 13",
        "21 & 22",
        "50/50",
        "Face/Off",
        "What's Up, Doc?",
        "1+1",
        "9-1-1",
        "#Alive",
    ] {
        let done = mark(json!([title])).await;
        let done = done
            .unwrap_or_else(|error| panic!("{title}: {error}"))
            .to_string();
        assert!(done.contains(title), "{title}: {done}");
        let item = fixture
            .ok("plex_get_item", json!({"rating_key": title}))
            .await;
        assert_eq!(item["title"], title, "{item}");
    }
    // No title is called so: then it may be a list, of ids where there are commas.
    for keys in [
        json!(["1,2"]),
        json!(["1, 2"]),
        json!("1,2"),
        json!("[1,2]"),
        json!([1, "2"]),
    ] {
        let done = mark(keys.clone()).await;
        let done = done.unwrap_or_else(|error| panic!("{keys}: {error}"));
        assert!(done.to_string().contains('2'), "{keys}: {done}");
    }
    for keys in ["1 & 2", "1 and 2", "2 + 2", "Amélie, 77"] {
        let done = mark(json!([keys])).await;
        assert_eq!(
            done.unwrap_err().kind(),
            ErrorKind::InvalidArgument,
            "{keys}"
        );
    }
    let two = mark(json!(["Amélie and Rocky"])).await.unwrap();
    assert!(two.to_string().contains("Rocky"), "{two}");
    // Two are called so, which does not make it a list.
    let error = mark(json!(["Romeo and Juliet"])).await.unwrap_err();
    assert!(error.message().contains("2 items are called"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_that_cannot_be_looked_for_is_not_said_to_be_nobodys() {
    let fixture = world().await;
    // The search of titles answers, and knows nothing.
    for path in ["/hubs/search", "/library/sections/*/all"] {
        fixture.emulator.inject(Fault::Status(500).on(path));
    }
    for (tool, arguments) in [
        ("plex_get_item", json!({"title": "Qwertzuiop"})),
        ("plex_get_item", json!({"title": "Qwertzuiop S01E03"})),
        (
            "plex_mark_watched",
            json!({"rating_keys": ["Qwertzuiop"], "state": "watched"}),
        ),
        (
            "plex_play",
            json!({"player": "Living Room", "title": "Qwertzuiop"}),
        ),
    ] {
        let error = fixture.err(tool, arguments, ErrorKind::Upstream).await;
        assert!(error.message().contains("/hubs/search"), "{tool}: {error}");
        assert!(!error.message().contains("nothing is called"), "{error}");
    }
    let found = fixture
        .ok("plex_search", json!({"query": "Qwertzuiop"}))
        .await;
    let note = found["note"].as_str().unwrap();
    assert!(
        note.contains("/hubs/search") && note.contains("\"Films\""),
        "{note}"
    );
    fixture.emulator.clear_faults();
    // Only the shows are silent.
    let shows = Fault::Status(500).on("/library/sections/2/all");
    fixture.emulator.inject(shows);
    let title = json!({"title": "Qwertzuiop S01E03"});
    let error = fixture
        .err("plex_get_item", title, ErrorKind::Upstream)
        .await;
    assert!(error.message().contains("\"Shows\""), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_by_title_takes_no_heed_of_accents_and_signs() {
    let fixture = world().await;
    for (text, title) in [
        ("amelie", "Amélie"),
        ("wall-e", "WALL·E"),
        ("whats up doc", "What's Up, Doc?"),
        ("alien 3", "Alien³"),
    ] {
        let arguments = json!({"library_id": "Films", "filters": {"title": text}});
        let found = fixture.ok("plex_get_library_items", arguments).await;
        assert_eq!(items(&found)[0]["title"], title, "{text}: {found}");
        assert_eq!(found["total"], 1, "{text}: {found}");
        assert!(found["note"].as_str().unwrap().contains(title), "{found}");
    }
    let arguments = json!({"library_id": "Films", "filters": {"title": "qwertzuiop"}});
    let found = fixture.ok("plex_get_library_items", arguments).await;
    assert_eq!(
        (&found["total"], items(&found).len()),
        (&json!(0), 0),
        "{found}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn players_and_playlists_are_found_by_what_people_call_them() {
    let fixture = world().await;
    for (player, name) in [
        ("kitchen", "Kitchen speaker"),
        ("the living room", "Living Room"),
    ] {
        let arguments = json!({"player": player, "title": "Rocky"});
        let playing = fixture.ok("plex_play", arguments).await;
        assert_eq!(playing["player"], name, "{playing}");
    }
    let arguments = json!({"player": "speaker living", "title": "Rocky"});
    fixture
        .err("plex_play", arguments, ErrorKind::NotFound)
        .await;
    // What plays is not ended by half a name.
    for session in ["kitchen", "living"] {
        let arguments = json!({"session_key": session});
        let error = fixture
            .err("plex_stop_session", arguments, ErrorKind::NotFound)
            .await;
        assert!(error.message().contains("nothing plays now"), "{error}");
    }
    for player in ["kitchen", "the living room"] {
        let arguments = json!({"player": player, "action": "stop"});
        let error = fixture
            .err("plex_control_playback", arguments, ErrorKind::NotFound)
            .await;
        assert!(error.message().contains("no player is called"), "{error}");
        let key = json!({"session_key": player, "action": "stop"});
        fixture
            .err("plex_control_playback", key, ErrorKind::NotFound)
            .await;
        // What can go on again is not ended.
        let arguments = json!({"player": player, "action": "pause"});
        let paused = fixture.ok("plex_control_playback", arguments).await;
        assert_eq!(paused["state"], "paused", "{paused}");
        let note = paused["note"].as_str().unwrap();
        assert!(note.contains("is taken for"), "{paused}");
    }
    let sessions = fixture.ok("plex_get_sessions", json!({})).await;
    assert_eq!(items(&sessions).len(), 2, "{sessions}");
    let arguments = json!({"player": "Living Room", "title": "Rainy Sunday"});
    let playing = fixture.ok("plex_play", arguments).await;
    assert!(playing.to_string().contains("Rainy Sunday"), "{playing}");
}
