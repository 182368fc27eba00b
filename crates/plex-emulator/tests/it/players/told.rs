//! Commands: their ids, their refusals, and who is told of what they did.

use super::controller::play_media;
use super::{Controller, DESK, NOW, PLEXAMP, TELEVISION, builder, seconds, start};
use crate::ask;
use plex_emulator::{Clock, PlayerKind, PlayerOptions};
use reqwest::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

#[tokio::test]
async fn a_command_that_is_not_newer_is_dropped_where_that_is_so() {
    let clock = Clock::manual(NOW);
    let careful = PlayerOptions::new(PlayerKind::Television, "Attic").dropping_old_commands();
    let emulator = builder(&clock).player(careful).start().await.unwrap();
    for (title, state) in [("Attic", "playing"), (TELEVISION, "paused")] {
        let first = Controller::over_server(&emulator, title);
        first.send("/player/navigation/home").await;
        first.play("10", "").await;
        clock.advance(seconds(2));
        // Another controller that begins to count anew under the same name.
        let pause = "/player/playback/pause?commandID=1";
        assert_eq!(first.ask(pause).await.status, 200);
        assert_eq!(first.state("video").await, state, "{title}");
    }
}

#[tokio::test]
async fn a_list_is_played_from_where_its_queue_begins() {
    let (emulator, clock) = start().await;
    let machine = "5f0c3d8e9a7b41c6d2e8f1a0b3c4d5e6f7081920";
    let items = format!("server://{machine}/com.plexapp.plugins.library/library/metadata/10,11");
    let path = format!("/playlists?type=video&smart=0&title=Both&uri={items}");
    let made = ask::answer(&emulator, Method::POST, &path).await;
    let playlist = made["Metadata"][0]["ratingKey"]
        .as_str()
        .unwrap()
        .to_owned();
    let queue = format!(
        "/playQueues?X-Plex-Client-Identifier=me&type=video&playlistID={playlist}&key=/library/metadata/11"
    );
    let queue = ask::answer(&emulator, Method::POST, &queue).await;
    let queue = queue["playQueueID"].clone();
    let television = Controller::over_server(&emulator, TELEVISION);
    let list = format!("&key=/playlists/{playlist}&containerKey=/playQueues/{queue}?own=1");
    let said = television.play("10", "").await;
    assert_eq!(said.status, 200);
    let path = play_media(&emulator, "", "").replace("&key=/library/metadata/", &list);
    assert_eq!(television.send(&path).await.status, 200);
    clock.advance(seconds(2));
    assert_eq!(
        television.timeline("video", "ratingKey").await.unwrap(),
        "11"
    );
    // A list of which no queue was made begins at its beginning; one that is not there is refused.
    let alone = format!("&key=/playlists/{playlist}");
    let path = play_media(&emulator, "", "").replace("&key=/library/metadata/", &alone);
    assert_eq!(television.send(&path).await.status, 200);
    clock.advance(seconds(2));
    assert_eq!(
        television.timeline("video", "ratingKey").await.unwrap(),
        "10"
    );
    let path =
        play_media(&emulator, "", "").replace("&key=/library/metadata/", "&key=/playlists/99999");
    assert_eq!(television.send(&path).await.status, 400);
}

#[tokio::test]
async fn commands_bear_ids() {
    let (emulator, clock) = start().await;
    let television = Controller::over_server(&emulator, TELEVISION);
    television.play("10", "").await;
    clock.advance(seconds(2));
    assert_eq!(
        television
            .ask("/player/playback/pause?commandID=900")
            .await
            .status,
        200
    );
    let said = television
        .ask("/player/timeline/poll?wait=0&commandID=901")
        .await;
    assert_eq!(said.timeline("video", "state").unwrap(), "paused");
    assert!(said.text.contains("commandID=\"901\""), "{}", said.text);
    // Plexamp wants an id with everything.
    let plexamp = Controller::direct(&emulator, PLEXAMP);
    assert_eq!(
        plexamp.ask("/player/timeline/poll?wait=0").await.status,
        400
    );
    assert_eq!(
        television.ask("/player/timeline/poll?wait=0").await.status,
        200
    );
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let (emulator, clock) = start().await;
    let television = Controller::over_server(&emulator, TELEVISION);
    television.play("10", "").await;
    clock.advance(seconds(2));
    for (path, status) in [
        ("/player/playback/playMedia?key=17", 400),
        ("/player/playback/playMedia?key=/library/metadata/999", 400),
        ("/player/playback/seekTo", 400),
        ("/player/playback/setParameters?volume=101", 400),
        ("/player/playback/setParameters?volume=50&repeat=9", 400),
        ("/player/playback/skipTo?playQueueItemID=77", 400),
        ("/player/playback/dance", 404),
        ("/player/navigation/dance", 404),
        ("/player/mirror/details", 400),
        ("/player/timeline/subscribe?protocol=ftp&port=1", 400),
        ("/nothing", 404),
    ] {
        assert_eq!(television.send(path).await.status, status, "{path}");
    }
    assert_eq!(television.timeline("video", "volume").await.unwrap(), "100");
    assert_eq!(
        television.timeline("video", "ratingKey").await.unwrap(),
        "10"
    );
    // Nobody controls without a name.
    let url = format!(
        "{}/player/playback/pause",
        emulator.player(DESK).unwrap().url().unwrap()
    );
    assert_eq!(ask::http().get(url).send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn the_server_passes_on_to_the_one_that_is_named() {
    let (emulator, _) = start().await;
    let path = "/player/playback/pause?commandID=1";
    for (target, status) in [(None, 400), (Some("nobody"), 404)] {
        let mut request =
            ask::request(&emulator, Method::GET, path).header("X-Plex-Client-Identifier", "me");
        if let Some(target) = target {
            request = request.header("X-Plex-Target-Client-Identifier", target);
        }
        assert_eq!(request.send().await.unwrap().status(), status);
    }
    // Polls are passed on to those only that are among the clients; to them as JSON as well.
    let music = Controller::over_server(&emulator, PLEXAMP);
    assert_eq!(music.send("/player/playback/pause").await.status, 200);
    assert_eq!(music.send("/player/timeline/poll?wait=0").await.status, 404);
    let television = emulator.player(TELEVISION).unwrap();
    let response = ask::request(
        &emulator,
        Method::GET,
        "/player/timeline/poll?wait=0&commandID=5",
    )
    .header("X-Plex-Client-Identifier", "me")
    .header(
        "X-Plex-Target-Client-Identifier",
        television.machine_identifier(),
    )
    .header("Accept", "application/json")
    .send()
    .await
    .unwrap();
    let body: serde_json::Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    assert_eq!(
        body["MediaContainer"]["Timeline"].as_array().unwrap().len(),
        3
    );
    // Who has no token is not let in, whomever they name.
    let stranger = ask::http().get(format!("{}{path}", emulator.url())).header(
        "X-Plex-Target-Client-Identifier",
        television.machine_identifier(),
    );
    assert_eq!(stranger.send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn volume_streams_shuffle_and_places_are_told() {
    let (emulator, clock) = start().await;
    let television = Controller::over_server(&emulator, TELEVISION);
    television
        .play("22", "&containerKey=/library/metadata/20")
        .await;
    clock.advance(seconds(2));
    television
        .send("/player/playback/setParameters?volume=35&shuffle=1&repeat=2")
        .await;
    television
        .send("/player/playback/setStreams?audioStreamID=7&subtitleStreamID=0")
        .await;
    let said = television.send("/player/timeline/poll?wait=0").await;
    for (name, value) in [
        ("volume", "35"),
        ("shuffle", "1"),
        ("repeat", "2"),
        ("audioStreamID", "7"),
        ("subtitleStreamID", "0"),
        ("location", "fullScreenVideo"),
        ("containerKey", "/library/metadata/20"),
    ] {
        assert_eq!(
            said.timeline("video", name).as_deref(),
            Some(value),
            "{name}"
        );
    }
    television.send("/player/playback/stepForward").await;
    assert_eq!(television.timeline("video", "time").await.unwrap(), "30500");
    television.send("/player/playback/stepBack").await;
    assert_eq!(television.timeline("video", "time").await.unwrap(), "20500");
    television
        .send("/player/mirror/details?key=/library/metadata/11")
        .await;
    let player = emulator.player(TELEVISION).unwrap();
    assert_eq!(player.mirrored().as_deref(), Some("/library/metadata/11"));
    assert_eq!(television.send("/player/navigation/home").await.status, 200);
    let said = television.send("/player/timeline/poll?wait=0").await;
    assert!(said.text.contains("location=\"navigation\""));
}

#[tokio::test]
async fn a_poll_that_waits_is_answered_by_a_change() {
    let (emulator, clock) = start().await;
    let television = Controller::over_server(&emulator, TELEVISION);
    television.play("10", "").await;
    clock.advance(seconds(2));
    assert_eq!(television.state("video").await, "playing");
    let waiting = television.request("/player/timeline/poll?wait=1&commandID=500");
    let waiting = waiting.await.unwrap();
    let change = television.ask("/player/playback/pause?commandID=501");
    let (answer, changed) = tokio::join!(waiting.text(), change);
    assert_eq!(changed.status, 200);
    assert!(answer.unwrap().contains("state=\"paused\""));
    // Without a change it is answered in the end.
    let waiting = television.request("/player/timeline/poll?wait=1&commandID=502");
    let waiting = waiting.await.unwrap();
    clock.advance(seconds(30));
    assert!(waiting.text().await.unwrap().contains("state=\"paused\""));
}

#[tokio::test]
async fn subscribers_are_told_of_every_change_while_their_subscription_lasts() {
    let (emulator, clock) = start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let television = Controller::over_server(&emulator, TELEVISION);
    let subscribe = format!("/player/timeline/subscribe?protocol=http&port={port}");
    assert_eq!(television.send(&subscribe).await.status, 200);
    let told = hear(&listener).await;
    assert!(told.starts_with("POST /:/timeline HTTP/1.1"), "{told}");
    let lower = told.to_lowercase();
    let own = emulator.player(TELEVISION).unwrap().machine_identifier();
    assert!(lower.contains(&format!("x-plex-client-identifier: {own}")));
    assert!(told.contains("state=\"stopped\""));
    television.play("10", "").await;
    assert!(hear(&listener).await.contains("Timeline"));
    clock.advance(seconds(1));
    television.session().await;
    assert!(hear(&listener).await.contains("state=\"buffering\""));
    television.send("/player/timeline/unsubscribe").await;
    clock.advance(seconds(1));
    television.send("/player/playback/pause").await;
    // Whoever subscribes anew is the next that is told.
    television.send(&subscribe).await;
    assert!(hear(&listener).await.contains("state=\"paused\""));
}

/// The next request that comes in.
pub(super) async fn hear(listener: &TcpListener) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut heard = Vec::new();
    let mut buffer = [0_u8; 4096];
    while !String::from_utf8_lossy(&heard).contains("</MediaContainer>") {
        let read = stream.read(&mut buffer).await.unwrap();
        assert_ne!(read, 0);
        heard.extend_from_slice(&buffer[..read]);
    }
    stream
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        .await
        .unwrap();
    String::from_utf8_lossy(&heard).into_owned()
}
