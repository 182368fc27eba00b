//! Players and sessions are found by what people call them.

use plex_emulator::PlayerKind;
use plex_mcp::ErrorKind;
use serde_json::json;

use super::playing::{TELEVISION, player, seen, soon, television, valid, with};

#[tokio::test]
async fn a_player_is_found_by_its_names_and_by_who_or_what_plays_on_it() {
    let bedroom = |id: &str| player(PlayerKind::Television, "Bedroom").machine_identifier(id);
    let players = [television(), bedroom("bedroom-1"), bedroom("bedroom-2")];
    let fixture = with(players, |options| {
        let aliases = [("the box", TELEVISION), ("den", "bedroom-2")];
        let aliases = aliases.map(|(alias, name)| (alias.to_owned(), name.to_owned()));
        options.player_aliases = aliases.into();
    })
    .await;
    let play = |player: &str| json!({"player": player, "rating_key": "11"});
    let error = fixture
        .err("plex_play", play("bedroom"), ErrorKind::InvalidArgument)
        .await;
    assert!(error.message().contains("bedroom-1"), "{error}");
    assert!(error.message().contains("bedroom-2"), "{error}");
    let error = fixture
        .err("plex_play", play("Livin Room"), ErrorKind::NotFound)
        .await;
    assert_eq!(error.advice(), Some("Did you mean \"Living Room\"?"));
    for (name, found) in [
        ("The Box", TELEVISION),
        ("den", "Bedroom"),
        ("bedroom-1", "Bedroom"),
    ] {
        let answer = fixture.ok("plex_play", play(name)).await;
        assert_eq!(answer["player"], found, "{name} {answer}");
        assert_eq!(answer["state"], "playing", "{name} {answer}");
    }
    // Three play it now, so that it names none of them.
    let pause = |player: &str| json!({"player": player, "action": "pause"});
    fixture
        .err(
            "plex_control_playback",
            pause("Faust"),
            ErrorKind::InvalidArgument,
        )
        .await;
    let metropolis = json!({"player": "den", "rating_key": "10"});
    fixture.ok("plex_play", metropolis).await;
    let answer = fixture
        .ok("plex_control_playback", pause("metropolis"))
        .await;
    assert_eq!(answer["state"], "paused", "{answer}");
    let key = json!({"session_key": answer["session_key"], "action": "resume"});
    let answer = fixture.ok("plex_control_playback", key).await;
    assert_eq!(answer["title"], "Metropolis", "{answer}");
    assert_eq!(answer["state"], "playing", "{answer}");
}

#[tokio::test]
async fn of_two_players_of_a_name_the_one_that_can_do_it_is_meant_and_the_other_told() {
    let other = player(PlayerKind::Unreachable, "living room");
    let fixture = with([television(), other], |_| {}).await;
    assert!(fixture.emulator.player("living room").unwrap().play("10"));
    seen(&fixture).await;
    // What plays there cannot be paused, and what could be told plays nothing.
    let pause = json!({"player": "LIVING ROOM", "action": "pause"});
    let error = fixture
        .err("plex_control_playback", pause, ErrorKind::Unsupported)
        .await;
    assert!(
        error.message().contains("does not announce itself"),
        "{error}"
    );
    let film = json!({"player": "LIVING ROOM", "rating_key": "11"});
    let started = valid(&fixture, "plex_play", film).await;
    assert_eq!(started["state"], "playing", "{started}");
    let note = started["note"].as_str().unwrap();
    assert!(
        note.starts_with("There is also \"living room\" (player_id "),
        "{note}"
    );
    // Of two that play, it is the one that obeys.
    let pause = json!({"player": "LIVING ROOM", "action": "pause"});
    let paused = valid(&fixture, "plex_control_playback", pause).await;
    assert_eq!(
        (&paused["state"], &paused["title"]),
        (&json!("paused"), &json!("Faust"))
    );
    assert_eq!(paused["note"], started["note"]);
    // Which of them is to end is not guessed.
    for (tool, arguments) in [
        (
            "plex_control_playback",
            json!({"player": "LIVING ROOM", "action": "stop"}),
        ),
        (
            "plex_control_playback",
            json!({"session_key": "LIVING ROOM", "action": "stop"}),
        ),
        ("plex_stop_session", json!({"session_key": "LIVING ROOM"})),
    ] {
        let error = fixture
            .err(tool, arguments, ErrorKind::InvalidArgument)
            .await;
        assert!(
            error.message().contains("more than one is called"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_session_is_named_by_its_key_or_by_who_where_or_what_plays() {
    let home = || async {
        let fixture = with([player(PlayerKind::Unreachable, "Laptop")], soon).await;
        assert!(fixture.emulator.player("Laptop").unwrap().play("10"));
        seen(&fixture).await;
        fixture
    };
    let fixture = home().await;
    let user = fixture.ok("plex_get_sessions", json!({})).await["items"][0]["user"].clone();
    for name in [user, json!("laptop"), json!("Metropolis")] {
        let fixture = home().await;
        let ended = valid(&fixture, "plex_stop_session", json!({"session_key": name})).await;
        assert_eq!(ended["state"], "stopped", "{name}: {ended}");
    }
    let nobody = json!({"session_key": "Nobody"});
    let error = fixture
        .err("plex_stop_session", nobody, ErrorKind::NotFound)
        .await;
    assert!(error.message().contains("\"Nobody\""), "{error}");
}
