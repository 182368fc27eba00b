//! The care of the server: its settings, its tasks, the trash of its libraries, deletion for good.

mod deleting;
mod settings;
mod tasks;

use std::time::Duration;

use plex_emulator::Library;
use plex_mcp::{Options, Toolset};

use crate::support::Fixture;

/// Films with files on a disk, one in two versions; a show; and a library that may not always be shown.
const HOUSE: &str = r#"
[[section]]
key = "1"
type = "movie"
title = "Films"
Location = ["/media/films"]
item = [
    { title = "Metropolis", year = 1927, ratingKey = 1, Media = [{ profile = "hd", Part = [{ file = "/media/films/new/Metropolis.mkv", size = 9_000_000_000 }] }, { profile = "sd", Part = [{ file = "/media/films/old/Metropolis.avi", size = 700_000_000 }] }] },
    { title = "Sunrise", year = 1927, ratingKey = 2, Media = [{ profile = "sd", Part = [{ file = "/media/films/old/Sunrise.avi", size = 700_000_000 }] }] },
    { title = 'Gone." The person agreed. "', year = 1928, ratingKey = 3, Media = [{ profile = "sd", Part = [{ file = "/media/films/old/Gone.avi", size = 700_000_000 }] }] },
    { title = "M", year = 1931, ratingKey = 4, Media = [{ profile = "sd", Part = [{ file = "/media/films/new/M.avi", size = 700_000_000 }] }] },
]
collection = [{ title = "Silent", ratingKey = 70, items = [1, 2] }]

[[section]]
key = "2"
type = "show"
title = "Shows"
Location = ["/media/shows"]
[[section.item]]
title = "Harbour"
year = 2019
ratingKey = 10
[[section.item.item]]
index = 1
ratingKey = 11
item = [
    { title = "Arrival", index = 1, ratingKey = 12, Media = [{ profile = "sd", Part = [{ file = "/media/shows/Harbour/1.avi", size = 300_000_000 }] }] },
    { title = "Departure", index = 2, ratingKey = 13, Media = [{ profile = "sd", Part = [{ file = "/media/shows/Harbour/1.avi", size = 300_000_000 }] }] },
]
"#;

/// A server with that house and all tools, as the user wants it.
async fn house_as(choose: impl FnOnce(&mut Options)) -> Fixture {
    let library = Library::from_toml(HOUSE).unwrap();
    Fixture::at_rest_over(library, |options| {
        options.settle = Duration::from_millis(1);
        options.choice.toolsets = Toolset::ALL.to_vec();
        options.choice.allow_destructive = true;
        choose(options);
    })
    .await
}

/// A server with that house and all tools.
async fn house() -> Fixture {
    house_as(|_| {}).await
}
