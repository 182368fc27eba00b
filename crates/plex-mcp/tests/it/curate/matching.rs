//! What items are taken for: candidates, matches, versions.

use plex_emulator::{Fault, Library};
use plex_mcp::{ErrorKind, Options, Toolset};
use serde_json::{Value, json};

use super::{assert_same, shelves_as, state, undo};
use crate::{
    changes::{agreed, writes},
    support::Fixture,
};

const TOOL: &str = "plex_fix_match";

/// A film that is taken for another, one that is taken for none, and one there is twice.
const MATCHES: &str = r#"
[[section]]
title = "Films"
type = "movie"
item = [
    { title = "Golem", ratingKey = 1, year = 1920, guid = "plex://movie/wrong", SearchResult = [{ guid = "plex://movie/right", name = "Der Golem, wie er in die Welt kam", year = 1920, score = 97 }, { guid = "plex://movie/other", name = "Der Golem", year = 1915, score = 71 }] },
    { title = "Faust (1926)", ratingKey = 2, guid = "tv.plex.agents.none://2", SearchResult = [{ guid = "plex://movie/faust", name = "Faust", year = 1926, score = 92 }] },
    { title = "Sunrise", ratingKey = 3, year = 1927 },
    { title = "Sunrise, again", ratingKey = 4, year = 1927 },
    { title = "M", ratingKey = 5, year = 1931, SearchResult = [{ guid = "plex://movie/m1", name = "M", year = 1931, score = 90 }, { guid = "plex://movie/m2", name = "M", year = 1951, score = 88 }] },
]

[[section]]
title = "Shows"
type = "show"

[[section.item]]
title = "Harbour"
ratingKey = 10
item = [{ index = 1, ratingKey = 11, title = "Season 1", item = [{ title = "Arrival", index = 1, ratingKey = 12 }] }]
"#;

async fn matches_as(choose: impl FnOnce(&mut Options)) -> Fixture {
    Fixture::at_rest_over(Library::from_toml(MATCHES).unwrap(), |options| {
        options.settle = std::time::Duration::from_millis(1);
        options.player_poll = std::time::Duration::from_millis(1);
        options.player_wait = std::time::Duration::from_millis(5);
        options.choice.toolsets = Toolset::ALL.to_vec();
        choose(options);
    })
    .await
}

async fn matches() -> Fixture {
    matches_as(|_| {}).await
}

async fn guid(fixture: &Fixture, key: &str) -> Value {
    let item = fixture
        .ok("plex_get_item", json!({"rating_key": key}))
        .await;
    item["guid"].clone()
}

#[tokio::test]
async fn candidates_are_told_with_their_scores_and_nothing_is_changed() {
    let fixture = matches().await;
    let told = fixture
        .ok(TOOL, json!({"rating_key": "Golem", "action": "candidates"}))
        .await;
    let candidates = told["candidates"].as_array().unwrap();
    assert_eq!(candidates[0]["number"], 1);
    assert_eq!(candidates[0]["guid"], "plex://movie/right");
    assert_eq!(candidates[0]["title"], "Der Golem, wie er in die Welt kam");
    assert_eq!(candidates[0]["score"], 97);
    let current = candidates.iter().find(|one| one["current"] == true);
    assert_eq!(current.unwrap()["guid"], "plex://movie/wrong");
    assert_eq!(told["changed"], 0);
    assert_eq!(writes(&fixture), Vec::<String>::new());
}

#[tokio::test]
async fn a_match_is_fixed_in_one_call_where_it_is_clear_and_put_back() {
    for (arguments, did, now) in [
        (
            json!({"rating_key": "2", "action": "apply"}),
            "Matched \"Faust (1926)\" to \"Faust\" (1926)",
            "plex://movie/faust",
        ),
        (
            json!({"rating_key": "1", "action": "apply", "title": "Der Golem, wie er in die Welt kam", "year": 1920}),
            "Matched \"Golem\" (1920) to \"Der Golem, wie er in die Welt kam\" (1920)",
            "plex://movie/right",
        ),
        (
            json!({"rating_key": "1", "action": "apply", "candidate": 2}),
            "Matched \"Golem\" (1920) to \"Der Golem\" (1915)",
            "plex://movie/other",
        ),
        (
            json!({"rating_key": "1", "action": "apply", "candidate": "plex://movie/right"}),
            "Matched \"Golem\" (1920) to \"Der Golem, wie er in die Welt kam\" (1920)",
            "plex://movie/right",
        ),
    ] {
        let fixture = matches().await;
        let before = state(&fixture);
        let key = arguments["rating_key"].as_str().unwrap().to_owned();
        let was = guid(&fixture, &key).await;
        let change = fixture.ok(TOOL, arguments.clone()).await;
        assert_eq!(change["did"], did);
        assert_eq!(change["items"][0]["before"]["match"], was);
        assert_eq!(change["items"][0]["after"]["match"], now, "{change}");
        assert_eq!(guid(&fixture, &key).await, now);
        let again = fixture.ok(TOOL, arguments).await;
        assert_eq!(again["changed"], 0, "{again}");
        let undone = undo(&fixture, &change).await;
        assert_eq!(undone["changed"], 1, "{undone}");
        assert_eq!(guid(&fixture, &key).await, was, "{undone}");
        if key == "1" {
            assert_same(&state(&fixture), &before, did);
        }
    }
}

#[tokio::test]
async fn what_is_not_clear_is_asked_back() {
    let fixture = matches().await;
    for key in ["1", "5"] {
        let told = fixture
            .ok(TOOL, json!({"rating_key": key, "action": "apply"}))
            .await;
        assert_eq!(told["changed"], 0);
        assert_eq!(
            told["note"],
            "Nothing was changed: no other candidate is clearly the best; give candidate."
        );
        assert!(told["candidates"].as_array().unwrap().len() > 1, "{told}");
    }
    assert_eq!(writes(&fixture), Vec::<String>::new());
}

#[tokio::test]
async fn a_match_is_taken_away_and_put_back() {
    let fixture = matches().await;
    let before = state(&fixture);
    let change = fixture
        .ok(TOOL, json!({"rating_key": "1", "action": "unmatch"}))
        .await;
    assert_eq!(change["did"], "Unmatched \"Golem\" (1920)");
    assert_ne!(guid(&fixture, "1").await, "plex://movie/wrong");
    assert_eq!(
        change["undo"],
        "yes, but Plex fetches anew what it says of the former match"
    );
    undo(&fixture, &change).await;
    assert_same(&state(&fixture), &before, "unmatch");
    let none = fixture
        .ok(TOOL, json!({"rating_key": "2", "action": "unmatch"}))
        .await;
    assert_eq!(none["unchanged"][0]["why"], "it is so already", "{none}");
}

#[tokio::test]
async fn versions_are_merged_and_split_when_the_person_agrees() {
    let fixture = matches().await;
    let merge = json!({"rating_key": "3", "action": "merge", "with": ["Sunrise, again"]});
    let error = fixture
        .err(TOOL, merge.clone(), ErrorKind::NotAllowed)
        .await;
    assert!(error.message().contains("consent"), "{error}");
    assert_eq!(writes(&fixture), Vec::<String>::new());
    let mut plan = merge.clone();
    plan["dry_run"] = json!(true);
    let plan = fixture.ok(TOOL, plan).await;
    assert_eq!(plan["asks"], true, "{plan}");
    assert!(
        plan["would"].as_str().unwrap().contains("Sunrise, again"),
        "{plan}"
    );
    let change = agreed(&fixture, TOOL, merge).await.unwrap();
    assert_eq!(change["items"][0]["after"], json!({"versions": 2}));
    fixture
        .err(
            "plex_get_item",
            json!({"rating_key": "4"}),
            ErrorKind::NotFound,
        )
        .await;
    let undo = change["undo"].as_str().unwrap();
    assert!(undo.starts_with("yes, but those that went"), "{undo}");
    let id = json!({"change_id": change["change_id"]});
    // To split is asked about, also where it takes something back.
    fixture
        .err("plex_undo", id.clone(), ErrorKind::NotAllowed)
        .await;
    let undone = agreed(&fixture, "plex_undo", id).await.unwrap();
    assert_eq!(undone["items"][0]["after"], json!({"versions": 1}));
    let films = fixture
        .ok("plex_get_library_items", json!({"library_id": "Films"}))
        .await;
    assert_eq!(films["total"], 5, "{films}");
    // And once more, to split it by hand.
    let key = films["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|film| film["title"].as_str().unwrap().starts_with("Sunrise"))
        .find(|film| film["rating_key"] != "3");
    let key = key.unwrap()["rating_key"].clone();
    let merge = json!({"rating_key": "3", "action": "merge", "with": [key]});
    agreed(&fixture, TOOL, merge).await.unwrap();
    let split = json!({"rating_key": "3", "action": "split"});
    fixture
        .err(TOOL, split.clone(), ErrorKind::NotAllowed)
        .await;
    let change = agreed(&fixture, TOOL, split).await.unwrap();
    assert_eq!(
        change["did"],
        "Split \"Sunrise\" (1927) into its 2 versions"
    );
    let undo = change["undo"].as_str().unwrap();
    assert!(undo.starts_with("no: the versions have ids"), "{undo}");
}

#[tokio::test]
async fn metadata_is_fetched_anew_and_that_cannot_be_undone() {
    let fixture = matches().await;
    let change = fixture
        .ok(TOOL, json!({"rating_key": "5", "action": "refresh"}))
        .await;
    assert_eq!(change["did"], "Refreshed the metadata of \"M\" (1931)");
    let undo = change["undo"].as_str().unwrap();
    assert!(undo.starts_with("no: what the agents say"), "{undo}");
}

#[tokio::test]
async fn what_is_wrong_is_said_before_anything_is_sent() {
    let fixture = matches().await;
    for (arguments, words) in [
        (json!({"rating_key": "1", "action": "guess"}), "action"),
        (
            json!({"rating_key": "1", "action": "merge"}),
            "merge needs it",
        ),
        (
            json!({"rating_key": "1", "action": "unmatch", "with": ["3"]}),
            "with goes with merge",
        ),
        (
            json!({"rating_key": "1", "action": "unmatch", "title": "x"}),
            "go with candidates and apply",
        ),
        (
            json!({"rating_key": "1", "action": "split", "candidate": "1"}),
            "candidate goes with apply",
        ),
        (
            json!({"rating_key": "1", "action": "apply", "candidate": "99"}),
            "a number from 1 to",
        ),
        (
            json!({"rating_key": "1", "action": "apply", "candidate": "plex://movie/unknown"}),
            "a guid of these candidates",
        ),
        (
            json!({"rating_key": "1", "action": "split"}),
            "nothing to split",
        ),
        (
            json!({"rating_key": "1", "action": "merge", "with": ["1"]}),
            "cannot be merged",
        ),
        (
            json!({"rating_key": "1", "action": "merge", "with": ["12"]}),
            "cannot be merged",
        ),
    ] {
        let error = fixture
            .err(TOOL, arguments.clone(), ErrorKind::InvalidArgument)
            .await;
        assert!(error.message().contains(words), "{arguments}: {error}");
    }
    assert_eq!(writes(&fixture), Vec::<String>::new());
}

#[tokio::test]
async fn a_server_that_says_yes_and_does_nothing_is_not_believed() {
    let fixture = matches().await;
    let before = state(&fixture);
    fixture
        .emulator
        .inject(Fault::NotApplied.on("/library/metadata/*/*"));
    for arguments in [
        json!({"rating_key": "2", "action": "apply"}),
        json!({"rating_key": "1", "action": "unmatch"}),
        json!({"rating_key": "5", "action": "refresh"}),
    ] {
        let error = fixture.err(TOOL, arguments, ErrorKind::Upstream).await;
        assert!(error.message().starts_with("Not applied"), "{error}");
        assert!(
            error.advice().unwrap().contains("still be at it"),
            "{error:?}"
        );
    }
    assert_same(&state(&fixture), &before, "");
    assert_eq!(writes(&fixture).len(), 3, "nothing is sent twice");
}

#[tokio::test]
async fn what_somebody_matched_since_is_left() {
    let fixture = matches().await;
    let apply = |number: u8| json!({"rating_key": "1", "action": "apply", "candidate": number});
    let change = fixture.ok(TOOL, apply(1)).await;
    fixture.ok(TOOL, apply(2)).await;
    let id = json!({"change_id": change["change_id"]});
    let error = fixture.err("plex_undo", id, ErrorKind::NotAllowed).await;
    assert!(
        error.message().contains("somebody has changed match"),
        "{error}"
    );
}

#[tokio::test]
async fn a_title_that_plex_writes_late_is_nobodys_change() {
    let fixture = matches().await;
    let apply = json!({"rating_key": "1", "action": "apply", "candidate": 1});
    let change = fixture.ok(TOOL, apply).await;
    let client = crate::support::client(fixture.emulator.url(), fixture.emulator.token());
    let key = plex_client::RatingKey::new("1").unwrap();
    let whole = plex_client::DetailsQuery::new();
    let item = client.details(&key, &whole).await;
    let library = item.unwrap().library_section_id.unwrap();
    let edit = plex_client::ItemEdit::new(plex_client::ItemType::Movie);
    let edit = edit
        .set(plex_client::ItemField::Title, "Written late")
        .unwrap();
    client
        .edit_items(&library, std::slice::from_ref(&key), &edit)
        .await
        .unwrap();
    let undone = undo(&fixture, &change).await;
    assert_eq!(undone["changed"], 1, "{undone}");
}

#[tokio::test]
async fn it_keeps_to_the_libraries_and_is_absent_where_nothing_may_be_written() {
    let limited = shelves_as(|options| options.libraries = vec!["Films".to_owned()]).await;
    for action in ["candidates", "apply", "unmatch", "refresh"] {
        let other = json!({"rating_key": "30", "action": action});
        limited.err(TOOL, other, ErrorKind::NotFound).await;
    }
    // What an item could be, a server may know from the libraries that are not shown.
    for action in ["candidates", "apply"] {
        let own = json!({"rating_key": "1", "action": action});
        limited.err(TOOL, own, ErrorKind::Unsupported).await;
    }
    let merge = json!({"rating_key": "1", "action": "merge", "with": ["30"]});
    let error = limited.err(TOOL, merge, ErrorKind::NotFound).await;
    assert!(!error.to_json().to_string().contains("Photo"), "{error:?}");
    assert_eq!(writes(&limited), Vec::<String>::new());
    let own = json!({"rating_key": "1", "action": "unmatch", "dry_run": true});
    limited.ok(TOOL, own).await;
    let reading = matches_as(|options| options.choice.read_only = true).await;
    assert!(reading.server.tool(TOOL).is_none());
}
