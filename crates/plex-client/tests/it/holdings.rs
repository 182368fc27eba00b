//! What libraries of each type hold.

use std::collections::HashSet;

use plex_client::{ItemType, ItemsQuery, PageRequest, PlexClient};
use plex_emulator::{Emulator, Library};

use crate::script::{Reply, Script};

/// What a type of library holds is what a server answers of it, and what it says of it.
#[tokio::test]
async fn what_libraries_hold() {
    const ALL: [ItemType; 12] = [
        ItemType::Movie,
        ItemType::Show,
        ItemType::Season,
        ItemType::Episode,
        ItemType::Trailer,
        ItemType::Artist,
        ItemType::Album,
        ItemType::Track,
        ItemType::Clip,
        ItemType::Photo,
        ItemType::PhotoAlbum,
        ItemType::Collection,
    ];
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let client = PlexClient::new(emulator.url(), emulator.token()).unwrap();
    let mut seen = HashSet::new();
    for library in client.libraries().await.unwrap() {
        let library_type = &library.library_type;
        for item_type in ALL {
            let query = ItemsQuery::new()
                .item_type(item_type.clone())
                .page(PageRequest::first(0));
            let answered = client.library_items(&library.key, &query).await.is_ok();
            let held = library_type.can_hold(&item_type);
            assert_eq!(answered, held, "{item_type} in {library_type}");
        }
        let meta = client.library_meta(&library.key).await.unwrap();
        let told: Vec<&ItemType> = meta.types.iter().map(|one| &one.item_type).collect();
        let told_and_held = told.iter().filter(|one| ALL.contains(one));
        for item_type in told_and_held {
            assert!(library_type.can_hold(item_type), "{item_type}");
        }
        for item_type in library_type.item_types() {
            // Of the videos among photos no server tells, though it lists them.
            let is_told = told.contains(&item_type) || *item_type == ItemType::Clip;
            assert!(is_told, "{item_type} in {library_type}: {told:?}");
        }
        let files = library_type.file_types();
        for item_type in files {
            let query = ItemsQuery::new()
                .item_type(item_type.clone())
                .page(PageRequest::first(1));
            let found = client.library_items(&library.key, &query).await.unwrap();
            assert!(found.items.iter().all(|item| !item.media.is_empty()));
        }
        seen.insert(library_type.as_str().to_owned());
    }
    assert_eq!(seen.len(), 4, "a library of each type: {seen:?}");
}

/// Old servers refuse to count the videos among photos.
#[tokio::test]
async fn an_old_server_counts_what_it_knows() {
    let script = Script::start(|seen, _| {
        if seen.line.contains("type=12") {
            Reply::page("400 Bad Request")
        } else if seen.line.contains("/all") {
            Reply::json(r#"{"MediaContainer":{"size":0,"totalSize":7}}"#)
        } else {
            Reply::json(
                r#"{"MediaContainer":{"Directory":[{"key":"4","type":"photo","title":"Photos"}]}}"#,
            )
        }
    })
    .await;
    let client = PlexClient::new(&script.url, "t").unwrap();
    let (_, counts) = client.libraries_with_counts().await.unwrap().remove(0);
    assert_eq!((counts.photos, counts.videos), (Some(7), None));
}
