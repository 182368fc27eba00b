//! Playlists and collections: what there are, and how they change.

mod collecting;
mod reading;
mod weather;
mod writing;

use plex_emulator::Library;
use plex_mcp::Options;

use crate::support::Fixture;

/// Films, episodes and music, with lists of them, in a server where time stands still.
pub(crate) const LISTS: &str = r#"
[[section]]
title = "Films"
type = "movie"
item = [
    { title = "Faust", year = 1926, ratingKey = 1, duration = 6_000_000, Genre = ["Drama", "Horror"] },
    { title = "Sunrise", year = 1927, ratingKey = 2, duration = 5_000_000, Genre = ["Drama"] },
    { title = "M", year = 1931, ratingKey = 3, duration = 7_000_000, Genre = ["Crime"], viewCount = 1 },
    { title = "Nosferatu", year = 1922, ratingKey = 4, duration = 5_500_000, Genre = ["Horror"] },
]
collection = [
    { title = "Murnau", ratingKey = 70, items = [1, 2, 4] },
    { title = "Short ones", ratingKey = 71, subtype = "movie", content = "/library/sections/1/all?type=1&sort=duration&limit=2" },
]

[[section]]
title = "Shows"
type = "show"

[[section.item]]
title = "Harbour"
ratingKey = 10
year = 2019

[[section.item.item]]
index = 1
ratingKey = 11
item = [
    { title = "Arrival", index = 1, ratingKey = 12, duration = 2_000_000 },
    { title = "The Long Night", index = 2, ratingKey = 13, duration = 2_000_000 },
]

[[section]]
title = "Music"
type = "artist"

[[section.item]]
title = "The Lamplighters"
ratingKey = 20

[[section.item.item]]
title = "Low Tide"
ratingKey = 21
item = [
    { title = "Ebb", index = 1, ratingKey = 22, duration = 200_000 },
    { title = "Flow", index = 2, ratingKey = 23, duration = 210_000 },
]

[[playlist]]
title = "Rainy days"
ratingKey = 60
summary = "For the sofa"
items = [1, 2, 3]

[[playlist]]
title = "Tides"
ratingKey = 61
playlistType = "audio"
items = [22]

[[playlist]]
title = "Unseen"
ratingKey = 62
playlistType = "video"
content = "/library/sections/1/all?type=1&sort=duration:desc&unwatched=1&year%3E%3E=1922"
"#;

/// A server with these lists, as the user wants it.
pub(crate) async fn lists_as(choose: impl FnOnce(&mut Options)) -> Fixture {
    let library = Library::from_toml(LISTS).unwrap();
    Fixture::at_rest_over(library, |options| {
        options.settle = std::time::Duration::from_millis(1);
        choose(options);
    })
    .await
}

/// A server with these lists.
pub(crate) async fn lists() -> Fixture {
    lists_as(|_| {}).await
}
