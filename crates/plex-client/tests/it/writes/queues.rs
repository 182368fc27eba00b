//! Play queues.

use plex_client::{ErrorKind, PlaylistKind, PlexClient, PlexError, QueueQuery, Wire};

use super::{FILMS, SHOWS, first, friend, key, look, owner, sample};

const VIDEO: PlaylistKind = PlaylistKind::Video;

#[tokio::test]
async fn a_queue_is_made_of_what_is_in_things_and_begins_where_it_is_told() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let show = first(&owner, SHOWS, 1).await.remove(0);
    let episodes = look(&owner, &show).await.leaf_count.unwrap();
    let whole = QueueQuery::items(VIDEO, [show.clone()]);
    let queue = owner.create_play_queue(&whole).await.unwrap();
    assert_eq!(queue.total, Some(episodes.into()));
    assert_eq!(queue.selected, queue.items[0].play_queue_item_id);
    let second = queue.items[1].rating_key.clone().unwrap();
    let later = owner
        .create_play_queue(&whole.clone().start(second.clone()))
        .await
        .unwrap();
    assert_eq!(
        (later.selected_key.as_ref(), later.selected_offset),
        (Some(&second), Some(1))
    );
    let mixed = owner.create_play_queue(&whole.shuffle(true)).await.unwrap();
    assert_eq!(mixed.shuffled, Some(true));
    let read = owner.play_queue(later.id.as_ref().unwrap()).await.unwrap();
    assert_eq!(read, later);
    let onwards = QueueQuery::items(VIDEO, [second]).continuous(true);
    let onwards = owner.create_play_queue(&onwards).await.unwrap();
    assert_eq!(onwards.total, Some(u64::from(episodes) - 1));
    let by_xml = PlexClient::builder()
        .url(emulator.url())
        .token(emulator.token());
    let by_xml = by_xml
        .client_identifier("test")
        .wire(Wire::Xml)
        .build()
        .unwrap();
    assert_eq!(
        by_xml.play_queue(later.id.as_ref().unwrap()).await.unwrap(),
        later
    );
}

#[tokio::test]
async fn a_queue_is_made_of_a_playlist_and_grows() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let films = first(&owner, FILMS, 4).await;
    let list = owner
        .create_playlist("x", VIDEO, &films[..2])
        .await
        .unwrap();
    let query = QueueQuery::playlist(VIDEO, list.rating_key.unwrap());
    let queue = owner.create_play_queue(&query).await.unwrap();
    assert_eq!(queue.total, Some(2));
    let id = queue.id.unwrap();
    let queue = owner
        .add_to_play_queue(&id, &films[2..3], false)
        .await
        .unwrap();
    assert_eq!(queue.total, Some(3));
    let queue = owner
        .add_to_play_queue(&id, &films[3..], true)
        .await
        .unwrap();
    assert_eq!(queue.items[1].rating_key.as_ref(), Some(&films[3]));
    // What is not known is no error, and the queue tells.
    let queue = owner
        .add_to_play_queue(&id, &[key("999999")], false)
        .await
        .unwrap();
    assert_eq!(queue.total, Some(4));
    let grace = friend(&emulator, "grace");
    assert_eq!(
        grace.play_queue(&id).await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
}

#[tokio::test]
async fn a_queue_that_makes_no_sense_is_not_asked_for() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let many = (0..101).map(|number| key(&number.to_string()));
    emulator.forget_requests();
    for query in [
        QueueQuery::items(VIDEO, []),
        QueueQuery::items(VIDEO, many),
        QueueQuery::items(VIDEO, [key("1"), key("2")]).continuous(true),
        QueueQuery::playlist(VIDEO, key("1")).continuous(true),
    ] {
        let error = owner.create_play_queue(&query).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    }
    assert!(emulator.requests().is_empty());
    let unknown = QueueQuery::items(VIDEO, [key("999999")]);
    let error = owner.create_play_queue(&unknown).await.unwrap_err();
    assert!(matches!(error, PlexError::Refused { .. }), "{error}");
}
