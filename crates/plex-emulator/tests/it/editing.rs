//! Items are edited by field and by tag, and what is locked stays.

use plex_emulator::Emulator;
use reqwest::Method;
use serde_json::{Value, json};

use crate::ask::{self, NOW, item};
use crate::playlists::{keys, send, send_as, start};

async fn put(emulator: &Emulator, path: &str) -> u16 {
    send(emulator, Method::PUT, path).await.0
}

fn tags(item: &Value, element: &str) -> Vec<String> {
    let tags = ask::list(&item[element]);
    let text = |tag: &Value| tag["tag"].as_str().unwrap().to_owned();
    tags.iter().map(text).collect()
}

#[tokio::test]
async fn fields_are_written_cleared_and_locked_by_either_way() {
    let emulator = start().await;
    emulator.clock().advance(std::time::Duration::from_secs(60));
    let edit = "/library/metadata/1?title.value=The+New+One&title.locked=1&summary.value=So%20it%20is\
        &originallyAvailableAt.value=1930-05-06&rating.value=7.5&studio.value=Ufa&addedAt.value=1700000000\
        &nonsense.value=1&userRating=5";
    assert_eq!(put(&emulator, edit).await, 200);
    let read = item(&emulator, 1).await;
    for (field, value) in [
        ("title", json!("The New One")),
        ("titleSort", json!("New One")),
        ("summary", json!("So it is")),
        ("originallyAvailableAt", json!("1930-05-06")),
        ("year", json!(1930)),
        ("rating", json!(7.5)),
        ("studio", json!("Ufa")),
        ("addedAt", json!(1_700_000_000)),
        ("updatedAt", json!(NOW + 60)),
        ("Field", json!([{ "locked": true, "name": "title" }])),
    ] {
        assert_eq!(read[field], value, "{field}");
    }
    assert!(read.get("userRating").is_none());
    let edit =
        "/library/sections/1/all?type=1&id=1,2&studio.value=&title.locked=0&summary.locked=1";
    assert_eq!(put(&emulator, edit).await, 200);
    for key in [1, 2] {
        let read = item(&emulator, key).await;
        assert!(read.get("studio").is_none());
        assert_eq!(
            read["Field"],
            json!([{ "locked": true, "name": "summary" }])
        );
    }
    assert_eq!(
        keys(&emulator, "/library/sections/1/all?title=new").await,
        [1]
    );
    // Ratings are the viewer's own.
    assert_eq!(
        put(&emulator, "/library/metadata/2?userRating.value=8").await,
        200
    );
    assert_eq!(item(&emulator, 2).await["userRating"], 8.0);
}

#[tokio::test]
async fn a_malformed_edit_changes_nothing() {
    let emulator = start().await;
    let before = ask::json(&emulator, "/library/sections/1/all").await;
    for (path, status) in [
        ("/library/metadata/1?title.value=x&addedAt.value=soon", 400),
        ("/library/metadata/1?title.value=x&rating.value=11", 400),
        (
            "/library/metadata/1?title.value=x&originallyAvailableAt.value=1930-13-01",
            400,
        ),
        ("/library/metadata/999?title.value=x", 404),
        ("/library/sections/1/all?id=1&title.value=x", 400),
        ("/library/sections/1/all?type=movie&id=1&title.value=x", 500),
        ("/library/sections/9/all?type=1&id=1&title.value=x", 404),
        // Of another type, or nothing that can be edited.
        ("/library/sections/1/all?type=18&id=1&title.value=x", 200),
        ("/library/sections/1/all?type=1&id=12&title.value=x", 200),
        ("/library/metadata/1?tagline=x&title=y", 200),
        ("/library/metadata/1?title.value=", 200),
    ] {
        assert_eq!(put(&emulator, path).await, status, "{path}");
    }
    let path = "/library/metadata/1?title.value=x";
    assert_eq!(
        send_as(&emulator, "guest-token", Method::PUT, path).await.0,
        403
    );
    assert_eq!(
        ask::json(&emulator, "/library/sections/1/all").await,
        before
    );
    assert_eq!(item(&emulator, 12).await["title"], "Arrival");
}

#[tokio::test]
async fn without_ids_everything_of_the_type_is_edited() {
    let emulator = start().await;
    let edit = "/library/sections/1/all?type=1&year=1927&studio.value=Old";
    assert_eq!(put(&emulator, edit).await, 200);
    let studios = [(1, json!("Old")), (2, json!("Old")), (3, Value::Null)];
    for (key, studio) in studios {
        assert_eq!(item(&emulator, key).await["studio"], studio);
    }
}

#[tokio::test]
async fn tags_are_added_and_taken_away() {
    let emulator = start().await;
    let add =
        "/library/metadata/1?genre%5B0%5D.tag.tag=War&genre%5B1%5D.tag.tag=Drama&genre.locked=1";
    assert_eq!(put(&emulator, add).await, 200);
    let read = item(&emulator, 1).await;
    assert_eq!(tags(&read, "Genre"), ["Drama", "War"]);
    assert_eq!(read["Field"][0]["name"], "genre");
    assert_eq!(
        keys(&emulator, "/library/sections/1/all?genre=War").await,
        [1]
    );
    // Each value is encoded before they are joined.
    let remove = "/library/metadata/1?genre%5B%5D.tag.tag-=Drama%2CWar";
    assert_eq!(put(&emulator, remove).await, 200);
    assert!(tags(&item(&emulator, 1).await, "Genre").is_empty());
    let odd =
        "/library/metadata/1?director%5B0%5D.tag.tag=One%2C%20Two&director%5B1%5D.tag.tag=Three";
    assert_eq!(put(&emulator, odd).await, 200);
    let remove = "/library/metadata/1?director%5B%5D.tag.tag-=One%252C%2520Two";
    assert_eq!(put(&emulator, remove).await, 200);
    assert_eq!(tags(&item(&emulator, 1).await, "Director"), ["Three"]);
    assert_eq!(
        put(&emulator, "/library/metadata/1?director%5B%5D.tag=").await,
        200
    );
    assert!(tags(&item(&emulator, 1).await, "Director").is_empty());
    // A new label begins with a capital, and listings show none.
    let label = "/library/sections/1/all?type=1&id=1,2&label%5B0%5D.tag.tag=leaving-soon";
    assert_eq!(put(&emulator, label).await, 200);
    assert_eq!(tags(&item(&emulator, 2).await, "Label"), ["Leaving-Soon"]);
    let listed = ask::json(&emulator, "/library/sections/1/all").await;
    assert!(listed["Metadata"][0].get("Label").is_none());
    // What a photo is tagged with, and when it was taken: a day, whatever time comes with it.
    let photo = "/library/metadata/31?tag%5B0%5D.tag.tag=Sea&tag.locked=1\
        &originallyAvailableAt.value=1999-01-02%2003%3A04%3A05";
    assert_eq!(put(&emulator, photo).await, 200);
    let read = item(&emulator, 31).await;
    assert_eq!(tags(&read, "Tag"), ["Sea"]);
    assert_eq!(read["Field"][0]["name"], "tag");
    assert_eq!(read["originallyAvailableAt"], "1999-01-02");
    let remove = "/library/metadata/31?tag%5B%5D.tag.tag-=Sea&tag.locked=0";
    assert_eq!(put(&emulator, remove).await, 200);
    let read = item(&emulator, 31).await;
    assert!(tags(&read, "Tag").is_empty() && read.get("Field").is_none());
    // An artist has no director.
    let wrong = "/library/metadata/20?director%5B0%5D.tag.tag=Nobody";
    assert_eq!(put(&emulator, wrong).await, 200);
    assert!(item(&emulator, 20).await.get("Director").is_none());
}

#[tokio::test]
async fn a_refresh_brings_back_what_is_not_locked() {
    let emulator = start().await;
    let edit = "/library/metadata/1?title.value=Mine&title.locked=1&summary.value=Gone&year.value=1999\
        &genre%5B0%5D.tag.tag=War&label%5B0%5D.tag.tag=Kept";
    assert_eq!(put(&emulator, edit).await, 200);
    assert_eq!(put(&emulator, "/library/metadata/1/refresh").await, 200);
    let read = item(&emulator, 1).await;
    assert_eq!(read["title"], "Mine");
    assert_eq!(read["summary"], "");
    assert_eq!(read["year"], 1927);
    assert_eq!(tags(&read, "Genre"), ["Drama"]);
    assert_eq!(tags(&read, "Label"), ["Kept"]);
    let unlock = "/library/metadata/1?title.locked=0";
    assert_eq!(put(&emulator, unlock).await, 200);
    assert_eq!(item(&emulator, 1).await["title"], "Mine");
    assert_eq!(
        put(&emulator, "/library/metadata/1/refresh?force=1").await,
        200
    );
    assert_eq!(item(&emulator, 1).await["title"], "Metropolis");
    assert_eq!(put(&emulator, "/library/metadata/1/analyze").await, 200);
    for path in [
        "/library/metadata/999/refresh",
        "/library/metadata/999/analyze",
    ] {
        assert_eq!(put(&emulator, path).await, 404, "{path}");
    }
}

#[tokio::test]
async fn each_kind_has_the_preferences_that_plex_gives_it() {
    let emulator = start().await;
    let languages = ["audioLanguage", "subtitleLanguage", "subtitleMode"];
    for (key, own) in [
        (
            1,
            vec![
                "languageOverride",
                "useOriginalTitle",
                "enableCreditsMarkerGeneration",
            ],
        ),
        (
            10,
            [
                &["showOrdering", "enableCreditsMarkerGeneration"][..],
                &languages,
            ]
            .concat(),
        ),
        (11, languages.to_vec()),
    ] {
        let path = format!("/library/metadata/{key}?includePreferences=1");
        let read = ask::json(&emulator, &path).await;
        let settings = ask::list(&read["Metadata"][0]["Preferences"]["Setting"]);
        for id in own {
            assert!(settings.iter().any(|one| one["id"] == id), "{key} {id}");
        }
    }
    let prefs = "/library/metadata/11/prefs?subtitleMode=2&audioLanguage=ja-JP";
    assert_eq!(put(&emulator, prefs).await, 200);
    let season = item(&emulator, 11).await;
    assert_eq!(
        (&season["subtitleMode"], &season["audioLanguage"]),
        (&2.into(), &"ja-JP".into())
    );
    let wrong = "/library/metadata/10/prefs?showOrdering=alphabetical";
    assert_eq!(put(&emulator, wrong).await, 400);
}

#[tokio::test]
async fn seasons_that_are_left_out_are_not_named() {
    let emulator = start().await;
    let episode = item(&emulator, 12).await;
    assert_eq!(episode["parentRatingKey"], "11");
    assert!(episode.get("skipParent").is_none());
    let hide = "/library/metadata/10/prefs?flattenSeasons=1";
    assert_eq!(put(&emulator, hide).await, 200);
    let episode = item(&emulator, 12).await;
    assert_eq!(episode["skipParent"], true);
    assert!(episode.get("parentRatingKey").is_none() && episode.get("parentKey").is_none());
    assert_eq!(episode["parentIndex"], 1);
    let show = "/library/metadata/10/prefs?flattenSeasons=0";
    assert_eq!(put(&emulator, show).await, 200);
    let of_library = "/library/sections/2/prefs?flattenSeasons=2";
    assert_eq!(put(&emulator, of_library).await, 200);
    assert!(item(&emulator, 12).await.get("skipParent").is_none());
    let usual = "/library/metadata/10/prefs?flattenSeasons=-1";
    assert_eq!(put(&emulator, usual).await, 200);
    assert_eq!(item(&emulator, 12).await["skipParent"], true);
    // A track says which disc it is on.
    assert_eq!(item(&emulator, 22).await["parentIndex"], 1);
}

#[tokio::test]
async fn an_items_preferences_are_kept_until_they_are_the_usual_ones() {
    let emulator = start().await;
    let prefs = "/library/metadata/10/prefs?episodeSort=1&languageOverride=de-DE&unknown=1";
    assert_eq!(put(&emulator, prefs).await, 200);
    let read = item(&emulator, 10).await;
    assert_eq!(read["episodeSort"], 1);
    assert_eq!(read["languageOverride"], "de-DE");
    assert_eq!(
        put(&emulator, "/library/metadata/10/prefs?episodeSort=7").await,
        400
    );
    assert_eq!(
        put(&emulator, "/library/metadata/10/prefs?episodeSort=-1").await,
        200
    );
    assert!(item(&emulator, 10).await.get("episodeSort").is_none());
}
