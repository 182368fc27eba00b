//! Names and values as people say them, and people who are called alike.

use plex_emulator::{Emulator, Library};
use plex_mcp::{ErrorKind, Toolset};
use serde_json::{Value, json};

use crate::support::{Fixture, items, object};

const HOUSE: &str = r#"
    [[account]]
    id = 1
    name = "Ada"
    [[account]]
    id = 2
    name = ""
    [[account]]
    id = 3
    name = "Kids"
    [[account]]
    id = 4
    name = "kids"
    [[device]]
    id = 1
    name = "TV"
    [[section]]
    type = "movie"
    title = "Kino"
    item = [
        { ref = "file", title = "With a file", year = 1994, Genre = ["Science Fiction", "Comedy"], Label = ["Kids"], Country = ["United States of America"] },
        { title = "Without a file", year = 1666, Media = [], Genre = ["Sci-Fi"], Label = ["kids"] },
        { ref = "other", title = "Another", year = 2003, media = ["uhd"], Genre = ["Comedy"] },
    ]
    [[section]]
    type = "show"
    title = "Serien"
    item = [
        { title = "No seasons" },
        { title = "Some seasons", item = [{ index = 1, item = ["One"] }] },
    ]
    [[section]]
    type = "artist"
    title = "Hörbücher"
    item = [{ title = "Margaret Cavendish", item = [{ title = "The Blazing World", year = 1666, item = ["Part 1"] }] }]
    [[play]]
    account = "Kids"
    device = 1
    item = "file"
    viewedAt = "-3d"
    [[play]]
    account = "kids"
    device = 1
    item = "other"
    viewedAt = "-2d"
"#;

async fn house() -> Fixture {
    let library = Library::from_toml(HOUSE).unwrap();
    Fixture::at_rest_over(library, |options| {
        options.choice.toolsets = Toolset::ALL.to_vec()
    })
    .await
}

async fn titles(fixture: &Fixture, arguments: Value) -> Vec<String> {
    let page = fixture.ok("plex_get_library_items", arguments).await;
    let rows = items(&page).iter();
    rows.map(|row| row["title"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn values_are_taken_as_people_say_them() {
    let fixture = Fixture::sample().await;
    let all = titles(&fixture, json!({"library_id": "1", "limit": 1000}))
        .await
        .len();
    for (said, meant) in [
        (
            json!({"year": "1920s"}),
            json!({"year": {"min": 1920, "max": 1929}}),
        ),
        (
            json!({"year": "the twenties"}),
            json!({"year": {"min": 1920, "max": 1929}}),
        ),
        (
            json!({"year": "1920-1929"}),
            json!({"year": {"min": 1920, "max": 1929}}),
        ),
        (
            json!({"year": "before 1930"}),
            json!({"year": {"max": 1929}}),
        ),
        (
            json!({"year": ["1920s", 1931]}),
            json!({"year": (1920..1930).chain([1931]).collect::<Vec<_>>()}),
        ),
        (json!({"decade": "1920s"}), json!({"decade": 1920})),
        (json!({"resolution": "2160p"}), json!({"resolution": "4k"})),
        (json!({"resolution": "UHD"}), json!({"resolution": "4K"})),
        (json!({"resolution": "FHD"}), json!({"resolution": "1080"})),
        (
            json!({"audio_language": "en"}),
            json!({"audio_language": "English"}),
        ),
        (
            json!({"audio_language": "eng"}),
            json!({"audio_language": "English"}),
        ),
        (json!({"genre": "Comedies"}), json!({"genre": "Comedy"})),
        (json!({"unwatched": "true"}), json!({"unwatched": true})),
        (
            json!({"genre": "[\"Comedy\", \"Drama\"]"}),
            json!({"genre": ["Comedy", "Drama"]}),
        ),
        (
            json!({"year": "{\"max\": 1930}"}),
            json!({"year": {"max": 1930}}),
        ),
    ] {
        let said_titles = titles(
            &fixture,
            json!({"library_id": "1", "limit": 1000, "filters": said}),
        )
        .await;
        let meant_titles = titles(
            &fixture,
            json!({"library_id": "1", "limit": 1000, "filters": meant}),
        )
        .await;
        assert_eq!(said_titles, meant_titles, "{said}");
        assert!((1..all).contains(&said_titles.len()), "{said}");
    }
    for (said, meant) in [
        ("newest", "released:desc"),
        ("oldest", "released"),
        ("-year", "year:desc"),
        ("recently added", "added_at:desc"),
        ("A-Z", "title"),
        ("longest", "duration:desc"),
    ] {
        let sorted = |sort| {
            titles(
                &fixture,
                json!({"library_id": "1", "sort": sort, "limit": 9}),
            )
        };
        assert_eq!(sorted(said).await, sorted(meant).await, "{said}");
    }
}

/// Artists come out on no day, so the newest are those that were added last; albums come out.
#[tokio::test]
async fn the_newest_is_known_where_nothing_has_a_date() {
    let fixture = Fixture::sample().await;
    let listed = |list: Value| {
        let fixture = &fixture;
        async move {
            let mut asked = list;
            asked["limit"] = 20.into();
            let found = fixture.ok("plex_get_library_items", asked).await;
            let items = items(&found).iter();
            items.map(|item| item["title"].clone()).collect::<Vec<_>>()
        }
    };
    for (list, said, meant) in [
        (json!({"library_id": "Music"}), "newest", "added_at:desc"),
        (json!({"library_id": "Music"}), "oldest", "added_at"),
        (
            json!({"library_id": "Music"}),
            "newest,title",
            "added_at:desc,title",
        ),
        (
            json!({"library_id": "Music", "type": "album"}),
            "newest",
            "released:desc",
        ),
        (json!({"library_id": "Films"}), "newest", "released:desc"),
        (
            json!({"library_id": "Films,Music"}),
            "newest",
            "added_at:desc",
        ),
    ] {
        let sorted = |sort: &str| {
            let mut list = list.clone();
            list["sort"] = sort.into();
            list
        };
        let found = listed(sorted(said)).await;
        assert_eq!(found, listed(sorted(meant)).await, "{list} {said}");
        assert!(found.len() > 5, "{list}");
    }
    // Who asks for a release date by name hears that there is none.
    let released = json!({"library_id": "Music", "sort": "released:desc"});
    let error = fixture
        .err(
            "plex_get_library_items",
            released,
            ErrorKind::InvalidArgument,
        )
        .await;
    assert!(error.message().contains("added_at"), "{error}");
}

#[tokio::test]
async fn the_only_library_of_a_type_is_called_by_it() {
    let fixture = house().await;
    for (said, first) in [
        ("Movies", "Another"),
        ("films", "Another"),
        ("my movie library", "Another"),
        ("TV", "No seasons"),
        ("shows", "No seasons"),
        ("music", "Margaret Cavendish"),
        ("horbucher", "Margaret Cavendish"),
        ("KINO", "Another"),
    ] {
        assert_eq!(
            titles(&fixture, json!({"library_id": said})).await[0],
            first,
            "{said}"
        );
    }
}

#[tokio::test]
async fn a_library_is_named_by_either_argument() {
    let fixture = Fixture::over_everything().await;
    for name in [
        "library_id",
        "section_id",
        "libraryId",
        "sectionId",
        "library",
    ] {
        let mut arguments = json!({"query": "metropolis"});
        arguments[name] = json!("Films");
        let found = fixture.ok("plex_search", arguments).await;
        assert_eq!(items(&found)[0]["title"], "Metropolis", "{name}");
        for tool in [
            "plex_get_library_items",
            "plex_get_recently_added",
            "plex_get_on_deck",
            "plex_get_filters",
            "plex_get_history",
            "plex_get_sessions",
            "plex_refresh_library",
            "plex_audit_library",
            "plex_recommend",
        ] {
            let mut arguments = json!({});
            arguments[name] = json!("Movies");
            fixture.ok(tool, arguments.clone()).await;
            // One that is not there is not left aside.
            arguments[name] = json!("no such library");
            fixture
                .err(tool, arguments, ErrorKind::InvalidArgument)
                .await;
        }
    }
    // Two libraries in one call are two.
    let both = json!({"query": "x", "section_id": "1", "library_id": "2"});
    fixture
        .err("plex_search", both, ErrorKind::InvalidArgument)
        .await;
}

#[tokio::test]
async fn what_takes_an_id_takes_a_title() {
    let fixture = Fixture::sample().await;
    let found = fixture
        .ok(
            "plex_search",
            json!({"query": "Sherlock", "types": ["show"]}),
        )
        .await;
    let show = items(&found)[0].clone();
    for argument in ["rating_key", "title"] {
        let mut named = json!({});
        named[argument] = show["title"].clone();
        let by_title = fixture.ok("plex_get_children", named.clone()).await;
        let by_key = json!({"rating_key": show["rating_key"]});
        let by_key = fixture.ok("plex_get_children", by_key).await;
        assert_eq!(by_title["items"], by_key["items"], "{argument}");
        fixture.ok("plex_get_history", named.clone()).await;
        fixture.ok("plex_get_image", named).await;
        let mut unknown = json!({});
        unknown[argument] = json!("Qwertzuiop");
        let error = fixture
            .err("plex_get_children", unknown, ErrorKind::InvalidArgument)
            .await;
        assert!(error.message().starts_with(argument), "{error}");
    }
}

#[tokio::test]
async fn an_exact_spelling_names_a_user_and_others_must_be_alone() {
    let fixture = house().await;
    let users = fixture.ok("plex_get_users", json!({})).await;
    let users: Vec<(&Value, &Value)> = items(&users)
        .iter()
        .filter(|row| row["type"] == "user")
        .map(|row| (&row["id"], &row["name"]))
        .collect();
    let null = &Value::Null;
    let named =
        [("1", "Ada"), ("3", "Kids"), ("4", "kids")].map(|(id, name)| (json!(id), json!(name)));
    for (id, name) in &named {
        assert!(users.contains(&(id, name)), "{users:?}");
    }
    assert!(users.contains(&(&json!("2"), null)), "{users:?}");
    assert_eq!(users.len(), 4, "{users:?}");
    for (user, title) in [
        ("Kids", "With a file"),
        ("kids", "Another"),
        ("3", "With a file"),
        ("4", "Another"),
    ] {
        let plays = fixture.ok("plex_get_history", json!({"user": user})).await;
        assert_eq!(items(&plays).len(), 1, "{user}: {plays}");
        assert_eq!(items(&plays)[0]["title"], title, "{user}");
    }
    let error = fixture
        .err(
            "plex_get_history",
            json!({"user": "KIDS"}),
            ErrorKind::InvalidArgument,
        )
        .await;
    for named in ["\"Kids\" (id 3)", "\"kids\" (id 4)"] {
        assert!(error.message().contains(named), "{error}");
    }
    let none = fixture.ok("plex_get_history", json!({"user": "2"})).await;
    assert!(items(&none).is_empty());
}

#[tokio::test]
async fn values_that_differ_in_case_are_never_mixed_up() {
    let fixture = house().await;
    let labelled = |label| {
        titles(
            &fixture,
            json!({"library_id": "Kino", "filters": {"label": label}}),
        )
    };
    assert_eq!(labelled("Kids").await, ["With a file"]);
    assert_eq!(labelled("kids").await, ["Without a file"]);
    let error = fixture
        .err(
            "plex_get_library_items",
            json!({"library_id": "Kino", "filters": {"label": "KIDS"}}),
            ErrorKind::InvalidArgument,
        )
        .await;
    assert!(error.message().contains("\"Kids\" or \"kids\""), "{error}");
    for (filters, expected) in [
        (json!({"country": "USA"}), "With a file"),
        (json!({"genre": "science-fiction"}), "With a file"),
        (json!({"genre": "scifi"}), "Without a file"),
        (json!({"resolution": "UHD"}), "Another"),
        (json!({"year": "90s"}), "With a file"),
    ] {
        let arguments = json!({"library_id": "Kino", "filters": filters});
        assert_eq!(titles(&fixture, arguments).await, [expected], "{filters}");
    }
}

#[tokio::test]
async fn every_year_there_is_can_be_asked_for() {
    let fixture = house().await;
    let album = json!({"title": "The Blazing World", "year": 1666});
    let album = fixture.ok("plex_get_item", album).await;
    assert_eq!(
        (&album["type"], &album["year"]),
        (&json!("album"), &json!(1666))
    );
    for title in ["The Blazing World 1666", "blazing world (1666)"] {
        let found = fixture.ok("plex_get_item", json!({"title": title})).await;
        assert_eq!(found["rating_key"], album["rating_key"], "{title}");
    }
    for year in [0, -1, 2_201] {
        let arguments = json!({"title": "x", "year": year});
        fixture
            .err("plex_get_item", arguments, ErrorKind::InvalidArgument)
            .await;
    }
}

#[tokio::test]
async fn what_has_no_file_says_so() {
    let fixture = house().await;
    for (title, says) in [
        (
            "Without a file",
            Some("It has no file: there is nothing to play."),
        ),
        (
            "No seasons",
            Some("It has no episodes: there is nothing to play."),
        ),
        ("With a file", None),
        ("Some seasons", None),
        ("The Blazing World", None),
        ("Some seasons S01E01", None),
    ] {
        for include in [json!([]), json!(["files"])] {
            let arguments = json!({"title": title, "include": include});
            let item = fixture.ok("plex_get_item", arguments).await;
            assert_eq!(item["note"].as_str(), says, "{title}");
        }
    }
}

/// A show is gone on with where the list of what to go on with has it.
#[tokio::test]
async fn catching_up_ends_where_on_deck_goes_on() {
    let library = r#"
        [[section]]
        type = "show"
        title = "TV"
        [[section.item]]
        title = "Gap"
        item = [{ index = 1, item = [
            { title = "a", viewCount = 1, lastViewedAt = "-9d" },
            { title = "b", viewCount = 1, lastViewedAt = "-2d" },
            { title = "c", viewCount = 1, lastViewedAt = "-8d" },
            { title = "d" },
            { title = "e" },
        ] }]
        [[section.item]]
        title = "Back"
        item = [{ index = 1, item = [
            { title = "a", viewCount = 1, lastViewedAt = "-1d" },
            { title = "b" },
            { title = "c", viewCount = 1, lastViewedAt = "-8d" },
            { title = "d", viewOffset = 60000, lastViewedAt = "-9d" },
        ] }]
        [[section.item]]
        title = "Half"
        item = [{ index = 2, item = [
            { title = "a", viewCount = 1, lastViewedAt = "-3d" },
            { title = "b", viewOffset = 60000, lastViewedAt = "-2d" },
            { title = "c" },
        ] }]
        [[section.item]]
        title = "Special"
        item = [
            { index = 0, item = [{ title = "s", viewCount = 1, lastViewedAt = "-1d" }] },
            { index = 1, item = [{ title = "a", viewCount = 1, lastViewedAt = "-2d" }, { title = "b" }] },
        ]
    "#;
    for library in [Library::from_toml(library).unwrap(), Library::sample()] {
        let fixture = Fixture::over(Emulator::builder().library(library)).await;
        let deck = fixture.ok("plex_get_on_deck", json!({"limit": 100})).await;
        let episodes = items(&deck).iter().filter(|row| row["type"] == "episode");
        let mut shows = 0;
        for episode in episodes {
            let show = object(json!({"show": episode["show"]}));
            let plan = fixture.server.prompt("catch_me_up", show).await.unwrap();
            let data = Value::Object(plan.data().clone());
            let on = data
                .get("next")
                .unwrap_or(&data["left_half_way"]["episode"]);
            assert_eq!(*on, episode["episode"], "{data}");
            shows += 1;
        }
        assert!(shows >= 2);
    }
}
