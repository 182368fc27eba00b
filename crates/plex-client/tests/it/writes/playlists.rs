//! Playlists: made, filled, ordered, renamed, made by a rule, deleted.

use std::sync::atomic::{AtomicUsize, Ordering};

use plex_client::{
    Direction, ErrorKind, Field, Filter, ItemType, MAX_BATCH, MediaItem, PageRequest, PlaylistEdit,
    PlaylistItemId, PlaylistKind, PlexClient, PlexError, RatingKey, SmartRule, Sort,
};
use plex_emulator::{Emulator, Fault, Library};

use super::{
    FILMS, SHOWS, client, first, friend, key, library, look, named, owner, sample, weather,
};
use crate::script::{Reply, Script};

async fn entries(client: &PlexClient, list: &RatingKey) -> Vec<MediaItem> {
    let page = client.playlist_items(list, PageRequest::first(1000)).await;
    page.unwrap().items
}

fn keys(items: &[MediaItem]) -> Vec<RatingKey> {
    let keys = items.iter().map(|item| item.rating_key.clone());
    keys.map(Option::unwrap).collect()
}

async fn listed(client: &PlexClient, list: &RatingKey) -> Vec<RatingKey> {
    keys(&entries(client, list).await)
}

fn entry(item: &MediaItem) -> PlaylistItemId {
    item.playlist_item_id.clone().unwrap()
}

async fn made(client: &PlexClient, items: &[RatingKey]) -> RatingKey {
    let list = client.create_playlist("Rainy days", PlaylistKind::Video, items);
    list.await.unwrap().rating_key.unwrap()
}

/// What came before the failure was done, and is not taken back.
#[tokio::test]
async fn a_list_that_was_filled_in_part_is_not_called_unchanged() {
    let identity = r#"{"MediaContainer":{"machineIdentifier":"abc","version":"1.40.0.1-a"}}"#;
    for failing in [0, 1] {
        let puts = AtomicUsize::new(0);
        let script = Script::start(move |seen, _| {
            if !seen.line.starts_with("PUT") {
                return Reply::json(identity);
            }
            match puts.fetch_add(1, Ordering::SeqCst) == failing {
                true => Reply::page("400 Bad Request"),
                false => Reply::json(r#"{"MediaContainer":{"size":0}}"#),
            }
        })
        .await;
        let client = script.client().build().unwrap();
        let items: Vec<RatingKey> = (1..=MAX_BATCH + 1).map(|id| key(&id.to_string())).collect();
        let error = client.add_to_playlist(&key("7"), &items).await.unwrap_err();
        match failing {
            0 => assert!(matches!(error, PlexError::Refused { .. }), "{error}"),
            _ => {
                assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
                assert!(error.to_string().contains("400"), "{error}");
            }
        }
        let sent = script.seen();
        let puts = sent.iter().filter(|seen| seen.line.starts_with("PUT"));
        assert_eq!(puts.count(), failing + 1);
    }
}

fn newest(limit: u32) -> SmartRule {
    let year = Field::new("year").unwrap();
    SmartRule::new(library(FILMS), ItemType::Movie)
        .filter(Filter::at_least(year.clone(), 1990))
        .sort(Sort::by(year, Direction::Descending))
        .limit(limit)
}

#[tokio::test]
async fn a_playlist_is_made_and_filled_and_holds_each_item_once() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let films = first(&owner, FILMS, 4).await;
    let empty = owner.create_playlist("Nothing", PlaylistKind::Video, &[]);
    assert_eq!(empty.await.unwrap().leaf_count, Some(0));
    let list = owner.create_playlist("Rainy days", PlaylistKind::Video, &films[..2]);
    let list = list.await.unwrap();
    assert_eq!((list.leaf_count, &*list.title), (Some(2), "Rainy days"));
    let list = list.rating_key.unwrap();
    let gone = key("999999");
    let wanted = [films[1].clone(), films[2].clone(), gone, films[3].clone()];
    let told = owner.add_to_playlist(&list, &wanted).await.unwrap();
    assert_eq!((told.requested, told.added), (Some(3), Some(2)));
    assert_eq!(listed(&owner, &list).await, films);
    assert_eq!(owner.playlist(&list).await.unwrap().leaf_count, Some(4));
}

#[tokio::test]
async fn many_items_are_added_a_hundred_at_a_time_in_their_order() {
    let emulator = Emulator::builder().library(Library::generate(250));
    let emulator = emulator.start().await.unwrap();
    let owner = owner(&emulator);
    let films = first(&owner, FILMS, 250).await;
    let list = made(&owner, &films[..MAX_BATCH]).await;
    emulator.forget_requests();
    let told = owner.add_to_playlist(&list, &films[MAX_BATCH..]).await;
    let told = told.unwrap();
    assert_eq!((told.requested, told.added), (Some(150), Some(150)));
    let requests = emulator.requests();
    let adding = requests.iter().filter(|seen| seen.method == "PUT");
    assert_eq!(adding.count(), 2);
    for request in &requests {
        assert!(request.query.len() < 2_000, "{}", request.query.len());
    }
    assert_eq!(listed(&owner, &list).await, films);
    let too_many = owner.create_playlist("x", PlaylistKind::Video, &films);
    let error = too_many.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
}

#[tokio::test]
async fn a_show_is_added_as_its_episodes_and_other_kinds_are_left_out() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let show = first(&owner, SHOWS, 1).await;
    let count = look(&owner, &show[0]).await.leaf_count.unwrap();
    let list = made(&owner, &show).await;
    let inside = entries(&owner, &list).await;
    assert_eq!(inside.len(), usize::try_from(count).unwrap());
    assert!(
        inside
            .iter()
            .all(|item| item.item_type == ItemType::Episode)
    );
    let sound = owner.create_playlist("Sound", PlaylistKind::Audio, &show);
    assert_eq!(sound.await.unwrap().leaf_count, Some(0));
}

#[tokio::test]
async fn entries_are_moved_and_removed_by_their_own_ids() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let films = first(&owner, FILMS, 3).await;
    let list = made(&owner, &films).await;
    let [a, b, c] = <[MediaItem; 3]>::try_from(entries(&owner, &list).await).unwrap();
    let at = |order: [usize; 3]| order.map(|place| films[place].clone());
    owner
        .move_in_playlist(&list, &entry(&c), None)
        .await
        .unwrap();
    assert_eq!(listed(&owner, &list).await, at([2, 0, 1]));
    let (third, first) = (entry(&c), entry(&a));
    let behind = owner.move_in_playlist(&list, &third, Some(&first));
    behind.await.unwrap();
    assert_eq!(listed(&owner, &list).await, at([0, 2, 1]));
    owner.remove_from_playlist(&list, &entry(&b)).await.unwrap();
    assert_eq!(listed(&owner, &list).await, at([0, 2, 1])[..2]);
    let again = owner.remove_from_playlist(&list, &entry(&b)).await;
    assert_eq!(again.unwrap_err().kind(), ErrorKind::NotFound);
    owner.clear_playlist(&list).await.unwrap();
    assert!(listed(&owner, &list).await.is_empty());
    owner.delete_playlist(&list).await.unwrap();
    let gone = owner.playlist(&list).await.unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_playlist_is_renamed_and_described() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let list = made(&owner, &[]).await;
    let title = "Döner & ¿?#/%2F=\u{1f3ac}";
    let edit = PlaylistEdit::new().title(title).summary("For\nrainy days");
    owner.edit_playlist(&list, &edit).await.unwrap();
    let read = owner.playlist(&list).await.unwrap();
    assert_eq!(
        (&*read.title, read.summary.as_deref()),
        (title, Some("For\nrainy days"))
    );
    let cleared = PlaylistEdit::new().summary("");
    owner.edit_playlist(&list, &cleared).await.unwrap();
    let read = owner.playlist(&list).await.unwrap();
    assert_eq!(read.summary.as_deref().unwrap_or_default(), "");
    assert_eq!(read.title, title);
    emulator.forget_requests();
    owner
        .edit_playlist(&list, &PlaylistEdit::new())
        .await
        .unwrap();
    let unnamed = owner
        .edit_playlist(&list, &PlaylistEdit::new().title(" "))
        .await;
    assert_eq!(unnamed.unwrap_err().kind(), ErrorKind::InvalidArgument);
    let unnamed = owner.create_playlist("", PlaylistKind::Video, &[]).await;
    assert_eq!(unnamed.unwrap_err().kind(), ErrorKind::InvalidArgument);
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn a_smart_playlist_holds_what_its_rule_finds_and_tells_its_rule() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let rule = newest(5);
    let found = owner
        .rule_items(&rule, PageRequest::first(50))
        .await
        .unwrap();
    assert_eq!(found.items.len(), 5);
    let list = owner.create_smart_playlist("New", PlaylistKind::Video, &rule);
    let list = list.await.unwrap();
    assert_eq!(list.smart, Some(true));
    let list = list.rating_key.unwrap();
    assert_eq!(listed(&owner, &list).await, keys(&found.items));
    let told = SmartRule::of(&owner.playlist(&list).await.unwrap()).unwrap();
    assert_eq!(told, Some(rule));
    // Read, change, write, read.
    let fewer = told.unwrap().limit(2);
    owner.set_playlist_rule(&list, &fewer).await.unwrap();
    assert_eq!(listed(&owner, &list).await, keys(&found.items[..2]));
    let told = SmartRule::of(&owner.playlist(&list).await.unwrap()).unwrap();
    assert_eq!(told, Some(fewer));
}

#[tokio::test]
async fn a_smart_playlist_takes_nothing_by_hand_and_a_plain_one_has_no_rule() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let films = first(&owner, FILMS, 1).await;
    let rule = newest(5);
    let smart = owner.create_smart_playlist("New", PlaylistKind::Video, &rule);
    let smart = smart.await.unwrap().rating_key.unwrap();
    let before = listed(&owner, &smart).await;
    for error in [
        owner.add_to_playlist(&smart, &films).await.map(drop),
        owner.clear_playlist(&smart).await,
    ] {
        let error = error.unwrap_err();
        assert!(matches!(error, PlexError::Refused { .. }), "{error}");
    }
    assert_eq!(listed(&owner, &smart).await, before);
    let plain = made(&owner, &films).await;
    let plain = owner.playlist(&plain).await.unwrap();
    assert_eq!(SmartRule::of(&plain).unwrap(), None);
}

#[tokio::test]
async fn an_item_is_no_playlist_although_it_shares_their_ids() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let film = named(&owner, FILMS, ItemType::Movie, "Metropolis").await;
    let error = owner.playlist(&film).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn nobody_reaches_into_anothers_playlists() {
    let emulator = sample().start().await.unwrap();
    let (owner, grace) = (owner(&emulator), friend(&emulator, "grace"));
    let films = first(&owner, FILMS, 2).await;
    let list = made(&owner, &films).await;
    let of_grace = made(&grace, &films).await;
    assert_eq!(listed(&grace, &of_grace).await, films);
    let inside = entry(&entries(&owner, &list).await[0]);
    for (client, kind) in [
        (&grace, ErrorKind::NotFound),
        (&client(&emulator, "wrong"), ErrorKind::Unauthorized),
    ] {
        for refused in [
            client.add_to_playlist(&list, &films).await.map(drop),
            client.remove_from_playlist(&list, &inside).await,
            client.move_in_playlist(&list, &inside, None).await,
            client.clear_playlist(&list).await,
            client
                .edit_playlist(&list, &PlaylistEdit::new().title("Mine"))
                .await,
            client.set_playlist_rule(&list, &newest(1)).await,
            client.delete_playlist(&list).await,
        ] {
            assert_eq!(refused.unwrap_err().kind(), kind);
        }
    }
    assert_eq!(listed(&owner, &list).await, films);
}

#[tokio::test]
async fn a_playlist_of_which_no_answer_tells_is_not_known_to_be_made_or_not() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    for fault in [Fault::NotApplied, Fault::Malformed, Fault::CutBody] {
        emulator.inject(fault.on("/playlists").times(1));
        let made = owner
            .create_playlist("Lost", PlaylistKind::Video, &[])
            .await;
        assert_eq!(made.unwrap_err().kind(), ErrorKind::OutcomeUnknown);
    }
    emulator.inject(Fault::NotApplied.on("/playlists/*"));
    let films = first(&owner, FILMS, 2).await;
    let list = made(&owner, &[]).await;
    // The server says that it is done, and no more.
    let told = owner.add_to_playlist(&list, &films).await.unwrap();
    assert_eq!((told.requested, told.added), (None, None));
    assert!(listed(&owner, &list).await.is_empty());
}

#[tokio::test]
async fn which_server_it_is_is_asked_once_and_never_guessed() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let films = first(&owner, FILMS, 2).await;
    emulator.inject(Fault::Status(503).on("/identity"));
    emulator.forget_requests();
    let error = owner
        .create_playlist("x", PlaylistKind::Video, &films)
        .await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::StartingUp);
    let requests = emulator.requests();
    assert!(requests.iter().all(|seen| seen.path == "/identity"));
    emulator.clear_faults();
    emulator.forget_requests();
    let list = made(&owner, &films).await;
    owner.clone().add_to_playlist(&list, &films).await.unwrap();
    let requests = emulator.requests();
    let asked = requests.iter().filter(|seen| seen.path == "/identity");
    assert_eq!(asked.count(), 1);
}

#[tokio::test]
async fn changes_of_playlists_that_are_refused_or_lost_say_so_and_are_sent_once() {
    let emulator = sample().start().await.unwrap();
    let owner = owner(&emulator);
    let films = &first(&owner, FILMS, 2).await;
    let list = &made(&owner, films).await;
    let inside = &entry(&entries(&owner, list).await[0]);
    let (kind, rule) = (PlaylistKind::Video, &newest(3));
    let server = &emulator;
    weather(server, "/playlists", |c| async move {
        c.create_playlist("x", kind, films).await
    })
    .await;
    weather(server, "/playlists", |c| async move {
        c.create_smart_playlist("x", kind, rule).await
    })
    .await;
    let items = &format!("/playlists/{list}/items");
    weather(server, items, |c| async move {
        c.add_to_playlist(list, films).await
    })
    .await;
    weather(
        server,
        items,
        |c| async move { c.clear_playlist(list).await },
    )
    .await;
    weather(server, items, |c| async move {
        c.set_playlist_rule(list, rule).await
    })
    .await;
    weather(server, &format!("{items}/{inside}"), |c| async move {
        c.remove_from_playlist(list, inside).await
    })
    .await;
    weather(server, &format!("{items}/{inside}/move"), |c| async move {
        c.move_in_playlist(list, inside, None).await
    })
    .await;
    let itself = &format!("/playlists/{list}");
    weather(server, itself, |c| async move {
        c.edit_playlist(list, &PlaylistEdit::new().title("y")).await
    })
    .await;
    weather(
        server,
        itself,
        |c| async move { c.delete_playlist(list).await },
    )
    .await;
}
