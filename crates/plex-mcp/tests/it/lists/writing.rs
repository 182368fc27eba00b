//! Playlists that are made, changed, deleted and taken back.

use plex_emulator::Fault;
use plex_mcp::ErrorKind;
use serde_json::{Value, json};

use super::{lists, lists_as};
use crate::{
    changes::{agreed, state, writes},
    support::{Fixture, items},
};

fn known(fixture: &Fixture) -> Value {
    crate::changes::known(fixture.emulator.dump())
}

async fn titles(fixture: &Fixture, playlist: &str) -> Vec<String> {
    let page = fixture
        .ok("plex_get_children", json!({"rating_key": playlist}))
        .await;
    let titles = items(&page).iter();
    titles
        .map(|item| item["title"].as_str().unwrap().to_owned())
        .collect()
}

/// Makes a change, and takes it back: then the server is as it was.
async fn there_and_back(fixture: &Fixture, arguments: Value) -> Value {
    let before = known(fixture);
    let change = fixture.ok("plex_edit_playlist", arguments).await;
    assert_eq!(change["changed"], 1, "{change}");
    assert_ne!(known(fixture), before, "{change}");
    let undone = fixture
        .ok("plex_undo", json!({"change_id": change["change_id"]}))
        .await;
    assert_eq!(undone["changed"], 1, "{undone}");
    assert_eq!(known(fixture), before, "{change}");
    change
}

#[tokio::test]
async fn whatever_is_done_to_a_playlist_is_taken_back_whole() {
    let fixture = lists().await;
    for (arguments, did) in [
        (
            json!({"add": ["Nosferatu"]}),
            "Added 1 item to the playlist \"Rainy days\"",
        ),
        (
            json!({"add": ["Harbour"]}),
            "Added 2 items to the playlist \"Rainy days\"",
        ),
        (
            json!({"remove": ["Sunrise"]}),
            "Took 1 item out of the playlist \"Rainy days\"",
        ),
        (
            json!({"remove": ["1", "2", "3"]}),
            "Took 3 items out of the playlist \"Rainy days\"",
        ),
        (
            json!({"order": ["3", "1"]}),
            "Sorted the playlist \"Rainy days\"",
        ),
        (
            json!({"order": ["duration:desc"]}),
            "Sorted the playlist \"Rainy days\"",
        ),
        (
            json!({"rename": "Sunny days"}),
            "Renamed the playlist \"Rainy days\"",
        ),
        (
            json!({"summary": "For two"}),
            "Changed the summary of the playlist \"Rainy days\"",
        ),
        (
            json!({"add": ["4"], "remove": ["M"], "order": ["year"], "rename": "Murnau"}),
            "Added 1 item to and took 1 item out of and sorted and renamed the playlist \"Rainy days\"",
        ),
    ] {
        let mut arguments = arguments;
        arguments["playlist_id"] = json!("Rainy days");
        let change = there_and_back(&fixture, arguments).await;
        assert_eq!(change["did"], did);
        assert_eq!(change["undo"], "yes");
    }
}

#[tokio::test]
async fn a_playlist_is_put_in_order_with_few_moves() {
    let fixture = lists().await;
    let change = fixture
        .ok(
            "plex_edit_playlist",
            json!({"playlist_id": "60", "add": ["Nosferatu"], "order": ["year"]}),
        )
        .await;
    assert_eq!(change["items"][0]["before"], json!({"items": 3}));
    assert_eq!(change["items"][0]["after"], json!({"items": 4}));
    assert_eq!(
        titles(&fixture, "60").await,
        ["Nosferatu", "Faust", "Sunrise", "M"]
    );
    assert_eq!(
        writes(&fixture).len(),
        2,
        "added and moved: {:?}",
        writes(&fixture)
    );
    let again = fixture
        .ok(
            "plex_edit_playlist",
            json!({"playlist_id": "60", "add": ["Nosferatu"], "order": ["year"]}),
        )
        .await;
    assert_eq!(again["unchanged"][0]["why"], "already in it");
    assert_eq!(writes(&fixture).len(), 2, "nothing is sent twice");
}

#[tokio::test]
async fn a_new_playlist_is_made_named_and_taken_back() {
    let fixture = lists().await;
    let arguments = json!({
        "title": "Long evenings",
        "summary": "With tea",
        "where": {"library_id": "Films", "filters": {"unwatched": true}},
        "snapshot": true,
        "order": ["shortest"],
    });
    let plan = {
        let mut arguments = arguments.clone();
        arguments["dry_run"] = json!(true);
        fixture.ok("plex_edit_playlist", arguments).await
    };
    assert_eq!(plan["would"], "Make the playlist \"Long evenings\"");
    assert!(writes(&fixture).is_empty());
    let change = there_and_back(&fixture, arguments.clone()).await;
    assert_eq!(change["did"], "Made the playlist \"Long evenings\"");
    assert_eq!(
        change["items"][0]["after"],
        json!({"items": 3, "summary": "With tea"})
    );
    let made = fixture.ok("plex_edit_playlist", arguments.clone()).await;
    let key = made["items"][0]["rating_key"].as_str().unwrap();
    assert_eq!(
        titles(&fixture, key).await,
        ["Sunrise", "Nosferatu", "Faust"]
    );
    let error = fixture
        .err("plex_edit_playlist", arguments, ErrorKind::InvalidArgument)
        .await;
    assert!(error.message().contains("already"), "{error}");
    let journal = fixture
        .ok("plex_get_changes", json!({"rating_key": key}))
        .await;
    assert_eq!(items(&journal).len(), 1, "it is found by what was made");
}

#[tokio::test]
async fn a_smart_playlist_is_made_of_a_rule_and_given_another() {
    let fixture = lists().await;
    let change = there_and_back(
        &fixture,
        json!({
            "title": "Horror nights",
            "where": {"library_id": "Films", "filters": {"genre": "Horror"}},
            "order": ["year"],
        }),
    )
    .await;
    assert_eq!(change["did"], "Made the smart playlist \"Horror nights\"");
    there_and_back(
        &fixture,
        json!({
            "playlist_id": "Unseen",
            "where": {"library_id": "Films", "filters": {"genre": "Drama"}},
        }),
    )
    .await;
    there_and_back(
        &fixture,
        json!({"playlist_id": "Unseen", "order": ["year"]}),
    )
    .await;
}

#[tokio::test]
async fn what_a_playlist_cannot_hold_or_take_is_refused_before_anything_is_sent() {
    let fixture = lists().await;
    for (arguments, said) in [
        (
            json!({"playlist_id": "Unseen", "add": ["Faust"]}),
            "a rule decides",
        ),
        (
            json!({"playlist_id": "Unseen", "remove": ["Faust"]}),
            "a rule decides",
        ),
        (
            json!({"playlist_id": "Unseen", "order": ["1"]}),
            "a rule decides",
        ),
        (
            json!({"playlist_id": "Tides", "add": ["Arrival"]}),
            "holds audio",
        ),
        (
            json!({"playlist_id": "60", "where": {"library_id": "Films"}}),
            "not smart",
        ),
        (
            json!({"playlist_id": "60", "snapshot": true}),
            "goes with where",
        ),
        (
            json!({"playlist_id": "60", "order": ["4"]}),
            "not in this list",
        ),
        (json!({"playlist_id": "60", "title": "Both"}), "one of them"),
        (json!({}), "one of them"),
        (
            json!({"title": "New", "rename": "Newer"}),
            "give playlist_id",
        ),
    ] {
        let error = fixture
            .err(
                "plex_edit_playlist",
                arguments.clone(),
                ErrorKind::InvalidArgument,
            )
            .await;
        assert!(error.message().contains(said), "{arguments}: {error}");
    }
    assert!(writes(&fixture).is_empty());
    let mixed = fixture
        .ok(
            "plex_edit_playlist",
            json!({"playlist_id": "Tides", "add": ["Flow", "Arrival"]}),
        )
        .await;
    assert_eq!(mixed["changed"], 1);
    assert_eq!(mixed["failed"][0]["title"], "Arrival");
}

#[tokio::test]
async fn a_deleted_playlist_is_made_again_with_what_was_in_it() {
    let fixture = lists_as(|options| options.choice.allow_destructive = true).await;
    let before = known(&fixture);
    for (playlist, did) in [
        (
            "Rainy days",
            "Deleted the playlist \"Rainy days\" of 3 items",
        ),
        ("Unseen", "Deleted the playlist \"Unseen\" of 2 items"),
    ] {
        let arguments = json!({"playlist_id": playlist});
        fixture
            .err(
                "plex_delete_playlist",
                arguments.clone(),
                ErrorKind::NotAllowed,
            )
            .await;
        assert_eq!(known(&fixture), before, "nobody was asked");
        let change = agreed(&fixture, "plex_delete_playlist", arguments)
            .await
            .unwrap();
        assert_eq!(change["did"], did);
        assert_eq!(
            change["undo"],
            "yes, but the playlist gets another id, and its poster is lost"
        );
        assert_ne!(known(&fixture), before);
        let undone = fixture
            .ok("plex_undo", json!({"change_id": change["change_id"]}))
            .await;
        assert_eq!(undone["changed"], 1, "{undone}");
        assert_eq!(known(&fixture), before, "{playlist}");
    }
}

#[tokio::test]
async fn who_may_change_playlists_is_said_at_the_start() {
    let off = async |tool: &str, fixture: &Fixture, said: &str| {
        let arguments = json!({"playlist_id": "60"});
        let error = fixture
            .err(tool, arguments, ErrorKind::InvalidArgument)
            .await;
        assert!(error.message().contains(said), "{error}");
        assert!(fixture.emulator.requests().is_empty());
    };
    let plain = lists().await;
    off("plex_delete_playlist", &plain, "--allow-destructive").await;
    let reading = lists_as(|options| options.choice.read_only = true).await;
    off("plex_edit_playlist", &reading, "without --read-only").await;
    let limited = lists_as(|options| options.libraries = vec!["Films".to_owned()]).await;
    off("plex_edit_playlist", &limited, "without --libraries").await;
}

#[tokio::test]
async fn a_server_that_says_yes_and_does_nothing_is_not_believed() {
    let fixture = lists().await;
    let before = known(&fixture);
    fixture.emulator.inject(Fault::NotApplied.on("/playlists*"));
    for arguments in [
        json!({"playlist_id": "60", "add": ["4"]}),
        json!({"playlist_id": "60", "rename": "Else"}),
    ] {
        let error = fixture
            .err("plex_edit_playlist", arguments, ErrorKind::Upstream)
            .await;
        assert!(error.message().starts_with("Not applied: "), "{error}");
    }
    assert_eq!(known(&fixture), before);
}

#[tokio::test]
async fn what_was_done_in_part_is_told_and_taken_back() {
    let fixture = lists().await;
    let before = known(&fixture);
    fixture
        .emulator
        .inject(Fault::Status(500).on("/playlists/*/items/*/move"));
    let change = fixture
        .ok(
            "plex_edit_playlist",
            json!({"playlist_id": "60", "add": ["4"], "order": ["year"]}),
        )
        .await;
    assert_eq!(change["changed"], 1, "{change}");
    let failed = change["failed"][0]["error"]["message"].as_str().unwrap();
    assert!(failed.starts_with("Done only in part. "), "{failed}");
    let undone = fixture
        .ok("plex_undo", json!({"change_id": change["change_id"]}))
        .await;
    assert_eq!(undone["changed"], 1, "{undone}");
    assert_eq!(known(&fixture), before);
}

#[tokio::test]
async fn what_somebody_changed_since_is_left_as_it_is() {
    let fixture = lists().await;
    let change = fixture
        .ok(
            "plex_edit_playlist",
            json!({"playlist_id": "60", "add": ["4"]}),
        )
        .await;
    let other = json!({"playlist_id": "60", "remove": ["1"]});
    fixture.ok("plex_edit_playlist", other).await;
    let error = fixture
        .err(
            "plex_undo",
            json!({"change_id": change["change_id"]}),
            ErrorKind::NotAllowed,
        )
        .await;
    assert!(error.message().contains("somebody has changed"), "{error}");
}

#[tokio::test]
async fn a_playlist_that_is_too_long_to_be_known_whole_is_left_alone() {
    let films = plex_emulator::Library::generate(10_001);
    let fixture = Fixture::at_rest_over(films, |_| {}).await;
    let all = json!({"title": "Everything", "where": {"library_id": "1"}});
    let made = fixture.ok("plex_edit_playlist", all).await;
    assert_eq!(made["changed"], 1, "a rule may find any number: {made}");
    let plex = crate::support::client(fixture.emulator.url(), fixture.emulator.token());
    let key = |film: u32| plex_client::RatingKey::new(film.to_string()).unwrap();
    let films: Vec<_> = (1..=10_001).map(key).collect();
    let (first, rest) = films.split_at(plex_client::MAX_BATCH);
    let kind = plex_client::PlaylistKind::Video;
    let list = plex.create_playlist("Long", kind, first).await.unwrap();
    plex.add_to_playlist(&list.rating_key.unwrap(), rest)
        .await
        .unwrap();
    fixture.emulator.forget_requests();
    let longer = json!({"playlist_id": "Long", "remove": ["1"]});
    let refused = fixture
        .err("plex_edit_playlist", longer, ErrorKind::InvalidArgument)
        .await;
    assert!(
        refused.message().contains("more than 10000 entries"),
        "{refused}"
    );
    let requests = fixture.emulator.requests();
    assert!(requests.iter().all(|request| request.method == "GET"));
}

#[tokio::test]
async fn a_token_is_written_nowhere() {
    let fixture = lists().await;
    let before = state(&fixture);
    let token = fixture.emulator.token();
    for arguments in [
        json!({"title": format!("Films of {token}"), "add": ["1"]}),
        json!({"playlist_id": "60", "summary": token}),
    ] {
        let refused = fixture
            .err("plex_edit_playlist", arguments, ErrorKind::InvalidArgument)
            .await;
        assert!(refused.message().contains("a Plex token"), "{refused}");
        assert!(!refused.message().contains(token), "{refused}");
    }
    assert_eq!(state(&fixture), before);
    assert_eq!(fixture.ok("plex_get_changes", json!({})).await["total"], 0);
}

#[tokio::test]
async fn what_was_put_back_is_not_deleted_again_unasked() {
    let fixture = lists_as(|options| options.choice.allow_destructive = true).await;
    let gone = json!({"playlist_id": "Rainy days"});
    let gone = agreed(&fixture, "plex_delete_playlist", gone)
        .await
        .unwrap();
    let back = json!({"change_id": gone["change_id"]});
    let back = fixture.ok("plex_undo", back).await;
    let again = json!({"change_id": back["change_id"]});
    let refused = fixture
        .err("plex_undo", again.clone(), ErrorKind::NotAllowed)
        .await;
    assert!(refused.message().contains("consent"), "{refused}");
    let deleted = agreed(&fixture, "plex_undo", again).await.unwrap();
    assert_eq!(deleted["changed"], 1, "{deleted}");
}

#[tokio::test]
async fn many_items_are_put_into_a_list_or_taken_out_only_when_the_person_agrees() {
    let fixture = Fixture::at_rest_over(plex_emulator::Library::generate(40), |_| {}).await;
    let all = json!({"title": "Everything", "where": {"library_id": "1"}, "snapshot": true});
    let refused = fixture
        .err("plex_edit_playlist", all.clone(), ErrorKind::NotAllowed)
        .await;
    assert!(refused.message().contains("consent"), "{refused}");
    assert_eq!(writes(&fixture), Vec::<String>::new());
    let made = agreed(&fixture, "plex_edit_playlist", all).await.unwrap();
    assert_eq!(made["items"][0]["after"]["items"], 40, "{made}");
    let list = made["items"][0]["rating_key"].clone();
    // To sort them all changes none of them, and to take out a few is a small change.
    let sorted = json!({"playlist_id": list, "order": ["title:desc"]});
    assert_eq!(fixture.ok("plex_edit_playlist", sorted).await["changed"], 1);
    let keys = |count: u32| (1..=count).map(|key| key.to_string()).collect::<Vec<_>>();
    let few = json!({"playlist_id": list, "remove": keys(5)});
    assert_eq!(fixture.ok("plex_edit_playlist", few).await["changed"], 1);
    let many = json!({"playlist_id": list, "remove": keys(40)});
    fixture
        .err("plex_edit_playlist", many, ErrorKind::NotAllowed)
        .await;
}
