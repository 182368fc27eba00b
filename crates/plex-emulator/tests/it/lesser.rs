//! What few clients ask for: subtitles from elsewhere, markers, analyses, the log, the account.

use plex_emulator::{Emulator, Library};
use reqwest::Method;
use serde_json::Value;

use crate::ask;
use crate::playlists::{send, start};

async fn sample() -> Emulator {
    Emulator::builder().start().await.unwrap()
}

async fn streams(emulator: &Emulator, key: u32) -> Vec<Value> {
    let read = ask::json(emulator, &format!("/library/metadata/{key}")).await;
    ask::list(&read["Metadata"][0]["Media"][0]["Part"][0]["Stream"])
}

#[tokio::test]
async fn subtitles_are_found_fetched_brought_and_taken_away() {
    let emulator = sample().await;
    let before = streams(&emulator, 18).await;
    let path = "/library/metadata/18/subtitles";
    let found = ask::json(&emulator, &format!("{path}?language=de&forced=2")).await;
    let found = ask::list(&found["Stream"]);
    assert_eq!(found.len(), 3);
    let key = found[1]["key"].as_str().unwrap();
    for (wrong, status) in [
        (format!("{path}?key=/library/streams/found/de/00/none"), 404),
        (path.to_owned(), 400),
        ("/library/metadata/none/subtitles?key=x".to_owned(), 404),
    ] {
        assert_eq!(
            send(&emulator, Method::PUT, &wrong).await.0,
            status,
            "{wrong}"
        );
    }
    assert_eq!(streams(&emulator, 18).await, before);
    let fetch = format!("{path}?key={key}");
    assert_eq!(send(&emulator, Method::PUT, &fetch).await.0, 200);
    let words = "1\n00:00:01,000 --> 00:00:02,000\nHello\n";
    let bring = format!("{path}?title=mine.SRT&format=srt&language=en");
    let bring = ask::request(&emulator, Method::POST, &bring).body(words);
    assert_eq!(bring.send().await.unwrap().status(), 200);
    let after = streams(&emulator, 18).await;
    assert_eq!(after.len(), before.len() + 2);
    let (fetched, brought) = (&after[before.len()], &after[before.len() + 1]);
    assert_eq!(
        (&fetched["languageCode"], &fetched["forced"]),
        (&"deu".into(), &true.into())
    );
    assert_eq!(fetched["languageTag"], "de");
    for name in [
        "sourceKey",
        "providerTitle",
        "score",
        "languageCode",
        "title",
    ] {
        assert!(!found[1][name].is_null(), "{name}");
        assert_eq!(fetched[name], found[1][name], "{name}");
    }
    assert_eq!(brought["languageCode"], "eng");
    assert_eq!(
        (&brought["title"], &brought["streamType"]),
        (&"mine".into(), &3.into())
    );
    let path = brought["key"].as_str().unwrap();
    assert_eq!(ask::xml(&emulator, path).await, words);
    // It can be chosen, as any other.
    let read = ask::json(&emulator, "/library/metadata/18").await;
    let part = &read["Metadata"][0]["Media"][0]["Part"][0]["id"];
    let choose = format!("/library/parts/{part}?subtitleStreamID={}", brought["id"]);
    assert_eq!(send(&emulator, Method::PUT, &choose).await.0, 200);
    assert_eq!(
        streams(&emulator, 18).await.last().unwrap()["selected"],
        true
    );
    assert_eq!(send(&emulator, Method::DELETE, path).await.0, 200);
    assert_eq!(send(&emulator, Method::DELETE, path).await.0, 404);
    assert_eq!(ask::status(&emulator, Method::GET, path).await, 404);
    assert_eq!(streams(&emulator, 18).await.len(), before.len() + 1);
    // A stream of a file cannot be taken out of it.
    let inside = format!("/library/streams/{}", before[0]["id"]);
    assert_eq!(send(&emulator, Method::DELETE, &inside).await.0, 404);
}

#[tokio::test]
async fn markers_are_made_moved_and_taken_away() {
    let emulator = start().await;
    let markers = async || {
        let read = ask::json(&emulator, "/library/metadata/1?includeMarkers=1").await;
        ask::list(&read["Metadata"][0]["Marker"])
    };
    let path = "/library/metadata/1/marker";
    for wrong in [
        "type=intro&startTimeOffset=5000&endTimeOffset=1000",
        "type=song&startTimeOffset=1000&endTimeOffset=5000",
        "type=intro",
    ] {
        let wrong = format!("{path}?{wrong}");
        assert_eq!(
            send(&emulator, Method::POST, &wrong).await.0,
            400,
            "{wrong}"
        );
    }
    assert!(markers().await.is_empty());
    for kind in ["intro", "credits"] {
        let make = format!("{path}?type={kind}&startTimeOffset=1000&endTimeOffset=5000");
        let (status, made) = send(&emulator, Method::POST, &make).await;
        assert_eq!((status, &made["Marker"][0]["type"]), (200, &kind.into()));
    }
    let first = markers().await[0]["id"].clone();
    let edit = format!("{path}/{first}?startTimeOffset=2000&endTimeOffset=3000");
    assert_eq!(send(&emulator, Method::PUT, &edit).await.0, 200);
    assert_eq!(markers().await[0]["startTimeOffset"], 2000);
    // Where titles are is forgotten for a whole library.
    let forget = "/library/sections/1/intros";
    assert_eq!(send(&emulator, Method::DELETE, forget).await.0, 200);
    let left = markers().await;
    assert_eq!((left.len(), &left[0]["type"]), (1, &"credits".into()));
    let away = format!("{path}/{}", left[0]["id"]);
    assert_eq!(send(&emulator, Method::DELETE, &away).await.0, 200);
    assert_eq!(send(&emulator, Method::DELETE, &away).await.0, 404);
    assert!(markers().await.is_empty());
}

#[tokio::test]
async fn what_is_written_into_the_log_is_in_it() {
    let emulator = start().await;
    let line = "/log?level=1&message=Something%20odd&source=tests";
    assert_eq!(send(&emulator, Method::PUT, line).await.0, 200);
    for wrong in [
        "/log?level=9&message=x&source=y",
        "/log?level=1&message=x",
        "/log",
    ] {
        assert_eq!(send(&emulator, Method::PUT, wrong).await.0, 400, "{wrong}");
    }
    let several = ask::request(&emulator, Method::POST, "/log").body("one\n\ntwo\n");
    assert_eq!(several.send().await.unwrap().status(), 200);
    let logs = ask::request(&emulator, Method::GET, "/diagnostics/logs");
    let logs = logs.send().await.unwrap().bytes().await.unwrap();
    let logs = String::from_utf8_lossy(&logs);
    for said in ["WARN - [tests] Something odd\n", " one\n", " two\n"] {
        assert!(logs.contains(said), "{said}: {logs}");
    }
}

#[tokio::test]
async fn analyses_settings_and_the_account_are_as_documented() {
    let emulator = start().await;
    for look in [
        "intro",
        "credits",
        "chapterThumbs",
        "index",
        "voiceActivity",
        "addetect",
    ] {
        let path = format!("/library/metadata/1/{look}?force=1");
        assert_eq!(send(&emulator, Method::PUT, &path).await.0, 200, "{look}");
    }
    for (method, path, status) in [
        (Method::DELETE, "/library/sections/1/indexes", 200),
        (Method::DELETE, "/library/sections/9/indexes", 404),
        (Method::PUT, "/updater/apply?tonight=1", 400),
        (Method::PUT, "/sync/refreshSynclists", 200),
        (Method::PUT, "/sync/refreshContent", 200),
        (
            Method::GET,
            "/video/:/transcode/universal/ping?session=x",
            200,
        ),
        (Method::GET, "/video/:/transcode/universal/ping", 400),
        (Method::DELETE, "/transcode/sessions/none", 404),
        (Method::GET, "/library/sections/prefs?type=99", 400),
    ] {
        assert_eq!(ask::status(&emulator, method, path).await, status, "{path}");
    }
    let account = ask::xml(&emulator, "/myplex/account").await;
    assert!(
        account.contains("<MyPlex ") && account.contains("username=\"owner\""),
        "{account}"
    );
    let prefs = ask::json(&emulator, "/library/sections/prefs?type=2&agent=x").await;
    let prefs = ask::list(&prefs["Setting"]);
    assert!(prefs.iter().any(|one| one["id"] == "flattenSeasons"));
    let by_get = ask::json(&emulator, "/library/metadata/1/matches?manual=1").await;
    let (status, by_put) = send(
        &emulator,
        Method::PUT,
        "/library/metadata/1/matches?manual=1",
    )
    .await;
    assert_eq!((status, by_put), (200, by_get));
    let same = ask::json(&emulator, "/:/prefs").await;
    assert_eq!(ask::json(&emulator, "/system/settings").await, same);
    let make = "/library/sections/all?name=More&type=movie&agent=a";
    assert_eq!(send(&emulator, Method::POST, make).await.0, 201);
    assert_eq!(ask::json(&emulator, "/library/sections").await["size"], 5);
}

#[tokio::test]
async fn a_conversion_that_is_ended_takes_its_session_with_it() {
    let emulator = sample().await;
    let running = ask::json(&emulator, "/transcode/sessions").await;
    let key = running["TranscodeSession"][0]["key"]
        .as_str()
        .unwrap()
        .to_owned();
    let sessions = ask::json(&emulator, "/status/sessions").await["size"]
        .as_u64()
        .unwrap();
    let path = format!("/transcode/sessions/{key}");
    assert_eq!(ask::status(&emulator, Method::DELETE, &path).await, 200);
    assert_eq!(ask::json(&emulator, "/transcode/sessions").await["size"], 0);
    let left = ask::json(&emulator, "/status/sessions").await;
    assert_eq!(left["size"], sessions - 1);
    assert_eq!(ask::status(&emulator, Method::DELETE, &path).await, 404);
}

#[tokio::test]
async fn an_id_of_another_service_finds_what_has_it_or_nothing() {
    let emulator = ask::described(
        r#"
        [[section]]
        type = "movie"
        item = [
            { title = "M", year = 1931, ratingKey = 1, guid = "plex://movie/m", Guid = ["imdb://tt0022100"] },
            { title = "Alien", year = 1979, ratingKey = 2, guid = "plex://movie/a", Guid = ["imdb://tt0078748", "tmdb://348", "tvdb://407"] },
            { title = "Alien: Resurrection", year = 1997, ratingKey = 3, guid = "plex://movie/r" },
        ]
        "#,
    )
    .await;
    let found = async |title: &str| {
        // The year is that of the item that was asked, and says nothing of the other.
        let path = format!("/library/metadata/1/matches?manual=1&year=1931&title={title}");
        let found = ask::list(&ask::json(&emulator, &path).await["SearchResult"]);
        let found = found
            .iter()
            .map(|one| one["guid"].as_str().unwrap().to_owned());
        found.collect::<Vec<_>>()
    };
    for id in ["imdb-tt0078748", "tmdb-348", "tvdb-407"] {
        assert_eq!(found(id).await, ["plex://movie/a"], "{id}");
    }
    assert!(found("imdb-tt0000001").await.is_empty());
    assert!(found("tmdb-34").await.is_empty());
    // A title is found by whole words of it, and not by a letter.
    assert!(found("Alie").await.is_empty());
    assert!(found("Metropolis").await.is_empty());
    assert_eq!(found("m").await, ["plex://movie/m"]);
    assert_eq!(found("Alien").await.len(), 2);
}

#[tokio::test]
async fn a_row_and_the_colours_of_a_picture_are_what_answers_say_of_them() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let rows = ask::json(&emulator, "/hubs/sections/1?count=99").await;
    for row in ask::list(&rows["Hub"]) {
        let path = format!(
            "/hubs/items?identifier={}",
            row["hubIdentifier"].as_str().unwrap()
        );
        let items = ask::json(&emulator, &path).await;
        let keys = |list: &Value| -> Vec<Value> {
            let items = ask::list(&list["Metadata"]).into_iter();
            items
                .map(|item| item["ratingKey"].clone())
                .take(20)
                .collect()
        };
        assert_eq!(keys(&items), keys(&row), "{path}");
    }
    for (path, status) in [
        ("/hubs/items", 400),
        ("/hubs/items?identifier=none", 404),
        ("/services/ultrablur/colors", 400),
        (
            "/services/ultrablur/colors?url=/library/metadata/none/thumb/1",
            404,
        ),
    ] {
        assert_eq!(
            ask::status(&emulator, Method::GET, path).await,
            status,
            "{path}"
        );
    }
    let film = ask::item(&emulator, 18).await;
    let thumb = film["thumb"].as_str().unwrap();
    let path = format!("/services/ultrablur/colors?url={thumb}");
    let colours = ask::json(&emulator, &path).await;
    let colours = &colours["UltraBlurColors"];
    let colours = colours.get(0).unwrap_or(colours);
    assert_eq!(colours["topLeft"], film["UltraBlurColors"]["topLeft"]);
    let related = ask::json(&emulator, "/library/metadata/18/related").await;
    assert_eq!(ask::json(&emulator, "/hubs/metadata/18").await, related);
}
