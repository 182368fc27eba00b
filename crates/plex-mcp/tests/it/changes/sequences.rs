//! Whatever is changed, in whatever order: taken back in the reverse order, the server is as it was, after
//! each of them.

use std::cell::Cell;

use plex_mcp::{ToolError, Toolset};
use proptest::{prelude::*, test_runner::TestCaseError};
use serde_json::{Value, json};

use super::{agreed, known};
use crate::{curate::differences, lists::lists_as, support::Fixture};

/// A call that changes something.
type Call = (&'static str, Value);

/// Films and episodes.
fn item() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["1", "2", "3", "4", "12", "13"])
}

/// Items that may be in one list.
fn several() -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(item(), 1..5)
}

fn words() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "Rainy days",
        "For Ada",
        "\"Quoted\", with; odd=signs & 100 %",
        "日本",
    ])
    .prop_map(str::to_owned)
}

/// What belongs to the account.
fn mark() -> impl Strategy<Value = Call> {
    prop_oneof![
        (several(), any::<bool>()).prop_map(|(items, watched)| {
            let state = if watched { "watched" } else { "unwatched" };
            (
                "plex_mark_watched",
                json!({"rating_keys": items, "state": state}),
            )
        }),
        (item(), 60..1_700u32).prop_map(|(item, seconds)| {
            (
                "plex_mark_watched",
                json!({"rating_key": item, "position_s": seconds}),
            )
        }),
        (several(), prop::option::of(1..=10u8)).prop_map(|(items, halves)| {
            let stars = halves.map(|halves| f64::from(halves) / 2.0);
            ("plex_rate", json!({"rating_keys": items, "stars": stars}))
        }),
    ]
}

/// What changes a playlist, or makes one.
fn playlist() -> impl Strategy<Value = Call> {
    let sort = prop::sample::select(vec!["title", "year:desc", "duration"]);
    let change = prop_oneof![
        several().prop_map(|items| json!({"playlist_id": "60", "add": items})),
        several().prop_map(|items| json!({"playlist_id": "60", "remove": items})),
        (several(), sort).prop_map(|(items, sort)| {
            json!({"playlist_id": "60", "add": items, "order": [sort]})
        }),
        words().prop_map(|title| json!({"playlist_id": "60", "rename": title})),
        words().prop_map(|summary| json!({"playlist_id": "60", "summary": summary})),
        (words(), several()).prop_map(|(title, items)| {
            json!({"title": title, "summary": "Made", "add": items})
        }),
        (1900..1940u32).prop_map(|year| {
            let filters = json!({"year": {"min": year}});
            json!({"playlist_id": "62", "where": {"library_id": "1", "filters": filters}})
        }),
    ];
    change.prop_map(|arguments| ("plex_edit_playlist", arguments))
}

/// What changes a collection, or makes one.
fn collection() -> impl Strategy<Value = Call> {
    let film = || prop::sample::select(vec!["1", "2", "3", "4"]);
    let films = move || prop::collection::vec(film(), 1..4);
    let mode = prop::sample::select(vec!["default", "hide", "hide_items", "show_items"]);
    let change = prop_oneof![
        films().prop_map(|items| json!({"collection_id": "70", "add": items})),
        films().prop_map(|items| json!({"collection_id": "70", "remove": items})),
        films().prop_map(|items| json!({"collection_id": "70", "order": items})),
        words().prop_map(|title| json!({"collection_id": "70", "rename": title})),
        words().prop_map(|summary| json!({"collection_id": "71", "summary": summary})),
        mode.prop_map(|mode| json!({"collection_id": "70", "mode": mode})),
        (words(), films()).prop_map(|(title, items)| {
            json!({"title": title, "library_id": "1", "add": items})
        }),
    ];
    change.prop_map(|arguments| ("plex_edit_collection", arguments))
}

/// What is known of items.
fn metadata() -> impl Strategy<Value = Call> {
    let field = prop::sample::select(vec!["title", "summary", "studio", "sort_title"]);
    let kind = prop::sample::select(vec!["genre", "label", "country"]);
    let tag = prop::sample::select(vec!["Drama", "Horror", "Kids", "a, b"]);
    let locked = prop::sample::select(vec!["title", "genre", "summary"]);
    let change = prop_oneof![
        (several(), field, words()).prop_map(|(items, field, value)| {
            json!({"rating_keys": items, "set": {field: value}})
        }),
        (several(), kind.clone(), tag.clone()).prop_map(|(items, kind, tag)| {
            json!({"rating_keys": items, "add_tags": {kind: [tag]}})
        }),
        (several(), kind, tag).prop_map(|(items, kind, tag)| {
            json!({"rating_keys": items, "remove_tags": {kind: [tag]}})
        }),
        (several(), locked.clone())
            .prop_map(|(items, field)| { json!({"rating_keys": items, "lock": [field]}) }),
        (several(), locked)
            .prop_map(|(items, field)| { json!({"rating_keys": items, "unlock": [field]}) }),
    ];
    change.prop_map(|arguments| ("plex_edit_metadata", arguments))
}

/// Whether it can be taken back whole: what cannot says so beforehand.
async fn can_be_taken_back(fixture: &Fixture, (tool, arguments): &Call) -> bool {
    let mut asked = arguments.clone();
    asked["dry_run"] = json!(true);
    match agreed(fixture, tool, asked).await {
        Ok(plan) => plan["undo"]
            .as_str()
            .is_some_and(|undo| undo.starts_with("yes")),
        Err(_) => false,
    }
}

/// Makes each change that can be taken back, then takes them back, newest first.
async fn there_and_back(calls: Vec<Call>) -> Result<usize, TestCaseError> {
    let fixture = lists_as(|options| options.choice.toolsets = Toolset::ALL.to_vec()).await;
    let state = || known(fixture.emulator.dump());
    let mut made: Vec<(Value, Value, Call)> = Vec::new();
    for call in calls {
        if !can_be_taken_back(&fixture, &call).await {
            continue;
        }
        let before = state();
        let change = agreed(&fixture, call.0, call.1.clone()).await;
        let change = change.map_err(|error| failed(&call, &error))?;
        match change.get("change_id") {
            Some(id) => made.push((id.clone(), before, call)),
            None => prop_assert_eq!(state(), before, "{:?}: {}", call, change),
        }
    }
    let count = made.len();
    for (id, before, call) in made.into_iter().rev() {
        let undone = agreed(&fixture, "plex_undo", json!({"change_id": id})).await;
        let undone = undone.map_err(|error| failed(&call, &error))?;
        prop_assert!(undone.get("failed").is_none(), "{:?}: {}", call, undone);
        let mut unlike = Vec::new();
        differences("", &state(), &before, &mut unlike);
        prop_assert!(unlike.is_empty(), "{:?}: {} {:?}", call, undone, unlike);
    }
    Ok(count)
}

fn failed(call: &Call, error: &ToolError) -> TestCaseError {
    TestCaseError::fail(format!("{call:?}: {error}"))
}

#[test]
fn are_taken_back_one_by_one() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let calls = prop::collection::vec(
        prop_oneof![mark(), playlist(), collection(), metadata()],
        1..12,
    );
    let mut runner = prop::test_runner::TestRunner::new(ProptestConfig {
        cases: 40,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let made = Cell::new(0);
    let run = runner.run(&calls, |calls| {
        made.set(made.get() + runtime.block_on(there_and_back(calls))?);
        Ok(())
    });
    run.unwrap();
    assert!(
        made.get() > 100,
        "too few changes were made: {}",
        made.get()
    );
}
