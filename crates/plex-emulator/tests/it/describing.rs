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
    assert_eq!(film["Invention"][0]["of"], "ours");
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
    let queue = ask::json(&emulator, "/playQueues/7").await;
    assert_eq!(queue["Metadata"][0]["title"], "Arrival");
    assert_eq!(queue["playQueueTotalCount"], 2);
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
async fn what_two_things_are_called_is_refused_wherever_one_is_meant() {
    let films = "[[section]]\ntype = \"movie\"\n";
    let items = |items: &str| format!("{films}item = [{items}]\n");
    let list = |what: &str| format!("[[playlist]]\ntitle = \"L\"\nitems = [{what}]\n");
    let people = "[[account]]\nname = \"ada\"\nid = 5\n[[account]]\nname = \"ada\"\nid = 6\n\
                  [[account]]\nname = \"5\"\nid = 7\n";
    let views = |who: &str| {
        let film = items("{ title = \"A\" }");
        format!("{film}{people}[[view]]\naccount = {who}\nitem = \"A\"\nviewCount = 1\n")
    };
    let session = "[[session]]\nitem = \"A\"\nsessionKey = 1\n";
    for (toml, expected) in [
        (
            items("{ ref = \"a\", title = \"A\" }, { ref = \"a\", title = \"B\" }"),
            "section[0].item[1]: `a` is the `ref` or the rating key of another item",
        ),
        (
            items("{ ratingKey = 7, title = \"A\" }, { ref = \"7\", title = \"B\" }"),
            "section[0].item[1]: `7` is the `ref` or the rating key of another item",
        ),
        (
            items("{ title = \"A\", year = 1 }, { title = \"A\", year = 2 }") + &list("\"A\""),
            "playlist[0].items[0]: several items are called `A`",
        ),
        (
            items("{ ratingKey = 1917, title = \"A\" }, { title = \"1917\" }") + &list("\"1917\""),
            "playlist[0].items[0]: `1917` is the `ref` or the rating key of one item and the title",
        ),
        (
            items("{ title = \"A\" }")
                + &list("\"A\"")
                + &list("\"A\"")
                + "[[view]]\nitem = \"L\"\nviewCount = 1\n",
            "view[0].item: several items are called `L`",
        ),
        (
            format!(
                "{films}item = [{{ title = \"A\" }}]\ncollection = [{{ title = \"A\", items = [\"A\"] }}]\n"
            ) + &list("\"A\""),
            "playlist[0].items[0]: several items are called `A`",
        ),
        (
            views("\"ada\""),
            "view[0].account: `ada` may be the accounts 5 and 6",
        ),
        (
            views("\"5\""),
            "view[0].account: `5` may be the accounts 5 and 7",
        ),
        (
            format!("{films}key = 1\n{films}key = 1\n"),
            "section[1]: the section key `1` is taken",
        ),
        (
            format!("{films}uuid = \"u\"\n{films}uuid = \"u\"\n"),
            "section[1]: the uuid is taken",
        ),
        (
            "[[client]]\nmachineIdentifier = \"m\"\n[[client]]\nmachineIdentifier = \"m\"\n"
                .to_owned(),
            "client[1]: the machineIdentifier is taken",
        ),
        (
            "[[device]]\nid = 3\n[[device]]\nid = 3\n".to_owned(),
            "device[1]: the id of the device is taken",
        ),
        (
            items("{ title = \"A\" }") + session + session,
            "session[1]: the sessionKey is taken",
        ),
    ] {
        let told = problem(&toml).await;
        assert!(told.starts_with(expected), "{toml}: {told}");
    }
    // A number is an id, whatever names there are.
    let library = Library::from_toml(&views("5"));
    assert!(Emulator::start(library.unwrap()).await.is_ok());
    let named = items("{ ref = \"new\", title = \"A\" }, { title = \"A\" }") + &list("\"new\"");
    assert!(
        Emulator::start(Library::from_toml(&named).unwrap())
            .await
            .is_ok()
    );
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

#[tokio::test]
async fn a_name_that_nobody_knows_is_an_error_that_names_the_nearest() {
    for (toml, place, near) in [
        (
            "[[section]]\ntype = \"movie\"\ntitel = \"Films\"",
            "section[0].titel",
            "`title`",
        ),
        (
            "[[section]]\ntype = \"movie\"\n[[section.item]]\ntitle = \"A\"\nsumary = \"B\"",
            "section[0].item[0].sumary",
            "`summary`",
        ),
        (
            "[[section]]\ntype = \"movie\"\n[[section.item]]\ntitle = \"A\"\nGenres = [\"B\"]",
            "section[0].item[0].Genres",
            "`Genre`",
        ),
        (
            "[[section]]\ntype = \"movie\"\n[[section.item]]\ntitle = \"A\"\nMedia = [{ Parts = [] }]",
            "section[0].item[0].Media[0].Parts",
            "`Part`",
        ),
        (
            "[[section]]\ntype = \"movie\"\n[[section.item]]\ntitle = \"A\"\nChapter = [{ startTimeOfset = 1 }]",
            "section[0].item[0].Chapter[0].startTimeOfset",
            "`startTimeOffset`",
        ),
        (
            "[[account]]\nname = \"a\"\nlibrary = []",
            "account[0].library",
            "`libraries`",
        ),
        (
            "[[device]]\nname = \"a\"\nplatfrom = \"b\"",
            "device[0].platfrom",
            "`platform`",
        ),
        ("[history]\nplay = 3", "history.play", "`plays`"),
        ("[profile.x]\nbitrat = 3", "profile.x.bitrat", "`bitrate`"),
        (
            "[server]\nfriendlyname = \"x\"",
            "server.friendlyname",
            "`friendlyName`",
        ),
    ] {
        let problem = problem(toml).await;
        assert!(
            problem.contains(place) && problem.contains(near),
            "{problem}"
        );
    }
    let nowhere_near = problem("[server]\nxyzzyplugh = 1").await;
    assert!(nowhere_near.contains("`other`"), "{nowhere_near}");
}

/// The attributes that recordings show of an element.
fn recorded(element: &str) -> Vec<&'static str> {
    let list = include_str!("../../provenance/recorded.txt").lines();
    let of_element = list.filter_map(|line| line.split_once(' ').filter(|(of, _)| *of == element));
    of_element
        .map(|(_, name)| name)
        .filter(|name| *name != "element")
        .collect()
}

/// A value for each of them: lengths and moments are numbers, everything else says its name.
fn described(names: &[&str], except: &[&str]) -> serde_json::Map<String, Value> {
    let given = names
        .iter()
        .filter(|name| !except.contains(name))
        .map(|name| {
            let value = match *name {
                "duration" | "index" | "year" => json!(1234),
                "originallyAvailableAt" => json!("1927-01-10"),
                name if name.ends_with("At") => json!(1_500_000_000),
                name => json!(format!("the {name}")),
            };
            ((*name).to_owned(), value)
        });
    given.collect()
}

#[tokio::test]
async fn every_attribute_that_was_ever_recorded_can_be_given() {
    // What an account does with an item, who it is, and what is in it have ways of their own.
    let of_items = [
        "ratingKey",
        "type",
        "smart",
        "viewCount",
        "viewOffset",
        "lastViewedAt",
        "skipCount",
        "userRating",
        "lastRatedAt",
        "playlistType",
    ];
    let names = recorded("Metadata");
    assert!(names.len() > 80);
    let item = described(&names, &of_items);
    let media = described(&recorded("Media"), &["id"]);
    let part = described(&recorded("Part"), &["id"]);
    let stream = described(&recorded("Stream"), &[]);
    let elements: Vec<(&str, serde_json::Map<String, Value>)> =
        ["Chapter", "Marker", "Review", "Rating", "Image", "Field"]
            .map(|element| (element, described(&recorded(element), &[])))
            .into();
    let mut whole = item.clone();
    whole.insert("ratingKey".to_owned(), json!("1"));
    let mut inner = part.clone();
    inner.insert("Stream".to_owned(), json!([stream]));
    let mut version = media.clone();
    version.insert("Part".to_owned(), json!([inner]));
    whole.insert("Media".to_owned(), json!([version]));
    for (element, attributes) in &elements {
        whole.insert((*element).to_owned(), json!([attributes]));
    }
    let description = json!({"section": [{"type": "movie", "item": [whole]}]});
    let emulator = start(Library::from_json(&description.to_string())).await;
    let query = "includeChapters=1&includeMarkers=1&includeReviews=1";
    let details = ask::json(&emulator, &format!("/library/metadata/1?{query}")).await;
    let details = &details["Metadata"][0];
    let holds = |whole: &Value, part: &serde_json::Map<String, Value>, what: &str| {
        for (name, value) in part {
            assert_eq!(&whole[name], value, "{name} of {what}");
        }
    };
    holds(details, &item, "the item");
    holds(&details["Media"][0], &media, "the version");
    holds(&details["Media"][0]["Part"][0], &part, "the file");
    holds(
        &details["Media"][0]["Part"][0]["Stream"][0],
        &stream,
        "the stream",
    );
    for (element, attributes) in &elements {
        holds(&details[element][0], attributes, element);
    }
}

#[tokio::test]
async fn what_a_session_is_converted_to_has_its_own_bit_rate_and_codecs() {
    let toml = r#"
        [[section]]
        type = "movie"
        item = [{ title = "Metropolis", year = 1927, duration = "2h33m" }]

        [[session]]
        item = "Metropolis"
        Player = { title = "Tablet", product = "Plex for iOS" }
        Session = { bandwidth = 4000, location = "wan" }
        TranscodeSession = { videoDecision = "transcode", audioDecision = "transcode", videoCodec = "h264", audioCodec = "aac" }
        Media = { bitrate = 3210, width = 1280, height = 720, videoCodec = "h264", audioCodec = "aac", container = "mpegts" }
    "#;
    let emulator = start(Library::from_toml(toml)).await;
    let details = ask::json(&emulator, "/library/metadata/1").await;
    let file = &details["Metadata"][0]["Media"][0];
    let sessions = ask::json(&emulator, "/status/sessions").await;
    let made = &sessions["Metadata"][0]["Media"][0];
    for (name, value) in [
        ("bitrate", json!("3210")),
        ("height", json!("720")),
        ("videoCodec", json!("h264")),
        ("audioCodec", json!("aac")),
        ("container", json!("mpegts")),
    ] {
        let text = |value: &Value| value.as_str().map_or(value.to_string(), str::to_owned);
        assert_eq!(text(&made[name]), text(&value), "{name}: {made}");
    }
    assert_ne!(file["container"], "mpegts", "the file is as it was: {file}");
    let conversion = &sessions["Metadata"][0]["TranscodeSession"];
    assert_eq!(conversion["videoDecision"], "transcode");
}
