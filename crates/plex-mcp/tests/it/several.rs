//! One list of several libraries, and several items, in one call.

use plex_emulator::{Emulator, Fault, Library};
use plex_mcp::ErrorKind;
use serde_json::{Value, json};

use crate::support::{Fixture, items};

/// Two libraries of films and one of shows.
async fn fixture() -> Fixture {
    let film = |title: &str, year: u32, genre: &str| json!({"title": title, "year": year, "Genre": [genre]});
    let description = json!({"section": [
        {"key": "1", "type": "movie", "title": "Films", "Location": ["/a"], "item": [
            film("Alpha", 1990, "Drama"), film("Delta", 2010, "Comedy"), film("The Echo", 1970, "Drama"),
        ]},
        {"key": "2", "type": "movie", "title": "Films, old", "Location": ["/b"], "item": [
            film("Bravo", 1980, "Drama"), film("Charlie", 2000, "Drama"),
        ]},
        {"key": "3", "type": "show", "title": "Shows", "Location": ["/c"], "item": [
            {"title": "Foxtrot", "year": 1985, "item": [{"index": 1, "title": "Season 1", "item": [{"title": "One"}]}]},
        ]},
    ]});
    let library = Library::from_json(&description.to_string()).unwrap();
    Fixture::over(Emulator::builder().library(library)).await
}

fn titles(page: &Value) -> Vec<&str> {
    items(page)
        .iter()
        .map(|item| item["title"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_list_of_several_libraries_has_one_order_and_pages_as_one() {
    let fixture = fixture().await;
    for library in [
        json!("1,2"),
        json!(["1", "2"]),
        json!([1, 2]),
        json!("Films, 2"),
        json!("1, 2, Films"),
    ] {
        let page = json!({"library_id": library, "sort": "year:desc", "limit": 3});
        let page = fixture.ok("plex_get_library_items", page).await;
        assert_eq!(titles(&page), ["Delta", "Charlie", "Alpha"], "{library}");
        assert_eq!(
            (&page["total"], &page["next_offset"]),
            (&json!(5), &json!(3)),
            "{page}"
        );
        assert_eq!(items(&page)[1]["library"], "Films, old", "{page}");
    }
    let rest = json!({"library_id": "1,2", "sort": "year:desc", "limit": 3, "offset": 3});
    let rest = fixture.ok("plex_get_library_items", rest).await;
    assert_eq!(titles(&rest), ["Bravo", "The Echo"]);
    assert!(rest.get("next_offset").is_none(), "{rest}");
    let by_title = json!({"library_id": "1,2,3"});
    let by_title = fixture.ok("plex_get_library_items", by_title).await;
    assert_eq!(
        titles(&by_title),
        ["Alpha", "Bravo", "Charlie", "Delta", "The Echo", "Foxtrot"]
    );
    let filtered = json!({"library_id": "1,2", "filters": {"genre": "Drama"}, "sort": "year"});
    let filtered = fixture.ok("plex_get_library_items", filtered).await;
    assert_eq!(titles(&filtered), ["The Echo", "Bravo", "Alpha", "Charlie"]);
    // A title with a comma is one library.
    let one = fixture
        .ok(
            "plex_get_library_items",
            json!({"library_id": "Films, old"}),
        )
        .await;
    assert_eq!(one["total"], 2);
}

#[tokio::test]
async fn a_library_that_a_filter_does_not_fit_is_left_out_and_said_to_be() {
    let fixture = fixture().await;
    let comedies = json!({"library_id": "1,2", "filters": {"genre": "Comedy"}});
    let comedies = fixture.ok("plex_get_library_items", comedies).await;
    assert_eq!(titles(&comedies), ["Delta"]);
    assert!(
        comedies["note"].as_str().unwrap().contains("Films, old"),
        "{comedies}"
    );
    let none = json!({"library_id": "1,2", "filters": {"genre": "Western"}});
    fixture
        .err("plex_get_library_items", none, ErrorKind::InvalidArgument)
        .await;
    let unknown = json!({"library_id": "1,9"});
    fixture
        .err(
            "plex_get_library_items",
            unknown,
            ErrorKind::InvalidArgument,
        )
        .await;
    let deep = json!({"library_id": "1,2", "offset": 5_000});
    fixture
        .err("plex_get_library_items", deep, ErrorKind::InvalidArgument)
        .await;
}

#[tokio::test]
async fn several_items_are_told_in_one_call() {
    let fixture = fixture().await;
    let page = fixture
        .ok("plex_get_library_items", json!({"library_id": "1"}))
        .await;
    let keys: Vec<String> = items(&page)
        .iter()
        .map(|item| item["rating_key"].as_str().unwrap().to_owned())
        .collect();
    for given in [json!(keys.join(",")), json!(keys)] {
        let told = fixture
            .ok("plex_get_item", json!({"rating_key": given}))
            .await;
        let told: Vec<&str> = told["several"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["title"].as_str().unwrap())
            .collect();
        assert_eq!(told, titles(&page));
    }
    let some = format!("{},999999", keys[0]);
    let some = fixture
        .ok("plex_get_item", json!({"rating_key": some}))
        .await;
    assert_eq!(some["several"].as_array().unwrap().len(), 1);
    assert!(
        some["missing"][0].as_str().unwrap().starts_with("999999"),
        "{some}"
    );
    let none = json!({"rating_key": "999998,999999"});
    fixture
        .err("plex_get_item", none, ErrorKind::NotFound)
        .await;
    let one = fixture
        .ok("plex_get_item", json!({"rating_key": keys[0]}))
        .await;
    assert_eq!(one["title"], titles(&page)[0]);
    assert!(one.get("several").is_none(), "{one}");
}

/// The others are told all the same; how many there are in all is not known then.
#[tokio::test]
async fn a_library_that_cannot_be_read_is_said_to_be_missing() {
    let fixture = fixture().await;
    fixture
        .emulator
        .inject(Fault::Status(500).on("/library/sections/2/all"));
    let page = json!({"library_id": "1,2", "sort": "year"});
    let page = fixture.ok("plex_get_library_items", page).await;
    assert_eq!(titles(&page), ["The Echo", "Alpha", "Delta"], "{page}");
    assert!(page["total"].is_null(), "{page}");
    let note = page["note"].as_str().unwrap();
    assert!(
        note.contains("\"Films, old\"") && note.contains("missing"),
        "{note}"
    );
    fixture
        .emulator
        .inject(Fault::Status(500).on("/library/sections/1/all"));
    let none = json!({"library_id": "1,2"});
    fixture
        .err("plex_get_library_items", none, ErrorKind::Upstream)
        .await;
}

#[tokio::test]
async fn a_tool_that_takes_one_library_says_so() {
    let fixture = fixture().await;
    for (tool, argument) in [
        ("plex_get_on_deck", "library_id"),
        ("plex_get_recently_added", "library_id"),
        ("plex_get_history", "library_id"),
        ("plex_get_collections", "library_id"),
        ("plex_search", "section_id"),
    ] {
        for several in [
            json!(["Films", "Shows"]),
            json!("Films, Shows"),
            json!("1,3"),
        ] {
            let mut arguments = json!({"query": "x"});
            if tool != "plex_search" {
                arguments = json!({});
            }
            arguments[argument] = several.clone();
            let error = fixture
                .err(tool, arguments, ErrorKind::InvalidArgument)
                .await;
            let is_said = error.message().contains("at a time");
            assert!(is_said, "{tool} {several}: {error}");
            let advice = error.advice().unwrap();
            assert!(
                advice.contains("once for each"),
                "{tool} {several}: {advice}"
            );
        }
    }
}
