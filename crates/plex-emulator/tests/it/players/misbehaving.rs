//! Players that fail.

use super::{Controller, DESK, TELEVISION, seconds, start};
use crate::ask;
use plex_emulator::Misbehaviour;
use roxmltree::Document;

#[tokio::test]
async fn one_takes_everything_and_never_starts() {
    let (emulator, clock) = start().await;
    let player = emulator.player(TELEVISION).unwrap();
    let television = Controller::over_server(&emulator, TELEVISION);
    player.misbehave(Misbehaviour::NeverStarts).await.unwrap();
    assert_eq!(television.play("10", "").await.status, 200);
    clock.advance(seconds(3_600));
    assert!(television.session().await.is_none());
    assert_eq!(television.state("video").await, "stopped");
    player.behave().await.unwrap();
    television.play("10", "").await;
    clock.advance(seconds(2));
    assert!(television.session().await.is_some());
    // Neither does one that was given an address that is not the server's.
    television.send("/player/playback/stop").await;
    let port = emulator.address().port();
    let wrong = super::play_media(&emulator, "10", "").replace(&format!("port={port}"), "port=1");
    assert_eq!(television.send(&wrong).await.status, 200);
    clock.advance(seconds(60));
    assert!(television.session().await.is_none());
}

#[tokio::test]
async fn one_vanishes_and_leaves_its_session_behind() {
    let (emulator, clock) = start().await;
    let player = emulator.player(DESK).unwrap();
    let television = Controller::direct(&emulator, DESK);
    let over_server = Controller::over_server(&emulator, DESK);
    television.play("10", "").await;
    clock.advance(seconds(62));
    player.misbehave(Misbehaviour::Vanished).await.unwrap();
    // Its door shuts in a task of its own.
    while television.request("/resources").await.is_ok() {}
    let said = over_server.ask("/player/playback/pause?commandID=99").await;
    assert_eq!(said.status, 404);
    let ghost = television.session().await.unwrap();
    clock.advance(seconds(100));
    assert_eq!(
        television.session().await.unwrap()["viewOffset"],
        ghost["viewOffset"]
    );
    clock.advance(seconds(81));
    assert!(television.session().await.is_none());
    player.behave().await.unwrap();
    assert_eq!(television.state("video").await, "stopped");
}

#[tokio::test]
async fn one_talks_nonsense_or_says_nothing() {
    let (emulator, clock) = start().await;
    let player = emulator.player(DESK).unwrap();
    let television = Controller::direct(&emulator, DESK);
    player.misbehave(Misbehaviour::UnclosedXml).await.unwrap();
    for path in [
        "/resources",
        "/player/timeline/poll?wait=0",
        "/player/playback/pause",
    ] {
        let said = television.send(path).await;
        assert_eq!(said.status, 200);
        assert!(Document::parse(&said.text).is_err(), "{path}");
    }
    player.misbehave(Misbehaviour::SaysNothing).await.unwrap();
    let said = television.play("10", "").await;
    assert_eq!((said.status, said.text.as_str()), (200, ""));
    // What it was told it does all the same.
    clock.advance(seconds(2));
    assert!(television.session().await.is_some());
}

#[tokio::test]
async fn one_stays_as_loud_as_it_is() {
    let (emulator, clock) = start().await;
    let player = emulator.player(TELEVISION).unwrap();
    let television = Controller::over_server(&emulator, TELEVISION);
    player.misbehave(Misbehaviour::RefusesVolume).await.unwrap();
    television.play("10", "").await;
    clock.advance(seconds(2));
    let louder = "/player/playback/setParameters?volume=20";
    assert_eq!(television.send(louder).await.status, 200);
    assert_eq!(television.timeline("video", "volume").await.unwrap(), "100");
}

#[tokio::test]
async fn one_answers_only_after_a_while() {
    let (emulator, clock) = start().await;
    let player = emulator.player(TELEVISION).unwrap();
    let television = Controller::over_server(&emulator, TELEVISION);
    player
        .misbehave(Misbehaviour::Lags(seconds(8)))
        .await
        .unwrap();
    let pause = television.send("/player/playback/pause");
    tokio::pin!(pause);
    let arrived = async {
        while player.requests().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        said = &mut pause => panic!("{said:?}"),
        () = arrived => {}
    }
    clock.advance(seconds(8));
    assert_eq!(pause.await.status, 200);
}

#[tokio::test]
async fn one_has_to_be_woken() {
    let (emulator, clock) = start().await;
    let player = emulator.player(TELEVISION).unwrap();
    let television = Controller::over_server(&emulator, TELEVISION);
    player.misbehave(Misbehaviour::Asleep).await.unwrap();
    assert_eq!(television.play("10", "").await.status, 200);
    clock.advance(seconds(10));
    assert!(television.session().await.is_none());
    assert_eq!(television.send("/player/navigation/home").await.status, 200);
    assert_eq!(television.play("10", "").await.status, 200);
    clock.advance(seconds(2));
    assert!(television.session().await.is_some());
    player.misbehave(Misbehaviour::Asleep).await.unwrap();
    player.wake();
    television.send("/player/playback/stop").await;
    assert!(television.session().await.is_none());
}

#[tokio::test]
async fn one_plays_something_else() {
    let (emulator, clock) = start().await;
    let player = emulator.player(TELEVISION).unwrap();
    let television = Controller::over_server(&emulator, TELEVISION);
    player.misbehave(Misbehaviour::PlaysAnother).await.unwrap();
    television
        .play("22", "&containerKey=/library/metadata/20")
        .await;
    clock.advance(seconds(2));
    assert_eq!(television.session().await.unwrap()["ratingKey"], "23");
    let sessions = ask::json(&emulator, "/status/sessions").await;
    assert_eq!(sessions["size"], 1);
}
