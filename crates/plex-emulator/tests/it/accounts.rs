//! The owner, and others.

use crate::every::{Gives, examples, rows};
use crate::{ask, every};
use plex_emulator::{Emulator, Library};
use reqwest::{Method, Response};
use serde_json::Value;
use std::collections::BTreeSet;

async fn start() -> Emulator {
    Emulator::start(Library::sample()).await.unwrap()
}

async fn get_as(emulator: &Emulator, account: &str, path: &str) -> Response {
    let token = emulator.token_of(account).unwrap();
    ask::http()
        .get(format!("{}{path}", emulator.url()))
        .header("X-Plex-Token", token)
        .header("Accept", "application/json")
        .send()
        .await
        .unwrap()
}

async fn json_as(emulator: &Emulator, account: &str, path: &str) -> Value {
    let response = get_as(emulator, account, path).await;
    let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    body["MediaContainer"].clone()
}

#[tokio::test]
async fn a_friend_sees_only_what_is_shared() {
    let emulator = start().await;
    let sections = json_as(&emulator, "linus", "/library/sections").await;
    let keys: Vec<_> = sections["Directory"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| section["key"].clone())
        .collect();
    assert_eq!(keys, ["1", "3"]);
    assert!(sections["Directory"][0].get("Location").is_none());

    let all = get_as(&emulator, "linus", "/library/sections/2/all").await;
    assert_eq!(all.status(), 404);
    let shows = ask::json(&emulator, "/library/sections/2/all").await;
    let key = shows["Metadata"][0]["ratingKey"].as_str().unwrap();
    let path = format!("/library/metadata/{key}");
    assert_eq!(get_as(&emulator, "linus", &path).await.status(), 404);
    assert_eq!(get_as(&emulator, "grace", &path).await.status(), 200);

    for path in [
        "/library/recentlyAdded",
        "/search?query=planet",
        "/library/onDeck",
    ] {
        let list = json_as(&emulator, "linus", path).await;
        let items = list["Metadata"].as_array().cloned().unwrap_or_default();
        assert!(
            items.iter().all(|item| item["librarySectionID"] != 2),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_friend_sees_no_paths_and_no_view_state_but_their_own() {
    let emulator = start().await;
    let film = "/library/metadata/18";
    let theirs = json_as(&emulator, "grace", film).await;
    assert!(
        theirs["Metadata"][0]["Media"][0]["Part"][0]
            .get("file")
            .is_none()
    );
    assert!(theirs["Metadata"][0].get("userRating").is_none());
    let own = ask::json(&emulator, film).await;
    assert!(own["Metadata"][0]["Media"][0]["Part"][0]["file"].is_string());
    assert_eq!(own["Metadata"][0]["userRating"], 9.5);
}

#[tokio::test]
async fn what_is_the_owners_is_refused() {
    let emulator = start().await;
    for (path, status) in [
        ("/status/sessions", 403),
        ("/status/sessions/history/all", 401),
        ("/accounts", 403),
        ("/devices", 403),
        ("/:/prefs", 403),
        ("/library/sections/1/refresh", 403),
        ("/library/sections", 200),
    ] {
        let response = get_as(&emulator, "grace", path).await;
        assert_eq!(response.status(), status, "{path}");
    }
}

/// The status of a request with a token, or with none.
async fn status(emulator: &Emulator, token: Option<&str>, method: &Method, path: &str) -> u16 {
    let request = ask::http().request(method.clone(), format!("{}{path}", emulator.url()));
    let request = match token {
        Some(token) => request.header("X-Plex-Token", token),
        None => request,
    };
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn every_endpoint_is_for_those_that_the_table_says() {
    let emulator = start().await;
    let grace = emulator.token_of("grace").unwrap();
    let mut rows = rows();
    // What takes away comes last: others are still to be asked of it.
    rows.sort_by_key(|row| {
        let takes_away = row.methods.contains(&Method::DELETE);
        // After that it is everybody's.
        (takes_away, takes_away && row.pattern == "/myplex/account")
    });
    for row in rows {
        let (gives, paths) = examples(&row);
        let path = paths[0];
        let is_open = row.access == "everybody";
        for method in &row.methods {
            let context = format!("{method} {path}");
            for nobody in [None, Some("nobodys-token")] {
                let expected = if is_open { 200 } else { 401 };
                assert_eq!(
                    status(&emulator, nobody, method, path).await,
                    expected,
                    "{context}"
                );
            }
            let theirs = status(&emulator, Some(&grace), method, path).await;
            if row.access == "the owner" {
                let expected = if path.contains("/history/") { 401 } else { 403 };
                assert_eq!(theirs, expected, "{context}");
            } else {
                // Playlists are their owner's own, and so are theirs.
                let is_private = row.pattern.starts_with("/playlists/{id}")
                    || row.pattern.starts_with("/playQueues/{id}");
                let is_making = method == Method::POST && row.methods.len() == 1;
                let expected = match gives {
                    // Nobody asked for the other protocol.
                    Gives::Upgrade | Gives::PassedOn => 400,
                    _ if is_private => 404,
                    // There is no such activity of theirs, and no such subtitles.
                    _ if matches!(
                        row.pattern.as_str(),
                        "/activities/{uuid}" | "/library/streams/{id}"
                    ) =>
                    {
                        404
                    }
                    // No lines are no mistake.
                    _ if row.pattern == "/log" => 200,
                    // There is no such picture to choose.
                    _ if row.pattern.ends_with("{choice}") => 404,
                    // Pictures are brought by the server's owner, but for those of playlists.
                    _ if row.pattern.ends_with("{choices}") && is_making => 403,
                    // Nothing is said that could be made.
                    _ if is_making => 400,
                    _ => 200,
                };
                assert_eq!(theirs, expected, "{context}");
            }
            let own = status(&emulator, Some(emulator.token()), method, path).await;
            assert!(
                matches!(own, 200 | 202 | 204 | 400 | 404),
                "{context}: {own}"
            );
        }
    }
}

/// Every title in a library, of whatever type.
async fn titles_in(emulator: &Emulator, section: u32, types: &[u32]) -> BTreeSet<String> {
    let mut titles = BTreeSet::new();
    for number in types {
        let path = format!("/library/sections/{section}/all?type={number}");
        let items = ask::json(emulator, &path).await["Metadata"].clone();
        let items = items.as_array().cloned().unwrap_or_default();
        titles.extend(
            items
                .iter()
                .map(|item| item["title"].as_str().unwrap().to_owned()),
        );
    }
    titles
}

/// Where the sample's files lie.
const FOLDERS: &[&str] = &[
    "/media/films",
    "/mnt/archive",
    "/media/shows",
    "/media/music",
    "/media/photos",
];

#[tokio::test]
async fn no_answer_tells_a_friend_of_what_is_not_theirs() {
    let emulator = start().await;
    let mut hidden = titles_in(&emulator, 2, &[2, 4]).await;
    hidden.extend(titles_in(&emulator, 4, &[13, 14]).await);
    let mut shared = titles_in(&emulator, 1, &[1, 18]).await;
    shared.extend(titles_in(&emulator, 3, &[8, 9, 10, 18]).await);
    // A short title may be a word of the server's own.
    hidden.retain(|title| title.len() > 5);
    assert!(hidden.len() > 50);
    // What only the owner has done, to be found nowhere.
    let library = "identifier=com.plexapp.plugins.library";
    for action in [
        format!("/:/rate?key=18&{library}&rating=3.25"),
        format!("/:/progress?key=18&{library}&time=1234567"),
    ] {
        assert_eq!(ask::status(&emulator, Method::GET, &action).await, 200);
    }
    let mut answered = 0;
    for path in every::trees() {
        let response = get_as(&emulator, "linus", path).await;
        if response.status() != 200 {
            continue;
        }
        answered += 1;
        let text = response.text().await.unwrap();
        assert!(
            FOLDERS.iter().all(|folder| !text.contains(folder)),
            "{path}"
        );
        assert!(
            !text.contains("3.25") && !text.contains("1234567"),
            "{path}"
        );
        let told = |title: &&String| {
            let title = serde_json::to_string(title).unwrap();
            ["title", "parentTitle", "grandparentTitle", "name"]
                .iter()
                .any(|key| text.contains(&format!("\"{key}\":{title}")))
        };
        let leaks: Vec<&String> = hidden.difference(&shared).filter(told).collect();
        assert!(leaks.is_empty(), "{path}: {leaks:?}");
    }
    assert!(answered > 50, "{answered} answers");
}

#[tokio::test]
async fn an_unclaimed_server_takes_everybody_for_its_owner() {
    let builder = Emulator::builder().unclaimed(true);
    let emulator = builder.start().await.unwrap();
    for row in rows() {
        let (gives, paths) = examples(&row);
        if !matches!(gives, Gives::Action | Gives::Upgrade | Gives::PassedOn) {
            for path in paths {
                // Statistics come with a subscription, and that with an account.
                let expected = if path.starts_with("/statistics/") {
                    404
                } else {
                    200
                };
                let status = status(&emulator, None, &Method::GET, path).await;
                assert_eq!(status, expected, "{path}");
            }
        }
    }
    let path = format!("{}/identity", emulator.url());
    let identity = ask::http()
        .get(path)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(identity.contains("claimed=\"0\""), "{identity}");
}

#[tokio::test]
async fn a_token_for_a_player_has_the_rights_of_whoever_asked_for_it() {
    let emulator = start().await;
    let path = "/security/token?type=delegation&scope=all";
    let made = json_as(&emulator, "linus", path).await;
    let token = made["token"].as_str().unwrap();
    assert!(token.starts_with("transient-"));
    let again = json_as(&emulator, "linus", path).await;
    assert_ne!(again["token"], made["token"]);
    let ask = async |token: &str, path: &str| {
        let url = format!("{}{path}", emulator.url());
        let request = ask::http().get(url).header("X-Plex-Token", token);
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(ask(token, "/library/sections/1/all").await, 200);
    assert_eq!(ask(token, "/library/sections/2/all").await, 404);
    assert_eq!(ask(token, "/status/sessions").await, 403);
    assert_eq!(ask("transient-", "/library/sections").await, 401);
    let own = emulator.token_of("linus").unwrap();
    for wrong in [
        "",
        "?type=delegation",
        "?type=x&scope=all",
        "?type=delegation&scope=x",
    ] {
        assert_eq!(
            ask(&own, &format!("/security/token{wrong}")).await,
            400,
            "{wrong}"
        );
    }
    assert_eq!(ask("wrong", path).await, 401);
}

#[tokio::test]
async fn only_the_last_thousand_tokens_for_players_are_good() {
    let emulator = start().await;
    let http = ask::http();
    let ask = async |token: String, path: &str| {
        let request = http.get(format!("{}{path}", emulator.url()));
        let request = request.header("X-Plex-Token", token);
        let answer = request.header("Accept", "application/json").send().await;
        answer.unwrap()
    };
    let mut made = Vec::new();
    for _ in 0..1_002 {
        let path = "/security/token?type=delegation&scope=all";
        let answer = ask(emulator.token().to_owned(), path).await;
        let body: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        let token = &body["MediaContainer"]["token"];
        made.push(token.as_str().unwrap().to_owned());
    }
    for (nth, status) in [(0, 401), (1, 401), (2, 200), (1_001, 200)] {
        let answer = ask(made[nth].clone(), "/library/sections").await;
        assert_eq!(answer.status(), status, "{nth}");
    }
    let different: BTreeSet<&String> = made.iter().collect();
    assert_eq!(different.len(), made.len());
}
