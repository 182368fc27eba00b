//! Whatever is changed, in whatever order: taken back in the reverse order, the server is as it was, after
//! each of them.

use std::cell::Cell;

use plex_mcp::ToolError;
use proptest::{prelude::*, test_runner::TestCaseError};
use serde_json::{Value, json};

use super::{agreed, known};
use crate::{lists::lists, support::Fixture};

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
    let fixture = lists().await;
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
        prop_assert_eq!(state(), before, "{:?}: {}", call, undone);
    }
    Ok(count)
}

fn failed(call: &Call, error: &ToolError) -> TestCaseError {
    TestCaseError::fail(format!("{call:?}: {error}"))
}

#[test]
fn are_taken_back_one_by_one() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let calls = prop::collection::vec(prop_oneof![mark(), playlist()], 1..12);
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
