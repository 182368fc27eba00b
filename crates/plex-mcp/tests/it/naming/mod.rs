//! Titles as people write them: accents and signs never matter, and what alone fits is given.

mod insights;
mod near;
mod numbers;

use plex_emulator::Library;
use plex_mcp::ErrorKind;
use serde_json::{Value, json};

use crate::support::{Fixture, items};

async fn world() -> Fixture {
    let library = Library::from_toml(include_str!("world.toml")).unwrap();
    Fixture::holding(library).await
}

/// What an item is called, with what tells it from others: `Alien (1979) [Director's Cut]`.
fn name(item: &Value) -> String {
    let text = |field: &str| item[field].as_str();
    let mut name = match (text("episode"), text("show")) {
        (Some(episode), Some(show)) => format!("{show} {episode}"),
        _ => text("title").unwrap().to_owned(),
    };
    if let Some(artist) = text("artist") {
        name = format!("{artist}: {name}");
    }
    if let Some(year) = item["year"].as_i64().filter(|_| text("episode").is_none()) {
        name = format!("{name} ({year})");
    }
    match text("edition") {
        Some(edition) => format!("{name} [{edition}]"),
        None => name,
    }
}

/// What one writes, and the one item that is meant.
const MEANT: &[(&str, &str)] = &[
    ("Amelie", "Amélie (2001)"),
    ("amelie (2001)", "Amélie (2001)"),
    ("Amelie 2001", "Amélie (2001)"),
    ("WALL-E", "WALL·E (2008)"),
    ("walle", "WALL·E (2008)"),
    ("8 1/2", "8½ (1963)"),
    ("eight and a half", "8½ (1963)"),
    (
        "Ocean's Thirteen Extended",
        "Ocean's Thirteen (2007) [Extended]",
    ),
    (
        "Oceans Thirteen Extended",
        "Ocean's Thirteen (2007) [Extended]",
    ),
    (
        "Oceans 13 extended cut",
        "Ocean's Thirteen (2007) [Extended]",
    ),
    (
        "Ocean's 13 (Extended Edition)",
        "Ocean's Thirteen (2007) [Extended]",
    ),
    ("Seven", "Se7en (1995)"),
    ("101 dalmatians", "One Hundred and One Dalmatians (1961)"),
    ("Stalker", "Сталкер (1979)"),
    ("Сталкер", "Сталкер (1979)"),
    ("stalkr", "Сталкер (1979)"),
    ("Gojira", "ゴジラ (1954)"),
    ("$", "$ (1971)"),
    ("$ (1971)", "$ (1971)"),
    ("÷", "Ed Sheeran: ÷ (2017)"),
    ("=", "Ed Sheeran: = (2021)"),
    ("+", "Ed Sheeran: + (2011)"),
    ("÷ (2017)", "Ed Sheeran: ÷ (2017)"),
    ("Ed Sheeran ÷", "Ed Sheeran: ÷ (2017)"),
    ("= by Ed Sheeran", "Ed Sheeran: = (2021)"),
    ("Ed Sheeran - +", "Ed Sheeran: + (2011)"),
    ("( )", "Sigur Rós: ( )"),
    ("!!!", "!!!"),
    ("Louden Up Now !!!", "!!!: Louden Up Now"),
    ("Solaris (1972)", "Solaris (1972)"),
    ("Solaris 2002", "Solaris (2002)"),
    ("Solaris, 1972", "Solaris (1972)"),
    ("Heat Al Pacino", "Heat (1995)"),
    ("Heat with Burt Reynolds", "Heat (1986)"),
    ("Alien Director's Cut", "Alien (1979) [Director's Cut]"),
    ("Alien (Directors Cut)", "Alien (1979) [Director's Cut]"),
    ("500 days of summer", "(500) Days of Summer (2009)"),
    ("Faceoff", "Face/Off (1997)"),
    (
        "O Brother Where Art Thou",
        "O Brother, Where Art Thou? (2000)",
    ),
    (
        "Good, the Bad & the Ugly, The",
        "The Good, the Bad and the Ugly (1966)",
    ),
    ("1917", "1917 (2019)"),
    ("Blade Runner 2049", "Blade Runner 2049 (2017)"),
    ("Aeon Flux", "Æon Flux (2005)"),
    (
        "Mission Impossible - Fallout",
        "Mission: Impossible – Fallout (2018)",
    ),
    ("Fast and Furious", "Fast & Furious (2009)"),
    ("Romeo and Juliet", "Romeo + Juliet (1996)"),
    ("Romeo & Juliet", "Romeo + Juliet (1996)"),
    (
        "Star Wars A New Hope",
        "Star Wars: Episode IV - A New Hope (1977)",
    ),
    ("Three Amigos", "¡Three Amigos! (1986)"),
    ("Rocky 3", "Rocky III (1982)"),
    ("rocky two", "Rocky II (1979)"),
    ("12 Monkeys", "Twelve Monkeys (1995)"),
    ("Oceans Twelve", "Ocean's 12 (2004)"),
    ("AI", "A.I. Artificial Intelligence (2001)"),
    ("ET", "E.T. the Extra-Terrestrial (1982)"),
    ("Дорога", "Дорога (1954)"),
    ("Mr Robot S01E01", "Mr. Robot S01E01"),
    ("SWAT S01E01", "S.W.A.T. S01E01"),
    ("The Office US 1x01", "The Office (US) S01E01"),
    ("Office (UK) s1e1", "The Office (UK) S01E01"),
    ("Love, Victor S01E01", "Love, Victor S01E01"),
    ("Love Victor S01E01", "Love, Victor S01E01"),
    ("Alex, Inc. S01E01", "Alex, Inc. S01E01"),
    ("alex inc season 1 episode 1", "Alex, Inc. S01E01"),
    ("MASH S01E01", "M*A*S*H S01E01"),
    ("Elite S01E01", "Élite S01E01"),
    (
        "Agents of SHIELD S01E01",
        "Marvel's Agents of S.H.I.E.L.D. S01E01",
    ),
    ("Daily Show 2020-03-04", "The Daily Show S25E12"),
    ("The Daily Show season 25 ep 12", "The Daily Show S25E12"),
    ("Greys Anatomy S01E01", "Grey’s Anatomy S01E01"),
    ("Grey's Anatomy", "Grey’s Anatomy"),
    ("Shogun 2024", "Shōgun (2024)"),
    ("Red Red Wine UB40", "UB40: Red Red Wine"),
    ("Red Red Wine by UB40", "UB40: Red Red Wine"),
    ("UB40 - Red Red Wine", "UB40: Red Red Wine"),
    ("Queen Live", "Queen: Live"),
    ("Live - Queen", "Queen: Live"),
    ("Live Guns n Roses", "Guns N' Roses: Live"),
    ("deja vu", "Beyoncé: Déjà Vu"),
    ("Halo Beyonce", "Beyoncé: Halo"),
    ("Sigur Ros", "Sigur Rós"),
    ("ACDC", "AC/DC"),
    ("ac dc", "AC/DC"),
    ("Pink", "P!nk"),
    ("Ruhige Tone", "Ruhige Töne"),
];

#[tokio::test]
async fn what_people_write_finds_what_they_mean() {
    let fixture = world().await;
    let mut wrong = Vec::new();
    for (written, meant) in MEANT {
        let found = fixture.ok("plex_search", json!({"query": written})).await;
        let first = items(&found).first().map(name).unwrap_or_default();
        if first != *meant {
            wrong.push(format!("plex_search {written}: {first:?} for {meant:?}"));
        }
        match fixture
            .call("plex_get_item", json!({"title": written}))
            .await
        {
            Ok(item) if name(&item) == *meant => {}
            other => wrong.push(format!("plex_get_item {written}: {other:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn candidates_are_those_of_a_search_and_can_be_told_apart() {
    let fixture = world().await;
    for (written, candidates) in [
        ("Solaris", &["\"Solaris\" (1972)", "\"Solaris\" (2002)"][..]),
        (
            "Alien",
            &["[\"Director's Cut\"]", "\"Alien\" (1979), movie"],
        ),
        ("Dune (2021)", &["in \"Kino\"", "in \"Kino 4K\""]),
        ("Red Red Wine", &["(\"UB40\")", "(\"Neil Diamond\")"]),
        (
            "Doctor Who S01E02",
            &[
                "(\"Doctor Who (1963)\" S01E02)",
                "(\"Doctor Who (2005)\" S01E02)",
            ],
        ),
        (
            "The Office S01E01",
            &[
                "(\"The Office (US)\" S01E01)",
                "(\"The Office (UK)\" S01E01)",
            ],
        ),
        (
            "Doctor Who S09E09",
            &[
                "\"Doctor Who\" (1963), show",
                "\"Doctor Who\" (2005), show",
                "no S09E09",
            ],
        ),
        (
            "The Office",
            &["\"The Office (US)\"", "\"The Office (UK)\""],
        ),
        (
            "Solaris (1999)",
            &["\"Solaris\" (1972)", "\"Solaris\" (2002)"],
        ),
        ("PARTY", &["\"Party\", playlist", "\"party\", playlist"]),
    ] {
        let found = fixture.ok("plex_search", json!({"query": written})).await;
        let error = fixture
            .err(
                "plex_get_item",
                json!({"title": written}),
                ErrorKind::InvalidArgument,
            )
            .await;
        for candidate in candidates {
            assert!(error.message().contains(candidate), "{written}: {error}");
        }
        let listed = items(&found);
        assert!(listed.len() >= 2, "{written}: {found}");
        for hit in listed {
            let key = hit["rating_key"].as_str().unwrap();
            assert!(error.message().contains(key), "{written}: {hit}: {error}");
        }
    }
}

#[tokio::test]
async fn a_hint_names_only_what_is_there() {
    let fixture = world().await;
    for (title, is_there) in [
        ("Qwertzuiop", false),
        ("@@", false),
        // Another number is another film, however alike it is spelled.
        ("Ocean's 11", false),
        ("Rocky 4", false),
        ("Nothing of this kind S01E01", false),
        ("Amelie (1999)", true),
        ("The Office", true),
    ] {
        let error = fixture
            .err(
                "plex_get_item",
                json!({"title": title}),
                ErrorKind::InvalidArgument,
            )
            .await;
        let hint = error.advice().unwrap();
        assert_eq!(error.message().contains("rating_key"), is_there, "{error}");
        assert!(is_there || !hint.contains("these"), "{title}: {hint}");
        assert!(is_there || !hint.contains("rating_key"), "{title}: {hint}");
    }
}

#[tokio::test]
async fn of_two_shows_of_a_name_the_one_that_has_the_episode_is_given_and_the_other_told() {
    let fixture = world().await;
    let found = fixture
        .ok("plex_search", json!({"query": "Doctor Who S01E03"}))
        .await;
    assert_eq!(items(&found).len(), 1, "{found}");
    assert_eq!(items(&found)[0]["show"], "Doctor Who (2005)");
    let said = "\"Doctor Who (1963)\" has no S01E03 here.";
    assert_eq!(found["note"], said);
    let item = fixture
        .ok("plex_get_item", json!({"title": "Doctor Who S01E03"}))
        .await;
    assert_eq!(
        (&item["title"], &item["note"]),
        (&json!("Undead"), &json!(said))
    );
    for (title, year, expected) in [
        ("Doctor Who S01E02", 2005, "End"),
        ("Doctor Who S01E02", 1963, "Cave"),
        ("Shogun", 2024, "Shōgun"),
        ("Solaris", 1972, "Solaris"),
    ] {
        let item = fixture
            .ok("plex_get_item", json!({"title": title, "year": year}))
            .await;
        assert_eq!(item["title"], expected, "{title} {year}");
    }
}

/// What a server writes behind a title to tell two shows apart is no part of their name.
#[tokio::test]
async fn a_remark_behind_a_title_does_not_hide_a_show() {
    let fixture = world().await;
    let item = fixture
        .ok("plex_get_item", json!({"title": "Galactica S01E02"}))
        .await;
    assert_eq!(
        (&item["title"], &item["note"]),
        (
            &json!("Water"),
            &json!("\"Galactica (1978)\" has no S01E02 here.")
        )
    );
    let both = fixture
        .ok("plex_search", json!({"query": "galactica S01E01"}))
        .await;
    let titles: Vec<&Value> = items(&both).iter().map(|row| &row["title"]).collect();
    assert_eq!(titles, ["Saga", "33"], "{both}");
    for (title, year, expected) in [
        ("Galactica S01E01", 2003, "33"),
        ("Galactica S01E01", 1978, "Saga"),
    ] {
        let arguments = json!({"title": title, "year": year});
        let item = fixture.ok("plex_get_item", arguments).await;
        assert_eq!(item["title"], expected, "{year}");
    }
    let one = json!({"title": "Galactica (2003) S01E01"});
    assert_eq!(fixture.ok("plex_get_item", one).await["title"], "33");
}

#[tokio::test]
async fn a_season_is_named_by_its_show_and_its_number() {
    let fixture = world().await;
    for text in ["The Daily Show season 25", "daily show S25"] {
        let item = fixture.ok("plex_get_item", json!({"title": text})).await;
        assert_eq!(item["type"], "season", "{text}: {item}");
        let found = fixture.ok("plex_search", json!({"query": text})).await;
        assert_eq!(items(&found)[0]["rating_key"], item["rating_key"], "{text}");
        assert_eq!(items(&found)[0]["matched"], "season number", "{text}");
    }
    let day = fixture
        .ok("plex_search", json!({"query": "Daily Show 2020-03-05"}))
        .await;
    assert_eq!(
        day["note"],
        "\"The Daily Show\" has no episode of 2020-03-05 here."
    );
}

#[tokio::test]
async fn an_exact_spelling_wins() {
    let fixture = world().await;
    for title in ["Party", "party"] {
        let item = fixture.ok("plex_get_item", json!({"title": title})).await;
        assert_eq!(item["title"], title);
    }
}

/// What is tried when nothing is found is bounded, and what was learnt is remembered: of three libraries,
/// the searches, the titles of each library, the playlists, and, of what may be the name of a person,
/// three other spellings.
#[tokio::test]
async fn a_search_in_vain_does_not_ask_for_ever() {
    let fixture = world().await;
    for (query, most) in [
        ("nothing of this kind is here", 8),
        ("qwertzuiop", 14),
        ("Qwert Zuiop Yxcvb", 14),
        ("Qwertzuiop S01E01", 21),
    ] {
        let search = || fixture.ok("plex_search", json!({"query": query}));
        search().await;
        fixture.emulator.forget_requests();
        let found = search().await;
        assert_eq!(items(&found).len(), 0, "{found}");
        let asked = fixture.emulator.requests();
        let asked: Vec<&str> = asked.iter().map(|request| &*request.path).collect();
        assert!(asked.len() <= most, "{query}: {} {asked:?}", asked.len());
    }
}

/// People are in no list of titles, and found however they are spelled.
#[tokio::test]
async fn people_are_found_by_a_like_spelling() {
    let fixture = world().await;
    for query in ["Al Pacinno", "Burt Reynods", "Brut Reynolds", "pacinno"] {
        let found = fixture.ok("plex_search", json!({"query": query})).await;
        let names: Vec<&Value> = items(&found).iter().map(|hit| &hit["title"]).collect();
        let is_named = names
            .iter()
            .any(|name| **name == "Al Pacino" || **name == "Burt Reynolds");
        assert!(is_named, "{query}: {found}");
    }
}
