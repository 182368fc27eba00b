//! Titles that would make one of two artists or albums.

use plex_client::{ErrorKind, ItemEdit, ItemField, ItemType, ItemsQuery, MediaItem, PageRequest};

use super::{first, library, look, owner, sample};
use crate::script::{Reply, Script};

const MUSIC: &str = "3";

#[tokio::test]
async fn artists_and_albums_are_not_merged_by_a_title() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let music = &library(MUSIC);
    let artists = first(&owner, MUSIC, 2).await;
    let taken = look(&owner, &artists[1]).await.title;
    let called = |title: &str| {
        ItemEdit::new(ItemType::Artist)
            .set(ItemField::Title, title)
            .unwrap()
    };
    emulator.forget_requests();
    for refused in [
        owner.edit_items(music, &artists, &called("New")).await,
        owner
            .edit_items(music, &artists[..1], &called(&taken))
            .await,
        owner
            .edit_items(music, &artists[..1], &called(&taken.to_uppercase()))
            .await,
    ] {
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidArgument);
    }
    assert!(emulator.requests().iter().all(|seen| seen.method == "GET"));
    // Its own title, and a new one, merge nothing.
    owner
        .edit_items(music, &artists[1..], &called(&taken))
        .await
        .unwrap();
    owner
        .edit_items(music, &artists[..1], &called("New"))
        .await
        .unwrap();
    assert_eq!(look(&owner, &artists[0]).await.title, "New");
}

#[tokio::test]
async fn albums_of_different_artists_may_be_called_alike() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let music = &library(MUSIC);
    let query = ItemsQuery::new()
        .item_type(ItemType::Album)
        .page(PageRequest::first(1000));
    let albums = owner.library_items(music, &query).await.unwrap().items;
    let of = |item: &MediaItem| item.parent_rating_key.clone().unwrap();
    let one = &albums[0];
    let foreign = albums.iter().find(|album| of(album) != of(one)).unwrap();
    let called = |title: &str| {
        ItemEdit::new(ItemType::Album)
            .set(ItemField::Title, title)
            .unwrap()
    };
    let key = one.rating_key.clone().unwrap();
    let items = std::slice::from_ref(&key);
    let count = async || owner.library_items(music, &query).await.unwrap().total;
    let before = count().await;
    owner
        .edit_items(music, items, &called(&foreign.title))
        .await
        .unwrap();
    assert_eq!(look(&owner, &key).await.title, foreign.title);
    assert_eq!(count().await, before);
    // Neither is the one that was renamed.
    let others = || {
        albums
            .iter()
            .filter(|album| album.rating_key != one.rating_key)
    };
    let pair = others().find_map(|album| {
        let is_sibling = |other: &&MediaItem| of(other) == of(album) && other.title != album.title;
        Some((album, others().find(is_sibling)?))
    });
    let (album, sibling) = pair.unwrap();
    let key = album.rating_key.clone().unwrap();
    let merging = called(&sibling.title);
    let error = owner
        .edit_items(music, std::slice::from_ref(&key), &merging)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert_eq!(count().await, before);
}

#[tokio::test]
async fn a_title_with_commas_is_compared_as_a_whole() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let music = &library(MUSIC);
    let artists = first(&owner, MUSIC, 2).await;
    let rename = async |artist: usize, title: &str| {
        let edit = ItemEdit::new(ItemType::Artist)
            .set(ItemField::Title, title)
            .unwrap();
        owner
            .edit_items(music, &artists[artist..=artist], &edit)
            .await
    };
    rename(0, "Earth, Wind & Fire").await.unwrap();
    emulator.forget_requests();
    for title in ["Earth, Wind & Fire", " earth, wind & fire"] {
        let error = rename(1, title).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{title}");
    }
    assert!(emulator.requests().iter().all(|seen| seen.method == "GET"));
    rename(1, "Wind & Fire").await.unwrap();
    rename(1, "Earth, Fire & Wind").await.unwrap();
    assert_eq!(look(&owner, &artists[0]).await.title, "Earth, Wind & Fire");
    assert_eq!(look(&owner, &artists[1]).await.title, "Earth, Fire & Wind");
}

#[tokio::test]
async fn a_title_that_too_many_are_like_is_not_given() {
    let server = Script::start(|_, _| {
        Reply::json(
            r#"{"MediaContainer": {"size": 1, "totalSize": 1001,
                "Metadata": [{"ratingKey": "7", "type": "artist", "title": "Other, One"}]}}"#,
        )
    })
    .await;
    let client = server.client().build().unwrap();
    for title in ["One, Other", "One"] {
        let edit = ItemEdit::new(ItemType::Artist)
            .set(ItemField::Title, title)
            .unwrap();
        let error = client
            .edit_items(&library(MUSIC), &[super::key("8")], &edit)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{title}");
        assert!(error.to_string().contains("too many"), "{error}");
    }
    assert!(
        server
            .seen()
            .iter()
            .all(|seen| seen.line.starts_with("GET"))
    );
}
