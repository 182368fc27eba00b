//! What stands in what: numbers and folders of shows and artists, albums in albums of photos.

use plex_emulator::{Clock, Emulator, Library};

use crate::ask::{self, NOW};
use crate::playlists::{keys, send_as};
use reqwest::Method;

const DESCRIPTION: &str = r#"
[[account]]
id = 1
name = "ada"
[[account]]
id = 2
name = "grace"
token = "grace-token"
[[section]]
key = "1"
type = "show"
title = "Shows"
Location = ["/shows", "/more"]
[[section.item]]
title = "The Prisoner"
year = 1967
ratingKey = 10
[[section.item.item]]
index = 1
ratingKey = 11
item = [
    { title = "Arrival", ratingKey = 12 },
    { title = "The Chimes", ratingKey = 13, Media = [{ Part = [{ file = "/more/Number 6/2.mkv" }] }] },
]
[[section]]
key = "2"
type = "artist"
title = "Music"
Location = ["/music/"]
[[section.item]]
title = "Can"
ratingKey = 20
item = [{ title = "Ege Bamyasi", ratingKey = 21, item = [{ title = "Pinch", ratingKey = 22 }] }]
[[section]]
key = "3"
type = "photo"
title = "Photos"
Location = ["/photos"]
[[section.item]]
title = "Cats"
ratingKey = 30
item = [
    { title = "Tom", ratingKey = 31 },
    { title = "In bed", ratingKey = 32, item = [{ title = "Asleep", ratingKey = 33 }, { title = "Awake", ratingKey = 34 }] },
]
"#;

#[tokio::test]
async fn shows_artists_and_albums_have_a_number_and_what_is_in_them_says_so() {
    let emulator = ask::described(DESCRIPTION).await;
    for key in [10, 20, 21] {
        assert_eq!(ask::item(&emulator, key).await["index"], 1, "{key}");
    }
    assert_eq!(ask::item(&emulator, 11).await["parentIndex"], 1);
    assert!(ask::item(&emulator, 21).await.get("parentIndex").is_none());
    for (section, kind) in [(1, 2), (2, 8), (2, 9)] {
        let found = format!("/library/sections/{section}/all?type={kind}&index=1");
        assert_eq!(keys(&emulator, &found).await.len(), 1, "{found}");
    }
}

#[tokio::test]
async fn details_of_shows_and_artists_say_where_they_lie() {
    let emulator = ask::described(DESCRIPTION).await;
    let folders = async |key: u32| {
        let folders = ask::list(&ask::item(&emulator, key).await["Location"]);
        let folders = folders
            .iter()
            .map(|one| one["path"].as_str().unwrap().to_owned());
        folders.collect::<Vec<_>>()
    };
    assert_eq!(
        folders(10).await,
        ["/more/Number 6", "/shows/The Prisoner (1967)"]
    );
    assert_eq!(folders(20).await, ["/music/Can"]);
    for key in [11, 12, 21, 22] {
        assert!(folders(key).await.is_empty(), "{key}");
    }
    let listed = ask::json(&emulator, "/library/sections/1/all").await;
    assert!(listed["Metadata"][0].get("Location").is_none());
    // Where things lie is the owner's business.
    let (_, seen) = send_as(
        &emulator,
        "grace-token",
        Method::GET,
        "/library/metadata/10",
    )
    .await;
    assert_eq!(seen["Metadata"][0]["title"], "The Prisoner");
    assert!(seen["Metadata"][0].get("Location").is_none());
}

#[tokio::test]
async fn an_album_in_an_album_keeps_its_photos() {
    let emulator = ask::described(DESCRIPTION).await;
    assert_eq!(
        keys(&emulator, "/library/metadata/30/children").await,
        [31, 32]
    );
    assert_eq!(
        keys(&emulator, "/library/metadata/32/children").await,
        [33, 34]
    );
    let xml = ask::xml(&emulator, "/library/metadata/30/children").await;
    assert!(
        xml.contains("<Directory") && xml.contains("<Photo"),
        "{xml}"
    );
    let photo = ask::item(&emulator, 33).await;
    assert_eq!(photo["parentRatingKey"], "32");
    assert_eq!(
        photo["Media"][0]["Part"][0]["file"],
        "/photos/Cats/In bed/Asleep.jpg"
    );
    let all = keys(&emulator, "/library/sections/3/all?type=13&sort=id").await;
    assert_eq!(all, [31, 33, 34]);
    let dump = emulator.dump();
    let builder = Emulator::builder().library(Library::from_json(&dump.to_string()).unwrap());
    let again = builder.clock(Clock::manual(NOW)).start().await.unwrap();
    assert_eq!(again.dump(), dump);
    assert_eq!(
        keys(&again, "/library/metadata/32/children").await,
        [33, 34]
    );
}

#[tokio::test]
async fn a_film_with_something_in_it_is_refused_in_words() {
    let wrong = "[[section]]\ntype = \"movie\"\nitem = [{ title = \"M\", item = [\"N\"] }]";
    let library = Library::from_toml(wrong).unwrap();
    let refused = Emulator::start(library).await.err();
    let refused = refused.map(|error| error.to_string()).unwrap_or_default();
    assert!(
        refused.contains("nothing is in an item of type `movie`"),
        "{refused}"
    );
}
