//! Filters as people say them, against a server that tells what it can filter by.
//!
//! What it tells is handmade, as section 2 of Plex's media queries has it; everything else comes
//! from the emulator.

use plex_emulator::Emulator;
use plex_mcp::{ErrorKind, PlexMcpServer};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::{
    results::check,
    support::{Fixture, client, items, options},
};

/// What a server tells of its film and show libraries.
fn meta(of_films: bool) -> String {
    let field = |key: &str, kind: &str| json!({"key": key, "title": key, "type": kind});
    let list = |name: &str| json!({"filter": name, "filterType": "string", "title": name, "type": "filter"});
    let sort = |key: &str| json!({"key": key, "descKey": format!("{key}:desc"), "defaultDirection": "asc", "title": key});
    let operators = |keys: &[&str]| -> Vec<Value> {
        keys.iter()
            .map(|key| json!({"key": key, "title": key}))
            .collect()
    };
    let types = [
        json!({"type": "movie", "title": "Films", "active": true,
        "Filter": [list("genre"), list("studio"), list("contentRating"), list("year")],
        "Sort": [sort("titleSort"), sort("year"), sort("rating"), sort("duration")],
        "Field": [
           field("title", "string"), field("studio", "string"), field("year", "integer"),
           field("genre", "tag"), field("actor", "tag"), field("director", "tag"),
           field("country", "tag"), field("collection", "tag"), field("contentRating", "tag"),
           field("addedAt", "date"), field("originallyAvailableAt", "date"),
           field("duration", "integer"), field("unwatched", "boolean"),
           field("resolution", "resolution"), field("audioLanguage", "audioLanguage"),
        ]}),
        json!({"type": "show", "title": "Shows", "active": true,
        "Filter": [list("genre")], "Sort": [sort("titleSort"), sort("episode.addedAt")],
        "Field": [
           field("show.title", "string"), field("show.genre", "tag"),
           field("show.year", "integer"), field("show.unwatchedLeaves", "boolean"),
        ]}),
        json!({"type": "episode", "title": "Episodes", "active": false,
             "Filter": [], "Sort": [sort("titleSort")],
             "Field": [field("episode.title", "string"), field("episode.unwatched", "boolean")]}),
    ];
    let types: Vec<&Value> = types
        .iter()
        .filter(|one| (one["type"] == "movie") == of_films)
        .collect();
    json!({"MediaContainer": {"size": 0, "totalSize": 1, "offset": 0, "Meta": {
        "Type": types,
        "FieldType": [
            {"type": "tag", "Operator": operators(&["=", "!="])},
            {"type": "integer", "Operator": operators(&["=", "!=", ">>=", "<<="])},
        ],
    }}})
    .to_string()
}

/// Passes requests on to the emulator, all but the one for what can be filtered by.
async fn in_front_of(emulator: &Emulator) -> String {
    let behind = emulator.address();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move { pass_on(stream, behind).await });
        }
    });
    url
}

/// One request and its answer; then the connection ends.
async fn pass_on(mut stream: TcpStream, behind: std::net::SocketAddr) -> Option<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(stream.read_u8().await.ok()?);
    }
    let request = String::from_utf8(request).ok()?;
    let (line, headers) = request.split_once("\r\n")?;
    if line.contains("includeMeta=1") {
        let body = meta(line.contains("/sections/1/"));
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).await.ok()?;
        return Some(());
    }
    let mut onward = TcpStream::connect(behind).await.ok()?;
    let request = format!("{line}\r\nConnection: close\r\n{headers}");
    onward.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    onward.read_to_end(&mut answer).await.ok()?;
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    let kept: Vec<&str> = head
        .split("\r\n")
        .filter(|line| !line.starts_with("connection:") && !line.starts_with("keep-alive:"))
        .collect();
    let head = kept.join("\r\n").replacen("http/1.1", "HTTP/1.1", 1);
    stream
        .write_all(format!("{head}\r\nconnection: close").as_bytes())
        .await
        .ok()?;
    stream.write_all(&answer[end..]).await.ok()
}

async fn fixture() -> Fixture {
    let emulator = Emulator::builder().start().await.unwrap();
    let url = in_front_of(&emulator).await;
    let server = PlexMcpServer::with_options(client(&url, emulator.token()), options());
    Fixture::of(emulator, server)
}

/// The films that pass a filter, with all that is known of them.
async fn films(fixture: &Fixture, filters: Value) -> Vec<Value> {
    let mut films = Vec::new();
    let mut offset = json!(0);
    while offset.is_u64() {
        let page = fixture
            .ok(
                "plex_get_library_items",
                json!({"library_id": "Films", "filters": filters, "detail": "full", "offset": offset}),
            )
            .await;
        check(
            fixture.server.tool("plex_get_library_items").unwrap(),
            &page,
        );
        films.extend(items(&page).clone());
        offset = page["next_offset"].clone();
    }
    films
}

fn has(film: &Value, field: &str, value: &str) -> bool {
    let values = film[field].as_array();
    values.is_some_and(|values| {
        values.iter().any(|one| {
            let one = one.as_str().unwrap();
            one == value || one.starts_with(&format!("{value} as "))
        })
    })
}

#[tokio::test]
async fn filters_mean_what_they_say() {
    let fixture = fixture().await;
    let all = films(&fixture, json!({})).await;
    type Passes = fn(&Value) -> bool;
    let cases: [(Value, Passes); 14] = [
        (json!({"genre": "horror"}), |film| {
            has(film, "genres", "Horror")
        }),
        (json!({"genre": ["Horror", "Western"]}), |film| {
            has(film, "genres", "Horror") || has(film, "genres", "Western")
        }),
        (json!({"genre": {"all": ["Drama", "Romance"]}}), |film| {
            has(film, "genres", "Drama") && has(film, "genres", "Romance")
        }),
        (
            json!({"genre": {"any": ["Drama"], "none": ["Romance", "Comedy"]}}),
            |film| {
                has(film, "genres", "Drama")
                    && !has(film, "genres", "Romance")
                    && !has(film, "genres", "Comedy")
            },
        ),
        (json!({"year": {"min": 1920, "max": 1929}}), |film| {
            film["year"]
                .as_i64()
                .is_some_and(|year| (1920..=1929).contains(&year))
        }),
        (json!({"year": [1927, 1931]}), |film| {
            [json!(1927), json!(1931)].contains(&film["year"])
        }),
        (json!({"duration_minutes": {"max": 60}}), |film| {
            film["duration_s"]
                .as_u64()
                .is_some_and(|length| length <= 3600)
        }),
        (json!({"rating": {"min": 8.1}}), |film| {
            film["rating"].as_f64().is_some_and(|rating| rating >= 8.1)
        }),
        (json!({"unwatched": true}), |film| {
            film.get("watched").is_none()
        }),
        (json!({"watched": true}), |film| film["watched"] == true),
        (
            json!({"director": "fritz lang", "released": {"before": "1930-01-01"}}),
            |film| {
                has(film, "directors", "Fritz Lang")
                    && film["released"].as_str().is_some_and(|day| day < "1930")
            },
        ),
        (
            json!({"released": {"after": "1922-01-01", "before": "1928-01-01"}}),
            |film| {
                let day = film["released"].as_str().unwrap_or_default();
                ("1922-01-01".."1928-01-01").contains(&day)
            },
        ),
        (json!({"studio": "ufa"}), |film| film["studio"] == "UFA"),
        (json!({"title": {"starts_with": "the "}}), |film| {
            film["title"].as_str().unwrap().starts_with("The ")
        }),
    ];
    for (filters, passes) in cases {
        let found = films(&fixture, filters.clone()).await;
        let expected: Vec<&Value> = all.iter().filter(|film| passes(film)).collect();
        let titles = |films: &[&Value]| -> Vec<String> {
            films.iter().map(|film| film["title"].to_string()).collect()
        };
        assert!(!expected.is_empty(), "{filters} tests nothing");
        assert_eq!(
            titles(&found.iter().collect::<Vec<_>>()),
            titles(&expected),
            "{filters}"
        );
    }
    assert!(
        films(&fixture, json!({"added_at": {"after": "1min"}}))
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn names_are_asked_for_once() {
    let fixture = fixture().await;
    for _ in 0..3 {
        films(
            &fixture,
            json!({"genre": ["Horror"], "actor": ["Brigitte Helm"]}),
        )
        .await;
    }
    let asked = |end: &str| {
        let requests = fixture.emulator.requests();
        requests
            .iter()
            .filter(|request| request.path.ends_with(end))
            .count()
    };
    assert_eq!((asked("/genre"), asked("/actor")), (1, 1));
}

#[tokio::test]
async fn what_is_not_offered_or_not_understood_is_refused_and_taught() {
    let fixture = fixture().await;
    for (filters, message, hint) in [
        (
            json!({"gnere": "Drama"}),
            "filters: gnere is no field of this library; movies have title",
            "\"genre\"",
        ),
        (
            json!({"genre": "Horor"}),
            "filters.genre: \"Horor\" is not allowed",
            "\"Horror\"",
        ),
        (
            json!({"genre": {"some": ["Drama"]}}),
            "an object with any, all, none",
            "",
        ),
        (json!({"genre": []}), "filters.genre", ""),
        (json!({"genre": true}), "filters.genre", ""),
        (json!({"genre": [["Drama"]]}), "filters.genre", ""),
        (json!({"genre": null}), "filters.genre", ""),
        (
            json!({"year": {"min": 1999, "max": 1990}}),
            "min is more than max",
            "",
        ),
        (json!({"year": {"least": 1999}}), "min, max, any, none", ""),
        (
            json!({"year": "nineties"}),
            "filters.year: \"nineties\"",
            "",
        ),
        (json!({"year": {}}), "filters.year", ""),
        (json!({"unwatched": "yes"}), "give true or false", ""),
        (json!({"added_at": "30d"}), "an object with after", ""),
        (
            json!({"added_at": {"after": "yesterday"}}),
            "after (inclusive)",
            "",
        ),
        (
            json!({"added_at": {"after": "1d", "before": "2d"}}),
            "nothing can lie between",
            "",
        ),
        (json!({"title": {"is_like": "x"}}), "starts_with", ""),
        (
            json!({"episode.unwatched>>=1&type": true}),
            "is no field",
            "",
        ),
        (json!({"title": "x".repeat(5_000)}), "filters.title", ""),
        (
            json!({"hologram.genre": "Drama"}),
            "hologram.genre is no field",
            "",
        ),
    ] {
        let arguments = json!({"library_id": "Films", "filters": filters});
        let error = fixture
            .err(
                "plex_get_library_items",
                arguments,
                ErrorKind::InvalidArgument,
            )
            .await;
        assert!(error.message().contains(message), "{filters}: {error}");
        let advice = error.advice().unwrap_or_default();
        assert!(advice.contains(hint), "{filters}: {advice}");
        assert!(error.message().chars().count() <= 600);
    }
    assert!(
        !fixture
            .emulator
            .requests()
            .iter()
            .any(|request| request.path.ends_with("/all")),
        "none of them was asked"
    );
    let many: serde_json::Map<String, Value> =
        (0..21).map(|n| (format!("f{n}"), json!(1))).collect();
    fixture
        .err(
            "plex_get_library_items",
            json!({"library_id": "Films", "filters": many}),
            ErrorKind::InvalidArgument,
        )
        .await;
}

#[tokio::test]
async fn shows_are_filtered_by_their_episodes_and_episodes_by_their_shows() {
    let fixture = fixture().await;
    let list = async |arguments: Value| {
        let page = fixture.ok("plex_get_library_items", arguments).await;
        items(&page).clone()
    };
    let all = list(json!({"library_id": "2", "limit": 1000})).await;
    let unfinished =
        list(json!({"library_id": "2", "limit": 1000, "filters": {"episode.unwatched": true}}))
            .await;
    let by_leaves =
        list(json!({"library_id": "2", "limit": 1000, "filters": {"unwatched": true}})).await;
    let expected: Vec<&Value> = all
        .iter()
        .filter(|show| show.get("watched").is_none())
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(unfinished.iter().collect::<Vec<_>>(), expected);
    assert_eq!(by_leaves, unfinished);
    let genres = fixture
        .ok(
            "plex_get_filters",
            json!({"library_id": "2", "field": "genre"}),
        )
        .await;
    let genre = &genres["values"][0];
    let episodes = list(
        json!({"library_id": "2", "type": "episode", "limit": 1000, "filters": {"genre": genre}}),
    )
    .await;
    assert!(!episodes.is_empty() && episodes.iter().all(|row| row["type"] == "episode"));
}

#[tokio::test]
async fn the_fields_sorts_and_values_can_be_listed() {
    let fixture = fixture().await;
    let tool = fixture.server.tool("plex_get_filters").unwrap();
    let offered = fixture
        .ok("plex_get_filters", json!({"library_id": "Films"}))
        .await;
    check(tool, &offered);
    let names: Vec<&str> = offered["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["field"].as_str().unwrap())
        .collect();
    for name in [
        "genre",
        "released",
        "duration_minutes",
        "content_rating",
        "rating",
    ] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert_eq!(
        offered["sorts"],
        json!(["title", "year", "rating", "duration"])
    );
    let genres = fixture
        .ok(
            "plex_get_filters",
            json!({"library_id": "Films", "field": "Genre"}),
        )
        .await;
    check(tool, &genres);
    assert!(
        genres["values"]
            .as_array()
            .unwrap()
            .contains(&json!("Horror"))
    );
    let plain = fixture
        .ok(
            "plex_get_filters",
            json!({"library_id": "Films", "field": "unwatched"}),
        )
        .await;
    check(tool, &plain);
    assert!(plain["note"].as_str().unwrap().contains("true or false"));
    let error = fixture
        .err(
            "plex_get_filters",
            json!({"library_id": "Films", "field": "genr"}),
            ErrorKind::InvalidArgument,
        )
        .await;
    assert_eq!(error.advice(), Some("Did you mean \"genre\"?"));
    fixture
        .err(
            "plex_get_filters",
            json!({"library_id": "Films", "field": "audio_language"}),
            ErrorKind::Unsupported,
        )
        .await;
}

#[tokio::test]
async fn an_order_that_the_library_does_not_offer_is_refused() {
    let fixture = fixture().await;
    let error = fixture
        .err(
            "plex_get_library_items",
            json!({"library_id": "Films", "sort": "unwatched_episodes:desc"}),
            ErrorKind::InvalidArgument,
        )
        .await;
    assert!(
        error.message().contains("title, year, rating, duration"),
        "{error}"
    );
    let page = fixture
        .ok(
            "plex_get_library_items",
            json!({"library_id": "Films", "sort": "year:desc,title", "limit": 5}),
        )
        .await;
    let years: Vec<i64> = items(&page)
        .iter()
        .map(|row| row["year"].as_i64().unwrap())
        .collect();
    assert!(years.is_sorted_by(|a, b| a >= b), "{years:?}");
}

#[tokio::test]
async fn a_server_that_does_not_tell_is_said_to() {
    let fixture = Fixture::sample().await;
    let arguments = json!({"library_id": "Films", "filters": {"year": 1927}});
    let error = fixture.call("plex_get_library_items", arguments).await;
    // Once the emulator tells, the filter works.
    match error {
        Err(error) => assert_eq!(error.kind(), ErrorKind::Unsupported),
        Ok(page) => assert!(items(&page).iter().all(|row| row["year"] == 1927)),
    }
}
