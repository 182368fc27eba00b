//! Shapes held against recordings of the real plex.tv: what all of them have, with its type.

use super::person::Person;
use super::with_plex_tv;
use crate::recordings::folder;
use reqwest::Method;
use serde_json::{Value, json};

fn recording(name: &str) -> Value {
    let text = std::fs::read_to_string(folder().join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Names in which the recording is of another kind of account or of an older time.
const LEFT_OUT: &[&str] = &[
    "queueEmail",
    "queueUid",
    "certificateVersion",
    "settings",
    "providers",
];

/// Complains of every member of the recorded value that the answer has not, or has as another type.
/// Nothing is said of what is null on one side, or of lists that are empty on one side.
fn compare(path: &str, recorded: &Value, answer: &Value, complaints: &mut Vec<String>) {
    match (recorded, answer) {
        (Value::Object(recorded), Value::Object(answer)) => {
            for (key, value) in recorded {
                let path = format!("{path}/{key}");
                match answer.get(key) {
                    Some(held) => compare(&path, value, held, complaints),
                    None if LEFT_OUT.contains(&key.as_str()) => {}
                    None => complaints.push(format!("{path} is missing")),
                }
            }
        }
        (Value::Array(recorded), Value::Array(answer)) => {
            if let (Some(recorded), Some(answer)) = (recorded.first(), answer.first()) {
                compare(&format!("{path}[]"), recorded, answer, complaints);
            }
        }
        (Value::Null, _) | (_, Value::Null) => {}
        (recorded, answer) => {
            if std::mem::discriminant(recorded) != std::mem::discriminant(answer) {
                complaints.push(format!("{path}: {recorded} against {answer}"));
            }
        }
    }
}

fn hold(name: &str, answer: &Value) -> Vec<String> {
    let mut complaints = Vec::new();
    compare(name, &recording(name), answer, &mut complaints);
    complaints
}

#[tokio::test]
#[ignore = "needs recordings of real servers: PLEX_RECORDINGS_DIR says where they are"]
async fn answers_have_what_the_recordings_have() {
    let emulator = with_plex_tv().start().await.unwrap();
    let owner = Person::owner(&emulator);
    let grace = Person::called(&emulator, "grace");
    owner
        .form(
            Method::POST,
            "/api/v2/user/webhooks",
            "urls[]=http://a.example",
        )
        .await;
    // The account that was recorded has one, and only then a server tells of it.
    owner
        .xml(Method::PUT, "/api/home/users/12345?pin=1234")
        .await;
    let mid = "5f0c3d8e9a7b41c6d2e8f1a0b3c4d5e6f7081920";
    let friends = "/api/v2/friends?status=accepted&includeSharedServers=true\
                   &includeSharedSources=true&includeSharingSettings=true";
    let user = "plex-api.rs/myplex/api/v2/user";
    let v2 = "plex-api.rs/myplex/api/v2";
    let mut complaints = Vec::new();
    for (name, person, path) in [
        (
            format!("{user}/user_info_plexpass.json"),
            &owner,
            "/api/v2/user",
        ),
        (
            format!("{user}/user_info_free.json"),
            &grace,
            "/api/v2/user",
        ),
        (
            format!("{user}/webhooks_two.json"),
            &owner,
            "/api/v2/user/webhooks",
        ),
        (
            format!("{user}/privacy.json"),
            &owner,
            "/api/v2/user/privacy",
        ),
        (format!("{v2}/resources.json"), &owner, "/api/v2/resources"),
        (
            format!("{v2}/servers/machine_id.json"),
            &owner,
            &format!("/api/v2/servers/{mid}"),
        ),
        (format!("{v2}/friends_accepted_mixed.json"), &owner, friends),
        (
            "plexkit/home_users.json".to_owned(),
            &owner,
            "/api/v2/home/users",
        ),
        (
            "plexkit/resources.json".to_owned(),
            &owner,
            "/api/v2/resources",
        ),
    ] {
        complaints.extend(hold(&name, &person.get(path).await));
    }
    let home = owner.get("/api/v2/home/users").await;
    let uuid = home["users"][1]["uuid"].as_str().unwrap();
    let path = format!("/api/v2/home/users/{uuid}/switch");
    let switched = owner.json(Method::POST, &path).await.json();
    complaints.extend(hold("plexkit/switch_user.json", &switched));

    let stranger = Person::new(&emulator, "Alan");
    let body = json!({
        "invitedEmail": "alan@example.org", "machineIdentifier": mid, "librarySectionIds": [1],
    });
    let shared = owner
        .body(Method::POST, "/api/v2/shared_servers", &body)
        .await
        .json();
    complaints.extend(hold(&format!("{v2}/shared_server_create.json"), &shared));
    let invite = "/api/v2/friends/invite?identifier=grace";
    let invited = stranger.json(Method::POST, invite).await.json();
    complaints.extend(hold(&format!("{v2}/friends/invite_create.json"), &invited));
    let id = stranger.get("/api/v2/user").await["id"].clone();
    let accepted = grace
        .json(Method::POST, &format!("/api/v2/friends/{id}/accept"))
        .await
        .json();
    complaints.extend(hold(&format!("{v2}/friends/accept.json"), &accepted));
    assert!(complaints.is_empty(), "{complaints:#?}");
}
