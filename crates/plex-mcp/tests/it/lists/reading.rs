//! Which playlists and collections there are.

use plex_mcp::ErrorKind;
use serde_json::json;

use super::{lists, lists_as};
use crate::support::items;

#[tokio::test]
async fn playlists_are_told_with_their_sizes_and_rules() {
    let fixture = lists().await;
    let page = fixture.ok("plex_get_playlists", json!({})).await;
    let rows = items(&page);
    let row = |title: &str| rows.iter().find(|row| row["title"] == title).unwrap();
    assert_eq!(page["total"], 3);
    assert_eq!(
        row("Rainy days"),
        &json!({
            "rating_key": "60",
            "title": "Rainy days",
            "type": "video",
            "items": 3,
            "duration_s": 18_000,
            "summary": "For the sofa",
        })
    );
    let unseen = row("Unseen");
    assert_eq!(
        (&unseen["smart"], &unseen["items"]),
        (&json!(true), &json!(2))
    );
    assert_eq!(
        unseen["rule"],
        "every movie of \"Films\": unwatched and year above 1922; by duration:desc"
    );
}

#[tokio::test]
async fn playlists_are_taken_by_kind_and_page() {
    let fixture = lists().await;
    let audio = fixture
        .ok("plex_get_playlists", json!({"type": "audio"}))
        .await;
    assert_eq!(items(&audio).len(), 1);
    assert_eq!(items(&audio)[0]["title"], "Tides");
    let first = fixture.ok("plex_get_playlists", json!({"limit": 2})).await;
    assert_eq!(
        (&first["total"], &first["next_offset"]),
        (&json!(3), &json!(2))
    );
    let rest = fixture
        .ok("plex_get_playlists", json!({"limit": 2, "offset": 2}))
        .await;
    assert_eq!(items(&rest).len(), 1);
    assert!(rest.get("next_offset").is_none());
    let behind = fixture.ok("plex_get_playlists", json!({"offset": 9})).await;
    assert!(behind["note"].as_str().unwrap().contains("3 playlists"));
    let none = fixture
        .ok("plex_get_playlists", json!({"type": "photo"}))
        .await;
    assert_eq!(none["note"], "There are no such playlists.");
}

#[tokio::test]
async fn collections_are_told_of_one_library_or_of_all() {
    let fixture = lists().await;
    let all = fixture.ok("plex_get_collections", json!({})).await;
    let of_films = fixture
        .ok("plex_get_collections", json!({"library_id": "Films"}))
        .await;
    assert_eq!((&all["total"], &of_films["total"]), (&json!(2), &json!(2)));
    let murnau = &items(&all)[0];
    assert_eq!(murnau["title"], "Murnau");
    assert_eq!(murnau["library"], "Films");
    assert_eq!(
        (&murnau["type"], &murnau["items"]),
        (&json!("movie"), &json!(3))
    );
    let short = &items(&of_films)[1];
    assert_eq!(
        short["rule"],
        "every movie of \"Films\"; by duration; at most 2"
    );
    assert!(short.get("library").is_none());
    let second = fixture
        .ok("plex_get_collections", json!({"limit": 1, "offset": 1}))
        .await;
    assert_eq!(items(&second)[0]["title"], "Short ones");
    let none = fixture
        .ok("plex_get_collections", json!({"library_id": "Shows"}))
        .await;
    assert_eq!(none["note"], "There are no collections.");
}

#[tokio::test]
async fn where_only_some_libraries_are_shown_there_are_no_playlists_and_only_their_collections() {
    let fixture = lists_as(|options| options.libraries = vec!["Shows".to_owned()]).await;
    let error = fixture
        .err("plex_get_playlists", json!({}), ErrorKind::InvalidArgument)
        .await;
    assert!(error.message().contains("without --libraries"), "{error}");
    let shown = fixture.ok("plex_get_collections", json!({})).await;
    assert_eq!(shown["total"], 0);
    let films = json!({"library_id": "Films"});
    fixture
        .err("plex_get_collections", films, ErrorKind::InvalidArgument)
        .await;
}
