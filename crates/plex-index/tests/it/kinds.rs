//! What the snapshot holds of things that listings tell in a way of their own.

use plex_emulator::Library;
use plex_index::{
    Depth, Index,
    insight::audit::{AuditQuery, Check},
};
use serde_json::{Value, json};

use crate::{
    between::{Reply, parameter},
    fixture::{Fixture, NOW, options},
};

/// Two episodes in one file and one in its own; a film in two entries of one file.
const SHARED: &str = r#"
[[section]]
type = "show"
title = "TV"
[[section.item]]
title = "Cartoon"
[[section.item.item]]
index = 1
item = [
 { title = "A", ratingKey = "101", duration = "22m", Media = [{ container = "mkv", duration = "44m", Part = [{ file = "/tv/Cartoon - S01E01-E02.mkv", size = 1000000000 }] }] },
 { title = "B", ratingKey = "102", duration = "22m", Media = [{ container = "mkv", duration = "44m", Part = [{ file = "/tv/Cartoon - S01E01-E02.mkv", size = 1000000000 }] }] },
 { title = "C", ratingKey = "103", duration = "22m", Media = [{ container = "mkv", duration = "22m", Part = [{ file = "/tv/Cartoon - S01E03.mkv", size = 500000000 }] }] },
]
[[section]]
type = "movie"
title = "Films"
[[section.item]]
title = "Stacked"
Media = [{ container = "mkv", Part = [{ file = "/films/cd1.mkv", size = 10 }, { file = "/films/cd2.mkv", size = 20 }] }]
[[section.item]]
title = "Beside it"
Media = [{ container = "mkv", Part = [{ file = "/films/cd1.mkv", size = 10 }] }]
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_episodes_share_counts_once() {
    let fixture = Fixture::of_toml(SHARED).await;
    let sums = "SELECT count(*), sum(size_bytes), min(size_bytes) FROM episodes";
    for _ in 0..2 {
        assert_eq!(fixture.rows(sums).await, [[3, 1_500_000_000_i64, 0]]);
        let films = "SELECT sum(size_bytes) FROM movies";
        assert_eq!(fixture.value(films).await, 40, "other files are others");
        // Read again, it is the same.
        fixture.sync(Depth::Everything).await;
    }
    let query = AuditQuery {
        library: Some("1".parse().unwrap()),
        checks: vec![Check::Storage],
        limit: 10,
        now: NOW,
    };
    let report = fixture.index.audit(query).await.unwrap().remove(0);
    assert_eq!(report.size_bytes, 1_500_000_000);
    assert!(report.findings[0].why.contains("3 items"), "{report:?}");

    assert!(!report.is_blind_to_files);
    // Whoever is first takes the file over.
    let without_first = SHARED.replace(
        "title = \"A\", ratingKey = \"101\"",
        "title = \"A\", ratingKey = \"104\"",
    );
    let fixture = fixture.now_with(&without_first).await;
    fixture.sync(Depth::Everything).await;
    assert_eq!(fixture.rows(sums).await, [[3, 1_500_000_000_i64, 0]]);
}

/// Whoever is not told the paths of files cannot tell these apart, and that is said.
#[tokio::test(flavor = "multi_thread")]
async fn who_sees_no_paths_counts_shared_files_for_each_and_says_so() {
    let people = r#"
[[account]]
id = 1
name = "ada"
[[account]]
id = 2
name = "grace"
token = "token-of-grace"
"#;
    let fixture = Fixture::of_toml(&format!("{people}{SHARED}")).await;
    let token = fixture.server.token_of("grace").unwrap();
    let client = plex_client::PlexClient::new(fixture.server.url(), token.clone()).unwrap();
    let guest = Index::new(client, options(fixture.home.path(), &token, &fixture.clock));
    guest.sync(Depth::Everything, |_| {}).await.unwrap();
    for (library, is_blind) in [("1", true), ("2", false)] {
        let query = AuditQuery {
            library: Some(library.parse().unwrap()),
            checks: vec![Check::Storage],
            limit: 10,
            now: NOW,
        };
        let report = guest.audit(query).await.unwrap().remove(0);
        assert_eq!(report.is_blind_to_files, is_blind, "{report:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tracks_of_a_compilation_have_artists_of_their_own() {
    let fixture = Fixture::of_toml(
        r#"
[[account]]
id = 1
name = "ada"
[[section]]
type = "artist"
title = "Music"
[[section.item]]
title = "Various Artists"
[[section.item.item]]
title = "Now 1"
year = 1983
item = [
 { ref = "phil", title = "You Can't Hurry Love", originalTitle = "Phil Collins" },
 { title = "Is There Something I Should Know", originalTitle = "Duran Duran" },
 { title = "Interlude" },
]
[[play]]
account = "ada"
item = "phil"
viewedAt = "-1d"
"#,
    )
    .await;
    let artists = "SELECT track_artist, artist FROM tracks ORDER BY track";
    let various = "Various Artists";
    assert_eq!(
        fixture.rows(artists).await,
        [
            ["Phil Collins", various],
            ["Duran Duran", various],
            [various, various]
        ]
    );
    assert_eq!(
        fixture.value("SELECT show FROM plays").await,
        "Phil Collins"
    );
}

/// A container with these items.
fn container(items: &[Value]) -> Reply {
    let count = items.len();
    let answer = json!({"MediaContainer": {"size": count, "totalSize": count, "Metadata": items}});
    Reply::Json(answer.to_string())
}

/// Albums in albums, a photo and a video in the innermost, as a camera's upload makes them.
fn photos() -> [Value; 4] {
    let album = |key: &str, parent: Option<&str>| {
        let mut album = json!({
            "ratingKey": key, "key": format!("/library/metadata/{key}/children"), "type": "photo",
            "title": format!("Album {key}"), "addedAt": 1_569_665_700, "librarySectionID": 4,
        });
        if let Some(parent) = parent {
            album["parentRatingKey"] = parent.into();
        }
        album
    };
    let taken = |key: &str, kind: &str, container: &str| {
        json!({
            "ratingKey": key, "key": format!("/library/metadata/{key}"), "type": kind,
            "title": format!("IMG {key}"), "addedAt": 1_569_665_700, "librarySectionID": 4,
            "parentRatingKey": "9803", "year": 2019, "originallyAvailableAt": "2019-09-28",
            "Media": [{"id": 1, "width": 1920, "height": 1080, "Part": [{"id": 1, "size": 2_000, "container": container}]}],
        })
    };
    [
        album("9801", None),
        album("9802", Some("9801")),
        album("9803", Some("9802")),
        taken("9805", "clip", "mov"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn videos_among_photos_and_albums_in_albums_are_there() {
    let (fixture, between) = Fixture::behind(Library::sample()).await;
    between.answers(|target| {
        let path = target.split('?').next().unwrap();
        let [outer, middle, inner, clip] = photos();
        let mut photo = clip.clone();
        photo["ratingKey"] = "9804".into();
        photo["type"] = "photo".into();
        if let Some(keys) = path.strip_prefix("/library/metadata/") {
            let all = [outer, middle, inner, photo, clip];
            let is_asked = |item: &&Value| keys.split(',').any(|key| item["ratingKey"] == key);
            let found: Vec<Value> = all.iter().filter(is_asked).cloned().collect();
            return match found.is_empty() {
                true => Reply::Pass,
                false => container(&found),
            };
        }
        if path != "/library/sections/4/all" {
            return Reply::Pass;
        }
        match parameter(target, "type") {
            Some("12") => container(&[clip]),
            Some("13") => container(&[photo]),
            _ => container(&[outer]),
        }
    });
    let fresh = fixture.index.sync(Depth::Everything, |_| {}).await.unwrap();
    assert!(fresh.missing.is_empty(), "{:?}", fresh.missing);
    let rows = "SELECT rating_key, type, parent, released, year FROM items WHERE library = 'Photos' ORDER BY 1";
    assert_eq!(
        fixture.rows(rows).await,
        [
            json!(["9801", "photoalbum", null, null, null]),
            json!(["9802", "photoalbum", "Album 9801", null, null]),
            json!(["9803", "photoalbum", "Album 9802", null, null]),
            json!(["9804", "photo", "Album 9803", "2019-09-28", 2019]),
            json!(["9805", "clip", "Album 9803", "2019-09-28", 2019]),
        ]
        .map(|row| row.as_array().unwrap().clone())
    );
    let container =
        "SELECT v.container FROM versions v JOIN items i ON i.id = v.item_id WHERE i.type = 'clip'";
    assert_eq!(fixture.value(container).await, "mov");

    // Nothing changes, so nothing is walked again.
    fixture.server.forget_requests();
    fixture.clock.advance(std::time::Duration::from_secs(600));
    let fresh = fixture.index.sync(Depth::Changes, |_| {}).await.unwrap();
    assert!(fresh.missing.is_empty());
    let albums = "SELECT count(*) FROM items WHERE type = 'photoalbum' AND library = 'Photos'";
    assert_eq!(fixture.value(albums).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_have_their_language_in_english_and_as_a_code() {
    let fixture = Fixture::of_toml(
        r#"
[[section]]
type = "movie"
title = "Films"
[[section.item]]
title = "Amélie"
Media = [{ container = "mkv", Part = [{ file = "/films/amelie.mkv", size = 1, Stream = [
  { streamType = 1, codec = "h264" },
  { streamType = 2, codec = "aac", language = "Français", languageCode = "fra", languageTag = "fr" },
  { streamType = 3, codec = "srt", language = "Deutsch", languageCode = "ger" },
] }] }]
"#,
    )
    .await;
    let languages = "SELECT language, language_code, language_name FROM streams ORDER BY kind";
    assert_eq!(
        fixture.rows(languages).await,
        [
            json!(["French", "fra", "Français"]),
            json!(["German", "deu", "Deutsch"]),
            json!([null, null, null]),
        ]
        .map(|row| row.as_array().unwrap().clone())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_years_between_years_can_be_missing() {
    let fixture = Fixture::of_toml(
        r#"
[[section]]
type = "show"
title = "TV"
[[section.item]]
title = "Daily"
item = [
 { index = 2020, item = ["One", "Two"] },
 { index = 2021, item = ["One", "Two"] },
 { index = 2023, item = ["One"] },
]
[[section.item]]
title = "Turned daily"
item = [
 { index = 1, item = ["One"] },
 { index = 2004, item = [{ title = "New Year", index = 102, originallyAvailableAt = "2004-01-02" }, { title = "Spring", index = 320, originallyAvailableAt = "2004-03-20" }] },
]
"#,
    )
    .await;
    let query = AuditQuery {
        library: None,
        checks: vec![Check::NumberingGaps],
        limit: 10,
        now: NOW,
    };
    let report = fixture.index.audit(query).await.unwrap().remove(0);
    let why: Vec<&str> = report.findings.iter().map(|one| one.why.as_str()).collect();
    assert_eq!(why, ["no season 2022, between seasons 2021 and 2023"]);
}
