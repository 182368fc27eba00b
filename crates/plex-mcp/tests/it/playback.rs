//! Toolset `playback`: what is playing and what was played.

use plex_emulator::{Fault, Library};
use plex_mcp::ErrorKind;
use serde_json::{Value, json};

use crate::support::{Fixture, items};

#[tokio::test]
async fn sessions_say_who_what_where_and_how() {
    let fixture = Fixture::sample().await;
    let sessions = fixture.ok("plex_get_sessions", json!({})).await;
    assert_eq!(sessions["total"], items(&sessions).len());
    for session in items(&sessions) {
        for key in [
            "session_key",
            "title",
            "type",
            "user",
            "player",
            "state",
            "delivery",
        ] {
            assert!(session[key].is_string(), "{key} of {session}");
        }
        let (position, duration) = (&session["position_s"], &session["duration_s"]);
        assert!(
            position.as_u64().unwrap() <= duration.as_u64().unwrap(),
            "{session}"
        );
        assert!(
            (0.0..=100.0).contains(&session["progress_percent"].as_f64().unwrap()),
            "{session}"
        );
    }
    let of = |delivery: &str| {
        items(&sessions)
            .iter()
            .find(|session| session["delivery"] == delivery)
            .unwrap()
    };
    assert!(
        of("direct")["video"]
            .as_str()
            .unwrap()
            .starts_with("direct (")
    );
    let converted = of("transcode");
    assert!(
        converted["video"].as_str().unwrap().contains(" → "),
        "{converted}"
    );
    assert!(converted["likely_reason"].is_string(), "{converted}");
}

#[tokio::test]
async fn sessions_can_be_those_of_one_user_or_library() {
    let fixture = Fixture::sample().await;
    let all = fixture.ok("plex_get_sessions", json!({})).await;
    let user = items(&all)[0]["user"].as_str().unwrap();
    let theirs = fixture
        .ok("plex_get_sessions", json!({"user": user.to_uppercase()}))
        .await;
    assert!(
        !items(&theirs).is_empty() && items(&theirs).iter().all(|session| session["user"] == user),
        "{theirs}"
    );
    let music = fixture
        .ok("plex_get_sessions", json!({"library_id": "Music"}))
        .await;
    assert!(
        items(&music)
            .iter()
            .all(|session| session["type"] == "track"),
        "{music}"
    );
    let idle = fixture
        .ok("plex_get_sessions", json!({"user": "mia"}))
        .await;
    assert!(
        idle["note"]
            .as_str()
            .unwrap()
            .starts_with("None of these; 4 sessions are playing, by "),
        "{idle}"
    );
    // The same names as everywhere: by an id as well, and never nothing for a slip.
    let owner = fixture.ok("plex_get_sessions", json!({"user": "1"})).await;
    assert_eq!(items(&owner).len(), 2, "{owner}");
    let slip = fixture
        .err(
            "plex_get_sessions",
            json!({"user": "gracee"}),
            ErrorKind::InvalidArgument,
        )
        .await;
    assert!(slip.to_string().contains("\"grace\""), "{slip}");
}

#[tokio::test]
async fn sessions_survive_without_what_they_are_made_from() {
    let fixture = Fixture::sample().await;
    fixture
        .emulator
        .inject(Fault::Status(500).on("/library/metadata/*"));
    let sessions = fixture.ok("plex_get_sessions", json!({})).await;
    let converted = items(&sessions)
        .iter()
        .find(|session| session["delivery"] == "transcode")
        .unwrap();
    assert!(converted["video"].is_string(), "{converted}");
}

#[tokio::test]
async fn history_names_people_and_devices_newest_first() {
    let fixture = Fixture::sample().await;
    let history = fixture.ok("plex_get_history", json!({"limit": 100})).await;
    let times: Vec<&str> = items(&history)
        .iter()
        .map(|play| play["viewed_at"].as_str().unwrap())
        .collect();
    assert!(
        times.is_sorted_by(|newer, older| newer >= older),
        "{times:?}"
    );
    assert!(
        items(&history)
            .iter()
            .all(|play| play["user"].is_string() && play["device"].is_string()),
        "{history}"
    );
    assert!(history["total"].as_u64().unwrap() > 500);
    assert_eq!(history["next_offset"], 100);
}

#[tokio::test]
async fn a_compilations_track_is_its_own_artists() {
    let library = r#"
[[account]]
id = 1
name = "ada"
[[section]]
type = "artist"
title = "Music"
[[section.item]]
title = "Various Artists"
item = [ { title = "Hits", item = [
  { ref = "drum", title = "In the Air", index = 1, originalTitle = "Phil Drummer" },
  { ref = "plain", title = "Anonymous", index = 2 },
] } ]
[[play]]
account = "ada"
item = "drum"
viewedAt = "-1d"
[[play]]
account = "ada"
item = "plain"
viewedAt = "-2d"
"#;
    let library = Library::from_toml(library).unwrap();
    let fixture = Fixture::at_rest_over(library, |_| {}).await;
    let artists = async || -> Vec<String> {
        let history = fixture.ok("plex_get_history", json!({})).await;
        let plays = items(&history).iter();
        plays
            .map(|play| play["artist"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(artists().await, ["Phil Drummer", "Various Artists"]);
    let fault = Fault::Status(500).on("/library/metadata/*");
    fixture.emulator.inject(fault);
    assert_eq!(artists().await, ["Various Artists", "Various Artists"]);
}

#[tokio::test]
async fn history_can_be_narrowed() {
    let fixture = Fixture::sample().await;
    let total = async |arguments: Value| {
        fixture.ok("plex_get_history", arguments).await["total"]
            .as_u64()
            .unwrap()
    };
    let all = total(json!({})).await;
    let by_user = [
        total(json!({"user": "ada"})).await,
        total(json!({"user": "GRACE"})).await,
        total(json!({"user": "3"})).await,
        total(json!({"user": "mia"})).await,
    ];
    assert_eq!(by_user.iter().sum::<u64>(), all, "{by_user:?}");
    assert!(by_user.iter().all(|plays| *plays > 0), "{by_user:?}");
    let behind = fixture.ok("plex_get_history", json!({"offset": all})).await;
    let told = format!("There are {all} plays; the offset is behind the last.");
    assert_eq!(
        (&behind["total"], &behind["note"]),
        (&json!(all), &json!(told))
    );
    let recent = total(json!({"since": "30d"})).await;
    let before = total(json!({"until": "30d"})).await;
    assert!(recent > 0 && before > 0);
    assert_eq!(recent + before, all, "since is inclusive, until exclusive");
    let films = total(json!({"library_id": "Films"})).await;
    assert!(films > 0 && films < all);
    let first = fixture
        .ok(
            "plex_get_history",
            json!({"library_id": "Films", "limit": 1}),
        )
        .await;
    let key = items(&first)[0]["rating_key"].clone();
    let of_item = fixture
        .ok("plex_get_history", json!({"rating_key": key}))
        .await;
    assert!(
        items(&of_item).iter().all(|play| play["rating_key"] == key),
        "{of_item}"
    );
}

#[tokio::test]
async fn an_unknown_user_is_refused_with_the_nearest() {
    let fixture = Fixture::sample().await;
    let error = fixture
        .err(
            "plex_get_history",
            json!({"user": "garce"}),
            ErrorKind::InvalidArgument,
        )
        .await;
    assert_eq!(error.advice(), Some("Did you mean \"grace\"?"));
    assert!(
        error.message().contains("ada") && error.message().contains("linus"),
        "{error}"
    );
}

#[tokio::test]
async fn history_survives_without_names() {
    let fixture = Fixture::sample().await;
    fixture.emulator.inject(Fault::Status(403).on("/accounts"));
    let history = fixture.ok("plex_get_history", json!({"limit": 5})).await;
    assert!(
        items(&history)
            .iter()
            .all(|play| play.get("user").is_none() && play["device"].is_string()),
        "{history}"
    );
    assert!(
        history["note"].as_str().unwrap().contains("names"),
        "{history}"
    );
    fixture
        .err(
            "plex_get_history",
            json!({"user": "ada"}),
            ErrorKind::Forbidden,
        )
        .await;
}

#[tokio::test]
async fn names_are_asked_for_beside_the_plays() {
    let fixture = Fixture::sample().await;
    fixture.ok("plex_get_history", json!({"limit": 5})).await;
    let mut paths: Vec<String> = fixture
        .emulator
        .requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    paths.sort();
    assert_eq!(
        paths,
        ["/accounts", "/devices", "/status/sessions/history/all"]
    );
}
