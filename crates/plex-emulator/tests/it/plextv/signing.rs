//! Signing in with a name and a password, and what the account is called.

use plex_emulator::{Emulator, Library, PlexTvOptions};
use reqwest::{Method, StatusCode};
use serde_json::Value;

use super::person::Person;
use super::plex_tv;
use crate::ask;

async fn start() -> Emulator {
    let description = r#"
        [[account]]
        id = 1
        name = "ada"
        email = "ada@example.org"
        password = "correct horse"
        [[account]]
        id = 7
        name = "PKKid"
        token = "pk-token"
        password = "s3cret"
        [[account]]
        id = 8
        name = "Grace Hopper"
        username = "Amazing"
        [[section]]
        type = "movie"
        title = "Films"
        item = ["Metropolis"]
    "#;
    let builder = Emulator::builder().library(Library::from_toml(description).unwrap());
    builder
        .plex_tv(PlexTvOptions::default())
        .start()
        .await
        .unwrap()
}

/// Signs in by a form, or by the header of basic authentication.
async fn sign_in(
    emulator: &Emulator,
    path: &str,
    form: &[(&str, &str)],
    basic: Option<(&str, &str)>,
) -> (StatusCode, String) {
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let form: Vec<String> = form
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    let url = format!("{}{path}", plex_tv(emulator).url());
    let mut request = ask::http()
        .post(url)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(form.join("&"));
    if let Some((name, password)) = basic {
        request = request.basic_auth(name, Some(password));
    }
    let response = request.send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

#[tokio::test]
async fn a_name_and_its_password_give_a_token_until_one_signs_out() {
    let emulator = start().await;
    let (status, text) = sign_in(
        &emulator,
        "/api/v2/users/signin",
        &[("login", "ADA@example.org"), ("password", "correct horse")],
        None,
    )
    .await;
    assert_eq!(status, 201);
    let document = roxmltree::Document::parse(&text).unwrap();
    let token = document.root_element().attribute("authToken").unwrap();
    assert_ne!(token, plex_tv(&emulator).token());
    let me = Person::with_token(&emulator, token);
    let account = me.get("/api/v2/user").await;
    assert_eq!(
        (&account["id"], &account["authToken"]),
        (&12_345.into(), &token.into())
    );
    assert!(account.get("pin").is_none());
    let resources = me.get("/api/v2/resources").await;
    assert_eq!(resources[0]["provides"], "server");
    let out = me.json(Method::DELETE, "/api/v2/users/signout").await;
    assert_eq!(out.status, 204);
    assert_eq!(me.json(Method::GET, "/api/v2/user").await.status, 401);
    // The account has other tokens.
    Person::owner(&emulator).get("/api/v2/user").await;
}

#[tokio::test]
async fn the_first_api_takes_a_form_or_basic_authentication() {
    let emulator = start().await;
    let form = [("user[login]", "PKKid"), ("user[password]", "s3cret")];
    let (status, text) = sign_in(&emulator, "/users/sign_in.json", &form, None).await;
    assert_eq!(status, 201);
    let user: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(user["user"]["username"], "PKKid");
    assert!(user["user"]["authToken"].is_string());
    let basic = Some(("PKKid", "s3cret"));
    let (status, text) = sign_in(&emulator, "/users/sign_in.xml", &[], basic).await;
    assert_eq!(status, 201);
    let document = roxmltree::Document::parse(&text).unwrap();
    let first = document.root_element().attribute("authenticationToken");
    let token = first
        .or_else(|| document.root_element().attribute("authToken"))
        .unwrap();
    let account = Person::with_token(&emulator, token)
        .get("/api/v2/user")
        .await;
    assert_eq!(account["id"], 7);
}

#[tokio::test]
async fn a_wrong_password_and_nobodys_name_are_refused_alike() {
    let emulator = start().await;
    for (login, password) in [
        ("ada@example.org", "wrong"),
        ("nobody", "s3cret"),
        // Who has no password signs in otherwise.
        ("Amazing", ""),
        ("Amazing", "s3cret"),
    ] {
        let form = [("login", login), ("password", password)];
        let (status, text) = sign_in(&emulator, "/api/v2/users/signin", &form, None).await;
        let expected = if password.is_empty() { 400 } else { 401 };
        assert_eq!(status, expected, "{login}: {text}");
        assert!(!text.contains("oken"), "{text}");
        let (status, text) = sign_in(
            &emulator,
            "/users/sign_in.json",
            &[],
            Some((login, password)),
        )
        .await;
        assert_eq!(status, 401, "{login}: {text}");
        assert!(
            text.contains("Invalid email, username, or password."),
            "{text}"
        );
    }
    let malformed = sign_in(&emulator, "/users/sign_in.xml", &[], None).await;
    assert_eq!(malformed.0, 400);
}

#[tokio::test]
async fn names_keep_their_letters_and_the_server_knows_the_address() {
    let emulator = start().await;
    let users = Person::owner(&emulator)
        .xml(Method::GET, "/api/users")
        .await;
    assert_eq!(users.xml("User", "username"), ["PKKid", "Amazing"]);
    assert_eq!(users.xml("User", "title"), ["PKKid", "Grace Hopper"]);
    let root = ask::json(&emulator, "/").await;
    assert_eq!(root["myPlexUsername"], "ada@example.org");
    let account = ask::json(&emulator, "/myplex/account").await;
    assert_eq!(account["username"], "ada@example.org");
    // A state keeps it all.
    let dump = emulator.dump();
    assert_eq!(dump["account"][1]["password"], "s3cret");
    assert_eq!(dump["account"][2]["username"], "Amazing");
}

#[tokio::test]
async fn whom_one_asks_to_join_the_home_lives_there_until_one_does_not() {
    let emulator = start().await;
    let owner = Person::owner(&emulator);
    let home = async || {
        owner
            .xml(Method::GET, "/api/users")
            .await
            .xml("User", "home")
    };
    assert_eq!(home().await, ["0", "0"]);
    let asked = owner
        .xml(Method::POST, "/api/home/users?invitedEmail=PKKid")
        .await;
    assert_eq!(asked.status, 201);
    assert_eq!(home().await, ["1", "0"]);
    let nobody = owner
        .xml(
            Method::DELETE,
            "/api/invites/requested/8?friend=0&server=0&home=1",
        )
        .await;
    assert_eq!(nobody.status, 410);
    let over = owner
        .xml(
            Method::DELETE,
            "/api/invites/requested/7?friend=0&server=0&home=1",
        )
        .await;
    assert_eq!(over.status, 200);
    assert_eq!(home().await, ["0", "0"]);
}

#[tokio::test]
async fn tokens_for_players_differ_by_server_and_account() {
    let token = async |emulator: &Emulator, token: &str| {
        let path = "/security/token?type=delegation&scope=all";
        let (status, made) = crate::playlists::send_as(emulator, token, Method::GET, path).await;
        assert_eq!(status, 200);
        made["token"].as_str().unwrap().to_owned()
    };
    let one = start().await;
    let other = ask::described("[server]\nmachineIdentifier = \"other\"").await;
    let first = token(&one, one.token()).await;
    assert_ne!(first, token(&other, other.token()).await);
    let again = start().await;
    assert_ne!(first, token(&again, "pk-token").await);
}
