//! Artists and albums of one title become one, and music is moved to others.

use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::Value;

use crate::ask::{self, NOW};
use crate::playlists::{keys, send};

const DESCRIPTION: &str = r#"
[[section]]
key = "1"
type = "artist"
title = "Music"
[[section.item]]
title = "Can"
ratingKey = 10
item = [
    { title = "Future Days", ratingKey = 11, item = [{ title = "Spray", ratingKey = 12 }] },
    { title = "Soon", ratingKey = 13, item = [{ title = "Dizzy", ratingKey = 14 }, { title = "Chain", ratingKey = 15 }] },
]
[[section.item]]
title = "The Can"
ratingKey = 20
item = [{ title = "Soon", ratingKey = 21, item = [{ title = "Come", ratingKey = 22 }] }]
[[section.item]]
title = "Neu!"
ratingKey = 30
item = [{ title = "Neu! 75", ratingKey = 31, item = [{ title = "Isi", ratingKey = 32 }] }]
"#;

async fn start() -> Emulator {
    ask::described(DESCRIPTION).await
}

async fn edit(emulator: &Emulator, path: &str) -> u16 {
    send(emulator, Method::PUT, path).await.0
}

async fn title(emulator: &Emulator, key: i64) -> Value {
    let item = ask::json(emulator, &format!("/library/metadata/{key}")).await;
    item["Metadata"][0]["title"].clone()
}

#[tokio::test]
async fn a_title_that_another_artist_has_makes_one_of_the_two() {
    let emulator = start().await;
    assert_eq!(
        edit(&emulator, "/library/metadata/20?title.value=Can").await,
        200
    );
    assert_eq!(keys(&emulator, "/library/sections/1/all").await, [10, 30]);
    assert_eq!(
        keys(&emulator, "/library/metadata/10/children").await,
        [11, 13, 21]
    );
    let gone = ask::status(&emulator, Method::GET, "/library/metadata/20").await;
    assert_eq!(gone, 404);
    // One that nobody has is but another title, and its own is no news.
    assert_eq!(
        edit(&emulator, "/library/metadata/30?title.value=Neu").await,
        200
    );
    assert_eq!(title(&emulator, 30).await, "Neu");
    assert_eq!(
        edit(&emulator, "/library/metadata/30?title.value=Neu").await,
        200
    );
    assert_eq!(keys(&emulator, "/library/sections/1/all").await, [10, 30]);
}

#[tokio::test]
async fn albums_become_one_within_their_artist_and_tracks_never() {
    let emulator = start().await;
    // Another artist's album of the title is another album.
    let path = "/library/metadata/31?title.value=Soon&artist.id.value=30";
    assert_eq!(edit(&emulator, path).await, 200);
    assert_eq!(keys(&emulator, "/library/metadata/30/children").await, [31]);
    let path = "/library/metadata/11?title.value=Soon";
    assert_eq!(edit(&emulator, path).await, 200);
    assert_eq!(keys(&emulator, "/library/metadata/10/children").await, [13]);
    assert_eq!(
        keys(&emulator, "/library/metadata/13/children").await,
        [14, 15, 12]
    );
    let path = "/library/metadata/15?title.value=Dizzy";
    assert_eq!(edit(&emulator, path).await, 200);
    assert_eq!(
        keys(&emulator, "/library/metadata/13/children").await,
        [14, 15, 12]
    );
}

#[tokio::test]
async fn several_that_get_one_title_become_one() {
    let emulator = start().await;
    let path = "/library/sections/1/all?type=8&id=10,20,30&title.value=Krautrock";
    assert_eq!(edit(&emulator, path).await, 200);
    assert_eq!(keys(&emulator, "/library/sections/1/all").await, [10]);
    assert_eq!(title(&emulator, 10).await, "Krautrock");
    assert_eq!(
        keys(&emulator, "/library/metadata/10/children").await,
        [11, 13, 21, 31]
    );
}

#[tokio::test]
async fn albums_and_tracks_are_moved_to_others() {
    let emulator = start().await;
    let path = "/library/metadata/21?artist.id.value=30";
    assert_eq!(edit(&emulator, path).await, 200);
    // The artist that has nothing any more is gone.
    assert_eq!(keys(&emulator, "/library/sections/1/all").await, [10, 30]);
    let album = ask::json(&emulator, "/library/metadata/21").await;
    assert_eq!(album["Metadata"][0]["parentTitle"], "Neu!");
    let path = "/library/metadata/11?artist.title.value=Holger%20Czukay";
    assert_eq!(edit(&emulator, path).await, 200);
    let all = ask::json(&emulator, "/library/sections/1/all").await;
    let titles: Vec<&str> = all["Metadata"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["Can", "Holger Czukay", "Neu!"]);
    // Tracks go into an album that is made for them.
    let path = "/library/metadata/15?artist.id.value=30&album.title.value=Chains";
    assert_eq!(edit(&emulator, path).await, 200);
    let track = ask::json(&emulator, "/library/metadata/15").await;
    let track = &track["Metadata"][0];
    assert_eq!(
        (&track["parentTitle"], &track["grandparentTitle"]),
        (&"Chains".into(), &"Neu!".into())
    );
    assert_eq!(keys(&emulator, "/library/metadata/13/children").await, [14]);
    // What cannot be changes nothing.
    let before = emulator.dump();
    for path in [
        "/library/metadata/13?artist.id.value=31&title.value=x",
        "/library/metadata/13?artist.id.value=999",
        "/library/metadata/13?album.title.value=x",
        "/library/metadata/14?artist.id.value=10",
    ] {
        assert_eq!(edit(&emulator, path).await, 400, "{path}");
    }
    assert_eq!(emulator.dump(), before);
    let again = Emulator::builder()
        .library(Library::from_json(&before.to_string()).unwrap())
        .clock(Clock::manual(NOW))
        .start()
        .await
        .unwrap();
    let differing = crate::dumping::differences(&before, &again.dump());
    assert_eq!(differing, Vec::<String>::new());
}
