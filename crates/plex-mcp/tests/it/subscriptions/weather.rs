//! Subscriptions in bad weather: the server away, refusing, unknown, or telling too much.

use std::time::Duration;

use plex_emulator::{Emulator, Fault};
use plex_mcp::PlexMcpServer;
use serde_json::json;
use tokio::time::sleep;

use super::{key, party::Party, rename, until_listening, words};
use crate::{
    eras::eras,
    pacing::plays,
    support::{Fixture, client, options},
    waiting::{asked, builder, over},
};

const WEBSOCKET: &str = "/:/websockets/notifications";

#[tokio::test]
async fn a_missed_stretch_is_one_update_of_all_that_is_subscribed() {
    for era in eras() {
        let fixture = Fixture::over_everything().await;
        let mut party = Party::connect(&fixture.server, era).await;
        let film = format!("pms://item/{}", key(&fixture, "Metropolis").await);
        let uris = ["pms://libraries", "pms://sessions", &*film];
        party.subscribe(&uris).await.unwrap();
        fixture.emulator.lose_listeners();
        let mut expected = uris.to_vec();
        expected.sort_unstable();
        let mut heard = Vec::new();
        for _ in uris {
            heard.push(party.next().await);
        }
        heard.sort();
        assert_eq!(heard, expected);
        assert!(party.all_within(2_000).await.is_empty());
    }
}

#[tokio::test]
async fn what_is_subscribed_to_while_the_server_is_away_is_told_when_it_is_back() {
    for era in eras() {
        let fixture = Fixture::sample().await;
        let film = format!("pms://item/{}", key(&fixture, "Metropolis").await);
        fixture.emulator.go_offline();
        let mut party = Party::connect(&fixture.server, era).await;
        party.subscribe(&["pms://sessions", &film]).await.unwrap();
        assert!(party.all_within(4_000).await.is_empty());
        fixture.emulator.go_online().await.unwrap();
        let mut heard = vec![party.next().await, party.next().await];
        heard.sort();
        assert_eq!(heard, [&*film, "pms://sessions"]);
        assert!(party.all_within(3_000).await.is_empty(), "once is enough");
    }
}

#[tokio::test]
async fn a_server_that_refuses_is_no_server_that_is_away() {
    let emulator = Emulator::builder().start().await.unwrap();
    let wrong = PlexMcpServer::with_options(client(emulator.url(), "not-the-token"), options());
    let none = PlexMcpServer::with_options(client(emulator.url(), ""), options());
    let mut unconfigured = options();
    unconfigured.is_unconfigured = true;
    let unconfigured = PlexMcpServer::with_options(client("http://127.0.0.1:9", ""), unconfigured);
    for era in eras() {
        for (server, kind) in [
            (&wrong, "unauthorized"),
            (&none, "not_configured"),
            (&unconfigured, "not_configured"),
        ] {
            let mut party = Party::connect(server, era.clone()).await;
            let outcome = party.subscribe_patiently(&["pms://sessions"]).await;
            let error = outcome.unwrap_err();
            let data = error.data.as_ref().unwrap();
            assert_eq!(data["error"]["kind"], kind, "{}", words(&error));
        }
        until_listening(&emulator, 0).await;
    }
}

#[tokio::test]
async fn a_guest_may_not_subscribe_to_what_is_the_owners() {
    let emulator = Emulator::builder().start().await.unwrap();
    let guest = emulator.token_of("grace").unwrap();
    let server = PlexMcpServer::with_options(client(emulator.url(), &guest), options());
    for era in eras() {
        let mut party = Party::connect(&server, era).await;
        let error = party.subscribe(&["pms://sessions"]).await.unwrap_err();
        assert_eq!(error.data.as_ref().unwrap()["error"]["kind"], "forbidden");
        party.subscribe(&["pms://libraries"]).await.unwrap();
    }
}

#[tokio::test]
async fn a_refusal_in_between_is_told_once() {
    let [era, _] = eras();
    let fixture = Fixture::sample().await;
    let mut party = Party::connect(&fixture.server, era).await;
    let uris = ["pms://libraries", "pms://sessions"];
    party.subscribe(&uris).await.unwrap();
    fixture.emulator.inject(Fault::Status(401));
    fixture.emulator.lose_listeners();
    let mut heard = [party.next().await, party.next().await];
    heard.sort();
    assert_eq!(heard, uris);
    assert!(party.all_within(2_000).await.is_empty());
}

#[tokio::test]
async fn a_flood_is_few_updates() {
    for era in eras() {
        let fixture = Fixture::over_everything().await;
        let mut party = Party::connect(&fixture.server, era).await;
        let film = key(&fixture, "Metropolis").await;
        let uri = format!("pms://item/{film}");
        fixture.emulator.inject(Fault::Flood(1_000).on(WEBSOCKET));
        party
            .subscribe(&[&*uri, "pms://libraries", "pms://library/1"])
            .await
            .unwrap();
        for _ in 0..20 {
            fixture.emulator.clock().advance(Duration::from_millis(100));
            sleep(Duration::from_millis(50)).await;
        }
        let heard = party.all_within(1_000).await;
        assert!(heard.len() <= 3, "{heard:?}");
        fixture.emulator.clear_faults();
        rename(&fixture, &film, "Metropolis again").await;
        loop {
            if party.next().await == uri
                && party.read(&uri).await["title"] == json!("Metropolis again")
            {
                break;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_read_is_tried_now_and_then_whatever_is_told() {
    for era in eras() {
        let fixture = over(builder(), |_| {}).await;
        let sessions = "/status/sessions";
        let mut party = Party::connect(&fixture.server, era).await;
        party.subscribe(&["pms://sessions"]).await.unwrap();
        fixture.emulator.inject(Fault::Status(503).on(sessions));
        let before = asked(&fixture, sessions);
        plays(&fixture.emulator).await;
        plays(&fixture.emulator).await;
        let looks = asked(&fixture, sessions) - before;
        assert!((1..=2).contains(&looks), "{looks} looks");
        fixture.emulator.clear_faults();
        assert_eq!(party.next().await, "pms://sessions");
    }
}
