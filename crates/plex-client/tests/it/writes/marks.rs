//! Played, not played, how far, how good.

use plex_client::{ErrorKind, ItemType, Millis, OnDeckQuery, UserRating};

use super::{FILMS, SHOWS, client, first, friend, key, look, named, owner, sample, weather};

#[tokio::test]
async fn an_item_is_played_as_often_as_it_is_marked_and_not_at_all_when_unmarked() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let film = named(&owner, FILMS, ItemType::Movie, "Metropolis").await;
    owner.mark_unplayed(&film).await.unwrap();
    let fresh = look(&owner, &film).await;
    assert_eq!(
        (fresh.view_count, fresh.view_offset, fresh.last_viewed_at),
        (None, None, None)
    );
    owner.mark_played(&film).await.unwrap();
    owner.mark_played(&film).await.unwrap();
    let played = look(&owner, &film).await;
    assert_eq!(played.view_count, Some(2));
    assert_eq!(
        played.last_viewed_at.unwrap().epoch_seconds(),
        1_790_000_000
    );
    owner.mark_unplayed(&film).await.unwrap();
    assert_eq!(look(&owner, &film).await, fresh);
}

#[tokio::test]
async fn a_show_is_marked_with_all_that_is_in_it() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let show = &first(&owner, SHOWS, 1).await[0];
    owner.mark_played(show).await.unwrap();
    let played = look(&owner, show).await;
    assert!(played.leaf_count > Some(0));
    assert_eq!(played.viewed_leaf_count, played.leaf_count);
    owner.mark_unplayed(show).await.unwrap();
    assert_eq!(look(&owner, show).await.viewed_leaf_count, Some(0));
}

#[tokio::test]
async fn a_place_is_kept_and_can_be_taken_off_what_to_go_on_with() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let film = named(&owner, FILMS, ItemType::Movie, "Nosferatu").await;
    owner.mark_unplayed(&film).await.unwrap();
    owner
        .set_progress(&film, Millis::new(600_000))
        .await
        .unwrap();
    let offset = look(&owner, &film).await.view_offset;
    assert_eq!(offset, Some(Millis::new(600_000)));
    let is_on_deck = async || {
        let deck = owner.on_deck(&OnDeckQuery::new(100)).await.unwrap();
        deck.items
            .iter()
            .any(|item| item.rating_key.as_ref() == Some(&film))
    };
    assert!(is_on_deck().await);
    owner.remove_from_continue_watching(&film).await.unwrap();
    assert!(!is_on_deck().await);
    assert_eq!(look(&owner, &film).await.view_offset, offset);
}

#[tokio::test]
async fn a_rating_is_given_and_taken_away() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let film = &first(&owner, FILMS, 1).await[0];
    for rating in [0.0, -0.0, 7.0, 8.5, 10.0] {
        let given = UserRating::new(rating).unwrap();
        owner.rate(film, Some(given)).await.unwrap();
        assert_eq!(look(&owner, film).await.user_rating, Some(rating));
    }
    owner.rate(film, None).await.unwrap();
    assert_eq!(look(&owner, film).await.user_rating, None);
    for wrong in [-0.1, 10.1, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = UserRating::new(wrong).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{wrong}");
    }
}

#[tokio::test]
async fn what_one_account_notes_is_not_anothers() {
    let emulator = sample().start().await.unwrap();
    let (owner, grace) = (owner(&emulator), friend(&emulator, "grace"));
    let film = named(&owner, FILMS, ItemType::Movie, "Metropolis").await;
    let before = look(&owner, &film).await;
    grace.mark_unplayed(&film).await.unwrap();
    grace.mark_played(&film).await.unwrap();
    grace
        .rate(&film, Some(UserRating::new(2.0).unwrap()))
        .await
        .unwrap();
    assert_eq!(look(&grace, &film).await.view_count, Some(1));
    assert_eq!(look(&owner, &film).await, before);
}

#[tokio::test]
async fn marks_are_refused_for_what_is_not_there_or_not_shared_and_without_a_token() {
    let emulator = sample().start().await.unwrap();
    let linus = friend(&emulator, "linus");
    let owner = owner(&emulator);
    let mut hidden = None;
    for library in owner.libraries().await.unwrap() {
        let shared = linus.libraries().await.unwrap();
        if shared.iter().all(|of_linus| of_linus.key != library.key) {
            hidden = first(&owner, library.key.as_str(), 1)
                .await
                .into_iter()
                .next();
        }
    }
    let cases = [
        (owner, key("999999"), ErrorKind::NotFound),
        (linus, hidden.unwrap(), ErrorKind::NotFound),
        (
            client(&emulator, "wrong"),
            key("1"),
            ErrorKind::Unauthorized,
        ),
        (client(&emulator, ""), key("1"), ErrorKind::NotConfigured),
    ];
    for (client, item, kind) in cases {
        let errors = [
            client.mark_played(&item).await,
            client.mark_unplayed(&item).await,
            client.set_progress(&item, Millis::new(1)).await,
            client.remove_from_continue_watching(&item).await,
            client.rate(&item, None).await,
        ];
        for error in errors {
            assert_eq!(error.unwrap_err().kind(), kind);
        }
    }
}

#[tokio::test]
async fn marks_that_are_refused_or_lost_say_so_and_are_sent_once() {
    let emulator = sample().start().await.unwrap();
    let film = first(&owner(&emulator), FILMS, 1).await.remove(0);
    let film = &film;
    weather(&emulator, "/:/scrobble", |c| async move {
        c.mark_played(film).await
    })
    .await;
    weather(&emulator, "/:/unscrobble", |c| async move {
        c.mark_unplayed(film).await
    })
    .await;
    weather(&emulator, "/:/progress", |c| async move {
        c.set_progress(film, Millis::new(1)).await
    })
    .await;
    weather(
        &emulator,
        "/actions/removeFromContinueWatching",
        |c| async move { c.remove_from_continue_watching(film).await },
    )
    .await;
    weather(
        &emulator,
        "/:/rate",
        |c| async move { c.rate(film, None).await },
    )
    .await;
}
