//! Players that are commanded at their own address.

use std::time::Duration;

use plex_client::cloud::PlexAccount;
use plex_client::{
    ErrorKind, PlayRequest, PlaylistKind, PlexClient, PlexError, QueueQuery, RatingKey,
    RemotePlayer,
};
use plex_emulator::{Emulator, Misbehaviour, PlayerKind, PlayerOptions, PlexTvOptions};

use super::{FILMS, first, owner, sample};

const MUSIC: &str = "3";
const ROOM: &str = "Living Room";
const KITCHEN: &str = "Kitchen";

async fn with_players() -> Emulator {
    sample()
        .player(PlayerOptions::new(PlayerKind::Desktop, ROOM))
        .player(PlayerOptions::new(PlayerKind::Plexamp, KITCHEN))
        .start()
        .await
        .unwrap()
}

fn direct(client: &PlexClient, emulator: &Emulator, title: &str) -> RemotePlayer {
    let player = emulator.player(title).unwrap();
    let remote = client.player(player.machine_identifier()).unwrap();
    remote.directly(player.url().unwrap()).unwrap()
}

fn wait(emulator: &Emulator, seconds: u64) {
    emulator.clock().advance(Duration::from_secs(seconds));
}

async fn playing(player: &RemotePlayer) -> Option<RatingKey> {
    let told = player.timelines().await.unwrap();
    told.active().and_then(|active| active.rating_key.clone())
}

/// Finds that nothing that went to a player holds the token of the server's owner.
fn no_token_went_there(emulator: &Emulator, title: &str) {
    let requests = emulator.player(title).unwrap().requests();
    assert!(!requests.is_empty());
    for request in requests {
        assert!(
            !request.query.contains(emulator.token()),
            "{}",
            request.path
        );
        assert_eq!(request.header("X-Plex-Token"), None, "{}", request.path);
        let values = request.headers.iter().map(|(_, value)| value);
        assert!(
            values
                .into_iter()
                .all(|value| !value.contains(emulator.token()))
        );
    }
}

#[tokio::test]
async fn a_player_that_the_server_does_not_ask_tells_what_it_plays() {
    let emulator = with_players().await;
    let owner = owner(&emulator);
    let player = direct(&owner, &emulator, ROOM);
    let films = first(&owner, FILMS, 1).await;
    let query = QueueQuery::items(PlaylistKind::Video, films.clone());
    let queue = owner.create_play_queue(&query).await.unwrap();
    let request = PlayRequest::queue(&queue, PlaylistKind::Video).unwrap();
    emulator.forget_requests();
    player.play_media(&request).await.unwrap();
    wait(&emulator, 3);
    assert_eq!(playing(&player).await.as_ref(), films.first());
    player.stop().await.unwrap();
    assert_eq!(playing(&player).await, None);
    let of_server = emulator.requests();
    assert!(
        of_server
            .iter()
            .all(|seen| !seen.path.starts_with("/player/"))
    );
    no_token_went_there(&emulator, ROOM);
}

#[tokio::test]
async fn a_player_makes_its_own_queue_directly_and_by_way_of_the_server() {
    let emulator = with_players().await;
    let owner = owner(&emulator);
    let direct = direct(&owner, &emulator, KITCHEN).of_kind(PlaylistKind::Audio);
    let by_server = owner.player(direct.identifier()).unwrap();
    let artist = first(&owner, MUSIC, 1).await;
    let query = QueueQuery::items(PlaylistKind::Audio, artist);
    for player in [&direct, &by_server] {
        player.play_queue_of(&query, None).await.unwrap();
        wait(&emulator, 3);
        assert!(playing(&direct).await.is_some());
        direct.stop().await.unwrap();
        assert_eq!(playing(&direct).await, None);
    }
    no_token_went_there(&emulator, KITCHEN);
    let none = QueueQuery::items(PlaylistKind::Audio, []);
    let error = direct.play_queue_of(&none, None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    let of_desk = self::direct(&owner, &emulator, ROOM);
    let error = of_desk.play_queue_of(&query, None).await.unwrap_err();
    assert!(
        matches!(error, PlexError::PlayerNotReached { .. }),
        "{error}"
    );
}

#[tokio::test]
async fn that_a_player_is_gone_or_silent_says_nothing_of_the_server() {
    let emulator = with_players().await;
    let owner = PlexClient::builder()
        .url(emulator.url())
        .token(emulator.token())
        .client_identifier("test")
        .timeout(Duration::from_millis(400))
        .build()
        .unwrap();
    let player = direct(&owner, &emulator, ROOM);
    let of_room = emulator.player(ROOM).unwrap();
    let lags = Misbehaviour::Lags(Duration::from_secs(60));
    of_room.misbehave(lags).await.unwrap();
    let error = player.pause().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    let error = player.timelines().await.unwrap_err();
    assert!(
        matches!(error, PlexError::PlayerNotReached { .. }),
        "{error}"
    );
    of_room.misbehave(Misbehaviour::Vanished).await.unwrap();
    for error in [
        player.pause().await.unwrap_err(),
        player.timelines().await.unwrap_err(),
    ] {
        assert!(
            matches!(error, PlexError::PlayerNotReached { .. }),
            "{error}"
        );
        assert!(!error.is_connection());
    }
}

#[test]
fn an_address_of_a_player_is_one() {
    let client = PlexClient::new("http://127.0.0.1:9", "t").unwrap();
    for url in [
        "",
        "192.168.1.20:32500",
        "ftp://x",
        "http://a:b@x",
        "http://x/?y",
    ] {
        let player = client.player("p").unwrap();
        assert!(player.directly(url).is_err(), "{url}");
    }
}

#[tokio::test]
async fn players_are_found_at_plex_tv_and_commanded_where_they_are() {
    let emulator = sample()
        .plex_tv(PlexTvOptions::default())
        .player(PlayerOptions::new(PlayerKind::Desktop, ROOM))
        .player(PlayerOptions::new(PlayerKind::Unreachable, "Laptop"))
        .start()
        .await
        .unwrap();
    let plex_tv = emulator.plex_tv().unwrap();
    let account = PlexAccount::builder()
        .url(plex_tv.url())
        .token(plex_tv.token())
        .client_identifier("me")
        .build()
        .unwrap();
    let players = account.players().await.unwrap();
    // Those that are there come first; what cannot be commanded is none.
    let [player, away] = &*players else {
        panic!("{players:?}");
    };
    assert_eq!((player.presence, away.presence), (Some(true), Some(false)));
    assert_eq!(player.name.as_deref(), Some(ROOM));
    let identifier = player.client_identifier.as_deref().unwrap();
    let url = player.connections[0].uri.as_deref().unwrap();
    let remote = owner(&emulator).player(identifier).unwrap();
    remote.directly(url).unwrap().pause().await.unwrap();
    assert_eq!(emulator.player(ROOM).unwrap().requests().len(), 1);
    assert!(
        account
            .servers()
            .await
            .unwrap()
            .iter()
            .all(|server| server.is_server())
    );
}
