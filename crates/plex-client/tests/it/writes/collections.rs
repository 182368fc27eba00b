//! Collections: made, filled, ordered, shown as rows, made by a rule, deleted.

use plex_client::{
    CollectionMode, CollectionOrder, CollectionPrefs, ErrorKind, Field, Filter, HubVisibility,
    ItemType, PageRequest, PlexClient, PlexError, RatingKey, SmartRule,
};
use plex_emulator::{Behaviour, Fault, SmartEdits};

use super::{
    FILMS, SHOWS, client, first, friend, key, library, look, named, owner, sample, weather,
};
use crate::script::{Reply, Script};

const FILM: ItemType = ItemType::Movie;

async fn made(client: &PlexClient, title: &str, items: &[RatingKey]) -> RatingKey {
    let films = library(FILMS);
    let made = client.create_collection(&films, title, FILM, items);
    made.await.unwrap().rating_key.unwrap()
}

async fn inside(client: &PlexClient, collection: &RatingKey) -> Vec<RatingKey> {
    let page = PageRequest::first(1000);
    let page = client.collection_items(collection, page).await.unwrap();
    let keys = page.items.into_iter().map(|item| item.rating_key.unwrap());
    keys.collect()
}

fn silent(last_year: u32) -> SmartRule {
    let year = Field::new("year").unwrap();
    SmartRule::new(library(FILMS), FILM).filter(Filter::at_most(year, last_year))
}

#[tokio::test]
async fn a_collection_is_made_filled_ordered_and_deleted() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let films = first(&owner, FILMS, 4).await;
    let collection = made(&owner, "Döner & Co.", &films[..2]).await;
    let read = owner.collection(&collection).await.unwrap();
    assert_eq!(
        (&*read.title, read.subtype.as_deref()),
        ("Döner & Co.", Some("movie"))
    );
    assert_eq!(read.child_count, Some(2));
    owner
        .add_to_collection(&collection, &films[1..])
        .await
        .unwrap();
    owner
        .remove_from_collection(&collection, &films[0])
        .await
        .unwrap();
    let by_hand = CollectionPrefs::new()
        .order(CollectionOrder::Custom)
        .mode(CollectionMode::HideItems);
    owner
        .set_collection_prefs(&collection, &by_hand)
        .await
        .unwrap();
    let read = owner.collection(&collection).await.unwrap();
    let order = read.collection_sort.and_then(CollectionOrder::from_number);
    assert_eq!(order, Some(CollectionOrder::Custom));
    let mode = read.collection_mode.and_then(CollectionMode::from_number);
    assert_eq!(mode, Some(CollectionMode::HideItems));
    owner
        .move_in_collection(&collection, &films[3], None)
        .await
        .unwrap();
    let behind = owner.move_in_collection(&collection, &films[1], Some(&films[3]));
    behind.await.unwrap();
    let expected = [films[3].clone(), films[1].clone(), films[2].clone()];
    assert_eq!(inside(&owner, &collection).await, expected);
    let tags = look(&owner, &films[1]).await.collections;
    assert!(tags.iter().any(|tag| tag.tag == "Döner & Co."));
    // What goes in or out is locked by the server.
    for film in &films {
        let locks = look(&owner, film).await.locks;
        assert!(
            locks
                .iter()
                .any(|lock| lock.name == "collection" && lock.locked)
        );
    }
    owner.delete_collection(&collection).await.unwrap();
    let gone = owner.collection(&collection).await.unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::NotFound);
    assert!(
        look(&owner, &films[1])
            .await
            .collections
            .iter()
            .all(|tag| tag.tag != "Döner & Co.")
    );
}

#[tokio::test]
async fn an_empty_collection_is_made_and_items_of_another_kind_are_refused() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let films = first(&owner, FILMS, 1).await;
    let shows = first(&owner, SHOWS, 1).await;
    let collection = made(&owner, "Nothing", &[]).await;
    assert!(inside(&owner, &collection).await.is_empty());
    let mixed = [films[0].clone(), shows[0].clone()];
    for refused in [
        owner.add_to_collection(&collection, &shows).await,
        owner.add_to_collection(&collection, &mixed).await,
    ] {
        let error = refused.unwrap_err();
        assert!(matches!(error, PlexError::Refused { .. }), "{error}");
    }
    assert!(inside(&owner, &collection).await.is_empty());
    let left = owner.remove_from_collection(&collection, &films[0]).await;
    assert_eq!(left.unwrap_err().kind(), ErrorKind::NotFound);
    emulator.forget_requests();
    for (title, item_type, count) in [
        ("", FILM, 1),
        ("x", ItemType::default(), 1),
        ("x", ItemType::Playlist, 1),
        ("x", ItemType::Collection, 1),
        ("x", FILM, 101),
    ] {
        let many = vec![key("1"); count];
        let error = owner
            .create_collection(&library(FILMS), title, item_type, &many)
            .await;
        assert_eq!(error.unwrap_err().kind(), ErrorKind::InvalidArgument);
    }
    owner
        .set_collection_prefs(&collection, &CollectionPrefs::new())
        .await
        .unwrap();
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn a_collection_is_not_made_of_items_of_another_type_or_library() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let films = first(&owner, FILMS, 2).await;
    let shows = first(&owner, SHOWS, 2).await;
    let mixed = [films[0].clone(), shows[0].clone()];
    emulator.forget_requests();
    for (section, item_type, items) in [
        (FILMS, FILM, &shows[..]),
        (FILMS, FILM, &mixed),
        (FILMS, ItemType::Show, &films),
        // Plex would make one that nothing can be added to.
        (FILMS, ItemType::Show, &shows),
        (SHOWS, FILM, &films),
    ] {
        let made = owner
            .create_collection(&library(section), "x", item_type, items)
            .await;
        let error = made.unwrap_err();
        let PlexError::InvalidArgument { argument, .. } = &error else {
            panic!("{error}");
        };
        assert_eq!(*argument, "items");
    }
    let gone = [key("999998"), key("999999")];
    let made = owner
        .create_collection(&library(FILMS), "x", FILM, &gone)
        .await;
    assert_eq!(made.unwrap_err().kind(), ErrorKind::NotFound);
    let sent = emulator.requests();
    assert!(sent.iter().all(|seen| seen.method == "GET"), "{sent:?}");
}

#[tokio::test]
async fn a_smart_collection_holds_what_its_rule_finds_and_tells_its_rule() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let found = owner
        .rule_items(&silent(1926), PageRequest::first(100))
        .await
        .unwrap();
    assert!(!found.items.is_empty());
    let collection = owner
        .create_smart_collection("Silent", &silent(1926))
        .await
        .unwrap();
    assert_eq!(collection.smart, Some(true));
    let collection = collection.rating_key.unwrap();
    assert_eq!(inside(&owner, &collection).await.len(), found.items.len());
    let told = SmartRule::of(&owner.collection(&collection).await.unwrap()).unwrap();
    assert_eq!(told, Some(silent(1926)));
    owner
        .set_collection_rule(&collection, &silent(1910))
        .await
        .unwrap();
    let told = SmartRule::of(&owner.collection(&collection).await.unwrap()).unwrap();
    assert_eq!(told, Some(silent(1910)));
    let by_viewer = CollectionPrefs::new().by_viewer(true);
    owner
        .set_collection_prefs(&collection, &by_viewer)
        .await
        .unwrap();
    assert_eq!(
        owner
            .collection(&collection)
            .await
            .unwrap()
            .collection_by_viewer,
        Some(true)
    );
    let mut untyped = silent(1910);
    untyped.item_type = None;
    let error = owner
        .create_smart_collection("x", &untyped)
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            PlexError::InvalidArgument {
                argument: "rule",
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn what_a_smart_collection_says_to_items_by_hand_differs_and_nothing_becomes_of_it() {
    for (edits, is_refused) in [(SmartEdits::Refused, true), (SmartEdits::Ignored, false)] {
        let behaviour = Behaviour {
            smart_edits: edits,
            ..Behaviour::default()
        };
        let emulator = sample().behaviour(behaviour).start().await.unwrap();
        let owner = owner(&emulator);
        let collection = owner
            .create_smart_collection("Silent", &silent(1926))
            .await
            .unwrap();
        let collection = collection.rating_key.unwrap();
        let before = inside(&owner, &collection).await;
        let removed = owner.remove_from_collection(&collection, &before[0]).await;
        match removed {
            Err(error) => assert!(is_refused && matches!(error, PlexError::Refused { .. })),
            Ok(()) => assert!(!is_refused),
        }
        assert_eq!(inside(&owner, &collection).await, before);
    }
}

#[tokio::test]
async fn a_collection_is_shown_as_a_row_where_it_is_said() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let films = &library(FILMS);
    let collection = made(&owner, "Silent", &first(&owner, FILMS, 2).await).await;
    assert_eq!(
        owner.collection_hub(films, &collection).await.unwrap(),
        None
    );
    for (recommended, own_home, shared_home) in [
        (true, false, true),
        (false, true, false),
        (true, true, true),
    ] {
        let visibility = HubVisibility {
            recommended,
            own_home,
            shared_home,
        };
        owner
            .show_collection(films, &collection, visibility)
            .await
            .unwrap();
        let hub = owner
            .collection_hub(films, &collection)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(HubVisibility::from(&hub), visibility);
    }
    let hub = owner
        .collection_hub(films, &collection)
        .await
        .unwrap()
        .unwrap();
    let id = hub.identifier.unwrap();
    let order = async || {
        let hubs = owner.managed_hubs(films).await.unwrap();
        let ids = hubs.into_iter().map(|hub| hub.identifier.unwrap());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(order().await.last(), Some(&id));
    owner.move_hub(films, &id, None).await.unwrap();
    assert_eq!(order().await.first(), Some(&id));
    let second = order().await[1].clone();
    owner.move_hub(films, &id, Some(&second)).await.unwrap();
    assert_eq!(order().await[1], id);
    owner.remove_hub(films, &id).await.unwrap();
    assert_eq!(
        owner.collection_hub(films, &collection).await.unwrap(),
        None
    );
    let error = owner.remove_hub(films, &second).await.unwrap_err();
    assert!(matches!(error, PlexError::Refused { .. }), "{error}");
    let film = named(&owner, FILMS, FILM, "Metropolis").await;
    let error = owner
        .show_collection(films, &film, HubVisibility::default())
        .await;
    assert!(matches!(error.unwrap_err(), PlexError::Refused { .. }));
}

#[tokio::test]
async fn an_item_is_no_collection_although_it_shares_their_ids() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let film = named(&owner, FILMS, FILM, "Metropolis").await;
    let error = owner.collection(&film).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn only_the_owner_changes_collections() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let films = &library(FILMS);
    let items = &first(&owner, FILMS, 2).await;
    let collection = &made(&owner, "Silent", items).await;
    let visibility = HubVisibility::default();
    for (client, kind) in [
        (&friend(&emulator, "grace"), ErrorKind::Forbidden),
        (&client(&emulator, "wrong"), ErrorKind::Unauthorized),
    ] {
        for refused in [
            client
                .create_collection(films, "x", FILM, items)
                .await
                .map(drop),
            client.add_to_collection(collection, items).await,
            client.remove_from_collection(collection, &items[0]).await,
            client.move_in_collection(collection, &items[0], None).await,
            client.set_collection_rule(collection, &silent(1910)).await,
            client
                .set_collection_prefs(collection, &CollectionPrefs::new().by_viewer(true))
                .await,
            client.show_collection(films, collection, visibility).await,
            client.managed_hubs(films).await.map(drop),
            client.delete_collection(collection).await,
        ] {
            assert_eq!(refused.unwrap_err().kind(), kind);
        }
    }
    assert_eq!(inside(&owner, collection).await.len(), 2);
}

#[tokio::test]
async fn changes_of_collections_that_are_refused_or_lost_say_so_and_are_sent_once() {
    let emulator = sample().start().await.unwrap();
    let server = &emulator;
    let owner = owner(&emulator);
    let films = &library(FILMS);
    let items = &first(&owner, FILMS, 2).await;
    let list = &made(&owner, "Silent", items).await;
    let rule = &silent(1926);
    weather(server, "/library/collections", |c| async move {
        c.create_collection(films, "x", FILM, items).await
    })
    .await;
    weather(server, "/library/collections", |c| async move {
        c.create_smart_collection("x", rule).await
    })
    .await;
    let path = &format!("/library/collections/{list}");
    weather(
        server,
        path,
        |c| async move { c.delete_collection(list).await },
    )
    .await;
    let inner = &format!("{path}/items");
    weather(server, inner, |c| async move {
        c.add_to_collection(list, items).await
    })
    .await;
    weather(server, inner, |c| async move {
        c.set_collection_rule(list, rule).await
    })
    .await;
    let member = &format!("{inner}/{}", items[0]);
    weather(server, member, |c| async move {
        c.remove_from_collection(list, &items[0]).await
    })
    .await;
    weather(server, &format!("{member}/move"), |c| async move {
        c.move_in_collection(list, &items[0], None).await
    })
    .await;
    weather(
        server,
        &format!("/library/metadata/{list}/prefs"),
        |c| async move {
            c.set_collection_prefs(list, &CollectionPrefs::new().mode(CollectionMode::Hidden))
                .await
        },
    )
    .await;
    let visibility = HubVisibility {
        recommended: true,
        ..HubVisibility::default()
    };
    owner
        .show_collection(films, list, visibility)
        .await
        .unwrap();
    let hub = owner
        .collection_hub(films, list)
        .await
        .unwrap()
        .unwrap()
        .identifier
        .unwrap();
    let hub = &hub;
    let row = &format!("/hubs/sections/1/manage/{hub}");
    weather(server, row, |c| async move {
        c.show_collection(films, list, visibility).await
    })
    .await;
    weather(
        server,
        row,
        |c| async move { c.remove_hub(films, hub).await },
    )
    .await;
    weather(server, &format!("{row}/move"), |c| async move {
        c.move_hub(films, hub, None).await
    })
    .await;
    // What is made may be there although the answer cannot be read.
    emulator.inject(Fault::NotApplied.on("/library/collections"));
    let made = owner.create_collection(films, "y", FILM, items).await;
    assert_eq!(made.unwrap_err().kind(), ErrorKind::OutcomeUnknown);
}

#[tokio::test]
async fn the_row_of_a_collection_is_found_among_all_rows() {
    const ROWS: &str = r#"{"MediaContainer": {"size": 6, "Hub": [
        {"identifier": "movie.recentlyadded", "title": "Recently Added"},
        {"title": "Nameless"},
        {"identifier": "genre.84", "title": "A Genre"},
        {"identifier": "custom.collection.84.7", "title": "Another Library's"},
        {"identifier": "custom.collection.1.184", "title": "Another"},
        {"identifier": "custom.collection.1.84", "title": "Silent"},
        {"identifier": "custom.collection.85", "title": "Short"},
        {"identifier": "custom.collection.1.86.86", "title": "Long"}
    ]}}"#;
    let server = Script::start(|_, _| Reply::json(ROWS)).await;
    let client = server.client().build().unwrap();
    let films = &library(FILMS);
    for (collection, title) in [
        ("84", Some("Silent")),
        ("85", Some("Short")),
        ("86", Some("Long")),
        ("4", None),
        ("recentlyadded", None),
    ] {
        let hub = client.collection_hub(films, &key(collection)).await;
        let found = hub.unwrap().map(|hub| hub.title);
        assert_eq!(found.as_deref(), title, "{collection}");
    }
    // Nothing is shown by way of another's row.
    let shown = HubVisibility::default();
    client
        .show_collection(films, &key("4"), shown)
        .await
        .unwrap();
    let last = server.seen().pop().unwrap();
    assert!(
        last.line
            .starts_with("POST /hubs/sections/1/manage?metadataItemId=4&"),
        "{}",
        last.line
    );
}
