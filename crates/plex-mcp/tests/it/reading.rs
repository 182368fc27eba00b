//! One item, what is in it, its picture; search by id, number and wrong spelling; players and
//! diagnoses; the server itself.

use plex_mcp::{ErrorKind, Options, PictureFormat, PlexMcpServer, Progress, Toolset};
use serde_json::{Value, json};

use crate::{
    results::check,
    support::{Fixture, client, items, object, options},
};

/// Every item of every library, by its key.
async fn keys(fixture: &Fixture) -> Vec<String> {
    let mut keys = Vec::new();
    let libraries = fixture.ok("plex_get_libraries", json!({})).await;
    for library in items(&libraries) {
        let kinds: &[&str] = match library["type"].as_str().unwrap() {
            "movie" => &["movie", "collection"],
            "show" => &["show", "season", "episode"],
            "artist" => &["artist", "album", "track"],
            _ => &["photo"],
        };
        for kind in kinds {
            let page = fixture
                .ok(
                    "plex_get_library_items",
                    json!({"library_id": library["library_id"], "type": kind, "limit": 1000}),
                )
                .await;
            let rows = items(&page).iter();
            keys.extend(rows.map(|row| row["rating_key"].as_str().unwrap().to_owned()));
        }
    }
    keys
}

async fn key_of(fixture: &Fixture, title: &str) -> String {
    let found = fixture.ok("plex_get_item", json!({"title": title})).await;
    found["rating_key"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn every_item_of_the_sample_library_can_be_told() {
    let fixture = Fixture::sample().await;
    let tool = fixture.server.tool("plex_get_item").unwrap();
    let children = fixture.server.tool("plex_get_children").unwrap();
    let include = json!([
        "children", "files", "streams", "extras", "related", "similar", "markers", "reviews"
    ]);
    let keys = keys(&fixture).await;
    assert!(keys.len() > 200, "{}", keys.len());
    for key in keys {
        let whole = fixture
            .ok(
                "plex_get_item",
                json!({"rating_key": key, "include": include}),
            )
            .await;
        check(tool, &whole);
        assert_eq!(whole["rating_key"], key);
        let within = fixture
            .ok("plex_get_children", json!({"rating_key": key}))
            .await;
        check(children, &within);
    }
}

#[tokio::test]
async fn an_item_is_named_by_title_guid_or_external_id() {
    let fixture = Fixture::sample().await;
    let by_title = fixture
        .ok(
            "plex_get_item",
            json!({"title": "metropolis", "year": 1927}),
        )
        .await;
    assert_eq!(by_title["title"], "Metropolis");
    for guid in [
        "imdb://tt0017136",
        "tt0017136",
        "tmdb://19",
        by_title["guid"].as_str().unwrap(),
    ] {
        let by_guid = fixture.ok("plex_get_item", json!({"guid": guid})).await;
        assert_eq!(by_guid["rating_key"], by_title["rating_key"], "{guid}");
    }
    let quality = by_title["versions"][0]["quality"].as_str().unwrap();
    assert_eq!(quality, "1080p H.264, 5.1 AC3, 11 GB");
    let error = fixture
        .err(
            "plex_get_item",
            json!({"guid": "imdb://tt9999999"}),
            ErrorKind::NotFound,
        )
        .await;
    assert!(error.message().contains("imdb://tt9999999"));
}

#[tokio::test]
async fn what_names_no_item_or_several_is_an_error_that_helps() {
    let fixture = Fixture::sample().await;
    for (arguments, expected) in [
        (json!({}), "exactly one of"),
        (json!({"rating_key": "1", "title": "x"}), "exactly one of"),
        (
            json!({"rating_key": "1", "year": 1927}),
            "year: goes with title",
        ),
        (
            json!({"guid": "Metropolis"}),
            "guid: \"Metropolis\" is not allowed",
        ),
        (
            json!({"title": "Metropolis", "year": 1999}),
            "nothing is called \"Metropolis\" (1999)",
        ),
        (
            json!({"title": "\u{200b}\u{feff}"}),
            "title: nothing is left of it",
        ),
        (json!({"title": "…"}), "nothing is called \"…\""),
    ] {
        let error = fixture
            .err("plex_get_item", arguments, ErrorKind::InvalidArgument)
            .await;
        assert!(error.message().contains(expected), "{error}");
    }
    let error = fixture
        .err(
            "plex_get_item",
            json!({"rating_key": "99999999"}),
            ErrorKind::NotFound,
        )
        .await;
    assert!(error.advice().is_some());
}

#[tokio::test]
async fn a_show_opens_into_seasons_and_all_its_episodes() {
    let fixture = Fixture::sample().await;
    let shows = fixture
        .ok(
            "plex_get_library_items",
            json!({"library_id": "2", "limit": 1}),
        )
        .await;
    let show = &items(&shows)[0];
    let key = &show["rating_key"];
    let seasons = fixture
        .ok("plex_get_children", json!({"rating_key": key}))
        .await;
    assert!(items(&seasons).iter().all(|row| row["type"] == "season"));
    let episodes = fixture
        .ok(
            "plex_get_children",
            json!({"rating_key": key, "all_leaves": true, "limit": 1000}),
        )
        .await;
    assert_eq!(
        items(&episodes).len() as u64,
        show["episodes"].as_u64().unwrap()
    );

    let title = show["title"].as_str().unwrap();
    let found = fixture
        .ok("plex_search", json!({"query": format!("{title} S01E01")}))
        .await;
    assert_eq!(items(&found)[0]["episode"], "S01E01");
    assert_eq!(items(&found)[0]["matched"], "episode number");
    let none = fixture
        .ok("plex_search", json!({"query": format!("{title} 98x01")}))
        .await;
    assert_eq!(items(&none)[0]["type"], "show");
    assert!(none["note"].as_str().unwrap().contains("has no S98E01"));
}

#[tokio::test]
async fn a_film_has_nothing_in_it_and_says_so() {
    let fixture = Fixture::sample().await;
    let key = key_of(&fixture, "Metropolis").await;
    let none = fixture
        .ok("plex_get_children", json!({"rating_key": key}))
        .await;
    assert_eq!(none["note"], "\"Metropolis\" (movie) has nothing in it.");
    fixture
        .err(
            "plex_get_children",
            json!({"rating_key": "99999999"}),
            ErrorKind::NotFound,
        )
        .await;
}

#[tokio::test]
async fn wrong_spelling_finds_what_was_meant_and_says_so() {
    let fixture = Fixture::sample().await;
    for (query, title) in [
        ("metroplis", "Metropolis"),
        ("nosferatoo", "Nosferatu"),
        ("etropolis", "Metropolis"),
    ] {
        let found = fixture.ok("plex_search", json!({"query": query})).await;
        let first = &items(&found)[0];
        assert!(
            first["title"].as_str().unwrap().starts_with(title),
            "{query}: {found}"
        );
    }
    let found = fixture
        .ok("plex_search", json!({"query": "metroplis"}))
        .await;
    assert!(
        found["note"].as_str().unwrap().contains("similar"),
        "{found}"
    );
    let none = fixture
        .ok("plex_search", json!({"query": "qqqqzzzzxxxx"}))
        .await;
    assert!(items(&none).is_empty());
}

#[tokio::test]
async fn search_takes_external_ids() {
    let fixture = Fixture::sample().await;
    let found = fixture
        .ok("plex_search", json!({"query": "imdb://tt0000417"}))
        .await;
    assert_eq!(items(&found)[0]["title"], "A Trip to the Moon");
    let elsewhere = fixture
        .ok(
            "plex_search",
            json!({"query": "tt0000417", "section_id": "2"}),
        )
        .await;
    assert!(items(&elsewhere).is_empty());
    let before = fixture.emulator.requests().len();
    fixture
        .ok("plex_search", json!({"query": "tt0017136"}))
        .await;
    let asked: Vec<String> = fixture.emulator.requests()[before..]
        .iter()
        .map(|request| request.path.clone())
        .collect();
    assert!(
        !asked.iter().any(|path| path.ends_with("/all")),
        "the sweep is remembered: {asked:?}"
    );
}

#[tokio::test]
async fn more_detail_tells_more_of_each_item() {
    let fixture = Fixture::sample().await;
    let tool = fixture.server.tool("plex_get_library_items").unwrap();
    let page = async |detail: &str| {
        let arguments = json!({"library_id": "Films", "limit": 100, "detail": detail});
        let page = fixture.ok("plex_get_library_items", arguments).await;
        check(tool, &page);
        page
    };
    let (brief, standard, full) = (
        page("brief").await,
        page("standard").await,
        page("full").await,
    );
    let fields = |page: &Value| items(page)[0].as_object().unwrap().len();
    assert!(fields(&brief) < fields(&standard) && fields(&standard) < fields(&full));
    let first = &items(&full)[0];
    assert!(
        first["genres"].as_array().unwrap().len() > 2,
        "listings have two: {first}"
    );
    assert_eq!(items(&full).len(), 40);
    assert!(full["note"].as_str().unwrap().contains("at most 40"));
    assert_eq!(full["next_offset"], 40);
}

#[tokio::test]
async fn a_picture_comes_beside_its_description() {
    let fixture = Fixture::sample().await;
    let key = key_of(&fixture, "Metropolis").await;
    let tool = fixture.server.tool("plex_get_image").unwrap();
    for kind in ["poster", "art", "thumb"] {
        let arguments = json!({"rating_key": key, "kind": kind, "max_size": 200});
        let answer = fixture
            .server
            .answer("plex_get_image", object(arguments), Progress::none())
            .await
            .unwrap();
        check(tool, &answer.structured);
        assert_eq!(answer.structured["title"], "Metropolis");
        let picture = &answer.pictures[0];
        assert_eq!(PictureFormat::of(&picture.bytes), Some(picture.format));
        assert_eq!(answer.structured["bytes"], picture.bytes.len());
        assert!(picture.bytes.len() <= 150 << 10);
        assert!(!answer.structured.to_string().contains("/library/"));
    }
    let error = fixture
        .err(
            "plex_get_image",
            json!({"rating_key": key, "kind": "banner"}),
            ErrorKind::NotFound,
        )
        .await;
    assert!(
        error.message().contains("it has only poster, art, thumb"),
        "{error}"
    );
}

#[tokio::test]
async fn players_that_cannot_be_controlled_say_why() {
    let fixture = Fixture::sample().await;
    let players = fixture.ok("plex_get_players", json!({})).await;
    let rows = items(&players);
    assert!(!rows.is_empty());
    for player in rows {
        assert_eq!(
            player["controllable"] == true,
            player.get("reason").is_none(),
            "{player}"
        );
    }
}

#[tokio::test]
async fn a_diagnosis_names_its_evidence() {
    let fixture = Fixture::sample().await;
    let tool = fixture.server.tool("plex_diagnose_playback").unwrap();
    let sessions = fixture.ok("plex_get_sessions", json!({})).await;
    assert!(items(&sessions).len() > 1);
    for session in items(&sessions) {
        let key = &session["session_key"];
        let one = fixture
            .ok("plex_diagnose_playback", json!({"session_key": key}))
            .await;
        check(tool, &one);
        assert_eq!(one["session_key"], *key);
        assert!(!one["evidence"].as_array().unwrap().is_empty());
    }
    let worst = fixture.ok("plex_diagnose_playback", json!({})).await;
    assert_eq!(worst["delivery"], "transcode", "{worst}");
    assert!(worst["note"].as_str().unwrap().contains("in most trouble"));
    let error = fixture
        .err(
            "plex_diagnose_playback",
            json!({"session_key": "nope"}),
            ErrorKind::InvalidArgument,
        )
        .await;
    assert!(error.message().contains("one that is running"), "{error}");
}

#[tokio::test]
async fn the_server_and_its_household_are_told_without_secrets() {
    let mut fixture = Fixture::sample().await;
    let mut options: Options = options();
    options.choice.toolsets = Toolset::ALL.to_vec();
    let client = client(fixture.emulator.url(), fixture.emulator.token());
    fixture.server = PlexMcpServer::with_options(client, options);
    for tool in [
        "plex_get_server",
        "plex_get_activities",
        "plex_get_users",
        "plex_get_settings",
    ] {
        let result = fixture.ok(tool, json!({})).await;
        check(fixture.server.tool(tool).unwrap(), &result);
        assert!(!result.to_string().contains(fixture.emulator.token()));
        assert!(
            !result.to_string().contains('@'),
            "{tool} tells no address: {result}"
        );
    }
    let server = fixture.ok("plex_get_server", json!({})).await;
    assert_eq!(server["name"], "Lantern");
    let users = fixture.ok("plex_get_users", json!({})).await;
    assert!(
        items(&users)
            .iter()
            .any(|row| row["name"] == "ada" && row["owner"] == true)
    );
    let network = fixture
        .ok("plex_get_settings", json!({"group": "network"}))
        .await;
    assert!(items(&network).iter().all(|row| row["group"] == "network"));
    let error = fixture
        .err(
            "plex_get_settings",
            json!({"group": "netwrok"}),
            ErrorKind::InvalidArgument,
        )
        .await;
    assert_eq!(error.advice(), Some("Did you mean \"network\"?"));
    for since in ["the day before", "5m"] {
        let error = fixture
            .err(
                "plex_get_bandwidth",
                json!({"since": since}),
                ErrorKind::InvalidArgument,
            )
            .await;
        assert!(error.message().starts_with("since: "), "{error}");
    }
}
