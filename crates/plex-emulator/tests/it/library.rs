//! The sample library, read over both wires.

use crate::ask;
use plex_emulator::{Emulator, Library};

#[tokio::test]
async fn the_sample_has_four_libraries_of_four_kinds() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let sections = ask::json(&emulator, "/library/sections").await;
    let kinds: Vec<_> = sections["Directory"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| section["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["movie", "show", "artist", "photo"]);
    for (section, kind, least) in [(1, 1, 60), (2, 2, 8), (2, 4, 80), (3, 8, 12), (3, 10, 60)] {
        let path = format!("/library/sections/{section}/all?type={kind}");
        let all = ask::json(&emulator, &path).await;
        let size = all["size"].as_i64().unwrap();
        assert!(size >= least, "{path}: {size}");
    }
}
