//! `plex_edit_setting`.

use plex_emulator::Fault;
use plex_mcp::ErrorKind;
use serde_json::{Value, json};

use super::{house, house_as};
use crate::{
    changes::{agreed, state, writes},
    support::{Fixture, client, items},
};

const TOOL: &str = "plex_edit_setting";

/// What a setting is told to be.
async fn value(fixture: &Fixture, name: &str) -> Value {
    let all = fixture.ok("plex_get_settings", json!({})).await;
    let mut rows = items(&all).iter();
    let row = rows.find(|row| row["setting"] == name).unwrap();
    row["value"].clone()
}

#[tokio::test]
async fn a_setting_is_changed_read_back_and_put_back() {
    let fixture = house().await;
    for (name, given, did, before, after) in [
        (
            "autoEmptyTrash",
            "false",
            "Set \"Empty trash after every scan\" to \"false\"",
            "true",
            "false",
        ),
        (
            "Scan interval",
            "daily",
            "Set \"Scan interval\" to \"daily\"",
            "hourly",
            "daily",
        ),
        (
            "FriendlyName",
            "Lighthouse",
            "Set \"Friendly name\" to \"Lighthouse\"",
            "",
            "Lighthouse",
        ),
    ] {
        let id = match name {
            "Scan interval" => "ScheduledLibraryUpdateInterval",
            id => id,
        };
        let was = value(&fixture, id).await;
        let plan = fixture
            .ok(TOOL, json!({"name": name, "value": given, "dry_run": true}))
            .await;
        assert_eq!(plan["items"][0]["after"]["value"], after, "{plan}");
        assert_eq!(value(&fixture, id).await, was, "a plan sends nothing");
        let set = json!({"name": name, "value": given});
        let change = agreed(&fixture, TOOL, set).await.unwrap();
        assert_eq!(change["did"], did);
        if !before.is_empty() {
            assert_eq!(change["items"][0]["before"]["value"], before);
        }
        assert_eq!(change["items"][0]["after"]["value"], after);
        assert_eq!(value(&fixture, id).await, after);
        let again = fixture
            .ok(TOOL, json!({"name": name, "value": given}))
            .await;
        assert_eq!(again["changed"], 0, "{again}");
        let undo = json!({"change_id": change["change_id"]});
        let undone = agreed(&fixture, "plex_undo", undo).await.unwrap();
        assert_eq!(undone["changed"], 1, "{undone}");
        assert_eq!(value(&fixture, id).await, was);
    }
}

/// What decides what is lost and who is let in is a person's to change, and to change back.
#[tokio::test]
async fn a_setting_that_guards_something_is_changed_only_when_the_person_agrees() {
    let fixture = house().await;
    let set = json!({"name": "autoEmptyTrash", "value": "false"});
    fixture.err(TOOL, set.clone(), ErrorKind::NotAllowed).await;
    assert_eq!(writes(&fixture), Vec::<String>::new());
    let change = agreed(&fixture, TOOL, set).await.unwrap();
    let undo = json!({"change_id": change["change_id"]});
    fixture
        .err("plex_undo", undo.clone(), ErrorKind::NotAllowed)
        .await;
    assert_eq!(value(&fixture, "autoEmptyTrash").await, "false");
    agreed(&fixture, "plex_undo", undo).await.unwrap();
    assert_eq!(value(&fixture, "autoEmptyTrash").await, "true");
}

#[tokio::test]
async fn what_no_setting_is_or_can_be_is_refused_with_what_was_meant() {
    let fixture = house().await;
    let before = state(&fixture);
    let unknown = fixture
        .err(
            TOOL,
            json!({"name": "autoEmtyTrash", "value": "true"}),
            ErrorKind::NotFound,
        )
        .await;
    assert!(unknown.to_string().contains("autoEmtyTrash"), "{unknown}");
    assert!(
        format!("{unknown:?}").contains("autoEmptyTrash"),
        "{unknown:?}"
    );
    for (name, value, said) in [
        ("autoEmptyTrash", "maybe", "true or false"),
        ("OnDeckLimit", "many", "a whole number"),
        ("ScheduledLibraryUpdateInterval", "dayly", "daily"),
    ] {
        let error = fixture
            .err(
                TOOL,
                json!({"name": name, "value": value}),
                ErrorKind::InvalidArgument,
            )
            .await;
        assert!(error.message().contains(said), "{error}");
    }
    // Hidden ones, and those whose names say that they are secret, are not there.
    for name in [
        "allowMediaDeletionLanOnly",
        "PlexOnlineToken",
        "PlexOnlineMail",
    ] {
        let error = fixture
            .err(
                TOOL,
                json!({"name": name, "value": "x"}),
                ErrorKind::NotFound,
            )
            .await;
        assert!(!format!("{error:?}").contains("Did you mean PlexOnline"));
    }
    assert!(writes(&fixture).is_empty());
    assert_eq!(state(&fixture), before);
}

#[tokio::test]
async fn what_somebody_else_has_set_since_stays() {
    let fixture = house().await;
    let set = json!({"name": "FriendlyName", "value": "Mine"});
    let change = fixture.ok(TOOL, set).await;
    let plex = client(fixture.emulator.url(), fixture.emulator.token());
    let settings = plex.settings().await.unwrap();
    let mut settings = settings.iter();
    let name = settings.find(|one| one.id == "FriendlyName").unwrap();
    plex.set_setting(name, "Theirs").await.unwrap();
    let error = fixture
        .err(
            "plex_undo",
            json!({"change_id": change["change_id"]}),
            ErrorKind::NotAllowed,
        )
        .await;
    assert!(
        error.message().contains("somebody has changed value"),
        "{error}"
    );
    assert_eq!(value(&fixture, "FriendlyName").await, "Theirs");
}

#[tokio::test]
async fn a_server_that_does_nothing_is_not_believed_and_a_lost_answer_is_looked_after() {
    let fixture = house().await;
    let set = json!({"name": "FriendlyName", "value": "Mine"});
    fixture.emulator.inject(Fault::NotApplied.on("/:/prefs"));
    let error = fixture.err(TOOL, set.clone(), ErrorKind::Upstream).await;
    assert!(error.message().starts_with("Not applied: "), "{error}");
    fixture.emulator.clear_faults();
    fixture.emulator.forget_requests();
    let reads = 2;
    fixture
        .emulator
        .inject(Fault::Endless.on("/:/prefs").after(reads + 1).times(1));
    let change = fixture.ok(TOOL, set).await;
    assert_eq!(change["changed"], 1, "{change}");
    assert_eq!(writes(&fixture).len(), 1, "sent once");
}

#[tokio::test]
async fn settings_are_nobodys_where_only_some_libraries_are_shown_or_nothing_is_changed() {
    for (fixture, said) in [
        (
            house_as(|options| options.libraries = vec!["Films".to_owned()]).await,
            "without --libraries",
        ),
        (
            house_as(|options| options.choice.read_only = true).await,
            "without --read-only",
        ),
    ] {
        let set = json!({"name": "FriendlyName", "value": "Mine"});
        let error = fixture.err(TOOL, set, ErrorKind::InvalidArgument).await;
        assert!(error.message().contains(said), "{error}");
        assert!(fixture.emulator.requests().is_empty());
    }
}
