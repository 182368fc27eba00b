//! What is shared with whom, and that the server goes by it.

use crate::ask::NOW;
use std::time::Duration;

use super::person::{Person, libraries};
use super::with_plex_tv;
use plex_emulator::{Clock, Emulator, PlexTvOptions};
use reqwest::Method;
use serde_json::{Value, json};

const MID: &str = "5f0c3d8e9a7b41c6d2e8f1a0b3c4d5e6f7081920";

async fn start() -> Emulator {
    with_plex_tv().start().await.unwrap()
}

fn shared_servers() -> String {
    format!("/api/servers/{MID}/shared_servers")
}

/// plex.tv's number for a library.
async fn number(owner: &Person<'_>, key: i64) -> u64 {
    let server = owner.get(&format!("/api/v2/servers/{MID}")).await;
    let sections = server["librarySections"].as_array().unwrap();
    let section = sections.iter().find(|section| section["key"] == key);
    section.unwrap()["id"].as_u64().unwrap()
}

/// The id of the share with somebody.
async fn share_with(owner: &Person<'_>, name: &str) -> Option<String> {
    let said = owner.xml(Method::GET, &shared_servers()).await;
    let names = said.xml("SharedServer", "username");
    let at = names.iter().position(|held| held == name)?;
    Some(said.xml("SharedServer", "id")[at].clone())
}

fn body(sections: &[u64], invited: &str) -> Value {
    json!({
        "server_id": MID,
        "shared_server": {"library_section_ids": sections, "invited_email": invited},
        "sharing_settings": {"allowSync": "1", "filterMovies": "contentRating=G%2CPG|label=x"},
    })
}

#[tokio::test]
async fn what_is_shared_is_listed_with_the_tokens_of_all() {
    let emulator = start().await;
    let owner = Person::owner(&emulator);
    let said = owner.xml(Method::GET, &shared_servers()).await;
    assert_eq!(
        said.xml("SharedServer", "username"),
        ["grace", "linus", "mia"]
    );
    assert_eq!(
        said.xml("SharedServer", "accessToken"),
        [
            "demo-token-for-grace",
            "demo-token-for-linus",
            "demo-token-for-mia"
        ]
    );
    assert_eq!(said.xml("SharedServer", "allLibraries"), ["1", "0", "0"]);
    assert_eq!(
        said.xml("Section", "shared"),
        ["1", "1", "1", "1", "1", "0", "1", "0", "1", "1", "0", "0"]
    );
    let server = owner.xml(Method::GET, &format!("/api/servers/{MID}")).await;
    assert_eq!(server.xml("Section", "key"), ["1", "2", "3", "4"]);
    let users = owner.xml(Method::GET, "/api/users/").await;
    assert_eq!(users.xml("User", "title"), ["grace", "linus", "mia"]);
    assert_eq!(users.xml("User", "home"), ["1", "0", "1"]);
    assert_eq!(users.xml("Server", "numLibraries"), ["4", "2", "2"]);
}

#[tokio::test]
async fn a_change_of_what_is_shared_takes_effect_on_the_server() {
    let emulator = start().await;
    let owner = Person::owner(&emulator);
    let token = "demo-token-for-linus";
    assert_eq!(libraries(&emulator, token).await.unwrap(), ["1", "3"]);

    let share = share_with(&owner, "linus").await.unwrap();
    let path = format!("{}/{share}", shared_servers());
    let shows = number(&owner, 2).await;
    let change = json!({"server_id": MID, "shared_server": {"library_section_ids": [shows]}});
    let said = owner.body(Method::PUT, &path, &change).await;
    assert_eq!(said.status, 200, "{said:?}");
    assert_eq!(libraries(&emulator, token).await.unwrap(), ["2"]);

    let wrong = json!({"shared_server": {"library_section_ids": [1_u64 << 40]}});
    let said = owner.body(Method::PUT, &path, &wrong).await;
    assert_eq!(said.status, 400);
    assert_eq!(libraries(&emulator, token).await.unwrap(), ["2"]);

    assert_eq!(owner.xml(Method::DELETE, &path).await.status, 204);
    assert_eq!(libraries(&emulator, token).await, Err(401));
    let linus = Person::called(&emulator, "linus");
    assert_eq!(linus.access_token().await, None);
    assert_eq!(owner.xml(Method::DELETE, &path).await.status, 404);
}

#[tokio::test]
async fn sharing_anew_gives_a_friend_a_new_token_at_once() {
    let emulator = start().await;
    let owner = Person::owner(&emulator);
    let share = share_with(&owner, "linus").await.unwrap();
    let again = body(&[number(&owner, 1).await], "linus");
    let said = owner.body(Method::POST, &shared_servers(), &again).await;
    assert_eq!(said.status, 400);
    let refusal = said.xml("Response", "status")[0].clone();
    assert!(
        refusal.starts_with("You're already sharing this server with linus"),
        "{refusal}"
    );
    owner
        .xml(Method::DELETE, &format!("{}/{share}", shared_servers()))
        .await;
    let said = owner.body(Method::POST, &shared_servers(), &again).await;
    assert_eq!(said.status, 201);
    let linus = Person::called(&emulator, "linus");
    let token = linus.access_token().await.unwrap();
    assert_ne!(token, "demo-token-for-linus");
    assert_eq!(libraries(&emulator, &token).await.unwrap(), ["1"]);
    let users = owner.xml(Method::GET, "/api/users").await;
    assert_eq!(
        users.xml("User", "filterMovies"),
        ["", "contentRating=G%2CPG|label=x", ""]
    );
}

#[tokio::test]
async fn a_stranger_has_to_say_yes_first() {
    let emulator = start().await;
    let owner = Person::owner(&emulator);
    let alan = Person::new(&emulator, "Alan");
    let invitation = json!({
        "invitedEmail": "alan@example.org",
        "machineIdentifier": MID,
        "librarySectionIds": [number(&owner, 3).await],
        "settings": {"allowSync": true},
        "skipFriendship": true,
    });
    let said = owner
        .body(Method::POST, "/api/v2/shared_servers", &invitation)
        .await;
    assert_eq!(said.status, 201, "{said:?}");
    assert_eq!(said.json()["accepted"], false);
    let id = said.json()["id"].as_u64().unwrap();
    assert_eq!(alan.access_token().await, None);

    let sent = owner
        .get("/api/v2/shared_servers/invites/owned/pending")
        .await;
    assert_eq!(sent[0]["invited"]["username"], "Alan");
    let got = alan
        .get("/api/v2/shared_servers/invites/received/pending")
        .await;
    assert_eq!(got[0]["owner"]["title"], "Ada");
    assert_eq!(got[0]["sharedServers"][0]["id"], id);
    assert_eq!(got[0]["sharedServers"][0]["numLibraries"], 1);

    // It is for nobody else to say yes.
    let accept = format!("/api/v2/shared_servers/{id}/accept");
    for other in [&owner, &Person::called(&emulator, "grace")] {
        assert_eq!(other.json(Method::POST, &accept).await.status, 404);
    }
    let said = alan.json(Method::POST, &accept).await;
    assert_eq!((said.status, &said.json()["accepted"]), (200, &json!(true)));
    let token = alan.access_token().await.unwrap();
    assert_eq!(libraries(&emulator, &token).await.unwrap(), ["3"]);
    let accepted = owner.get("/api/v2/shared_servers/owned/accepted").await;
    assert_eq!(accepted.as_array().unwrap().len(), 4);
    let friends = alan.get("/api/v2/friends").await;
    assert_eq!(friends[0]["title"], "Ada");

    // Whoever was asked can leave as well.
    let path = format!("/api/v2/shared_servers/{id}");
    assert_eq!(alan.json(Method::DELETE, &path).await.status, 204);
    assert_eq!(libraries(&emulator, &token).await, Err(401));
}

#[tokio::test]
async fn an_address_that_nobody_has_is_asked_by_mail() {
    let emulator = start().await;
    let owner = Person::owner(&emulator);
    let invitation = json!({
        "invitedEmail": "nobody@example.com", "machineIdentifier": MID, "librarySectionIds": [],
    });
    let said = owner
        .body(Method::POST, "/api/v2/shared_servers", &invitation)
        .await;
    assert_eq!(said.status, 201);
    let said = said.json();
    assert_eq!(said["invitedEmail"], "nobody@example.com");
    assert_eq!(said["invited"], Value::Null);
    assert_eq!(said["allLibraries"], true);
    let unknown = json!({"invitedEmail": "nobody", "machineIdentifier": MID});
    let said = owner
        .body(Method::POST, "/api/v2/shared_servers", &unknown)
        .await;
    assert_eq!(said.status, 404);
}

#[tokio::test]
async fn settings_are_kept_to_the_letter_and_replaced_whole() {
    let emulator = start().await;
    let owner = Person::owner(&emulator);
    let given = [
        "contentRating=G%252CPG%7Clabel%3Dx",
        "contentRating!%3DR%26label%3Da%2Cb",
        "",
    ];
    for filter in given {
        let path = format!("/api/v2/sharings/3?filterMovies={filter}&allowSync=1");
        let said = owner.json(Method::PUT, &path).await;
        assert_eq!(said.status, 200, "{said:?}");
        let kept = percent_decoded(filter);
        assert_eq!(said.json()["filterMovies"], kept.as_str());
        assert_eq!(said.json()["allowSync"], true);
        let users = owner.xml(Method::GET, "/api/users").await;
        assert_eq!(users.xml("User", "filterMovies")[1], kept);
    }
    let said = owner
        .json(
            Method::PUT,
            "/api/v2/sharings/3?allowTuners=9&filterMovies=y",
        )
        .await;
    assert_eq!(said.status, 422);
    let said = owner
        .xml(Method::PUT, "/api/users/3?filterTelevision=label%3Dkids")
        .await;
    assert_eq!(said.status, 204);
    let users = owner.xml(Method::GET, "/api/users").await;
    assert_eq!(users.xml("User", "filterTelevision")[1], "label=kids");
    assert_eq!(users.xml("User", "filterMovies")[1], "");
    let said = owner
        .json(Method::PUT, "/api/v2/sharings/999?allowSync=1")
        .await;
    assert_eq!(said.status, 404);

    // A profile decides instead.
    owner.xml(Method::POST, "/api/home/users?title=Ralph").await;
    let home = owner.get("/api/v2/home/users").await;
    let id = home["users"][3]["id"].as_u64().unwrap();
    let path = format!("/api/v2/home/users/restricted/{id}?restrictionProfile=older_kid");
    assert_eq!(owner.json(Method::POST, &path).await.status, 200);
    let path = format!("/api/v2/sharings/{id}?filterMovies=label%3Dx");
    assert_eq!(owner.json(Method::PUT, &path).await.status, 422);
}

fn percent_decoded(text: &str) -> String {
    let url = reqwest::Url::parse(&format!("http://localhost/?a={text}")).unwrap();
    url.query_pairs().next().unwrap().1.into_owned()
}

#[tokio::test]
async fn nobody_shares_a_server_that_is_not_theirs() {
    let emulator = start().await;
    for name in ["grace", "linus"] {
        let person = Person::called(&emulator, name);
        let server = format!("/api/servers/{MID}");
        for path in [&server, &shared_servers()] {
            assert_eq!(person.xml(Method::GET, path).await.status, 404);
        }
        let said = person
            .body(Method::POST, &shared_servers(), &body(&[], "grace"))
            .await;
        assert_eq!(said.status, 404);
    }
    let owner = Person::owner(&emulator);
    let said = owner.xml(Method::GET, &shared_servers()).await;
    assert_eq!(said.xml("SharedServer", "id").len(), 3);
}

#[tokio::test]
async fn friends_ask_say_yes_and_part() {
    let emulator = start().await;
    let owner = Person::owner(&emulator);
    let alan = Person::new(&emulator, "Alan");
    let said = owner
        .json(
            Method::POST,
            "/api/v2/friends/invite?identifier=alan@example.org",
        )
        .await;
    assert_eq!(
        (said.status, &said.json()["status"]),
        (201, &json!("pending"))
    );
    let sent = owner.get("/api/v2/friends?status=pending_sent").await;
    assert_eq!(sent[0]["title"], "Alan");
    let got = alan.get("/api/v2/friends?status=pending_received").await;
    let id = got[0]["id"].as_u64().unwrap();
    let said = alan
        .json(Method::POST, &format!("/api/v2/friends/{id}/accept"))
        .await;
    assert_eq!(said.json()["status"], "accepted");
    let friends = owner.get("/api/v2/friends?includeSharedServers=true").await;
    let titles: Vec<_> = friends
        .as_array()
        .unwrap()
        .iter()
        .map(|friend| friend["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["grace", "linus", "mia", "Alan"]);
    assert_eq!(friends[1]["sharedServers"][0]["numLibraries"], 2);

    // Parting from a friend ends what is shared with them.
    assert_eq!(
        owner
            .json(Method::DELETE, "/api/v2/sharings/3")
            .await
            .status,
        204
    );
    assert_eq!(libraries(&emulator, "demo-token-for-linus").await, Err(401));
    assert_eq!(
        owner
            .json(Method::DELETE, "/api/v2/sharings/3")
            .await
            .status,
        404
    );
    for path in [
        "/api/invites/requests",
        "/api/invites/requested",
        "/api/friends",
    ] {
        assert_eq!(owner.xml(Method::GET, path).await.status, 410);
    }
}

#[tokio::test]
async fn a_server_may_learn_of_a_share_later() {
    let clock = Clock::manual(NOW);
    let options = PlexTvOptions::default().share_lag(Duration::from_secs(5));
    let emulator = Emulator::builder()
        .clock(clock.clone())
        .plex_tv(options)
        .start()
        .await
        .unwrap();
    let owner = Person::owner(&emulator);
    let share = share_with(&owner, "linus").await.unwrap();
    owner
        .xml(Method::DELETE, &format!("{}/{share}", shared_servers()))
        .await;
    let token = "demo-token-for-linus";
    assert_eq!(libraries(&emulator, token).await.unwrap(), ["1", "3"]);
    clock.advance(Duration::from_secs(5));
    // The server learns of it in a task of its own.
    for _ in 0..1_000 {
        if libraries(&emulator, token).await == Err(401) {
            return;
        }
    }
    panic!("the share is still in force");
}
