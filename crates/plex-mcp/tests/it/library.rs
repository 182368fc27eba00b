//! Toolset `library`: what its tools answer about the sample library.

use plex_emulator::Library;
use serde_json::{Value, json};

use crate::support::{Fixture, items};

/// The titles of a list's rows.
fn titles(result: &Value) -> Vec<&str> {
    items(result)
        .iter()
        .map(|item| item["title"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn libraries_are_counted_by_what_they_hold() {
    let fixture = Fixture::sample().await;
    let libraries = fixture.ok("plex_get_libraries", json!({})).await;
    let of_type = |kind: &str| {
        items(&libraries)
            .iter()
            .find(|library| library["type"] == kind)
            .unwrap()
    };
    assert!(of_type("movie")["items"].as_u64().unwrap() >= 60);
    for key in ["shows", "seasons", "episodes"] {
        assert!(of_type("show")[key].as_u64().unwrap() >= 8, "{key}");
    }
    for key in ["artists", "albums", "tracks"] {
        assert!(of_type("artist")[key].as_u64().unwrap() >= 12, "{key}");
    }
    assert_eq!(libraries["total"], items(&libraries).len());
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    let fixture = Fixture::sample().await;
    let whole = fixture
        .ok(
            "plex_get_library_items",
            json!({"library_id": "Films", "limit": 1000}),
        )
        .await;
    assert_eq!(
        items(&whole).len(),
        whole["total"].as_u64().unwrap() as usize
    );
    assert!(whole.get("next_offset").is_none());
    let mut pieces = Vec::new();
    let mut offset = json!(0);
    while offset.is_u64() {
        let page = fixture
            .ok(
                "plex_get_library_items",
                json!({"library_id": "films", "limit": 7, "offset": offset}),
            )
            .await;
        assert_eq!(page["total"], whole["total"]);
        assert_eq!(page["offset"], offset);
        pieces.extend(items(&page).clone());
        offset = page["next_offset"].clone();
    }
    assert_eq!(&pieces, items(&whole));
}

#[tokio::test]
async fn a_film_is_shown_as_promised() {
    let fixture = Fixture::sample().await;
    let found = fixture
        .ok(
            "plex_get_library_items",
            json!({"library_id": "Films", "limit": 1000}),
        )
        .await;
    let film = items(&found)
        .iter()
        .find(|film| film["title"] == "Metropolis")
        .unwrap();
    assert_eq!(film["type"], "movie");
    assert_eq!(film["year"], 1927);
    assert!(film["rating_key"].is_string() && film["duration_s"].as_u64().unwrap() > 3_600);
    assert!(items(&found).iter().any(|film| film["watched"] == true));
    assert!(
        items(&found).iter().all(|film| film["watched"] != false),
        "absent, not false"
    );
}

#[tokio::test]
async fn other_kinds_of_a_library_can_be_listed() {
    let fixture = Fixture::sample().await;
    let episodes = fixture
        .ok(
            "plex_get_library_items",
            json!({"library_id": "Shows", "type": "episode"}),
        )
        .await;
    for episode in items(&episodes) {
        assert_eq!(episode["type"], "episode");
        let code = episode["episode"].as_str().unwrap();
        assert!(code.starts_with('S') && code.contains('E'), "{code}");
        assert!(episode["show"].is_string());
    }
    let tracks = fixture
        .ok(
            "plex_get_library_items",
            json!({"library_id": "Music", "type": "track", "limit": 5}),
        )
        .await;
    assert!(
        items(&tracks)
            .iter()
            .all(|track| track["artist"].is_string() && track["album"].is_string())
    );
}

#[tokio::test]
async fn lists_can_be_sorted_by_friendly_names_and_by_plexs() {
    let fixture = Fixture::sample().await;
    for sort in ["year:desc", "Year:DESC"] {
        let films = fixture
            .ok(
                "plex_get_library_items",
                json!({"library_id": "Films", "sort": sort, "limit": 1000}),
            )
            .await;
        let years: Vec<u64> = items(&films)
            .iter()
            .filter_map(|film| film["year"].as_u64())
            .collect();
        assert!(years.len() > 50);
        assert!(
            years.is_sorted_by(|newer, older| newer >= older),
            "{years:?}"
        );
    }
    let friendly = fixture
        .ok(
            "plex_get_library_items",
            json!({"library_id": "Films", "sort": "added_at:desc"}),
        )
        .await;
    let plex = fixture
        .ok(
            "plex_get_library_items",
            json!({"library_id": "Films", "sort": "addedAt:desc"}),
        )
        .await;
    assert_eq!(friendly, plex);
    let recent = fixture
        .ok("plex_get_recently_added", json!({"library_id": "Films"}))
        .await;
    assert_eq!(titles(&friendly)[..10], titles(&recent)[..10]);
}

#[tokio::test]
async fn an_offset_behind_the_end_says_so() {
    let fixture = Fixture::sample().await;
    let page = fixture
        .ok(
            "plex_get_library_items",
            json!({"library_id": "Films", "offset": 5_000}),
        )
        .await;
    assert!(items(&page).is_empty() && page.get("next_offset").is_none());
    assert!(
        page["note"].as_str().unwrap().contains("behind the last"),
        "{page}"
    );
}

#[tokio::test]
async fn what_is_new_comes_newest_first_and_says_when() {
    let fixture = Fixture::sample().await;
    let recent = fixture
        .ok("plex_get_recently_added", json!({"limit": 20}))
        .await;
    let times: Vec<&str> = items(&recent)
        .iter()
        .map(|item| item["added"].as_str().unwrap())
        .collect();
    assert!(
        times.is_sorted_by(|newer, older| newer >= older),
        "{times:?}"
    );
    assert_eq!(items(&recent).len(), 20);
    assert_eq!(recent["has_more"], true);
    // Each library once, not in each row.
    assert_eq!(
        recent["libraries"],
        json!({"album": "Music", "movie": "Films", "season": "Shows"})
    );
    assert!(
        items(&recent)
            .iter()
            .all(|row| row.get("library").is_none() && row["added"].as_str().unwrap().len() == 10),
        "{recent}"
    );
    let films = fixture
        .ok("plex_get_recently_added", json!({"type": "movie"}))
        .await;
    assert!(items(&films).iter().all(|item| item["type"] == "movie"));
}

/// Two libraries of films, and one of shows.
const THREE_LIBRARIES: &str = r#"
[[section]]
key = "1"
title = "Films"
type = "movie"
Location = ["/media/films"]
item = [{ title = "Metropolis", addedAt = "-1d" }, { title = "Faust", addedAt = "-4d" }]

[[section]]
key = "2"
title = "Children's films"
type = "movie"
Location = ["/media/children"]
item = [{ title = "Prince Achmed", addedAt = "-2d" }]

[[section]]
key = "3"
title = "Shows"
type = "show"
Location = ["/media/shows"]

[[section.item]]
title = "Harbour"

[[section.item.item]]
index = 1
item = [{ title = "One", addedAt = "-3d" }]
"#;

#[tokio::test]
async fn what_is_new_names_the_library_in_each_row_where_a_type_is_in_several() {
    let library = Library::from_toml(THREE_LIBRARIES).unwrap();
    let fixture = Fixture::holding(library).await;
    let recent = fixture.ok("plex_get_recently_added", json!({})).await;
    let films = items(&recent).iter().filter(|row| row["type"] == "movie");
    let libraries: Vec<&str> = films.map(|row| row["library"].as_str().unwrap()).collect();
    assert_eq!(
        libraries,
        ["Films", "Children's films", "Films"],
        "{recent}"
    );
    let told = recent["libraries"].as_object().unwrap();
    assert!(!told.contains_key("movie"), "{recent}");
    assert!(told.values().all(|library| library == "Shows"), "{recent}");
    let others = items(&recent).iter().filter(|row| row["type"] != "movie");
    assert!(others.clone().count() > 0, "{recent}");
    for row in others {
        assert!(row.get("library").is_none(), "{recent}");
        assert_eq!(told[row["type"].as_str().unwrap()], "Shows", "{recent}");
    }
    let one = fixture
        .ok(
            "plex_get_recently_added",
            json!({"library_id": "Children's films"}),
        )
        .await;
    assert_eq!(one["libraries"], json!({"movie": "Children's films"}));
}

/// Two seasons; of the first, two episodes came together and one long before.
const EPISODES: &str = r#"
[[section]]
key = "2"
title = "Shows"
type = "show"
Location = ["/media/shows"]

[[section.item]]
title = "Harbour"
year = 2019

[[section.item.item]]
index = 1
item = [
  { title = "One", addedAt = "-100d" },
  { title = "Two", addedAt = "-2d" },
  { title = "Three", addedAt = "-2d" },
]

[[section.item.item]]
index = 2
item = [{ title = "Four", addedAt = "-1d" }]
"#;

#[tokio::test]
async fn new_episodes_come_by_season_unless_they_are_asked_for() {
    let library = Library::from_toml(EPISODES).unwrap();
    let fixture = Fixture::holding(library).await;
    let recent = fixture.ok("plex_get_recently_added", json!({})).await;
    assert_eq!(items(&recent)[0]["show"], "Harbour", "{recent}");
    let seasons = items(&recent)
        .iter()
        .filter(|row| row["type"] == "season" && row["season"] == 1)
        .count();
    assert_eq!(seasons, 1, "{recent}");
    let single = fixture
        .ok("plex_get_recently_added", json!({"type": "episode"}))
        .await;
    assert_eq!(titles(&single)[0], "Four");
    assert_eq!(items(&single).len(), 4, "{single}");
}

#[tokio::test]
async fn on_deck_says_where_playback_was_left() {
    let fixture = Fixture::sample().await;
    let deck = fixture.ok("plex_get_on_deck", json!({})).await;
    assert!(
        items(&deck).iter().any(|item| item["position_s"]
            .as_u64()
            .is_some_and(|position| position > 0)),
        "{deck}"
    );
    assert!(
        items(&deck)
            .iter()
            .any(|item| item["type"] == "episode" && item["show"].is_string()),
        "{deck}"
    );
    assert!(items(&deck).len() <= 12);
    let one = fixture.ok("plex_get_on_deck", json!({"limit": 1})).await;
    assert_eq!((items(&one).len(), &one["has_more"]), (1, &json!(true)));
    let films = fixture
        .ok("plex_get_on_deck", json!({"library_id": "Films"}))
        .await;
    assert!(
        items(&films)
            .iter()
            .all(|item| item["type"] == "movie" && item["library"] == "Films"),
        "{films}"
    );
}

#[tokio::test]
async fn a_search_finds_titles_and_people_and_says_why() {
    let fixture = Fixture::sample().await;
    let found = fixture
        .ok("plex_search", json!({"query": "metropolis"}))
        .await;
    let best = &items(&found)[0];
    assert_eq!(
        (&best["title"], &best["matched"], &best["library"]),
        (&json!("Metropolis"), &json!("title"), &json!("Films"))
    );
    let person = fixture
        .ok("plex_search", json!({"query": "fritz lang"}))
        .await;
    assert!(
        items(&person)
            .iter()
            .any(|hit| hit["title"] == "Fritz Lang" && hit["matched"] == "person"),
        "{person}"
    );
    let nothing = fixture
        .ok("plex_search", json!({"query": "qqqqqzzzz"}))
        .await;
    assert_eq!(
        nothing["note"],
        "Nothing matches, nor anything spelled like it."
    );
}

#[tokio::test]
async fn a_search_keeps_to_its_library_its_types_and_its_limit() {
    let fixture = Fixture::sample().await;
    let here = fixture
        .ok(
            "plex_search",
            json!({"query": "the", "section_id": "Shows", "limit": 100}),
        )
        .await;
    assert!(!items(&here).is_empty());
    assert!(
        items(&here).iter().all(|hit| hit["library"] == "Shows"),
        "{here}"
    );
    let typed = fixture
        .ok(
            "plex_search",
            json!({"query": "the", "types": ["episode"], "limit": 100}),
        )
        .await;
    assert!(!items(&typed).is_empty());
    assert!(
        items(&typed).iter().all(|hit| hit["type"] == "episode"),
        "{typed}"
    );
    let few = fixture
        .ok("plex_search", json!({"query": "the", "limit": 3}))
        .await;
    assert_eq!((items(&few).len(), &few["has_more"]), (3, &json!(true)));
}
