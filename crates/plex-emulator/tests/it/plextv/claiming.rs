//! A server that is nobody's, and becomes somebody's.

use std::time::Duration;

use reqwest::Method;
use serde_json::Value;

use super::person::Person;
use super::with_plex_tv;
use crate::ask;
use plex_emulator::{Clock, Emulator, Library};

async fn status(emulator: &Emulator, token: Option<&str>, method: Method, path: &str) -> u16 {
    let request = ask::CLIENT.request(method, format!("{}{path}", emulator.url()));
    let request = match token {
        Some(token) => request.header("X-Plex-Token", token),
        None => request,
    };
    request.send().await.unwrap().status().as_u16()
}

/// Whether the account has the server among its resources.
async fn is_listed(owner: &Person<'_>) -> bool {
    let resources = owner.get("/api/v2/resources").await;
    let servers = ask::list(&resources).into_iter();
    servers.filter(|one| one["provides"] == "server").count() > 0
}

/// What is answered to an owner who gives the server up.
async fn given_up_by_owner(emulator: &Emulator) -> Value {
    let request = ask::request(emulator, Method::DELETE, "/myplex/account");
    let request = request.header("Accept", "application/json");
    let text = request.send().await.unwrap().text().await.unwrap();
    let body: Value = serde_json::from_str(&text).unwrap();
    body["MyPlex"].clone()
}

async fn claim_token(owner: &Person<'_>) -> String {
    let said = owner.get("/api/claim/token.json").await;
    said["token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_server_is_given_up_and_claimed_again() {
    let clock = Clock::manual(ask::NOW);
    let emulator = with_plex_tv().clock(clock.clone()).start().await.unwrap();
    let owner = Person::owner(&emulator);
    let token = Some(emulator.token());
    assert!(is_listed(&owner).await);
    // It is somebody's.
    let good = claim_token(&owner).await;
    let claim = format!("/myplex/claim?token={good}");
    assert_eq!(status(&emulator, token, Method::POST, &claim).await, 400);
    let grace = Some("demo-token-for-grace");
    let given_up = "/myplex/account";
    assert_eq!(
        status(&emulator, grace, Method::DELETE, given_up).await,
        403
    );
    assert_eq!(status(&emulator, None, Method::GET, "/").await, 401);

    let nobodys = given_up_by_owner(&emulator).await;
    assert_eq!(nobodys["signInState"], "none");
    assert_eq!(status(&emulator, None, Method::GET, "/").await, 200);
    assert_eq!(ask::json(&emulator, "/identity").await["claimed"], false);
    assert!(!is_listed(&owner).await);
    // A state keeps that.
    let again = Library::from_json(&emulator.dump().to_string()).unwrap();
    let again = ask::server(again).await;
    assert_eq!(ask::json(&again, "/identity").await["claimed"], false);
    assert_eq!(again.dump()["server"], emulator.dump()["server"]);

    for (path, refusal) in [
        ("/myplex/claim", 400),
        ("/myplex/claim?token=claim-nobodys", 401),
    ] {
        assert_eq!(status(&emulator, None, Method::POST, path).await, refusal);
    }
    // Four minutes are the longest that a token is good.
    clock.advance(Duration::from_secs(240));
    assert_eq!(status(&emulator, None, Method::POST, &claim).await, 401);
    let good = claim_token(&owner).await;
    let claim = format!("/myplex/claim?token={good}");
    assert_eq!(status(&emulator, None, Method::POST, &claim).await, 200);
    assert_eq!(status(&emulator, None, Method::GET, "/").await, 401);
    assert_eq!(ask::json(&emulator, "/identity").await["claimed"], true);
    assert!(is_listed(&owner).await);
}

#[tokio::test]
async fn without_a_plex_tv_any_token_of_the_right_form_claims() {
    let builder = Emulator::builder().unclaimed(true);
    let emulator = builder.start().await.unwrap();
    let claim = |token| format!("/myplex/claim?token={token}");
    assert_eq!(
        status(&emulator, None, Method::POST, &claim("x")).await,
        401
    );
    assert_eq!(
        status(&emulator, None, Method::POST, &claim("claim-x")).await,
        200
    );
    let account: Value = ask::json(&emulator, "/myplex/account").await;
    assert_eq!(account["signInState"], "ok");
}
