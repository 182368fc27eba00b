//! Playing: what is started, what players are told, and what is seen of it.

use std::time::Duration;

use plex_emulator::{Emulator, Library, Misbehaviour, PlayerKind, PlayerOptions};
use plex_mcp::{ErrorKind, Options, PlexMcpServer};
use serde_json::{Value, json};

use crate::support::{Fixture, client, options};

/// Two films, a show half watched, an album, and a library that may not always be shown.
const HOME: &str = r#"
[[section]]
title = "Films"
type = "movie"
item = [
    { ratingKey = "10", title = "Metropolis", year = 1927, duration = 6_000_000, media = ["fhd-hevc"], Marker = [{ type = "intro", startTimeOffset = 0, endTimeOffset = 90_000 }] },
    { ratingKey = "11", title = "Faust", year = 1926, duration = 5_000_000, viewOffset = 600_000, media = ["sd"] },
]

[[section]]
title = "Shows"
type = "show"

[[section.item]]
ratingKey = "20"
title = "Harbour"

[[section.item.item]]
ratingKey = "21"
index = 1
item = [
    { ratingKey = "22", title = "Arrival", index = 1, duration = 2_000_000, viewCount = 1, lastViewedAt = 1_700_000_000 },
    { ratingKey = "23", title = "Departure", index = 2, duration = 2_000_000 },
]

[[section]]
title = "Music"
type = "artist"

[[section.item]]
title = "Artist"

[[section.item.item]]
ratingKey = "31"
title = "Album"
item = [
    { title = "First", index = 1, duration = 180_000, viewCount = 1 },
    { title = "Second", index = 2, duration = 180_000 },
]

[[section]]
title = "Private"
type = "movie"
item = [{ ratingKey = "40", title = "Secret", duration = 5_000_000 }]
"#;

pub(super) const TELEVISION: &str = "Living Room";

pub(super) fn player(kind: PlayerKind, title: &str) -> PlayerOptions {
    PlayerOptions::new(kind, title).start_delay(Duration::from_millis(30))
}

pub(super) fn television() -> PlayerOptions {
    player(PlayerKind::Television, TELEVISION)
}

pub(super) async fn with(
    players: impl IntoIterator<Item = PlayerOptions>,
    choose: impl FnOnce(&mut Options),
) -> Fixture {
    let builder = Emulator::builder().library(Library::from_toml(HOME).unwrap());
    let builder = players
        .into_iter()
        .fold(builder, |builder, player| builder.player(player));
    let emulator = builder.start().await.unwrap();
    let mut options = options();
    options.player_poll = Duration::from_millis(20);
    options.player_wait = Duration::from_secs(4);
    choose(&mut options);
    let client = client(emulator.url(), emulator.token());
    let server = PlexMcpServer::with_options(client, options);
    Fixture::of(emulator, server)
}

/// A home with a television that does what it is told.
pub(super) async fn home() -> Fixture {
    with([television()], |_| {}).await
}

/// Players that fail are not waited for long.
pub(super) fn soon(options: &mut Options) {
    options.player_wait = Duration::from_millis(200);
}

async fn play(fixture: &Fixture, what: Value) -> Value {
    let mut arguments = json!({"player": TELEVISION});
    arguments
        .as_object_mut()
        .unwrap()
        .extend(what.as_object().unwrap().clone());
    valid(fixture, "plex_play", arguments).await
}

/// What a tool answers, once it is seen to keep to the tool's schema.
pub(super) async fn valid(fixture: &Fixture, tool: &str, arguments: Value) -> Value {
    let answer = fixture.ok(tool, arguments).await;
    let schema = fixture.server.tool(tool).unwrap().result_schema();
    let schema = Value::Object(schema.clone());
    assert!(jsonschema::is_valid(&schema, &answer), "{tool}: {answer}");
    answer
}

async fn tell(fixture: &Fixture, action: &str, value: Option<&str>) -> Value {
    let mut arguments = json!({"player": "living room", "action": action});
    if let Some(value) = value {
        arguments["value"] = value.into();
    }
    valid(fixture, "plex_control_playback", arguments).await
}

fn position(view: &Value) -> u64 {
    view["position_s"]
        .as_u64()
        .unwrap_or_else(|| panic!("{view}"))
}

/// Waits until the server has a session.
pub(super) async fn seen(fixture: &Fixture) {
    let owner = client(fixture.emulator.url(), fixture.emulator.token());
    for _ in 0..200 {
        if !owner.sessions().await.unwrap().is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("nothing plays");
}

/// What the player was told, the last word of each path.
fn told(fixture: &Fixture) -> Vec<String> {
    let requests = fixture.emulator.requests().into_iter();
    let playback = requests.filter_map(|request| {
        let path = request.path.strip_prefix("/player/playback/")?;
        Some(path.split('?').next().unwrap_or_default().to_owned())
    });
    playback.collect()
}

#[tokio::test]
async fn a_film_plays_only_once_the_server_has_a_session_for_it() {
    let fixture = home().await;
    let started = play(&fixture, json!({"title": "metropolis"})).await;
    assert_eq!(started["state"], "playing", "{started}");
    assert_eq!(started["title"], "Metropolis");
    assert_eq!(started["player"], TELEVISION);
    assert_eq!(
        started["did"],
        "Started \"Metropolis\" (1927) on \"Living Room\""
    );
    assert_eq!(started["undo"], "no: playback goes on; stop it instead");
    let sessions = fixture.ok("plex_get_sessions", json!({})).await;
    assert_eq!(
        sessions["items"][0]["session_key"], started["session_key"],
        "{sessions}"
    );
    let again = play(&fixture, json!({"rating_key": "10"})).await;
    assert_eq!(again["unchanged"], "it is so already", "{again}");
    assert_eq!(
        told(&fixture),
        ["playMedia"],
        "what plays is not begun anew"
    );
    let journal = fixture.ok("plex_get_changes", json!({})).await;
    assert_eq!(journal["items"][0]["did"], started["did"], "{journal}");
    let undo = json!({"change_id": started["change_id"]});
    fixture.call("plex_undo", undo).await.unwrap_err();
}

#[tokio::test]
async fn what_is_told_is_read_back_and_what_is_so_already_is_not_sent() {
    let fixture = home().await;
    play(&fixture, json!({"rating_key": "10"})).await;
    let paused = tell(&fixture, "pause", None).await;
    assert_eq!(paused["state"], "paused", "{paused}");
    assert_eq!(
        paused["did"],
        "Paused \"Metropolis\" (1927) on \"Living Room\""
    );
    let again = tell(&fixture, "pause", None).await;
    assert_eq!(again["unchanged"], "it is so already", "{again}");
    assert_eq!(again["state"], "paused");
    assert!(again.get("change_id").is_none(), "{again}");
    assert_eq!(tell(&fixture, "resume", None).await["state"], "playing");
    assert_eq!(told(&fixture), ["playMedia", "pause", "play"]);

    let skipped = tell(&fixture, "skip", None).await;
    assert!((90..100).contains(&position(&skipped)), "{skipped}");
    assert!(
        skipped["did"]
            .as_str()
            .unwrap()
            .starts_with("Skipped the intro of")
    );
    let there = tell(&fixture, "seek", Some("0:10:00")).await;
    assert!((600..610).contains(&position(&there)), "{there}");
    let on = tell(&fixture, "seek", Some("+30")).await;
    assert!((630..650).contains(&position(&on)), "{on}");
    let quiet = tell(&fixture, "volume", Some("30")).await;
    assert_eq!(quiet["volume"], 30, "{quiet}");
    let shuffled = tell(&fixture, "shuffle", Some("on")).await;
    assert_eq!(shuffled["shuffle"], true, "{shuffled}");
    tell(&fixture, "repeat", Some("all")).await;
    tell(&fixture, "subtitles", Some("off")).await;

    let stopped = tell(&fixture, "stop", None).await;
    assert_eq!(stopped["state"], "stopped", "{stopped}");
    let again = tell(&fixture, "stop", None).await;
    assert_eq!(again["unchanged"], "nothing plays on it", "{again}");
    let arguments = json!({"player": TELEVISION, "action": "pause"});
    fixture
        .err("plex_control_playback", arguments, ErrorKind::NotFound)
        .await;
}

#[tokio::test]
async fn nothing_is_skipped_where_there_is_no_intro() {
    let fixture = home().await;
    for (what, words) in [
        (json!({"rating_key": "11"}), "knows no intro"),
        (
            json!({"rating_key": "10", "position_s": 200}),
            "intro 0-90 s",
        ),
    ] {
        play(&fixture, what).await;
        let arguments = json!({"player": TELEVISION, "action": "skip"});
        let error = fixture
            .err("plex_control_playback", arguments, ErrorKind::NotFound)
            .await;
        assert!(error.message().contains(words), "{error}");
    }
}

#[tokio::test]
async fn it_goes_on_where_it_was_left_unless_told_otherwise() {
    let fixture = home().await;
    let resumed = play(&fixture, json!({"rating_key": "11"})).await;
    assert!((600..610).contains(&position(&resumed)), "{resumed}");
    let anew = play(&fixture, json!({"rating_key": "11", "resume": false})).await;
    assert!(position(&anew) < 10, "{anew}");
    let there = play(&fixture, json!({"rating_key": "11", "position_s": 900})).await;
    assert!((900..910).contains(&position(&there)), "{there}");
    let behind = json!({"player": TELEVISION, "rating_key": "11", "position_s": 9_000});
    fixture
        .err("plex_play", behind, ErrorKind::InvalidArgument)
        .await;
}

#[tokio::test]
async fn of_what_has_parts_the_next_plays() {
    let fixture = home().await;
    let harbour = play(&fixture, json!({"title": "Harbour"})).await;
    assert_eq!(harbour["title"], "Departure", "{harbour}");
    let back = tell(&fixture, "previous", None).await;
    assert_eq!(back["title"], "Arrival", "{back}");
    let on = tell(&fixture, "next", None).await;
    assert_eq!(on["title"], "Departure", "{on}");
    let album = play(&fixture, json!({"rating_key": "31"})).await;
    assert_eq!(album["title"], "Second", "{album}");
    let season = play(&fixture, json!({"title": "Harbour season 1"})).await;
    assert_eq!(season["title"], "Departure", "{season}");
    let shuffled = play(&fixture, json!({"title": "Harbour", "shuffle": true})).await;
    assert_eq!(shuffled["state"], "playing", "{shuffled}");
    assert_eq!(shuffled["of"], "Harbour", "{shuffled}");
}

#[tokio::test]
async fn what_does_not_start_is_said_with_what_is_seen_and_what_to_try() {
    for misbehaviour in [
        Misbehaviour::NeverStarts,
        Misbehaviour::Asleep,
        Misbehaviour::Vanished,
    ] {
        let fixture = with([television()], soon).await;
        let television = fixture.emulator.player(TELEVISION).unwrap();
        television.misbehave(misbehaviour.clone()).await.unwrap();
        let answer = play(&fixture, json!({"rating_key": "10"})).await;
        assert_eq!(answer["state"], "not_started", "{misbehaviour:?} {answer}");
        assert!(answer["why"].is_string(), "{misbehaviour:?} {answer}");
        assert!(answer["try"].is_string(), "{misbehaviour:?} {answer}");
        assert_eq!(told(&fixture), ["playMedia"], "it is not sent twice");
    }
}

#[tokio::test]
async fn a_player_that_plays_something_else_is_found_out() {
    let fixture = with([television().misbehaving(Misbehaviour::PlaysAnother)], soon).await;
    let answer = play(&fixture, json!({"rating_key": "20"})).await;
    assert_eq!(answer["state"], "not_started", "{answer}");
    assert_ne!(answer["title"], "Departure", "{answer}");
}

#[tokio::test]
async fn a_player_that_takes_a_command_and_does_nothing_is_found_out() {
    let fixture = with([television()], |_| {}).await;
    play(&fixture, json!({"rating_key": "10"})).await;
    let television = fixture.emulator.player(TELEVISION).unwrap();
    television
        .misbehave(Misbehaviour::RefusesVolume)
        .await
        .unwrap();
    let fixture = Fixture::of(fixture.emulator, {
        let mut options = options();
        options.player_poll = Duration::from_millis(20);
        soon(&mut options);
        PlexMcpServer::with_options(fixture.server.client().clone(), options)
    });
    let arguments = json!({"player": TELEVISION, "action": "volume", "value": 20});
    let error = fixture
        .err("plex_control_playback", arguments, ErrorKind::Upstream)
        .await;
    assert!(error.message().contains("did not do it"), "{error}");
    assert!(error.message().contains("it is playing"), "{error}");
    assert!(error.advice().unwrap().contains("volume"), "{error:?}");

    let television = fixture.emulator.player(TELEVISION).unwrap();
    television.misbehave(Misbehaviour::Vanished).await.unwrap();
    let arguments = json!({"player": TELEVISION, "action": "pause"});
    let error = fixture
        .err("plex_control_playback", arguments, ErrorKind::Unsupported)
        .await;
    assert!(error.message().contains("cannot be controlled"), "{error}");
}

#[tokio::test]
async fn what_only_plays_cannot_be_controlled_but_ended() {
    let fixture = with([player(PlayerKind::Unreachable, "Laptop")], soon).await;
    assert!(fixture.emulator.player("Laptop").unwrap().play("10"));
    seen(&fixture).await;
    let arguments = json!({"player": "Metropolis", "action": "pause"});
    let error = fixture
        .err("plex_control_playback", arguments, ErrorKind::Unsupported)
        .await;
    assert!(
        error.message().contains("does not announce itself"),
        "{error}"
    );
    let arguments = json!({"player": "Laptop", "rating_key": "11"});
    let answer = fixture.ok("plex_play", arguments).await;
    assert_eq!(answer["state"], "not_started", "{answer}");
    assert!(
        answer["why"]
            .as_str()
            .unwrap()
            .contains("does not announce itself")
    );

    let sessions = fixture.ok("plex_get_sessions", json!({})).await;
    let key = sessions["items"][0]["session_key"].clone();
    let arguments = json!({"session_key": key, "reason": "Dinner is ready"});
    let ended = valid(&fixture, "plex_stop_session", arguments.clone()).await;
    assert_eq!(ended["state"], "stopped", "{ended}");
    assert!(
        ended["did"]
            .as_str()
            .unwrap()
            .starts_with("Ended \"Metropolis\" (1927)"),
        "{ended}"
    );
    fixture
        .err("plex_stop_session", arguments, ErrorKind::NotFound)
        .await;
}

#[tokio::test]
async fn what_is_hidden_neither_plays_nor_is_told_anything() {
    let fixture = with([television()], |options| {
        soon(options);
        options.libraries = vec!["Films".to_owned(), "Shows".to_owned()];
    })
    .await;
    let hidden = json!({"player": TELEVISION, "rating_key": "40"});
    fixture.err("plex_play", hidden, ErrorKind::NotFound).await;
    let hidden = json!({"player": TELEVISION, "title": "Secret"});
    let error = fixture.call("plex_play", hidden).await.unwrap_err();
    assert!(error.message().contains("nothing is called"), "{error}");
    assert!(fixture.emulator.player(TELEVISION).unwrap().play("40"));
    seen(&fixture).await;
    for arguments in [
        json!({"player": TELEVISION, "action": "pause"}),
        json!({"player": "Secret", "action": "pause"}),
        json!({"session_key": "1", "action": "stop"}),
    ] {
        let error = fixture
            .err("plex_control_playback", arguments, ErrorKind::NotFound)
            .await;
        assert!(!error.message().contains("5000"), "{error}");
    }
    fixture
        .err(
            "plex_stop_session",
            json!({"session_key": "1"}),
            ErrorKind::NotFound,
        )
        .await;
    assert_eq!(told(&fixture), Vec::<String>::new());
}

#[tokio::test]
async fn read_only_plays_nothing() {
    let fixture = with([television()], |options| options.choice.read_only = true).await;
    for tool in ["plex_play", "plex_control_playback", "plex_stop_session"] {
        assert!(
            fixture
                .server
                .tools()
                .iter()
                .all(|known| known.name() != tool)
        );
    }
}
