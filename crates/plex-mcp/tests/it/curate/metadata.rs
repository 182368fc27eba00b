//! Fields, tags and locks that are edited and taken back.

use plex_mcp::ErrorKind;
use serde_json::{Value, json};

use super::{assert_same, matching, shelves, state, there_and_back, undo};
use crate::changes::writes;

pub(super) const TOOL: &str = "plex_edit_metadata";

/// Edits the film of clay.
pub(super) fn golem(edit: Value) -> Value {
    let mut arguments = edit;
    arguments["rating_keys"] = json!(["The Golem"]);
    arguments
}

#[tokio::test]
async fn whatever_is_edited_is_taken_back_whole() {
    let fixture = shelves().await;
    for (edit, before, after) in [
        (
            json!({"set": {"title": "Der Golem"}}),
            json!({"title": "The Golem"}),
            json!({"title": "Der Golem"}),
        ),
        (
            json!({"set": {"title": "Golem", "sort_title": "G"}}),
            json!({"title": "The Golem", "sort_title": "Golem 2"}),
            json!({"title": "Golem", "sort_title": "G"}),
        ),
        (
            json!({"set": {"summary": ""}}),
            json!({"summary": "A rabbi makes a giant of clay."}),
            json!({}),
        ),
        (
            json!({"set": {"tagline": "Clay walks", "studio": "Deutsche Bioscop"}}),
            json!({"studio": "UFA"}),
            json!({"tagline": "Clay walks", "studio": "Deutsche Bioscop"}),
        ),
        (
            json!({"set": {"originally_available_at": "1915-01-13"}}),
            json!({"originally_available_at": "1920-10-29"}),
            json!({"originally_available_at": "1915-01-13"}),
        ),
        (
            json!({"set": {"rating": 8, "contentRating": "de/12"}}),
            json!({"rating": 7.2, "content_rating": "de/6"}),
            json!({"rating": 8.0, "content_rating": "de/12"}),
        ),
        (
            json!({"set": {"added_at": "2020-01-02T03:04:05Z"}}),
            json!(null),
            json!({"added_at": "2020-01-02T03:04:05Z"}),
        ),
        (
            json!({"set": {"user_rating": 9}}),
            json!({}),
            json!({"user_rating": 9.0}),
        ),
        (
            json!({"add_tags": {"genre": ["Horror"]}}),
            json!({"genre": ["Sci-Fi", "Drama"]}),
            json!({"genre": ["Sci-Fi", "Drama", "Horror"]}),
        ),
        (
            json!({"remove_tags": {"genres": "drama"}, "add_tags": {"director": ["Carl Boese"]}}),
            json!({"genre": ["Sci-Fi", "Drama"], "director": ["Paul Wegener"]}),
            json!({"genre": ["Sci-Fi"], "director": ["Paul Wegener", "Carl Boese"]}),
        ),
        (
            json!({"remove_tags": {"label": ["Clay"]}}),
            json!({"label": ["Clay"]}),
            json!({}),
        ),
        (
            json!({"lock": ["genre", "poster"], "unlock": ["summary"]}),
            json!({"genre_locked": false, "poster_locked": false, "summary_locked": true}),
            json!({"genre_locked": true, "poster_locked": true, "summary_locked": false}),
        ),
        (
            json!({"set": {"studio": "Decla"}, "unlock": ["studio"]}),
            json!({"studio": "UFA"}),
            json!({"studio": "Decla"}),
        ),
    ] {
        let change = there_and_back(&fixture, TOOL, golem(edit.clone())).await;
        let row = &change["items"][0];
        assert_eq!(row["rating_key"], "1");
        if !before.is_null() {
            let told = row.get("before").cloned().unwrap_or(json!({}));
            assert_eq!(told, before, "{edit}: {change}");
        }
        let told = row.get("after").cloned().unwrap_or(json!({}));
        assert_eq!(told, after, "{edit}: {change}");
        assert_eq!(change["undo"], "yes", "{edit}: {change}");
    }
}

#[tokio::test]
async fn what_is_not_film_is_edited_too() {
    let fixture = shelves().await;
    for arguments in [
        json!({"rating_keys": ["10"], "set": {"title": "The Harbour", "studio": "North"}}),
        json!({"rating_keys": ["11"], "set": {"summary": "They arrive."}}),
        json!({"rating_keys": ["12", "13"], "add_tags": {"writer": ["Ada"]}}),
        json!({"rating_keys": ["20"], "add_tags": {"mood": ["Calm"], "style": ["Folk"]}}),
        json!({"rating_keys": ["21"], "set": {"title": "Neap Tide"}}),
        json!({"rating_keys": ["22"], "set": {"title": "Ebbing", "track_number": 3}}),
        json!({"where": {"library_id": "Music", "type": "track"}, "add_tags": {"genre": ["Folk"]}}),
    ] {
        there_and_back(&fixture, TOOL, arguments).await;
    }
}

#[tokio::test]
async fn these_are_labelled_as_kids_in_one_call() {
    let fixture = shelves().await;
    let change = there_and_back(
        &fixture,
        TOOL,
        json!({"rating_keys": ["Faust", "The Adventures of Prince Achmed"], "add_tags": {"label": ["kids"]}}),
    )
    .await;
    assert_eq!(change["did"], "Edited 2 films by adding the label \"kids\"");
    assert_eq!(change["note"], "New in the library: label \"kids\".");
    // As Plex spells it, not as it was said.
    assert_eq!(change["items"][0]["after"], json!({"label": ["Kids"]}));
    let below_six = json!({"library_id": "Films", "filters": {"content_rating": ["de/0", "de/6"]}});
    let change = fixture
        .ok(
            TOOL,
            json!({"where": below_six, "add_tags": {"label": ["Kids"]}}),
        )
        .await;
    assert_eq!(change["changed"], 2, "{change}");
    let kids = matching(&fixture, json!({"label": ["Kids"]})).await;
    assert_eq!(kids, ["The Adventures of Prince Achmed", "The Golem"]);
    // What has it has it.
    let again = fixture
        .ok(
            TOOL,
            json!({"where": below_six, "add_tags": {"label": ["KIDS"]}}),
        )
        .await;
    assert_eq!(again["changed"], 0, "{again}");
    assert_eq!(again["unchanged"][1]["why"], "it is so already", "{again}");
    assert!(again.get("note").is_none(), "{again}");
}

#[tokio::test]
async fn a_tag_is_spelled_as_the_library_spells_it() {
    let fixture = shelves().await;
    let change = fixture
        .ok(
            TOOL,
            json!({"rating_keys": ["M"], "add_tags": {"genre": ["sci fi"]}}),
        )
        .await;
    assert_eq!(
        change["items"][0]["after"],
        json!({"genre": ["Crime", "Sci-Fi"]})
    );
    assert!(change.get("note").is_none(), "{change}");
    let change = fixture
        .ok(
            TOOL,
            json!({"rating_keys": ["M"], "remove_tags": {"genre": ["science fiction"]}}),
        )
        .await;
    assert_eq!(change["items"][0]["after"], json!({"genre": ["Crime"]}));
    let nothing = fixture
        .ok(
            TOOL,
            json!({"rating_keys": ["M"], "remove_tags": {"genre": ["Comedy"]}}),
        )
        .await;
    assert_eq!(nothing["changed"], 0);
    assert_eq!(nothing["unchanged"][0]["title"], "M");
    assert_eq!(nothing["note"], "Nothing there has genre \"Comedy\".");
}

#[tokio::test]
async fn what_somebody_changed_since_is_left_and_the_rest_is_put_back() {
    let fixture = shelves().await;
    let change = fixture
        .ok(
            TOOL,
            golem(json!({"set": {"title": "Golem", "studio": "Decla"}, "add_tags": {"genre": ["Horror"]}})),
        )
        .await;
    fixture
        .ok(TOOL, golem(json!({"set": {"studio": "Bioscop"}})))
        .await;
    let undone = undo(&fixture, &change).await;
    assert_eq!(undone["changed"], 1, "{undone}");
    let why = undone["failed"][0]["error"]["message"].as_str().unwrap();
    assert_eq!(
        why,
        "somebody has changed studio since: it is left as it is"
    );
    let after = &undone["items"][0]["after"];
    assert_eq!(after["title"], "The Golem", "{undone}");
    assert_eq!(after["genre"], json!(["Sci-Fi", "Drama"]), "{undone}");
    assert!(after.get("studio").is_none(), "{undone}");
    let whole = fixture
        .ok("plex_get_item", json!({"rating_key": "1"}))
        .await;
    assert_eq!(whole["studio"], "Bioscop", "{whole}");
}

#[tokio::test]
async fn a_plan_sends_nothing_and_tells_all() {
    let fixture = shelves().await;
    let before = state(&fixture);
    let plan = fixture
        .ok(
            TOOL,
            golem(json!({
                "set": {"title": "Golem"}, "add_tags": {"label": ["Kids"]}, "dry_run": true
            })),
        )
        .await;
    assert_eq!(
        plan["would"],
        "Edit \"The Golem\" (1920) by setting title to \"Golem\", adding the label \"Kids\""
    );
    assert_eq!(
        plan["items"][0]["after"],
        json!({"title": "Golem", "label": ["Clay", "Kids"]})
    );
    assert_eq!(plan["undo"], "yes");
    assert_same(&state(&fixture), &before, "");
    assert_eq!(writes(&fixture), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_wrong_is_said_before_anything_is_sent() {
    let fixture = shelves().await;
    for (arguments, words) in [
        (golem(json!({})), "give what is to change"),
        (
            golem(json!({"set": {"sumary": "x"}})),
            "a movie has no sumary",
        ),
        (golem(json!({"set": {"genre": "Drama"}})), "these are tags"),
        (golem(json!({"set": {"year": 1915}})), "a movie has no year"),
        (golem(json!({"set": {"title": ""}})), "it cannot be empty"),
        (
            golem(json!({"set": {"title": ["x"]}})),
            "a text or a number",
        ),
        (
            golem(json!({"set": {"title": "x\u{0}y"}})),
            "control characters",
        ),
        (
            golem(json!({"set": {"title": "x".repeat(1_001)}})),
            "1001 characters are too many; at most 1000 are allowed",
        ),
        (
            golem(json!({"set": {"summary": "x".repeat(10_001)}})),
            "at most 10000 are allowed",
        ),
        (
            golem(json!({"set": {"originally_available_at": "1915-02-30"}})),
            "a date that there is",
        ),
        (
            golem(json!({"set": {"rating": 11}})),
            "a number from 0 to 10",
        ),
        (
            golem(json!({"set": {"added_at": "soon"}})),
            "a date (2026-01-31)",
        ),
        (
            golem(json!({"add_tags": {"mood": ["Calm"]}})),
            "a movie has no mood",
        ),
        (
            golem(json!({"add_tags": {"genre": [""]}})),
            "names, as a list",
        ),
        (
            golem(json!({"add_tags": {"genre": {"any": ["x"]}}})),
            "names, as a list",
        ),
        (
            golem(json!({"add_tags": {"genre": "x"}, "remove_tags": {"genre": ["X"]}})),
            "not added as well",
        ),
        (
            golem(json!({"lock": ["title"], "unlock": ["title"]})),
            "both locked and unlocked",
        ),
        (golem(json!({"lock": ["length"]})), "a movie has no length"),
        (
            json!({"rating_keys": ["11"], "set": {"tagline": "x"}}),
            "a season has no tagline to edit; it has title, summary",
        ),
        (
            json!({"rating_keys": ["1", "11"], "set": {"tagline": "x"}}),
            "a season has no tagline",
        ),
        (
            json!({"rating_keys": ["21", "23"], "set": {"title": "Tide"}}),
            "merge artists or albums",
        ),
        (
            json!({"rating_keys": ["60"], "set": {"title": "x"}}),
            "of a playlist",
        ),
        (json!({"set": {"title": "x"}}), "rating_keys is missing"),
    ] {
        let error = fixture
            .err(TOOL, arguments.clone(), ErrorKind::InvalidArgument)
            .await;
        assert!(error.message().contains(words), "{arguments}: {error}");
    }
    let near = fixture
        .err(
            TOOL,
            golem(json!({"set": {"sumary": "x"}})),
            ErrorKind::InvalidArgument,
        )
        .await;
    assert_eq!(near.advice(), Some("Did you mean \"summary\"?"));
    assert_eq!(writes(&fixture), Vec::<String>::new());
    // Only the server's list of titles tells that this would merge two albums.
    let merging = json!({"rating_keys": ["21"], "set": {"title": "High Tide"}});
    let error = fixture.err(TOOL, merging, ErrorKind::InvalidArgument).await;
    assert!(error.message().contains("merge it for good"), "{error}");
    assert_eq!(writes(&fixture), Vec::<String>::new());
}

#[tokio::test]
async fn hostile_titles_are_written_and_told_as_text() {
    let fixture = shelves().await;
    let title = "\"; DROP TABLE & ?x=1#%2C \u{202e}gnp";
    let change = there_and_back(&fixture, TOOL, golem(json!({"set": {"title": title}}))).await;
    let told = change.to_string();
    assert!(!told.contains('\u{202e}'), "{told}");
    let tags = json!({"add_tags": {"genre": ["One, two & [three]", "50% off"]}});
    let change = there_and_back(&fixture, TOOL, golem(tags)).await;
    let genres = &change["items"][0]["after"]["genre"];
    assert_eq!(genres[2], "One, two & [three]", "{change}");
    let token = fixture.emulator.token().to_owned();
    let error = fixture
        .err(
            TOOL,
            golem(json!({"set": {"summary": token}})),
            ErrorKind::InvalidArgument,
        )
        .await;
    assert!(error.message().contains("token"), "{error}");
}
