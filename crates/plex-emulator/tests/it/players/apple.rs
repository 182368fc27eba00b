//! An Apple TV, which does not do what others do.

use std::time::Duration;

use super::{Controller, NOW, TELEVISION, builder, seconds};
use crate::ask;
use plex_emulator::{Clock, Emulator, PlayerKind, PlayerOptions};

const APPLE: &str = "Den";

async fn start() -> (Emulator, Clock) {
    let clock = Clock::manual(NOW);
    let apple = PlayerOptions::new(PlayerKind::AppleTv, APPLE);
    (builder(&clock).player(apple).start().await.unwrap(), clock)
}

#[tokio::test]
async fn it_obeys_directly_and_says_nothing_of_itself() {
    let (emulator, clock) = start().await;
    let apple = Controller::direct(&emulator, APPLE);
    assert_eq!(apple.play("10", "").await.status, 200);
    clock.advance(seconds(2));
    let playing = async || {
        apple
            .session()
            .await
            .map(|one| one["Player"]["state"].clone())
    };
    assert_eq!(playing().await.unwrap(), "playing");
    assert_eq!(apple.send("/player/timeline/poll?wait=0").await.status, 400);
    // A command with an old number is dropped without a word.
    let old = "/player/playback/pause?commandID=1";
    assert_eq!(apple.ask(old).await.status, 200);
    assert_eq!(playing().await.unwrap(), "playing");
    assert_eq!(apple.send("/player/playback/pause").await.status, 200);
    assert_eq!(playing().await.unwrap(), "paused");
    let louder = "/player/playback/setParameters?volume=20";
    assert_eq!(apple.send(louder).await.status, 200);
}

#[tokio::test]
async fn it_is_in_no_list_of_the_servers_and_never_answers_over_it() {
    let (emulator, clock) = start().await;
    let clients = ask::json(&emulator, "/clients").await;
    let clients = ask::list(&clients["Server"]);
    assert!(clients.iter().all(|client| client["name"] != APPLE));
    // A television holds a connection with the server, and is reached there.
    assert_eq!(clients[0]["name"], TELEVISION);
    assert_eq!(clients[0]["port"], emulator.address().port());
    let apple = Controller::over_server(&emulator, APPLE);
    let waiting = apple.send("/player/playback/pause");
    tokio::pin!(waiting);
    let soon = tokio::time::timeout(Duration::from_millis(200), &mut waiting);
    assert!(soon.await.is_err());
    // The server gives up a minute after it was asked, whenever that was.
    let said = loop {
        tokio::select! {
            said = &mut waiting => break said,
            () = tokio::time::sleep(Duration::from_millis(50)) => clock.advance(seconds(61)),
        }
    };
    assert_eq!(said.status, 504);
}
