//! Collections that are made, changed, deleted and taken back.

use plex_mcp::ErrorKind;
use serde_json::{Value, json};

use super::{lists, lists_as};
use crate::{
    changes::{self, agreed, state, writes},
    support::{Fixture, client, items},
};

pub(super) const TOOL: &str = "plex_edit_collection";

/// What the server knows, without the ids of collections, which Plex gives anew.
pub(super) fn known(fixture: &Fixture) -> Value {
    changes::known(fixture.emulator.dump())
}

async fn titles(fixture: &Fixture, collection: &str) -> Vec<String> {
    let page = fixture
        .ok("plex_get_children", json!({"rating_key": collection}))
        .await;
    let titles = items(&page).iter();
    titles
        .map(|item| item["title"].as_str().unwrap().to_owned())
        .collect()
}

/// Makes a change, and takes it back: then the server is as it was.
async fn there_and_back(fixture: &Fixture, arguments: Value) -> Value {
    let before = known(fixture);
    let change = fixture.ok(TOOL, arguments).await;
    assert_eq!(change["changed"], 1, "{change}");
    assert_ne!(known(fixture), before, "{change}");
    let undone = fixture
        .ok("plex_undo", json!({"change_id": change["change_id"]}))
        .await;
    assert_eq!(undone["changed"], 1, "{undone}");
    assert_same(&known(fixture), &before);
    change
}

/// Compares two dumps, and shows where they differ rather than both of them.
pub(super) fn assert_same(now: &Value, before: &Value) {
    let mut differing = Vec::new();
    differences("", now, before, &mut differing);
    assert!(now == before, "{differing:#?}");
}

fn differences(path: &str, now: &Value, before: &Value, found: &mut Vec<String>) {
    match (now, before) {
        (Value::Object(one), Value::Object(other)) => {
            for name in one.keys().chain(other.keys()) {
                differences(&format!("{path}.{name}"), &now[name], &before[name], found);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (place, (now, before)) in one.iter().zip(other).enumerate() {
                differences(&format!("{path}[{place}]"), now, before, found);
            }
        }
        _ if now != before => found.push(format!("{path}: {now} was {before}")),
        _ => {}
    }
}

#[tokio::test]
async fn whatever_is_done_to_a_collection_is_taken_back_whole() {
    let fixture = lists().await;
    for (arguments, did) in [
        (
            json!({"add": ["M"]}),
            "Added 1 item to the collection \"Murnau\"",
        ),
        (
            json!({"remove": ["Sunrise", "4"]}),
            "Took 2 items out of the collection \"Murnau\"",
        ),
        (
            json!({"order": ["4", "1"]}),
            "Sorted the collection \"Murnau\"",
        ),
        (
            json!({"order": ["title"]}),
            "Sorted the collection \"Murnau\"",
        ),
        (
            json!({"order": ["duration:desc"]}),
            "Sorted the collection \"Murnau\"",
        ),
        (
            json!({"rename": "F. W. Murnau"}),
            "Renamed the collection \"Murnau\"",
        ),
        (
            json!({"summary": "Light and shadow"}),
            "Changed the summary of the collection \"Murnau\"",
        ),
        (
            json!({"mode": "hide_items"}),
            "Changed the display of the collection \"Murnau\"",
        ),
        (
            json!({"visible_on": ["home", "library"]}),
            "Changed the display of the collection \"Murnau\"",
        ),
        (
            json!({"add": ["3"], "remove": ["1"], "order": ["year"], "rename": "Weimar",
                "summary": "Old", "mode": "hide", "visible_on": ["shared_home"]}),
            "Added 1 item to and took 1 item out of and sorted and changed the display of and renamed \
             the collection \"Murnau\"",
        ),
    ] {
        let mut arguments = arguments;
        arguments["collection_id"] = json!("Murnau");
        let change = there_and_back(&fixture, arguments).await;
        assert_eq!(change["did"], did);
        assert_eq!(change["undo"], "yes");
    }
}

#[tokio::test]
async fn a_collection_that_stays_up_to_date_is_one_call() {
    let fixture = lists().await;
    let arguments = json!({
        "title": "Horror",
        "where": {"library_id": "Films", "filters": {"genre": "Horror"}},
    });
    let change = there_and_back(&fixture, arguments.clone()).await;
    assert_eq!(change["did"], "Made the smart collection \"Horror\"");
    let made = fixture.ok(TOOL, arguments).await;
    let key = made["items"][0]["rating_key"].as_str().unwrap();
    assert_eq!(titles(&fixture, key).await, ["Faust", "Nosferatu"]);
    let listed = fixture.ok("plex_get_collections", json!({})).await;
    let row = items(&listed).iter().find(|row| row["title"] == "Horror");
    assert_eq!(
        row.unwrap()["rule"],
        "every movie of \"Films\": genre is Horror"
    );
    for arguments in [
        json!({"where": {"library_id": "Films", "filters": {"genre": "Drama"}}}),
        json!({"order": ["year"]}),
    ] {
        let mut arguments = arguments;
        arguments["collection_id"] = json!(key);
        there_and_back(&fixture, arguments).await;
    }
}

#[tokio::test]
async fn a_new_collection_is_made_as_it_is_wanted_and_taken_back() {
    let fixture = lists().await;
    let arguments = json!({
        "title": "Long evenings",
        "summary": "With tea",
        "where": {"library_id": "Films", "filters": {"unwatched": true}},
        "snapshot": true,
        "order": ["shortest"],
        "mode": "show_items",
        "visible_on": ["home", "shared_home"],
    });
    let plan = {
        let mut arguments = arguments.clone();
        arguments["dry_run"] = json!(true);
        fixture.ok(TOOL, arguments).await
    };
    assert_eq!(plan["would"], "Make the collection \"Long evenings\"");
    assert!(writes(&fixture).is_empty());
    let change = there_and_back(&fixture, arguments.clone()).await;
    assert_eq!(
        change["items"][0]["after"],
        json!({"items": 3, "summary": "With tea", "order": "custom", "mode": "show_items",
            "visible_on": ["home", "shared_home"]})
    );
    let made = fixture.ok(TOOL, arguments).await;
    let key = made["items"][0]["rating_key"].as_str().unwrap();
    assert_eq!(
        titles(&fixture, key).await,
        ["Sunrise", "Nosferatu", "Faust"]
    );
    let journal = fixture
        .ok("plex_get_changes", json!({"rating_key": key}))
        .await;
    assert_eq!(items(&journal).len(), 1, "it is found by what was made");
    // The shows of a library, and not their episodes.
    let shows = json!({"title": "Coast", "add": ["Harbour"], "library_id": "Shows"});
    let shows = there_and_back(&fixture, shows).await;
    assert_eq!(shows["items"][0]["after"], json!({"items": 1}));
}

#[tokio::test]
async fn doing_it_twice_sends_nothing_more() {
    let fixture = lists().await;
    let arguments = json!({"collection_id": "70", "add": ["M"], "order": ["title"],
        "mode": "hide", "visible_on": ["home"]});
    assert_eq!(fixture.ok(TOOL, arguments.clone()).await["changed"], 1);
    let sent = writes(&fixture);
    let again = fixture.ok(TOOL, arguments).await;
    assert_eq!(again["changed"], 0, "{again}");
    assert_eq!(again["unchanged"][0]["why"], "already in it");
    assert_eq!(writes(&fixture), sent);
}

#[tokio::test]
async fn what_a_collection_cannot_hold_or_take_is_refused_before_anything_is_sent() {
    let fixture = lists().await;
    let before = state(&fixture);
    for (arguments, said) in [
        (
            json!({"collection_id": "Short ones", "add": ["Faust"]}),
            "a rule decides",
        ),
        (
            json!({"collection_id": "Short ones", "remove": ["Faust"]}),
            "a rule decides",
        ),
        (
            json!({"collection_id": "Short ones", "order": ["1"]}),
            "a rule decides",
        ),
        (
            json!({"collection_id": "Short ones", "where": {"library_id": "Shows"}}),
            "is in \"Films\"",
        ),
        (
            json!({"collection_id": "Murnau", "add": ["Harbour"]}),
            "in another library",
        ),
        (
            json!({"title": "Mixed", "library_id": "Films", "add": ["Harbour"]}),
            "in another library",
        ),
        (
            json!({"title": "Ruled", "library_id": "Shows", "where": {"library_id": "Films"}}),
            "is in \"Shows\"",
        ),
        (
            json!({"collection_id": "70", "where": {"library_id": "Films"}}),
            "not smart",
        ),
        (
            json!({"collection_id": "70", "snapshot": true}),
            "goes with where",
        ),
        (
            json!({"collection_id": "70", "order": ["3"]}),
            "not in this list",
        ),
        (
            json!({"collection_id": "70", "rename": "short ones"}),
            "already",
        ),
        (json!({"title": "murnau", "add": ["1"]}), "already"),
        (json!({"title": "Nothing"}), "library_id is missing"),
        (
            json!({"collection_id": "70", "title": "Both"}),
            "one of them",
        ),
        (json!({}), "one of them"),
        (
            json!({"title": "New", "rename": "Newer"}),
            "give collection_id",
        ),
        (
            json!({"title": "New", "where": {"library_id": ""}}),
            "1 to 200",
        ),
        (
            json!({"title": "New", "where": {"library_id": "Films", "colour": "red"}}),
            "colour",
        ),
    ] {
        let error = fixture
            .err(TOOL, arguments.clone(), ErrorKind::InvalidArgument)
            .await;
        assert!(error.message().contains(said), "{arguments}: {error}");
    }
    let unknown = json!({"collection_id": "70", "add": ["4711"]});
    fixture.err(TOOL, unknown, ErrorKind::NotFound).await;
    let nobody = json!({"collection_id": "Nobody"});
    fixture.err(TOOL, nobody, ErrorKind::NotFound).await;
    assert!(writes(&fixture).is_empty());
    assert_eq!(state(&fixture), before);
    let mixed = fixture
        .ok(
            TOOL,
            json!({"collection_id": "Murnau", "add": ["M", "Arrival", "4711"]}),
        )
        .await;
    assert_eq!(mixed["changed"], 1, "{mixed}");
    assert_eq!(mixed["failed"].as_array().unwrap().len(), 2, "{mixed}");
}

#[tokio::test]
async fn a_deleted_collection_is_made_again_as_it_was() {
    let fixture = lists_as(|options| options.choice.allow_destructive = true).await;
    let dressed = json!({"collection_id": "Murnau", "order": ["4", "2"], "summary": "Silent",
        "mode": "hide_items", "visible_on": ["library"]});
    fixture.ok(TOOL, dressed).await;
    let before = known(&fixture);
    for title in ["Murnau", "Short ones"] {
        let gone = json!({"collection_id": title});
        let refused = fixture
            .err(
                "plex_delete_collection",
                gone.clone(),
                ErrorKind::NotAllowed,
            )
            .await;
        assert!(refused.message().contains("consent"), "{refused}");
        let deleted = agreed(&fixture, "plex_delete_collection", gone)
            .await
            .unwrap();
        assert!(
            deleted["undo"].as_str().unwrap().starts_with("yes, but"),
            "{deleted}"
        );
        assert_ne!(known(&fixture), before);
        let back = json!({"change_id": deleted["change_id"]});
        let back = fixture.ok("plex_undo", back).await;
        assert_eq!(back["changed"], 1, "{back}");
        assert_same(&known(&fixture), &before);
        // What was put back is not deleted again unasked.
        let again = json!({"change_id": back["change_id"]});
        fixture.err("plex_undo", again, ErrorKind::NotAllowed).await;
    }
}

#[tokio::test]
async fn a_title_that_somebody_has_taken_meanwhile_is_not_shared_with_them() {
    let fixture = lists_as(|options| options.choice.allow_destructive = true).await;
    let gone = json!({"collection_id": "Murnau"});
    let gone = agreed(&fixture, "plex_delete_collection", gone)
        .await
        .unwrap();
    let plex = client(fixture.emulator.url(), fixture.emulator.token());
    let films = plex_client::LibraryKey::new("1").unwrap();
    let other = [plex_client::RatingKey::new("3").unwrap()];
    plex.create_collection(&films, "Murnau", plex_client::ItemType::Movie, &other)
        .await
        .unwrap();
    let before = known(&fixture);
    let back = json!({"change_id": gone["change_id"]});
    let error = fixture
        .err("plex_undo", back, ErrorKind::InvalidArgument)
        .await;
    assert!(error.message().contains("has that title"), "{error}");
    assert_eq!(known(&fixture), before);
}

#[tokio::test]
async fn what_somebody_changed_since_is_left_as_it_is_and_named() {
    for (mine, theirs, field) in [
        (json!({"add": ["3"]}), json!({"remove": ["1"]}), "items"),
        (
            json!({"rename": "Mine"}),
            json!({"rename": "Theirs"}),
            "title",
        ),
        (
            json!({"summary": "Mine"}),
            json!({"summary": "Theirs"}),
            "summary",
        ),
        (
            json!({"mode": "hide"}),
            json!({"mode": "show_items"}),
            "mode",
        ),
        (
            json!({"visible_on": ["home"]}),
            json!({"visible_on": ["library"]}),
            "visible_on",
        ),
        (
            json!({"order": ["title"]}),
            json!({"order": ["year"]}),
            "order",
        ),
    ] {
        let fixture = lists().await;
        let of = |mut arguments: Value| {
            arguments["collection_id"] = json!("70");
            arguments
        };
        let change = fixture.ok(TOOL, of(mine)).await;
        fixture.ok(TOOL, of(theirs)).await;
        let before = state(&fixture);
        let error = fixture
            .err(
                "plex_undo",
                json!({"change_id": change["change_id"]}),
                ErrorKind::NotAllowed,
            )
            .await;
        let said = format!("somebody has changed {field}");
        assert!(
            error.message().contains(&said) || error.message().contains("changed members"),
            "{said}: {error}"
        );
        assert_eq!(state(&fixture), before);
    }
}
