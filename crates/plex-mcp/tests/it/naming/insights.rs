//! Insights find what a person named as all other tools do.

use plex_emulator::{Fault, Library};
use plex_mcp::ErrorKind;
use serde_json::{Value, json};

use crate::support::{Fixture, items};

async fn household() -> Fixture {
    let library = Library::from_toml(include_str!("household.toml")).unwrap();
    Fixture::limited_over(library, |_| {}).await
}

fn plays(stats: &Value) -> u64 {
    stats["total"]["plays"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_name_is_one_person_in_every_tool() {
    let fixture = household().await;
    for (name, count) in [("kids", 2), ("Kids", 1), ("4", 2), ("2", 1), ("ÁDA", 0)] {
        let user = json!({"user": name});
        let stats = fixture.ok("plex_get_watch_stats", user.clone()).await;
        let history = fixture.ok("plex_get_history", user).await;
        assert_eq!(plays(&stats), count, "{name}");
        assert_eq!(items(&history).len() as u64, count, "{name}");
    }
    let offered = fixture
        .ok("plex_recommend", json!({"users": ["kids", "2", "4"]}))
        .await;
    assert_eq!(offered["users"], json!(["kids", "(no name, id 2)"]));
    for (name, said) in [
        ("KIDS", "\"Kids\" (id 3), \"kids\" (id 4)"),
        ("Adda", "\"Ada\""),
    ] {
        let mut told = Vec::new();
        for (tool, arguments) in [
            ("plex_get_history", json!({"user": name})),
            ("plex_get_watch_stats", json!({"user": name})),
            ("plex_recommend", json!({"users": [name]})),
        ] {
            let error = fixture.err(tool, arguments, ErrorKind::InvalidArgument);
            let error = error.await;
            assert!(error.message().contains(said), "{tool}: {error}");
            let message = error.message().split_once(':').unwrap().1.to_owned();
            told.push((message, error.advice().map(str::to_owned)));
        }
        told.dedup();
        assert_eq!(told.len(), 1, "{told:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn examples_are_found_however_they_are_written() {
    let fixture = household().await;
    for (like, first, because) in [
        ("Amelie", "Déjà-vu à Paris", "\"Amélie\" (2001)"),
        ("deja vu a paris", "Amélie", "\"Déjà-vu à Paris\" (2003)"),
        ("Solaris (1972)", "Stalker", "\"Solaris\" (1972)"),
        ("1917", "Dunkirk", "\"1917\" (2019)"),
        ("16", "Dunkirk", "\"1917\" (2019)"),
        ("Mr Robot", "The Wire", "\"Mr. Robot\""),
        ("Mr Robot S01E01", "The Wire", "\"Mr. Robot\""),
        ("1910", "The Wire", "\"Mr. Robot\""),
        // Both copies are the same film.
        ("Dune", "Lawrence of Arabia", "\"Dune\" (2021)"),
        ("dune 2021", "Lawrence of Arabia", "\"Dune\" (2021)"),
    ] {
        let offered = fixture.ok("plex_recommend", json!({"like": like})).await;
        let best = &items(&offered)[0];
        assert_eq!(best["title"], first, "{like}: {offered}");
        let reasons = best["reasons"].to_string().replace("\\\"", "\"");
        assert!(reasons.contains(because), "{like}: {reasons}");
    }
    for (like, said) in [
        ("Solaris", "\"Solaris\" (2002)"),
        ("Red Red Wine", "nothing is called"),
        ("Qwertzuiop", "nothing is called"),
    ] {
        let error = fixture
            .err(
                "plex_recommend",
                json!({"like": [like]}),
                ErrorKind::InvalidArgument,
            )
            .await;
        assert!(error.message().contains(said), "{like}: {error}");
    }
    // An id that is of no film and no show.
    let error = fixture
        .err("plex_recommend", json!({"like": "43"}), ErrorKind::NotFound)
        .await;
    assert!(error.message().contains("film or show"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn genres_are_named_as_filters_name_them() {
    let fixture = household().await;
    for (genre, count) in [
        ("comedies", 2),
        ("Sci-Fi", 3),
        ("science fiction", 3),
        ("war", 2),
    ] {
        let offered = fixture
            .ok("plex_recommend", json!({"genres": genre, "limit": 50}))
            .await;
        assert_eq!(items(&offered).len(), count, "{genre}: {offered}");
    }
    let error = fixture
        .err(
            "plex_recommend",
            json!({"genres": ["Comdy"]}),
            ErrorKind::InvalidArgument,
        )
        .await;
    assert!(
        error.advice().unwrap().contains("Did you mean \"Comedy\"?"),
        "{error}"
    );
}

/// The snapshot knows the names as well, and they are compared in the same way.
#[tokio::test(flavor = "multi_thread")]
async fn names_are_known_while_the_server_does_not_tell_them() {
    let fixture = household().await;
    fixture.ok("plex_get_watch_stats", json!({})).await;
    for path in ["/accounts", "/library/sections"] {
        fixture.emulator.inject(Fault::Status(500).on(path));
    }
    let stats = fixture
        .ok("plex_get_watch_stats", json!({"user": "kids"}))
        .await;
    assert_eq!(plays(&stats), 2);
    let audit = fixture
        .ok(
            "plex_audit_library",
            json!({"library_id": "KINO 4k", "checks": ["storage"]}),
        )
        .await;
    assert!(items(&audit).iter().all(|one| one["library"] == "Kino 4K"));
    let wrong = json!({"library_id": "Kono", "checks": ["storage"]});
    let error = fixture
        .err("plex_audit_library", wrong, ErrorKind::InvalidArgument)
        .await;
    assert_eq!(error.advice(), Some("Did you mean \"Kino\"?"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_text_may_be_a_list_unless_something_is_called_so() {
    let fixture = Fixture::limited(|_| {}).await;
    let one = fixture.ok("plex_recommend", json!({"users": ["ada", "grace"]}));
    let one = one.await;
    for users in ["ada, grace", "ada,grace", "ADA and Grace", "ada; grace"] {
        let other = fixture.ok("plex_recommend", json!({"users": users})).await;
        assert_eq!(other["users"], json!(["ada", "grace"]), "{users}");
        assert_eq!(other["items"], one["items"], "{users}");
    }
    let unknown = json!({"users": "ada, nobody"});
    let error = fixture.err("plex_recommend", unknown, ErrorKind::InvalidArgument);
    let error = error.await;
    assert!(error.message().contains("\"nobody\""), "{error}");
    let genres = |genres: Value| json!({"genres": genres, "users": ["grace"]});
    let listed = fixture.ok("plex_recommend", genres(json!(["Drama", "Comedy"])));
    let listed = listed.await;
    let joined = fixture.ok("plex_recommend", genres(json!("Drama, Comedy")));
    assert_eq!(joined.await["items"], listed["items"]);
    let like = |like: Value| json!({"like": like});
    let listed = fixture.ok("plex_recommend", like(json!(["Charade", "Metropolis"])));
    let listed = listed.await;
    let joined = fixture.ok("plex_recommend", like(json!("Charade, Metropolis")));
    assert_eq!(joined.await["items"], listed["items"]);
    let filtered = |genre: Value| json!({"library_id": "1", "filters": {"genre": genre}});
    let listed = fixture.ok(
        "plex_get_library_items",
        filtered(json!(["Drama", "Comedy"])),
    );
    let listed = listed.await;
    let joined = fixture.ok("plex_get_library_items", filtered(json!("Drama, Comedy")));
    assert_eq!(joined.await, listed);
    // Changes of several, but never of more than one where one is meant.
    let rated = json!({"rating_keys": "Charade, Metropolis", "stars": 4, "dry_run": true});
    let rated = fixture.ok("plex_rate", rated).await;
    assert_eq!(rated["changed"].as_u64(), Some(2), "{rated}");
}

#[tokio::test]
async fn a_name_with_a_comma_is_one_name() {
    let library = Library::from_toml(
        "[[account]]\nname = \"ada, grace\"\nid = 1\n[[account]]\nname = \"ada\"\nid = 2\n\
         [[account]]\nname = \"grace\"\nid = 3\n[[section]]\ntype = \"movie\"\n\
         item = [{ title = \"Good, Bad\" , Genre = [\"Drama, Comedy\"] }, { title = \"Good\" , Genre = [\"Drama\"] }, { title = \"Bad\" }]",
    );
    let fixture = Fixture::limited_over(library.unwrap(), |_| {}).await;
    let one = fixture.ok("plex_recommend", json!({"users": "ada, grace"}));
    assert_eq!(one.await["users"], json!(["ada, grace"]));
    let filters = json!({"library_id": "1", "filters": {"genre": "Drama, Comedy"}});
    let found = fixture.ok("plex_get_library_items", filters).await;
    assert_eq!(found["total"], 1, "{found}");
    let rated = json!({"rating_keys": "Good, Bad", "stars": 4, "dry_run": true});
    let rated = fixture.ok("plex_rate", rated).await;
    assert_eq!(rated["changed"].as_u64(), Some(1), "{rated}");
}
