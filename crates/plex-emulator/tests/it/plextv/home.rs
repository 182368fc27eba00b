//! The home: members, PINs, becoming somebody else.

use super::person::{Person, libraries};
use super::with_plex_tv;
use plex_emulator::Emulator;
use reqwest::Method;

async fn start() -> Emulator {
    with_plex_tv().start().await.unwrap()
}

async fn uuid(asker: &Person<'_>, title: &str) -> String {
    let home = asker.get("/api/v2/home/users").await;
    let users = home["users"].as_array().unwrap();
    let user = users.iter().find(|user| user["title"] == title).unwrap();
    user["uuid"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_home_has_its_members_and_friends_are_none() {
    let emulator = start().await;
    let owner = Person::owner(&emulator);
    let home = owner.get("/api/v2/home/users").await;
    let titles: Vec<_> = home["users"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["Ada", "grace", "mia"]);
    assert_eq!(home["users"][0]["admin"], true);
    assert_eq!(home["users"][1]["protected"], false);
    let first = owner.xml(Method::GET, "/api/home/users").await;
    assert_eq!(first.xml("User", "title"), titles);
    // A friend lives in a home of their own.
    let friend = Person::called(&emulator, "linus");
    let theirs = friend.get("/api/v2/home/users").await;
    assert_eq!(theirs["users"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn whoever_becomes_a_member_sees_the_server_with_its_token_and_not_with_their_own() {
    let emulator = start().await;
    let owner = Person::owner(&emulator);
    let grace = uuid(&owner, "grace").await;
    let said = owner
        .json(Method::POST, &format!("/api/v2/home/users/{grace}/switch"))
        .await;
    assert_eq!(said.status, 201);
    let token = said.json()["authToken"].as_str().unwrap().to_owned();
    assert_eq!(libraries(&emulator, &token).await, Err(401));
    let grace = Person::with_token(&emulator, &token);
    assert_eq!(grace.get("/api/v2/user").await["title"], "grace");
    let access = grace.access_token().await.unwrap();
    assert_eq!(libraries(&emulator, &access).await.unwrap().len(), 4);
    assert_eq!(emulator.token_of("grace"), Some(access));
}

#[tokio::test]
async fn a_pin_is_asked_for_of_all_but_the_admin() {
    let emulator = start().await;
    let owner = Person::owner(&emulator);
    let grace = Person::called(&emulator, "grace");
    let ada = uuid(&owner, "Ada").await;
    let said = owner
        .xml(Method::PUT, "/api/home/users/12345?pin=1234")
        .await;
    assert_eq!(said.status, 200);
    assert_eq!(said.xml("User", "protected"), ["1"]);
    for pin in ["", "?pin=4321", "?pin="] {
        let path = format!("/api/v2/home/users/{ada}/switch{pin}");
        let said = grace.json(Method::POST, &path).await;
        assert_eq!((said.status, said.code()), (403, 1041), "{pin}");
    }
    let path = format!("/api/v2/home/users/{ada}/switch?pin=1234");
    assert_eq!(grace.json(Method::POST, &path).await.status, 201);
    let first = grace
        .xml(Method::POST, "/api/home/users/12345/switch?pin=1234")
        .await;
    assert_eq!(
        first.xml("user", "authenticationToken"),
        [owner.token.as_str()]
    );

    // A PIN is changed by whoever knows it, and has four digits.
    let path = "/api/home/users/12345?pin=9999&currentPin=0000";
    assert_eq!(owner.xml(Method::PUT, path).await.status, 401);
    let path = "/api/home/users/12345?pin=99&currentPin=1234";
    assert_eq!(owner.xml(Method::PUT, path).await.status, 422);
    let path = "/api/home/users/12345?pin=&currentPin=1234";
    assert_eq!(owner.xml(Method::PUT, path).await.status, 200);
    let path = format!("/api/v2/home/users/{ada}/switch");
    assert_eq!(grace.json(Method::POST, &path).await.status, 201);
    // Somebody else's PIN is no member's business.
    let path = "/api/home/users/12345?pin=1111";
    assert_eq!(grace.xml(Method::PUT, path).await.status, 403);
}

#[tokio::test]
async fn the_admin_adds_protects_and_removes_managed_members() {
    let emulator = start().await;
    let owner = Person::owner(&emulator);
    let added = owner.xml(Method::POST, "/api/home/users?title=Ralph").await;
    assert_eq!(added.status, 201);
    assert_eq!(added.xml("User", "restricted"), ["1"]);
    let id = added.xml("User", "id")[0].clone();
    let uuid = uuid(&owner, "Ralph").await;
    // Nothing is shared with somebody new.
    let ralph = Person::called(&emulator, "Ralph");
    assert_eq!(ralph.access_token().await, None);

    let managed = format!("/api/v2/home/users/restricted/{id}");
    let set = owner
        .json(Method::POST, &format!("{managed}?pin=2468"))
        .await;
    assert_eq!(set.json()["protected"], true);
    let grace = Person::called(&emulator, "grace");
    let switch = format!("/api/v2/home/users/{uuid}/switch");
    assert_eq!(grace.json(Method::POST, &switch).await.code(), 1041);
    // The admin needs no member's PIN.
    assert_eq!(owner.json(Method::POST, &switch).await.status, 201);
    let said = grace
        .json(Method::POST, &format!("{managed}?pin=1111"))
        .await;
    assert_eq!(said.status, 403);
    let removed = owner
        .json(Method::POST, &format!("{managed}?removePin=1"))
        .await;
    assert_eq!(removed.json()["protected"], false);
    assert_eq!(grace.json(Method::POST, &switch).await.status, 201);

    let path = format!("/api/home/users/{id}");
    assert_eq!(grace.xml(Method::DELETE, &path).await.status, 403);
    assert_eq!(owner.xml(Method::DELETE, &path).await.status, 204);
    assert_eq!(owner.json(Method::POST, &switch).await.status, 404);
    assert_eq!(ralph.json(Method::GET, "/api/v2/user").await.status, 401);
    assert_eq!(owner.xml(Method::DELETE, &path).await.status, 404);
}

#[tokio::test]
async fn what_is_the_admins_is_refused_to_others() {
    let emulator = start().await;
    let grace = Person::called(&emulator, "grace");
    let said = grace.xml(Method::POST, "/api/home/users?title=Ralph").await;
    assert_eq!(said.status, 403);
    let said = grace.xml(Method::DELETE, "/api/home/users/12345").await;
    assert_eq!(said.status, 403);
    let linus = Person::called(&emulator, "linus");
    let said = linus
        .xml(Method::POST, "/api/home/users/12345/switch")
        .await;
    assert_eq!(said.status, 404);
    let home = Person::owner(&emulator).get("/api/v2/home/users").await;
    assert_eq!(home["users"].as_array().unwrap().len(), 3);
}
