//! Webhooks, privacy, sources of media, devices, and small things.

use super::person::Person;
use super::with_plex_tv;
use plex_emulator::{Emulator, Library};
use reqwest::Method;
use serde_json::json;

async fn start() -> Emulator {
    with_plex_tv().start().await.unwrap()
}

#[tokio::test]
async fn webhooks_are_replaced_as_a_whole() {
    let emulator = start().await;
    let owner = Person::owner(&emulator);
    let path = "/api/v2/user/webhooks";
    let form = "urls[]=http%3A%2F%2Fone.example%2Fa%3Fb%3Dc&urls[]=https%3A%2F%2Ftwo.example";
    let said = owner.form(Method::POST, path, form).await;
    assert_eq!(said.status, 201);
    let both = json!([{"url": "http://one.example/a?b=c"}, {"url": "https://two.example"}]);
    assert_eq!(owner.get(path).await, both);
    for wrong in ["urls[]=nothing", "", "urls[]=ftp%3A%2F%2Fx"] {
        let status = owner.form(Method::POST, path, wrong).await.status;
        assert!(matches!(status, 400 | 422), "{wrong}: {status}");
        assert_eq!(owner.get(path).await, both);
    }
    let xml = owner.xml(Method::GET, path).await;
    assert_eq!(xml.xml("webhook", "url")[1], "https://two.example");
    owner.form(Method::POST, path, "urls=").await;
    assert_eq!(owner.get(path).await, json!([]));
    // They are for subscribers.
    let grace = Person::called(&emulator, "grace");
    assert_eq!(grace.json(Method::GET, path).await.status, 400);
}

#[tokio::test]
async fn a_server_without_plex_pass_has_an_owner_without_one() {
    let description = "[server]\nmyPlexSubscription = false\n[[section]]\nkey = \"1\"\ntype = \"movie\"\ntitle = \"Films\"\n";
    let library = Library::from_toml(description).unwrap();
    let emulator = with_plex_tv().library(library).start().await.unwrap();
    let owner = Person::owner(&emulator);
    assert_eq!(
        owner.get("/api/v2/user").await["subscription"]["active"],
        false
    );
    let said = owner.json(Method::GET, "/api/v2/user/webhooks").await;
    assert_eq!(said.status, 400);
}

#[tokio::test]
async fn choices_of_an_account_are_kept() {
    let emulator = start().await;
    let owner = Person::owner(&emulator);
    let uuid = owner.get("/api/v2/user").await["uuid"].clone();
    let path = format!("/api/v2/user/{}/settings/opt_outs", uuid.as_str().unwrap());
    let set = |key: &str, value: &str| format!("{path}?key={key}&value={value}");
    let news = "tv.plex.provider.news";
    assert_eq!(
        owner.json(Method::POST, &set(news, "opt_out")).await.status,
        204
    );
    assert_eq!(
        owner.json(Method::POST, &set(news, "maybe")).await.status,
        422
    );
    assert_eq!(
        owner
            .json(Method::POST, &set("nothing", "opt_in"))
            .await
            .status,
        404
    );
    let xml = owner.xml(Method::GET, &path).await;
    let at = xml.xml("optOut", "key").iter().position(|key| key == news);
    assert_eq!(xml.xml("optOut", "value")[at.unwrap()], "opt_out");
    let grace = Person::called(&emulator, "grace");
    assert_eq!(grace.json(Method::GET, &path).await.status, 404);

    let privacy = "/api/v2/user/privacy";
    owner.form(Method::PUT, privacy, "optOutPlayback=1").await;
    let said = owner.get(privacy).await;
    assert_eq!(said["optOutPlayback"], true);
    assert_eq!(said["optOutLibraryStats"], false);
    let claim = owner.get("/api/claim/token.json").await;
    assert!(claim["token"].as_str().unwrap().starts_with("claim-"));
    assert_eq!(owner.get("/api/v2/ping").await, json!({"pong": true}));
}

#[tokio::test]
async fn an_application_that_asks_is_a_device_until_it_is_removed() {
    let emulator = start().await;
    let owner = Person::owner(&emulator);
    let ping = |provides: &'static str| {
        format!(
            "/api/v2/ping?X-Plex-Client-Identifier=my-app&X-Plex-Product=Test&X-Plex-Provides={provides}&X-Plex-Device-Name=Mine"
        )
    };
    owner.get(&ping("")).await;
    let names = async || {
        let resources = owner.get("/api/v2/resources").await;
        let all = resources.as_array().unwrap().clone();
        all.iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    // What provides nothing is no resource.
    assert_eq!(names().await, ["Lantern", "Telephone"]);
    owner.get(&ping("client,player")).await;
    assert_eq!(names().await, ["Lantern", "Telephone", "Mine"]);
    let devices = owner.xml(Method::GET, "/devices.xml").await;
    assert_eq!(
        devices.xml("Device", "name"),
        ["Lantern", "Telephone", "Mine"]
    );
    let id = devices.xml("Device", "id")[2].clone();
    let grace = Person::called(&emulator, "grace");
    let path = format!("/devices/{id}.xml");
    assert_eq!(grace.xml(Method::DELETE, &path).await.status, 404);
    assert_eq!(owner.xml(Method::DELETE, &path).await.status, 204);
    assert_eq!(names().await, ["Lantern", "Telephone"]);
}
