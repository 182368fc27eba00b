//! plex.tv as a second host: PINs, the account, its servers, and how each of them refuses.

mod claiming;
mod doors;
mod home;
mod person;
mod recorded;
mod settings;
mod sharing;
mod signing;
mod watchlist;

use std::time::Duration;

use crate::ask::{self, NOW};
use plex_emulator::{
    ACCOUNT_TOKEN, AccountToken, Behaviour, Clock, Emulator, EmulatorBuilder, Fault, PlexTv,
    PlexTvOptions, TvConnection, TvServer,
};
use reqwest::{Method, Response};
use serde_json::Value;

fn with_plex_tv() -> EmulatorBuilder {
    Emulator::builder().plex_tv(PlexTvOptions::default())
}

fn plex_tv(emulator: &Emulator) -> &PlexTv {
    emulator.plex_tv().unwrap()
}

async fn send(
    emulator: &Emulator,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
) -> Response {
    let mut request = ask::http()
        .request(method, format!("{}{path}", plex_tv(emulator).url()))
        .header("Accept", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

async fn body(response: Response) -> Value {
    assert_eq!(response.headers()["content-type"], "application/json");
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

async fn refused(response: Response, status: u16, code: u64) {
    assert_eq!(response.status(), status);
    let body = body(response).await;
    assert_eq!(body["errors"][0]["code"], code);
    assert_eq!(body["errors"][0]["status"], status);
}

const ME: (&str, &str) = ("X-Plex-Client-Identifier", "me");

async fn new_pin(emulator: &Emulator, path: &str) -> Value {
    let response = send(
        emulator,
        Method::POST,
        path,
        &[ME, ("X-Plex-Product", "test")],
    )
    .await;
    assert_eq!(response.status(), 201);
    body(response).await
}

async fn look(emulator: &Emulator, pin: &Value, me: &str) -> Response {
    let path = format!("/api/v2/pins/{}", pin["id"]);
    send(
        emulator,
        Method::GET,
        &path,
        &[("X-Plex-Client-Identifier", me)],
    )
    .await
}

#[tokio::test]
async fn a_pin_waits_until_the_person_says_yes() {
    let emulator = with_plex_tv().start().await.unwrap();
    let pin = new_pin(&emulator, "/api/v2/pins?strong=true").await;
    assert_eq!(pin["product"], "test");
    assert_eq!(pin["clientIdentifier"], "me");
    assert_eq!(pin["expiresIn"], 900);
    let code = pin["code"].as_str().unwrap();
    assert_eq!(code.len(), 25);
    assert_eq!(plex_tv(&emulator).waiting_codes(), [code]);
    assert!(body(look(&emulator, &pin, "me").await).await["authToken"].is_null());

    assert!(!plex_tv(&emulator).approve("nonsense"));
    assert!(plex_tv(&emulator).approve(code));
    let linked = body(look(&emulator, &pin, "me").await).await;
    assert_eq!(linked["authToken"], plex_tv(&emulator).token());
    assert!(plex_tv(&emulator).waiting_codes().is_empty());
}

#[tokio::test]
async fn a_short_code_can_be_typed_and_linked_over_http() {
    let emulator = with_plex_tv().start().await.unwrap();
    let pin = new_pin(&emulator, "/api/v2/pins").await;
    let code = pin["code"].as_str().unwrap();
    assert_eq!(code.len(), 4);
    let path = format!("/api/v2/pins/link?code={}", code.to_uppercase());
    refused(send(&emulator, Method::PUT, &path, &[]).await, 401, 1001).await;
    let token = [("X-Plex-Token", plex_tv(&emulator).token())];
    let linked = send(&emulator, Method::PUT, &path, &token).await;
    assert_eq!(linked.status(), 204);
    assert!(body(look(&emulator, &pin, "me").await).await["authToken"].is_string());
}

#[tokio::test]
async fn a_pin_needs_the_identifier_that_made_it() {
    let emulator = with_plex_tv().start().await.unwrap();
    refused(
        send(&emulator, Method::POST, "/api/v2/pins", &[]).await,
        400,
        1000,
    )
    .await;
    let pin = new_pin(&emulator, "/api/v2/pins").await;
    refused(look(&emulator, &pin, "somebody else").await, 404, 1020).await;
    let path = format!("/api/v2/pins/{}", pin["id"]);
    refused(send(&emulator, Method::GET, &path, &[]).await, 400, 1000).await;
}

#[tokio::test]
async fn a_pin_ends_after_a_quarter_of_an_hour() {
    let clock = Clock::manual(NOW);
    let emulator = with_plex_tv().clock(clock.clone()).start().await.unwrap();
    let pin = new_pin(&emulator, "/api/v2/pins").await;
    clock.advance(Duration::from_secs(899));
    let still = body(look(&emulator, &pin, "me").await).await;
    assert_eq!(still["expiresIn"], 1);
    clock.advance(Duration::from_secs(1));
    refused(look(&emulator, &pin, "me").await, 404, 1020).await;
    assert!(!plex_tv(&emulator).approve(pin["code"].as_str().unwrap()));
}

#[tokio::test]
async fn a_demo_account_says_yes_by_itself_after_a_while() {
    let clock = Clock::manual(NOW);
    let options = PlexTvOptions::approving_after(Duration::from_secs(3));
    let emulator = Emulator::builder()
        .clock(clock.clone())
        .plex_tv(options)
        .start()
        .await
        .unwrap();
    let pin = new_pin(&emulator, "/api/v2/pins").await;
    clock.advance(Duration::from_secs(2));
    assert!(body(look(&emulator, &pin, "me").await).await["authToken"].is_null());
    clock.advance(Duration::from_secs(1));
    assert!(body(look(&emulator, &pin, "me").await).await["authToken"].is_string());
}

#[tokio::test]
async fn the_account_knows_its_servers_and_their_tokens() {
    let emulator = with_plex_tv().start().await.unwrap();
    // Who owns a server has one token for it and for plex.tv.
    assert_eq!(plex_tv(&emulator).token(), emulator.token());
    let mine = [("X-Plex-Token", plex_tv(&emulator).token())];
    let user = body(send(&emulator, Method::GET, "/api/v2/user", &mine).await).await;
    assert_eq!(user["title"], "Ada");

    let all = "/api/v2/resources?includeHttps=1&includeRelay=1";
    let resources = body(send(&emulator, Method::GET, all, &mine).await).await;
    let server = &resources[0];
    assert_eq!(server["provides"], "server");
    assert_eq!(server["owned"], true);
    assert_eq!(server["accessToken"], emulator.token());
    assert_eq!(server["connections"][0]["uri"], emulator.url());
    assert_eq!(server["connections"][0]["local"], true);
    assert_eq!(resources[1]["provides"], "client,player,controller");
    assert!(resources[1].get("connections").is_none());
}

#[tokio::test]
async fn an_account_can_have_another_token_than_its_server() {
    let emulator = with_plex_tv().behaviour(Behaviour {
        account_token: AccountToken::Apart,
        ..Behaviour::default()
    });
    let emulator = emulator.start().await.unwrap();
    let mine = [("X-Plex-Token", plex_tv(&emulator).token())];
    let resources = send(&emulator, Method::GET, "/api/v2/resources", &mine).await;
    assert_eq!(body(resources).await[0]["accessToken"], emulator.token());
    let there = [("X-Plex-Token", emulator.token())];
    let refused = send(&emulator, Method::GET, "/api/v2/user", &there).await;
    assert_eq!(refused.status(), 401);
    let here = format!(
        "{}/status/sessions?X-Plex-Token={}",
        emulator.url(),
        ACCOUNT_TOKEN
    );
    assert_eq!(reqwest::get(here).await.unwrap().status(), 401);
}

#[tokio::test]
async fn relays_and_plex_direct_names_are_told_to_those_who_ask_for_them() {
    let emulator = with_plex_tv().start().await.unwrap();
    let server = TvServer::of(&emulator)
        .named("Attic")
        .connection(TvConnection::relay("198.51.100.1", 8443))
        .connection(
            TvConnection::local("192.168.1.20", 32400)
                .uri("https://192-168-1-20.abc.plex.direct:32400"),
        )
        .shared_by("Grace", "a-shared-token");
    plex_tv(&emulator).set_servers(vec![server]);
    let mine = [("X-Plex-Token", plex_tv(&emulator).token())];
    let few = body(send(&emulator, Method::GET, "/api/v2/resources", &mine).await).await;
    assert_eq!(few[0]["connections"].as_array().unwrap().len(), 2);
    assert_eq!(few[0]["connections"][0]["uri"], "http://192.168.1.20:32400");
    let path = "/api/v2/resources?includeHttps=1&includeRelay=1";
    let all = body(send(&emulator, Method::GET, path, &mine).await).await;
    let connections = all[0]["connections"].as_array().unwrap();
    assert_eq!(connections.len(), 3);
    assert_eq!(
        connections[0]["uri"],
        "https://192-168-1-20.abc.plex.direct:32400"
    );
    assert_eq!(connections[1]["relay"], true);
    assert_eq!(all[0]["owned"], false);
    assert_eq!(all[0]["sourceTitle"], "Grace");
    assert_eq!(all[0]["accessToken"], "a-shared-token");
}

#[tokio::test]
async fn strangers_and_the_impatient_are_refused() {
    let emulator = with_plex_tv().start().await.unwrap();
    for path in ["/api/v2/user", "/api/v2/resources"] {
        refused(send(&emulator, Method::GET, path, &[]).await, 401, 1001).await;
        let wrong = [("X-Plex-Token", "nobodys")];
        refused(send(&emulator, Method::GET, path, &wrong).await, 401, 1001).await;
    }
    plex_tv(&emulator).inject(Fault::RateLimit(Duration::from_secs(7)).times(1));
    let response = send(&emulator, Method::POST, "/api/v2/pins", &[ME]).await;
    assert_eq!(response.headers()["retry-after"], "7");
    refused(response, 429, 1003).await;
    assert_eq!(
        send(&emulator, Method::POST, "/api/v2/pins", &[ME])
            .await
            .status(),
        201
    );
    assert_eq!(
        send(&emulator, Method::GET, "/api/nothing", &[])
            .await
            .status(),
        404
    );
    assert_eq!(plex_tv(&emulator).requests().len(), 7);
}
