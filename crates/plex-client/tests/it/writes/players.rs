//! Players that are told what to do with them.

use std::time::Duration;

use plex_client::{
    CommandIds, ErrorKind, ItemType, Millis, PlayRequest, PlayerState, PlaylistKind, PlexClient,
    PlexError, QueueQuery, RatingKey, RemotePlayer, RepeatMode, StreamChoice, StreamId,
    SubtitleChoice, Volume,
};
use plex_emulator::{Clock, Emulator, Fault, Library, Misbehaviour, PlayerKind, PlayerOptions};

use super::{FILMS, client, friend, key, named, owner, sample, weather};

const VIDEO: PlaylistKind = PlaylistKind::Video;
const ROOM: &str = "Living Room";

async fn with_players() -> Emulator {
    sample()
        .player(PlayerOptions::new(PlayerKind::Television, ROOM))
        .player(PlayerOptions::new(PlayerKind::Plexamp, "Kitchen"))
        .player(PlayerOptions::new(PlayerKind::Unreachable, "Laptop"))
        .start()
        .await
        .unwrap()
}

fn remote(client: &PlexClient, emulator: &Emulator, title: &str) -> RemotePlayer {
    let identifier = emulator.player(title).unwrap().machine_identifier();
    client.player(identifier).unwrap()
}

/// Lets the player begin and fill its buffer.
fn wait(emulator: &Emulator, seconds: u64) {
    emulator.clock().advance(Duration::from_secs(seconds));
}

async fn films(owner: &PlexClient) -> Vec<RatingKey> {
    let mut films = Vec::new();
    for title in ["Metropolis", "Nosferatu"] {
        films.push(named(owner, FILMS, ItemType::Movie, title).await);
    }
    films
}

async fn play(owner: &PlexClient, player: &RemotePlayer, items: Vec<RatingKey>) {
    let query = QueueQuery::items(VIDEO, items);
    let queue = owner.create_play_queue(&query).await.unwrap();
    let request = PlayRequest::queue(&queue, VIDEO).unwrap();
    player.play_media(&request).await.unwrap();
}

#[tokio::test]
async fn a_player_plays_what_it_is_told_with_a_token_of_its_own() {
    let emulator = with_players().await;
    let owner = owner(&emulator);
    let player = remote(&owner, &emulator, ROOM);
    let films = films(&owner).await;
    let queue = owner
        .create_play_queue(&QueueQuery::items(VIDEO, films.clone()))
        .await
        .unwrap();
    let request = PlayRequest::queue(&queue, VIDEO)
        .unwrap()
        .offset(Millis::new(60_000));
    let before = owner.sessions().await.unwrap().len();
    player.play_media(&request).await.unwrap();
    assert_eq!(player.timelines().await.unwrap().active(), None);
    wait(&emulator, 3);
    let told = player.timelines().await.unwrap();
    let playing = told.active().unwrap();
    assert_eq!(
        (&playing.state, &*playing.medium),
        (&PlayerState::Playing, "video")
    );
    assert_eq!(playing.rating_key.as_ref(), Some(&films[0]));
    assert_eq!(playing.play_queue_id, queue.id);
    assert!(
        (60..64).contains(&playing.time.unwrap().as_secs()),
        "{playing:?}"
    );
    let sessions = owner.sessions().await.unwrap();
    assert_eq!(sessions.len(), before + 1);
    let ours = sessions.iter().find(|session| {
        let player = session.player.as_ref().unwrap();
        player.machine_identifier.as_deref() == Some(remote(&owner, &emulator, ROOM).identifier())
    });
    assert_eq!(ours.unwrap().item.rating_key.as_ref(), Some(&films[0]));
    let told = emulator.requests();
    let told = told
        .iter()
        .find(|seen| seen.path.ends_with("/playMedia"))
        .unwrap();
    assert!(told.parameter("token").unwrap().starts_with("transient-"));
    assert!(!told.query.contains(emulator.token()));
}

#[tokio::test]
async fn a_player_does_as_it_is_told() {
    let emulator = with_players().await;
    let owner = owner(&emulator);
    let player = remote(&owner, &emulator, ROOM);
    let films = films(&owner).await;
    play(&owner, &player, films.clone()).await;
    wait(&emulator, 3);
    let look = async || player.timelines().await.unwrap().active().cloned();
    player.pause().await.unwrap();
    let paused = look().await.unwrap();
    assert_eq!(paused.state, PlayerState::Paused);
    player.seek(Millis::new(120_000)).await.unwrap();
    assert_eq!(look().await.unwrap().time, Some(Millis::new(120_000)));
    player.step_forward().await.unwrap();
    assert_eq!(look().await.unwrap().time, Some(Millis::new(150_000)));
    player.step_back().await.unwrap();
    assert_eq!(look().await.unwrap().time, Some(Millis::new(140_000)));
    player.play().await.unwrap();
    assert_eq!(look().await.unwrap().state, PlayerState::Playing);
    player.set_volume(Volume::new(35).unwrap()).await.unwrap();
    player.set_repeat(RepeatMode::All).await.unwrap();
    player.set_shuffle(true).await.unwrap();
    player.set_shuffle(false).await.unwrap();
    let told = look().await.unwrap();
    assert_eq!(
        (told.volume, told.repeat, told.shuffle),
        (Some(35), Some(2), Some(false))
    );
    player.set_mute(true).await.unwrap();
    let streams = StreamChoice::new()
        .audio(StreamId::new("7").unwrap())
        .subtitles(SubtitleChoice::Off);
    player.set_streams(&streams).await.unwrap();
    let told = look().await.unwrap();
    assert_eq!(told.audio_stream_id, Some(StreamId::new("7").unwrap()));
    assert_eq!(told.subtitle_stream_id, Some(StreamId::new("0").unwrap()));
    player.skip_next().await.unwrap();
    wait(&emulator, 3);
    assert_eq!(look().await.unwrap().rating_key.as_ref(), Some(&films[1]));
    player.skip_previous().await.unwrap();
    player.skip_to(&films[1], None).await.unwrap();
    wait(&emulator, 3);
    let told = look().await.unwrap();
    assert_eq!(told.rating_key.as_ref(), Some(&films[1]));
    player
        .refresh_play_queue(&told.play_queue_id.unwrap())
        .await
        .unwrap();
    player.stop().await.unwrap();
    assert_eq!(look().await, None);
}

#[tokio::test]
async fn a_player_that_is_not_reached_is_told_apart_from_one_that_refuses_and_one_that_is_silent() {
    let emulator = with_players().await;
    let owner = owner(&emulator);
    let unreached = remote(&owner, &emulator, "Laptop");
    let nobody = owner.player("nobody").unwrap();
    for player in [unreached, nobody] {
        let error = player.pause().await.unwrap_err();
        let PlexError::PlayerNotReached { player: named } = &error else {
            panic!("{error}");
        };
        assert_eq!(named, player.identifier());
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert!(error.to_string().contains(named) && error.hint().contains("app"));
    }
    // Servers pass no questions on to players that do not announce themselves.
    let music = remote(&owner, &emulator, "Kitchen");
    music.pause().await.unwrap();
    let error = music.timelines().await.unwrap_err();
    assert!(
        matches!(error, PlexError::PlayerNotReached { .. }),
        "{error}"
    );
    let player = remote(&owner, &emulator, ROOM);
    play(&owner, &player, films(&owner).await).await;
    wait(&emulator, 3);
    let error = player.skip_to(&key("999999"), None).await.unwrap_err();
    assert!(matches!(error, PlexError::Refused { .. }), "{error}");
    let of_room = emulator.player(ROOM).unwrap();
    of_room.misbehave(Misbehaviour::Vanished).await.unwrap();
    let error = player.pause().await.unwrap_err();
    assert!(
        matches!(error, PlexError::PlayerNotReached { .. }),
        "{error}"
    );
    of_room
        .misbehave(Misbehaviour::Lags(Duration::from_secs(60)))
        .await
        .unwrap();
    let hasty = PlexClient::builder()
        .url(emulator.url())
        .token(emulator.token());
    let hasty = hasty
        .client_identifier("hasty")
        .timeout(Duration::from_millis(300));
    let error = remote(&hasty.build().unwrap(), &emulator, ROOM)
        .pause()
        .await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::OutcomeUnknown);
}

#[tokio::test]
async fn a_player_that_says_done_and_does_nothing_is_for_a_look_to_find_out() {
    let emulator = with_players().await;
    let owner = owner(&emulator);
    let player = remote(&owner, &emulator, ROOM);
    let of_room = emulator.player(ROOM).unwrap();
    of_room.misbehave(Misbehaviour::NeverStarts).await.unwrap();
    play(&owner, &player, films(&owner).await).await;
    wait(&emulator, 10);
    assert_eq!(player.timelines().await.unwrap().active(), None);
    of_room.misbehave(Misbehaviour::SaysNothing).await.unwrap();
    player.pause().await.unwrap();
    let error = player.timelines().await.unwrap_err();
    assert!(matches!(error, PlexError::Malformed { .. }), "{error}");
}

#[tokio::test]
async fn commands_are_numbered_upwards_from_the_seconds_since_1970() {
    let emulator = with_players().await;
    let ids = CommandIds::after(41);
    let owner = PlexClient::builder()
        .url(emulator.url())
        .token(emulator.token());
    let owner = owner
        .client_identifier("test")
        .command_ids(ids)
        .build()
        .unwrap();
    let player = remote(&owner, &emulator, ROOM);
    for _ in 0..2 {
        player.pause().await.unwrap();
        remote(&owner.clone(), &emulator, "Kitchen")
            .pause()
            .await
            .unwrap();
    }
    let requests = emulator.requests();
    let numbers = requests
        .iter()
        .filter_map(|seen| seen.parameter("commandID"));
    assert_eq!(numbers.collect::<Vec<_>>(), ["42", "43", "44", "45"]);
    // A number that is not greater is dropped in silence, so that a later run begins later.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let first = CommandIds::default().next();
    assert!(first.abs_diff(now.unwrap().as_secs()) < 60, "{first}");
}

#[tokio::test]
async fn who_may_command_and_end_what() {
    let emulator = with_players().await;
    let (owner, grace) = (owner(&emulator), friend(&emulator, "grace"));
    let stranger = client(&emulator, "wrong");
    let sessions = owner.sessions().await.unwrap();
    let playing = sessions
        .iter()
        .find_map(|one| one.session.as_ref()?.id.clone());
    let playing = playing.unwrap();
    let error = grace.end_session(&playing, "x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    let error = stranger.end_session(&playing, "x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    let error = remote(&stranger, &emulator, ROOM)
        .pause()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    owner
        .end_session(&playing, "Dinner & dessert")
        .await
        .unwrap();
    let again = owner.end_session(&playing, "x").await.unwrap_err();
    assert_eq!(again.kind(), ErrorKind::NotFound);
    let left = owner.sessions().await.unwrap();
    assert_eq!(left.len(), sessions.len() - 1);
    // A token for a player is its asker's.
    let of_grace = grace.transient_token().await.unwrap();
    let as_grace = client(&emulator, of_grace.expose());
    assert_eq!(
        as_grace.sessions().await.unwrap_err().kind(),
        ErrorKind::Forbidden
    );
    assert!(!as_grace.libraries().await.unwrap().is_empty());
    let none = stranger.transient_token().await.unwrap_err();
    assert_eq!(none.kind(), ErrorKind::Unauthorized);
}

#[tokio::test]
async fn without_a_token_for_the_player_nothing_is_played() {
    let emulator = with_players().await;
    let owner = owner(&emulator);
    let player = remote(&owner, &emulator, ROOM);
    let query = QueueQuery::items(VIDEO, films(&owner).await);
    let queue = owner.create_play_queue(&query).await.unwrap();
    let request = PlayRequest::queue(&queue, VIDEO).unwrap();
    for (fault, kind) in [
        (Fault::Status(403), ErrorKind::Forbidden),
        (Fault::Malformed, ErrorKind::Unsupported),
        (Fault::NotApplied, ErrorKind::Unsupported),
    ] {
        emulator.inject(fault.on("/security/token"));
        emulator.forget_requests();
        let error = player.play_media(&request).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        let requests = emulator.requests();
        assert!(
            requests
                .iter()
                .all(|seen| !seen.path.starts_with("/player/"))
        );
        emulator.clear_faults();
    }
}

#[tokio::test]
async fn commands_that_are_refused_or_lost_say_so_and_are_sent_once() {
    let emulator = Emulator::builder()
        .library(Library::sample())
        .clock(Clock::manual(1_790_000_000))
        .player(PlayerOptions::new(PlayerKind::Television, ROOM))
        .start()
        .await
        .unwrap();
    let server = &emulator;
    let owner = owner(&emulator);
    let films = &films(&owner).await;
    let query = &QueueQuery::items(VIDEO, films.clone());
    let queue = owner.create_play_queue(query).await.unwrap();
    let request = &PlayRequest::queue(&queue, VIDEO).unwrap();
    weather(server, "/playQueues", |c| async move {
        c.create_play_queue(query).await
    })
    .await;
    weather(server, "/player/playback/playMedia", |c| async move {
        remote(&c, server, ROOM).play_media(request).await
    })
    .await;
    weather(server, "/player/playback/pause", |c| async move {
        remote(&c, server, ROOM).pause().await
    })
    .await;
    let id = &plex_client::SessionId::new("s").unwrap();
    weather(server, "/status/sessions/terminate", |c| async move {
        c.end_session(id, "x").await
    })
    .await;
}
