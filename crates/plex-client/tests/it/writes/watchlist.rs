//! The watchlist, at plex.tv.

use std::time::Duration;

use plex_client::cloud::PlexAccount;
use plex_client::{CatalogueId, ErrorKind, ItemType, PageRequest, Token};
use plex_emulator::{Emulator, Fault, PlexTvOptions};

use super::{FILMS, look, named, owner, sample};

async fn with_plex_tv() -> Emulator {
    let builder = sample().plex_tv(PlexTvOptions::default());
    builder.start().await.unwrap()
}

fn account(emulator: &Emulator, token: &str) -> PlexAccount {
    let account = PlexAccount::builder()
        .url(emulator.plex_tv().unwrap().url())
        .client_identifier("me")
        .timeout(Duration::from_secs(2))
        .build();
    account.unwrap().signed_in(Token::new(token)).unwrap()
}

async fn titles(account: &PlexAccount) -> Vec<String> {
    let list = account.watchlist(PageRequest::first(100)).await.unwrap();
    list.items.into_iter().map(|item| item.title).collect()
}

#[tokio::test]
async fn a_film_is_put_on_the_list_and_taken_off_as_often_as_one_likes() {
    let emulator = with_plex_tv().await;
    let token = emulator.plex_tv().unwrap().token().to_owned();
    let account = account(&emulator, &token);
    let owner = owner(&emulator);
    let film = named(&owner, FILMS, ItemType::Movie, "Metropolis").await;
    let guid = look(&owner, &film).await.guid.unwrap();
    let id = CatalogueId::of_guid(&guid).unwrap();
    for _ in 0..2 {
        account.add_to_watchlist(&id).await.unwrap();
        assert_eq!(titles(&account).await, ["Metropolis"]);
    }
    for _ in 0..2 {
        account.remove_from_watchlist(&id).await.unwrap();
        assert!(titles(&account).await.is_empty());
    }
    let unknown = CatalogueId::new("ffffffffffffffffffffffff").unwrap();
    let error = account.add_to_watchlist(&unknown).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let long = account
        .watchlist(PageRequest::first(101))
        .await
        .unwrap_err();
    assert_eq!(long.kind(), ErrorKind::InvalidArgument);
}

#[tokio::test]
async fn a_list_is_refused_to_strangers_and_an_answer_may_be_lost() {
    let emulator = with_plex_tv().await;
    let id = CatalogueId::new("5d7768254de0ee001fcc8201").unwrap();
    let stranger = account(&emulator, "wrong");
    let error = stranger.add_to_watchlist(&id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    let plex_tv = emulator.plex_tv().unwrap();
    let account = account(&emulator, plex_tv.token());
    for action in ["addToWatchlist", "removeFromWatchlist"] {
        plex_tv.inject(Fault::Reset.on(format!("/actions/{action}")).times(1));
        let lost = match action {
            "addToWatchlist" => account.add_to_watchlist(&id).await,
            _ => account.remove_from_watchlist(&id).await,
        };
        assert_eq!(lost.unwrap_err().kind(), ErrorKind::OutcomeUnknown);
    }
}

#[test]
fn only_films_and_shows_of_the_catalogue_can_be_wanted() {
    for guid in [
        "plex://episode/5d7768254de0ee001fcc8201",
        "plex://movie/5d7768254de0ee001fcc820",
        "plex://movie/5d7768254de0ee001fcc820/",
        "plex://movie/",
        "plex://movie/zzzzzzzzzzzzzzzzzzzzzzzz",
        "imdb://tt0017136",
        "local://18",
        "",
    ] {
        assert_eq!(CatalogueId::of_guid(guid), None, "{guid}");
    }
}
