//! Episodes that are named by a number alone, or by a day: what is only probably meant is not changed or played, and
//! what was taken is said.

use std::fmt::Write as _;

use plex_emulator::{Fault, Library};
use plex_mcp::ErrorKind;
use serde_json::{Value, json};

use crate::support::{Fixture, items};

const WORLD: &str = r#"
[[account]]
id = 1
name = "ada"

[[section]]
key = "1"
type = "show"
title = "Shows"
item = [
    { title = "Tatort", item = [
        { index = 0, item = ["Making of", "Interview", "Outtakes"] },
        { index = 1, item = ["Eins", "Zwei", "Drei"] },
    ] },
    { title = "Lange Reise", item = [
        { index = 1, item = ["Abfahrt", "Hafen"] },
        { index = 2, item = ["Sturm", "Insel", "Heimkehr"] },
    ] },
    { title = "Abendschau", item = [{ index = 1, item = [
        { title = "Erster Teil", originallyAvailableAt = "2024-01-08" },
        { title = "Zweiter Teil", originallyAvailableAt = "2024-01-08" },
        { title = "Allein", originallyAvailableAt = "2024-01-09" },
    ] }] },
]

[[section]]
key = "2"
type = "movie"
title = "Films"
item = [{ title = "Metropolis", year = 1927 }]
"#;

async fn world() -> Fixture {
    Fixture::holding(Library::from_toml(WORLD).unwrap()).await
}

fn marked(title: &str) -> Value {
    json!({"rating_keys": [title], "state": "watched", "dry_run": true})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_alone_changes_only_what_it_surely_names() {
    let fixture = world().await;
    for (title, says) in [
        ("Lange Reise episode 3", "It may be S02E03"),
        ("Lange Reise episode 4", "It may be S02E02"),
        ("Lange Reise ep 5", "It may be S02E03"),
        ("Lange Reise episode 1", "2 items are called"),
        ("Lange Reise episode 6", "has no episode 6 here"),
        ("Tatort episode 4", "has no episode 4 here"),
        ("Lange Reise season 3", "has no season 3 here"),
    ] {
        let error = fixture
            .err(
                "plex_mark_watched",
                marked(title),
                ErrorKind::InvalidArgument,
            )
            .await;
        assert!(error.message().contains(says), "{title}: {error}");
    }
    // One season, and specials beside it.
    for title in ["Tatort episode 3", "Tatort Folge 3", "episode 3 of Tatort"] {
        let done = fixture.ok("plex_mark_watched", marked(title)).await;
        assert!(done.to_string().contains("Drei"), "{title}: {done}");
    }
    let done = fixture
        .ok("plex_mark_watched", marked("Lange Reise S02E03"))
        .await;
    assert!(done.to_string().contains("Heimkehr"), "{done}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_number_alone_was_taken_for_is_said() {
    let fixture = world().await;
    for (title, meant, note) in [
        (
            "Lange Reise episode 3",
            "Heimkehr",
            "The number alone was taken for S02E03.",
        ),
        (
            "Lange Reise episode 4",
            "Insel",
            "No season has an episode 4; S02E02 is number 4 of those that are here.",
        ),
    ] {
        let item = fixture.ok("plex_get_item", json!({"title": title})).await;
        assert_eq!(
            (&item["title"], &item["note"]),
            (&json!(meant), &json!(note))
        );
        let found = fixture.ok("plex_search", json!({"query": title})).await;
        assert_eq!(items(&found)[0]["title"], meant, "{found}");
        assert_eq!(found["note"], note, "{found}");
    }
    let item = json!({"title": "Tatort episode 3"});
    let item = fixture.ok("plex_get_item", item).await;
    assert_eq!(item["title"], "Drei", "{item}");
    assert!(item.get("note").is_none(), "{item}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_of_a_day_are_two() {
    let fixture = world().await;
    let both = json!({"query": "Abendschau 2024-01-08"});
    let both = fixture.ok("plex_search", both).await;
    assert_eq!(items(&both).len(), 2, "{both}");
    for tool in ["plex_mark_watched", "plex_get_item"] {
        let arguments = match tool {
            "plex_get_item" => json!({"title": "Abendschau 2024-01-08"}),
            _ => marked("Abendschau 2024-01-08"),
        };
        let error = fixture
            .err(tool, arguments, ErrorKind::InvalidArgument)
            .await;
        assert!(error.message().contains("Zweiter Teil"), "{tool}: {error}");
    }
    let done = fixture
        .ok("plex_mark_watched", marked("Abendschau 9 Jan 2024"))
        .await;
    assert!(done.to_string().contains("Allein"), "{done}");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_episodes_that_are_not_all_there_it_is_said_which_are() {
    let fixture = world().await;
    let told = "Of S02E03 to S02E05 \"Lange Reise\" has only S02E03 here.";
    let title = "Lange Reise S02E03-E05";
    let error = fixture
        .err(
            "plex_mark_watched",
            marked(title),
            ErrorKind::InvalidArgument,
        )
        .await;
    assert!(error.message().contains(told), "{error}");
    let found = fixture.ok("plex_search", json!({"query": title})).await;
    assert_eq!((items(&found).len(), &found["note"]), (1, &json!(told)));
    let item = fixture.ok("plex_get_item", json!({"title": title})).await;
    assert_eq!(item["note"], told, "{item}");
    let whole = json!({"query": "Lange Reise S02E01-E03"});
    let whole = fixture.ok("plex_search", whole).await;
    assert_eq!(items(&whole).len(), 3, "{whole}");
    assert!(whole.get("note").is_none(), "{whole}");
}

/// A show of one season with so many episodes, the last of them of a day of its own.
fn long(count: usize) -> Library {
    let mut episodes = String::new();
    for number in 1..count {
        write!(episodes, "\"Teil {number}\", ").unwrap();
    }
    Library::from_toml(&format!(
        r#"
        [[section]]
        key = "1"
        type = "show"
        title = "Shows"
        item = [{{ title = "Ohne Ende", item = [{{ index = 1, item = [{episodes}
            {{ title = "Schluss", originallyAvailableAt = "2024-05-06" }}] }}] }}]
        "#
    ))
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_show_is_looked_through_to_its_end() {
    let fixture = Fixture::holding(long(2_345)).await;
    for title in [
        "Ohne Ende S01E2345",
        "Ohne Ende episode 2345",
        "Ohne Ende 2024-05-06",
    ] {
        let item = fixture.ok("plex_get_item", json!({"title": title})).await;
        assert_eq!(item["title"], "Schluss", "{title}");
        let done = fixture.ok("plex_mark_watched", marked(title)).await;
        assert!(done.to_string().contains("Schluss"), "{title}: {done}");
    }
    let error = fixture
        .err(
            "plex_get_item",
            json!({"title": "Ohne Ende episode 2346"}),
            ErrorKind::InvalidArgument,
        )
        .await;
    assert!(
        error.message().contains("has no episode 2346 here"),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_show_that_is_too_long_is_said_to_be_looked_through_in_part() {
    let fixture = Fixture::holding(long(10_001)).await;
    let day = json!({"title": "Ohne Ende 2024-05-06"});
    let error = fixture
        .err("plex_get_item", day, ErrorKind::InvalidArgument)
        .await;
    let told = "has no episode of 2024-05-06 among the first 10000 of 10001";
    assert!(error.message().contains(told), "{error}");
    let item = json!({"title": "Ohne Ende episode 77"});
    assert_eq!(fixture.ok("plex_get_item", item).await["title"], "Teil 77");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_changed_while_another_of_that_name_may_be_where_nothing_answers() {
    let fixture = world().await;
    fixture
        .emulator
        .inject(Fault::Status(500).on("/hubs/search"));
    for (title, meant) in [
        ("Metropolis", "Metropolis"),
        ("Tatort S01E02", "Zwei"),
        ("Tatort episode 2", "Zwei"),
    ] {
        let error = fixture
            .err("plex_mark_watched", marked(title), ErrorKind::Upstream)
            .await;
        assert!(error.message().contains("/hubs/search"), "{title}: {error}");
        assert!(
            error.advice().unwrap().contains("rating_key"),
            "{title}: {error:?}"
        );
        let item = fixture.ok("plex_get_item", json!({"title": title})).await;
        assert_eq!(item["title"], meant, "{title}");
        let note = item["note"].as_str().unwrap();
        assert!(note.contains("may be called that"), "{title}: {note}");
    }
}
