//! Filters as people say them, against a server that tells what it can filter by.

use plex_mcp::ErrorKind;
use serde_json::{Value, json};

use crate::{
    results::check,
    support::{Fixture, items},
};

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
    let fixture = Fixture::sample().await;
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

/// The titles of the films of which `plex_get_item` says, in all it knows of their files, what
/// `says` looks for.
async fn films_that(fixture: &Fixture, says: impl Fn(&Value) -> bool) -> Vec<Value> {
    let mut titles = Vec::new();
    for film in films(fixture, json!({})).await {
        let arguments = json!({"rating_key": film["rating_key"], "include": ["streams"]});
        let details = fixture.ok("plex_get_item", arguments).await;
        if says(&details) {
            titles.push(film["title"].clone());
        }
    }
    titles
}

#[tokio::test]
async fn films_are_found_by_what_their_files_are() {
    let fixture = Fixture::sample().await;
    let in_versions = |details: &Value, what: &str, is: &dyn Fn(&str) -> bool| {
        let versions = details["versions"].as_array().unwrap().iter();
        let mut texts = versions.flat_map(|version| match &version[what] {
            Value::Array(texts) => texts.clone(),
            text => vec![text.clone()],
        });
        texts.any(|text| text.as_str().is_some_and(is))
    };
    type Says<'f> = &'f dyn Fn(&Value) -> bool;
    let cases: [(Value, Says<'_>); 6] = [
        (json!({"audio_language": "Français"}), &|film| {
            in_versions(film, "audio", &|text| text.contains("Français"))
        }),
        (json!({"subtitle_language": "Deutsch"}), &|film| {
            in_versions(film, "subtitles", &|text| text.contains("Deutsch"))
        }),
        (json!({"resolution": "4K"}), &|film| {
            in_versions(film, "quality", &|text| text.contains("4K"))
        }),
        (json!({"hdr": true}), &|film| {
            in_versions(film, "quality", &|text| {
                text.contains("HDR") || text.contains("Dolby Vision")
            })
        }),
        (json!({"dolby_vision": true}), &|film| {
            in_versions(film, "quality", &|text| text.contains("Dolby Vision"))
        }),
        (json!({"edition": {"contains": "cut"}}), &|film| {
            film["edition"]
                .as_str()
                .is_some_and(|edition| edition.contains("Cut"))
        }),
    ];
    for (filters, says) in cases {
        let found = films(&fixture, filters.clone()).await;
        let found: Vec<Value> = found.iter().map(|film| film["title"].clone()).collect();
        let expected = films_that(&fixture, says).await;
        assert!(!expected.is_empty(), "{filters} tests nothing");
        assert_eq!(found, expected, "{filters}");
    }
}

#[tokio::test]
async fn names_are_asked_for_once() {
    let fixture = Fixture::sample().await;
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
    let fixture = Fixture::sample().await;
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
            json!({"year": "long ago"}),
            "filters.year: \"long ago\"",
            "",
        ),
        (json!({"year": {}}), "filters.year", ""),
        (json!({"unwatched": "yes"}), "give true or false", ""),
        (json!({"added_at": "30d"}), "an object with after", ""),
        (
            json!({"added_at": {"after": "the day before"}}),
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
        !fixture.emulator.requests().iter().any(|request| {
            request.path.ends_with("/all") && !request.query.contains("includeMeta=1")
        }),
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
    let fixture = Fixture::sample().await;
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
    let fixture = Fixture::sample().await;
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
    let sorts = offered["sorts"].as_array().unwrap();
    for sort in ["title", "year", "rating", "duration", "added_at"] {
        assert!(sorts.contains(&json!(sort)), "{sorts:?}");
    }
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
    let languages = fixture
        .ok(
            "plex_get_filters",
            json!({"library_id": "Films", "field": "audio_language"}),
        )
        .await;
    assert_eq!(
        languages["values"],
        json!(["English", "Français", "日本語"])
    );
}

#[tokio::test]
async fn an_order_that_the_library_does_not_offer_is_refused() {
    let fixture = Fixture::sample().await;
    let error = fixture
        .err(
            "plex_get_library_items",
            json!({"library_id": "Films", "sort": "unwatched_episodes:desc"}),
            ErrorKind::InvalidArgument,
        )
        .await;
    assert!(
        error.message().contains("title, year, released, rating"),
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

/// Of some orders a server names further fields, which decide where the first leaves a tie.
#[tokio::test]
async fn every_order_that_is_offered_can_be_asked_for() {
    let fixture = Fixture::sample().await;
    for (library, types) in [
        ("Films", vec!["movie"]),
        ("Shows", vec!["show", "season", "episode"]),
        ("Music", vec!["artist", "album", "track"]),
        ("Photos", vec!["photo"]),
    ] {
        for kind in types {
            let of_type = json!({"library_id": library, "type": kind});
            let offered = fixture.ok("plex_get_filters", of_type).await;
            let sorts = offered["sorts"].as_array().unwrap();
            assert!(!sorts.is_empty(), "{library} {kind}");
            for sort in sorts {
                let sort = format!("{}:desc", sort.as_str().unwrap());
                let query = json!({"library_id": library, "type": kind, "sort": sort, "limit": 3});
                let page = fixture.ok("plex_get_library_items", query).await;
                assert!(!items(&page).is_empty(), "{library} {kind} {sort}");
            }
        }
    }
    fixture.emulator.forget_requests();
    let tracks = json!({"library_id": "Music", "type": "track", "sort": "artist:desc"});
    fixture.ok("plex_get_library_items", tracks).await;
    let asked = fixture.emulator.requests();
    let query = asked.iter().find(|one| one.query.contains("sort="));
    let query = &query.expect("the order is asked for").query;
    assert!(
        query.contains("sort=artist.titleSort:desc,album.titleSort,"),
        "{query}"
    );
}
