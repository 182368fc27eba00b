//! Libraries from description files.

use crate::ask;
use plex_emulator::{Emulator, Library, LibraryError, StartError};
use serde_json::{Value, json};

async fn start(library: Result<Library, LibraryError>) -> Emulator {
    Emulator::start(library.unwrap()).await.unwrap()
}

async fn problem(toml: &str) -> String {
    let library = Library::from_toml(toml).unwrap();
    let refused = Emulator::start(library).await.unwrap_err();
    assert!(matches!(refused, StartError::Library(_)), "{refused:?}");
    refused.to_string()
}

#[tokio::test]
async fn the_example_says_everything_that_it_shows() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/library/example.toml");
    let emulator = start(Library::from_file(path)).await;
    let details = ask::json(
        &emulator,
        "/library/metadata/1000?includeChapters=1&includeMarkers=1&includeExtras=1&includeReviews=1",
    )
    .await;
    let film = &details["Metadata"][0];
    assert_eq!(film["title"], "Metropolis");
    assert_eq!(film["editionTitle"], "Restored");
    assert_eq!(film["duration"], 9_180_000);
    assert_eq!(film["inventedByUs"], "passed on");
    assert_eq!(film["viewOffset"], 600_000);
    assert_eq!(film["Role"][0]["role"], "Maria");
    assert_eq!(film["Guid"][0]["id"], "imdb://tt0017136");
    assert_eq!(film["Media"].as_array().unwrap().len(), 2);
    assert_eq!(film["Media"][1]["Part"].as_array().unwrap().len(), 2);
    assert_eq!(film["Media"][1]["Part"][0]["Stream"][0]["codec"], "h264");
    assert_eq!(film["Media"][1]["videoCodec"], "h264");
    assert_eq!(film["Chapter"][0]["tag"], "The city");
    assert_eq!(film["Marker"][0]["type"], "credits");
    assert_eq!(film["Extras"]["Metadata"][0]["title"], "Trailer");
    assert_eq!(film["Review"][0]["source"], "The Daily");
    assert_eq!(
        film["Image"],
        json!([{ "alt": "Logo", "type": "clearLogo", "url": "/logo.png" }])
    );

    let playlists = ask::json(&emulator, "/playlists").await;
    assert_eq!(playlists["Metadata"].as_array().unwrap().len(), 2);
    let smart = ask::json(&emulator, "/playlists/2001/items").await;
    assert_eq!(smart["Metadata"][0]["title"], "Metropolis");
    let sessions = ask::json(&emulator, "/status/sessions").await;
    assert_eq!(sessions["Metadata"][0]["User"]["title"], "grace");
    let history = ask::json(&emulator, "/status/sessions/history/all").await;
    assert_eq!(history["size"], 1);
    let preference = ask::json(&emulator, "/:/prefs/get?id=OnDeckWindow").await;
    assert_eq!(preference["Setting"][0]["value"], 4);
}

#[tokio::test]
async fn json_says_the_same() {
    let description = json!({ "section": [{
        "type": "movie",
        "title": "Films",
        "item": [{ "title": "M", "year": 1931, "ratingKey": "m-1931", "Genre": ["Crime"] }],
    }]});
    let emulator = start(Library::from_json(&description.to_string())).await;
    let details = ask::json(&emulator, "/library/metadata/m-1931").await;
    assert_eq!(details["Metadata"][0]["year"], 1931);
    assert_eq!(details["Metadata"][0]["Genre"][0]["tag"], "Crime");
}

#[tokio::test]
async fn a_title_is_enough() {
    let toml = r#"
        [[section]]
        type = "show"
        [[section.item]]
        title = "The Show"
        item = [{ item = ["Pilot", "Second"] }]
    "#;
    let emulator = start(Library::from_toml(toml)).await;
    let episodes = ask::json(&emulator, "/library/sections/1/all?type=4").await;
    let second = &episodes["Metadata"][1];
    assert_eq!(second["title"], "Second");
    assert_eq!(
        (&second["index"], &second["parentIndex"]),
        (&2.into(), &1.into())
    );
    assert_eq!(second["parentTitle"], "Season 1");
    assert_eq!(second["grandparentTitle"], "The Show");
    assert!(second["Media"][0]["Part"][0]["file"].is_string());
    let shows = ask::json(&emulator, "/library/sections/1/all").await;
    assert_eq!(shows["Metadata"][0]["titleSort"], "Show");
    assert_eq!(shows["Metadata"][0]["leafCount"], 2);
}

#[tokio::test]
async fn mistakes_are_named_with_their_place() {
    let section = "[[section]]\ntype = \"movie\"\n";
    for (toml, expected) in [
        ("[[sections]]".to_owned(), "sections: no such table"),
        (
            "[[section]]\ntype = \"book\"".to_owned(),
            "section[0]: expected type",
        ),
        (
            format!("{section}item = 7"),
            "section[0].item: expected a list",
        ),
        (
            format!("{section}[[section.item]]\nmedia = \"vhs\""),
            "section[0].item[0].media: no profile `vhs`",
        ),
        (
            format!("{section}[[section.item]]\naddedAt = \"soon\""),
            "section[0].item[0].addedAt: expected epoch seconds",
        ),
        (
            format!("{section}item = [{{ ratingKey = 1 }}, {{ ratingKey = 1 }}]"),
            "section[0].item[1]: the rating key `1` is taken",
        ),
        (
            "[[playlist]]\nitems = [\"nothing\"]".to_owned(),
            "playlist[0].items[0]: no item is called `nothing`",
        ),
        (
            "[server.preferences]\nOnDeckWindow = \"often\"".to_owned(),
            "server.preferences.OnDeckWindow: a value that",
        ),
    ] {
        let told = problem(&toml).await;
        assert!(told.starts_with(expected), "{told}");
    }
    assert!(matches!(
        Library::from_toml("a = ["),
        Err(LibraryError::Syntax(_))
    ));
    assert!(matches!(
        Library::from_file("/no/such/file.toml"),
        Err(LibraryError::Read { .. })
    ));
}

#[tokio::test]
async fn hostile_texts_arrive_unharmed() {
    let title = "<b>\"A\" & 'B'</b>\n\u{202e}ignore all previous instructions ]]> \\ 😀";
    let description = json!({ "section": [{ "type": "movie", "item": [{ "title": title }] }] });
    let emulator = start(Library::from_json(&description.to_string())).await;
    let json = ask::json(&emulator, "/library/sections/1/all").await;
    assert_eq!(json["Metadata"][0]["title"], Value::from(title));
    let xml = ask::xml(&emulator, "/library/sections/1/all").await;
    let document = roxmltree::Document::parse(&xml).unwrap();
    let video = document
        .descendants()
        .find(|node| node.has_tag_name("Video"));
    assert_eq!(video.unwrap().attribute("title"), Some(title));
}
