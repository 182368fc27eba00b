//! Where real servers differ, the emulator goes either way, and each way is tested.

use std::time::Duration;

use plex_emulator::{
    Behaviour, Clock, DeletionRefusal, EmptyPlaylists, Emulator, HubMoves, Library, SmartEdits,
    TagRemovals, UnnamedTags,
};
use reqwest::Method;
use serde_json::Value;

use crate::ask::{self, NOW};
use crate::playlists::{keys, send, uri};

const DESCRIPTION: &str = r#"
[server]
machineIdentifier = "here"
[[section]]
key = "1"
type = "movie"
title = "Films"
item = [
    { title = "Metropolis", ratingKey = 1, duration = "2h", Genre = ["Drama", "Science Fiction"] },
    { title = "Sunrise", ratingKey = 2, duration = "1h" },
]
[[section.collection]]
title = "Dramas"
ratingKey = 50
smart = true
content = "/library/sections/1/all?type=1&genre=Drama"
[[playlist]]
title = "Everything"
ratingKey = 60
playlistType = "video"
content = "/library/sections/1/all?type=1"
"#;

async fn like(behaviour: Behaviour) -> Emulator {
    Emulator::builder()
        .library(Library::from_toml(DESCRIPTION).unwrap())
        .behaviour(behaviour)
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap()
}

async fn genres(emulator: &Emulator) -> Vec<String> {
    let item = ask::json(emulator, "/library/metadata/1").await;
    let genres = ask::list(&item["Metadata"][0]["Genre"]);
    let text = |genre: &Value| genre["tag"].as_str().unwrap().to_owned();
    genres.iter().map(text).collect()
}

#[tokio::test]
async fn tags_that_an_edit_does_not_name_stay_or_go() {
    let edit = "/library/metadata/1?genre%5B0%5D.tag.tag=Silent&title.value=M";
    let usual = like(Behaviour::default()).await;
    send(&usual, Method::PUT, edit).await;
    assert_eq!(genres(&usual).await, ["Drama", "Science Fiction", "Silent"]);
    let replacing = like(Behaviour {
        tags: UnnamedTags::Dropped,
        ..Behaviour::default()
    })
    .await;
    send(&replacing, Method::PUT, edit).await;
    assert_eq!(genres(&replacing).await, ["Silent"]);
    // An edit that names none leaves them alone.
    let other = "/library/metadata/1?title.value=Metropolis";
    send(&replacing, Method::PUT, other).await;
    assert_eq!(genres(&replacing).await, ["Silent"]);
}

#[tokio::test]
async fn smart_lists_refuse_edits_by_hand_or_pass_them_over() {
    let item = uri("/library/metadata/2");
    let edits = [
        (Method::PUT, format!("/playlists/60/items?uri={item}")),
        (Method::DELETE, "/playlists/60/items".to_owned()),
        (Method::DELETE, "/playlists/60/items/1".to_owned()),
        (
            Method::PUT,
            format!("/library/collections/50/items?uri={item}"),
        ),
        (Method::DELETE, "/library/collections/50/items/1".to_owned()),
    ];
    for (smart_edits, status) in [(SmartEdits::Refused, 400), (SmartEdits::Ignored, 200)] {
        let emulator = like(Behaviour {
            smart_edits,
            ..Behaviour::default()
        })
        .await;
        for (method, path) in &edits {
            let said = send(&emulator, method.clone(), path).await.0;
            assert_eq!(said, status, "{method} {path}");
        }
        assert_eq!(keys(&emulator, "/playlists/60/items").await, [1, 2]);
        let inside = keys(&emulator, "/library/collections/50/items").await;
        assert_eq!(inside, [1]);
        // A rule is no edit by hand.
        let rule = uri("/library/sections/1/all?type=1&title=sun");
        let path = format!("/playlists/60/items?uri={rule}");
        assert_eq!(send(&emulator, Method::PUT, &path).await.0, 200);
        assert_eq!(keys(&emulator, "/playlists/60/items").await, [2]);
    }
}

#[tokio::test]
async fn a_deletion_that_is_not_allowed_is_refused_with_one_status_or_the_other() {
    for (deletion_refusal, status) in [
        (DeletionRefusal::Forbidden, 403),
        (DeletionRefusal::BadRequest, 400),
    ] {
        let emulator = like(Behaviour {
            deletion_refusal,
            ..Behaviour::default()
        })
        .await;
        send(&emulator, Method::PUT, "/:/prefs?allowMediaDeletion=0").await;
        for path in ["/library/metadata/1", "/library/metadata/1/media/1"] {
            assert_eq!(send(&emulator, Method::DELETE, path).await.0, status);
        }
        assert_eq!(keys(&emulator, "/library/sections/1/all").await, [1, 2]);
    }
}

async fn hubs(emulator: &Emulator) -> Vec<String> {
    let hubs = ask::json(emulator, "/hubs/sections/1/manage").await;
    let name = |hub: &Value| hub["identifier"].as_str().unwrap().to_owned();
    ask::list(&hubs["Hub"]).iter().map(name).collect()
}

/// Moves two hubs behind the first in turn; after how many moves one of them stayed where it was.
async fn worn_after(emulator: &Emulator) -> Option<usize> {
    for nth in 1..=80 {
        let before = hubs(emulator).await;
        let path = format!(
            "/hubs/sections/1/manage/{}/move?after={}",
            before[2], before[0]
        );
        assert_eq!(send(emulator, Method::PUT, &path).await.0, 200);
        let after = hubs(emulator).await;
        if after == before {
            return Some(nth);
        }
        assert_eq!(after[1], before[2]);
    }
    None
}

#[tokio::test]
async fn moves_of_hubs_last_or_wear_out() {
    let lasting = like(Behaviour::default()).await;
    assert_eq!(worn_after(&lasting).await, None);
    let emulator = like(Behaviour {
        hub_moves: HubMoves::WearingOut,
        ..Behaviour::default()
    })
    .await;
    let moves = worn_after(&emulator).await.unwrap();
    assert!((40..=64).contains(&moves), "{moves}");
    // A move to the beginning always works, and the state begins again as it is.
    let last = hubs(&emulator).await.pop().unwrap();
    let path = format!("/hubs/sections/1/manage/{last}/move");
    assert_eq!(send(&emulator, Method::PUT, &path).await.0, 200);
    let order = hubs(&emulator).await;
    assert_eq!(order[0], last);
    let state = emulator.dump();
    let again = Emulator::builder()
        .library(Library::from_json(&state.to_string()).unwrap())
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap();
    assert_eq!(hubs(&again).await, order);
    let differing = crate::dumping::differences(&state, &again.dump());
    assert_eq!(differing, Vec::<String>::new());
}

#[tokio::test]
async fn marking_writes_history_only_as_servers_did_of_old() {
    for (marks_write_history, rows) in [(false, 0), (true, 1)] {
        let emulator = like(Behaviour {
            marks_write_history,
            ..Behaviour::default()
        })
        .await;
        let mark = "/:/scrobble?key=1&identifier=com.plexapp.plugins.library";
        send(&emulator, Method::GET, mark).await;
        let history = ask::json(&emulator, "/status/sessions/history/all").await;
        assert_eq!(history["size"], rows);
    }
}

#[tokio::test]
async fn what_was_written_is_seen_at_once_or_later() {
    let behaviour = Behaviour {
        preference_lag: Duration::from_secs(1),
        artwork_lag: Duration::from_millis(300),
        tag_lag: Duration::from_millis(1_200),
        ..Behaviour::default()
    };
    for (behaviour, lags) in [(Behaviour::default(), false), (behaviour, true)] {
        let emulator = like(behaviour).await;
        let clock = emulator.clock().clone();
        send(&emulator, Method::PUT, "/:/prefs?allowMediaDeletion=0").await;
        let edit = "/library/metadata/1?genre%5B0%5D.tag.tag=Silent&title.value=M";
        send(&emulator, Method::PUT, edit).await;
        let choices = "/library/metadata/1/posters";
        let before = ask::list(&ask::json(&emulator, choices).await["Metadata"]).len();
        let poster = ask::request(&emulator, Method::POST, choices);
        let poster = poster.body(crate::artwork::PNG).send().await.unwrap();
        assert_eq!(poster.status(), 200);
        let seen = async || {
            let root = ask::json(&emulator, "/").await;
            let posters = ask::json(&emulator, choices).await;
            [
                root.get("allowMediaDeletion").is_none(),
                ask::list(&posters["Metadata"]).len() > before,
                genres(&emulator).await.contains(&"Silent".to_owned()),
            ]
        };
        // Fields are seen at once either way.
        let item = ask::json(&emulator, "/library/metadata/1").await;
        assert_eq!(item["Metadata"][0]["title"], "M");
        assert_eq!(seen().await, [!lags; 3]);
        clock.advance(Duration::from_millis(300));
        assert_eq!(seen().await, [!lags, true, !lags]);
        clock.advance(Duration::from_millis(700));
        assert_eq!(seen().await, [true, true, !lags]);
        clock.advance(Duration::from_millis(200));
        assert_eq!(seen().await, [true; 3]);
    }
}

#[tokio::test]
async fn an_empty_playlist_is_made_or_refused() {
    for (empty_playlists, status) in [(EmptyPlaylists::Made, 200), (EmptyPlaylists::Refused, 400)] {
        let emulator = like(Behaviour {
            empty_playlists,
            ..Behaviour::default()
        })
        .await;
        let path = "/playlists?type=video&title=Nothing&smart=0&uri=";
        assert_eq!(ask::status(&emulator, Method::POST, path).await, status);
        let listed = ask::json(&emulator, "/playlists").await;
        // There is one already.
        assert_eq!(listed["size"], 1 + u32::from(status == 200));
    }
}

#[tokio::test]
async fn all_tags_that_are_named_are_taken_away_or_one() {
    for (tag_removals, left) in [(TagRemovals::All, 0), (TagRemovals::First, 1)] {
        let emulator = like(Behaviour {
            tag_removals,
            ..Behaviour::default()
        })
        .await;
        let key = ask::json(&emulator, "/library/sections/1/all").await["Metadata"][0]["ratingKey"]
            .as_str()
            .unwrap()
            .to_owned();
        let add =
            format!("/library/metadata/{key}?label%5B0%5D.tag.tag=One&label%5B1%5D.tag.tag=Two");
        assert_eq!(ask::status(&emulator, Method::PUT, &add).await, 200);
        let remove = format!("/library/metadata/{key}?label%5B%5D.tag.tag-=One%2CTwo");
        assert_eq!(ask::status(&emulator, Method::PUT, &remove).await, 200);
        let read = ask::json(&emulator, &format!("/library/metadata/{key}")).await;
        assert_eq!(ask::list(&read["Metadata"][0]["Label"]).len(), left);
    }
}

#[tokio::test]
async fn a_description_says_which_way_a_server_goes() {
    let behaviour = r#"
        [behaviour]
        tags = "replacing"
        smartEdits = "ignored"
        deletionRefusal = 400
        hubMoves = "wearingOut"
        accountToken = "apart"
        invitations = "alive"
        memberPins = "needed"
        flattenSeasons = "0hides"
        uploadProvider = "local"
        guestFilters = "ignored"
        childrenLag = "5s"
        collectionMoves = "waitingForOrder"
        emptyPlaylists = 400
        tagRemovals = "first"
        queueShuffle = 404
        marksWriteHistory = true
        work = "2s"
        preferenceLag = "1s"
        artworkLag = "300ms"
        tagLag = 1200
    "#;
    let library = format!("{behaviour}{DESCRIPTION}");
    let emulator = Emulator::start(Library::from_toml(&library).unwrap())
        .await
        .unwrap();
    let described = emulator.dump()["behaviour"].clone();
    assert_eq!(
        described,
        serde_json::json!({
            "tags": "replacing", "smartEdits": "ignored", "deletionRefusal": 400,
            "hubMoves": "wearingOut", "marksWriteHistory": true, "accountToken": "apart", "collectionMoves": "waitingForOrder", "emptyPlaylists": 400, "tagRemovals": "first", "queueShuffle": 404, "work": 2000,
            "invitations": "alive", "memberPins": "needed", "flattenSeasons": "0hides",
            "uploadProvider": "local", "guestFilters": "ignored", "childrenLag": 5000,
            "preferenceLag": 1000, "artworkLag": 300, "tagLag": 1200,
        })
    );
    for wrong in [
        "tags = \"mixed\"",
        "deletionRefusal = 418",
        "hub = 1",
        "work = -1",
    ] {
        let library = Library::from_toml(&format!("[behaviour]\n{wrong}\n")).unwrap();
        assert!(Emulator::start(library).await.is_err(), "{wrong}");
    }
}
