//! What a server tells by itself: the events come as they happen, to whom they concern, in any weather.

mod forbidden;
mod hostile;
mod keeping;
mod weather;

use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures::StreamExt;
use plex_client::{
    Channel, ErrorKind, Event, EventKind, Events, EventsQuery, LibraryKey, PlayerState, PlexClient,
    PlexError, TranscodePhase,
};
use plex_emulator::{Authority, Clock, Emulator, EmulatorBuilder, Library};
use tokio::io::copy_bidirectional;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const WEBSOCKET: &str = "/:/websockets/notifications";
const EVENT_SOURCE: &str = "/:/eventsource/notifications";
/// The time of the emulator, where a test holds it.
const NOW: i64 = 1_764_000_000;

async fn emulator() -> (Emulator, Clock) {
    let clock = Clock::manual(NOW);
    (open(Emulator::builder().clock(clock.clone())).await, clock)
}

async fn open(builder: EmulatorBuilder) -> Emulator {
    builder.library(Library::sample()).start().await.unwrap()
}

fn client(url: &str, token: &str) -> PlexClient {
    PlexClient::builder()
        .url(url)
        .token(token)
        .client_identifier("me")
        .timeout(Duration::from_secs(5))
        .build()
        .unwrap()
}

fn owner(emulator: &Emulator) -> PlexClient {
    client(emulator.url(), emulator.token())
}

fn all(client: &PlexClient) -> Events {
    client.events(&EventsQuery::new())
}

fn only(client: &PlexClient, types: &[&'static str]) -> Events {
    client.events(&EventsQuery::new().types(types.iter().copied()))
}

async fn next(events: &mut Events) -> Event {
    let next = tokio::time::timeout(Duration::from_secs(600), events.next());
    next.await.unwrap().unwrap().unwrap()
}

/// Waits for the next event to be that the server is listened to; how, and how long it was not.
async fn listening(events: &mut Events) -> (Channel, Option<Duration>) {
    match next(events).await {
        Event::Listening { channel, away } => (channel, away),
        other => panic!("{other:?}"),
    }
}

/// Waits for the next event to be that it is not listened to any more, and why.
async fn away(events: &mut Events) -> PlexError {
    match next(events).await {
        Event::Away { cause } => cause,
        other => panic!("{other:?}"),
    }
}

async fn scan(client: &PlexClient) {
    let films = LibraryKey::new("1").unwrap();
    client.refresh_library(&films, None).await.unwrap();
}

/// How often this path was asked for.
fn asked(emulator: &Emulator, path: &str) -> usize {
    let requests = emulator.requests();
    requests.iter().filter(|seen| seen.path == path).count()
}

#[tokio::test]
async fn a_scan_is_told_of_from_its_start_to_its_end() {
    let (emulator, clock) = emulator().await;
    let client = owner(&emulator);
    let mut events = all(&client);
    assert_eq!(listening(&mut events).await, (Channel::Websocket, None));
    let film = "title = \"The Pleasure Garden\"\nyear = 1925";
    emulator.put_on_disk("1", film).unwrap();
    scan(&client).await;
    let Event::Activity(begun) = next(&mut events).await else {
        panic!("an activity begins it");
    };
    assert_eq!(begun.event, "started");
    let activity = begun.activity.unwrap();
    assert_eq!(activity.activity_type, "library.update.section");
    clock.advance(Duration::from_secs(2));
    let mut states = Vec::new();
    let status = loop {
        match next(&mut events).await {
            Event::Timeline(entry) => {
                assert_eq!(entry.section_id.unwrap().as_str(), "1");
                states.extend(entry.state);
            }
            Event::Activity(told) => assert_eq!(told.uuid, begun.uuid),
            Event::Status(status) => break status,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(status.notification_name.as_deref(), Some("LIBRARY_UPDATE"));
    assert_eq!((states[0], states.last()), (0, Some(&5)));
    for seen in emulator.requests() {
        assert!(!format!("{seen:?}").contains("X-Plex-Token="), "{seen:?}");
    }
}

#[tokio::test]
async fn playbacks_conversions_and_settings_are_told_of() {
    let (emulator, clock) = emulator().await;
    let client = owner(&emulator);
    let types = ["playing", "transcodeSession.update", "preference"];
    let mut events = only(&client, &types);
    listening(&mut events).await;
    clock.advance(Duration::from_secs(10));
    let sessions = client.sessions().await.unwrap();
    let (mut playing, mut converting) = (0, 0);
    while playing < sessions.len() || converting == 0 {
        match next(&mut events).await {
            Event::Playing(told) => {
                let key = told.session_key.unwrap();
                let session = sessions
                    .iter()
                    .find(|one| one.session_key == Some(key.clone()))
                    .unwrap();
                assert_eq!(told.rating_key, session.item.rating_key);
                assert_ne!(told.state, PlayerState::default());
                assert!(told.client_identifier.is_some());
                playing += 1;
            }
            Event::Transcode { phase, session } => {
                assert_eq!(phase, TranscodePhase::Update);
                assert!(session.key.is_some());
                converting += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    let settings = client.settings().await.unwrap();
    let name = settings
        .iter()
        .find(|one| one.id == "FriendlyName")
        .unwrap();
    client.set_setting(name, "Attic").await.unwrap();
    let Event::Setting(setting) = next(&mut events).await else {
        panic!("a setting has changed");
    };
    assert_eq!(setting.value.as_deref(), Some("Attic"));
}

#[tokio::test]
async fn others_than_the_owner_hear_of_their_own_playing() {
    let (emulator, clock) = emulator().await;
    let token = emulator.token_of("grace").unwrap();
    let mut events = all(&client(emulator.url(), &token));
    listening(&mut events).await;
    let owner = owner(&emulator);
    scan(&owner).await;
    clock.advance(Duration::from_secs(10));
    let sessions = owner.sessions().await.unwrap();
    let own = sessions.iter().filter(|session| {
        let user = session.user.as_ref().and_then(|user| user.title.as_deref());
        user == Some("grace")
    });
    for session in own {
        match next(&mut events).await {
            Event::Playing(told) => assert_eq!(
                told.session_key.unwrap(),
                session.session_key.clone().unwrap()
            ),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_token_that_is_not_taken_ends_it() {
    let (emulator, _) = emulator().await;
    for (token, kind) in [
        ("somebody-elses", ErrorKind::Unauthorized),
        ("", ErrorKind::NotConfigured),
    ] {
        let mut events = all(&client(emulator.url(), token));
        let error = events.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(events.next().await.is_none());
    }
    assert_eq!(
        asked(&emulator, EVENT_SOURCE),
        0,
        "it is not the way's fault"
    );
}

#[tokio::test]
async fn a_certificate_of_its_own_is_trusted_here_too() {
    let authority = Authority::new().unwrap();
    let tls = authority.tls_for(&["127.0.0.1"]).unwrap();
    let emulator = open(Emulator::builder().tls(tls)).await;
    let builder = || {
        PlexClient::builder()
            .url(emulator.url())
            .token(emulator.token())
            .client_identifier("me")
    };
    let trusting = builder().ca_certificate_pem(authority.pem().into());
    let client = trusting.build().unwrap();
    let mut events = all(&client);
    assert_eq!(listening(&mut events).await, (Channel::Websocket, None));
    scan(&client).await;
    assert_eq!(next(&mut events).await.kind(), EventKind::Activity);

    emulator.forget_requests();
    let mut events = all(&builder().build().unwrap());
    let cause = away(&mut events).await;
    assert_eq!(cause.kind(), ErrorKind::Unreachable);
    assert!(
        emulator.requests().is_empty(),
        "the token went to a stranger"
    );
}

/// Starts a proxy that has the server below a path.
async fn below(path: &'static str, emulator: &Emulator) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}{path}", listener.local_addr().unwrap());
    let behind = emulator.address();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(client.read_u8().await.unwrap());
                }
                let head = String::from_utf8(head).unwrap();
                assert!(head.starts_with(&format!("GET {path}/")), "{head}");
                let head = head.replacen(path, "", 1);
                let mut server = TcpStream::connect(behind).await.unwrap();
                server.write_all(head.as_bytes()).await.unwrap();
                let _ = copy_bidirectional(&mut client, &mut server).await;
            });
        }
    });
    url
}

#[tokio::test]
async fn a_server_behind_the_path_of_a_proxy_is_heard() {
    let (emulator, _) = emulator().await;
    let url = below("/behind/a/proxy", &emulator).await;
    let mut events = all(&client(&url, emulator.token()));
    assert_eq!(listening(&mut events).await, (Channel::Websocket, None));
    scan(&owner(&emulator)).await;
    assert_eq!(next(&mut events).await.kind(), EventKind::Activity);
}

#[test]
fn it_can_be_sent_and_needs_a_runtime_only_once_it_is_read() {
    fn sendable<T: Send + Unpin>(value: T) -> T {
        value
    }
    let client = PlexClient::new("http://127.0.0.1:9", "t").unwrap();
    let mut events = sendable(all(&client));
    let mut cx = Context::from_waker(Waker::noop());
    let Poll::Ready(Some(Err(error))) = events.poll_next_unpin(&mut cx) else {
        panic!("there is no runtime");
    };
    assert_eq!(error.kind(), ErrorKind::Internal);
}
