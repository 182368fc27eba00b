//! What the program does as it is told.

use plex_emulator::{Clock, Emulator, Library};
use reqwest::Method;
use serde_json::{Value, json};

use super::asking::{control, done, server, state};
use crate::ask::CLIENT;
use crate::program::Program;

/// Scans the films at once, and returns their titles.
async fn scanned(program: &Program) -> Vec<String> {
    let (status, _) = server(program, Method::GET, "/library/sections/1/refresh").await;
    assert_eq!(status, 200);
    done(program, Method::POST, "/clock", json!({ "by_s": 60 })).await;
    let (_, films) = server(program, Method::GET, "/library/sections/1/all").await;
    let films = films["Metadata"].as_array().unwrap();
    let titles = films.iter().map(|film| film["title"].as_str().unwrap());
    titles.map(str::to_owned).collect()
}

#[test]
fn there_is_none_unless_asked_for() {
    let program = Program::start(&[]);
    assert_eq!(program.address("control"), None);
}

#[tokio::test]
async fn the_clock_is_set_moved_held_and_released() {
    let program = Program::start(&["--control", "0"]);
    let to = json!({ "to": "2027-03-01T20:15:00Z", "held": true });
    let told = done(&program, Method::POST, "/clock", to).await;
    let moment = 1_803_932_100;
    let expected = json!({ "now": moment, "time": "2027-03-01T20:15:00Z", "held": true });
    assert_eq!(told, expected);
    let told = done(&program, Method::POST, "/clock", json!({ "by_s": 90 })).await;
    assert_eq!(told["now"], moment + 90);
    // The server goes by it.
    let (_, films) = server(&program, Method::GET, "/library/sections/1/all").await;
    let key = films["Metadata"][0]["ratingKey"].as_str().unwrap();
    let path = format!("/:/scrobble?key={key}&identifier=com.plexapp.plugins.library");
    server(&program, Method::GET, &path).await;
    let (_, film) = server(&program, Method::GET, &format!("/library/metadata/{key}")).await;
    assert_eq!(film["Metadata"][0]["lastViewedAt"], moment + 90);
    let back = json!({ "to": 1_000_000_000, "held": false });
    let told = done(&program, Method::POST, "/clock", back).await;
    assert_eq!(told["held"], false);
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let told = done(&program, Method::GET, "/clock", Value::Null).await;
    assert!(told["now"].as_i64().unwrap() > 1_000_000_000, "{told}");
}

#[tokio::test]
async fn files_that_come_go_and_return_are_seen_by_scans() {
    let program = Program::start(&["--control", "0"]);
    let (_, all) = server(&program, Method::GET, "/library/sections").await;
    let folder = all["Directory"][0]["Location"][0]["path"].as_str();
    let folder = folder.unwrap_or_else(|| panic!("{all}"));
    let at = |name: &str| format!("/files?path={folder}/{}", name.replace(' ', "%20"));

    done(
        &program,
        Method::PUT,
        &at("The Hands of Orlac (1924).mkv"),
        json!({ "duration": "92m" }),
    )
    .await;
    let item = json!({ "title": "The Lodger", "year": 1927 });
    done(&program, Method::POST, "/sections/1/items", item).await;
    let titles = scanned(&program).await;
    assert!(
        titles.contains(&"The Hands of Orlac".to_owned()),
        "{titles:?}"
    );
    assert!(titles.contains(&"The Lodger".to_owned()), "{titles:?}");

    let names = json!({
        "from": format!("{folder}/The Hands of Orlac (1924).mkv"),
        "to": format!("{folder}/Waxworks (1924).mkv"),
    });
    done(&program, Method::POST, "/files/rename", names).await;
    let titles = scanned(&program).await;
    assert!(titles.contains(&"Waxworks".to_owned()), "{titles:?}");
    assert!(
        !titles.contains(&"The Hands of Orlac".to_owned()),
        "{titles:?}"
    );

    done(
        &program,
        Method::DELETE,
        &at("Waxworks (1924).mkv"),
        json!({}),
    )
    .await;
    let restore = at("Waxworks (1924).mkv").replace("/files", "/files/restore");
    done(&program, Method::POST, &restore, json!({})).await;
    assert!(scanned(&program).await.contains(&"Waxworks".to_owned()));
    done(
        &program,
        Method::DELETE,
        &at("Waxworks (1924).mkv"),
        json!({}),
    )
    .await;
    assert!(!scanned(&program).await.contains(&"Waxworks".to_owned()));
    let (status, said) = control(&program, Method::DELETE, &at("Waxworks (1924).mkv"), None).await;
    assert_eq!(status, 404, "{said}");
}

#[tokio::test]
async fn faults_come_and_go_and_what_was_asked_is_told() {
    let program = Program::start(&["--control", "0"]);
    let rule = json!({ "rule": "status=503,path=/library/*,times=2" });
    let told = done(&program, Method::POST, "/faults", rule).await;
    assert_eq!(told["rules"], json!(["status=503,path=/library/*,times=2"]));
    let ask = || server(&program, Method::GET, "/library/sections");
    assert_eq!(ask().await.0, 503);
    let told = done(&program, Method::GET, "/faults", Value::Null).await;
    assert_eq!(told["rules"], json!(["status=503,path=/library/*,times=1"]));
    done(&program, Method::DELETE, "/faults", json!({})).await;
    assert_eq!(ask().await.0, 200);
    let told = done(&program, Method::GET, "/requests", Value::Null).await;
    let asked = told["requests"].as_array().unwrap();
    assert_eq!(asked.len(), 2, "{told}");
    assert_eq!(asked[0]["path"], "/library/sections");
    done(&program, Method::DELETE, "/requests", json!({})).await;
    let told = done(&program, Method::GET, "/requests", Value::Null).await;
    assert_eq!(told["requests"], json!([]));
}

#[tokio::test]
async fn listeners_are_told_and_lost_and_the_server_starts_again() {
    let program = Program::start(&["--control", "0"]);
    let mut events = CLIENT
        .get(format!("{}/:/eventsource/notifications", program.url()))
        .header("X-Plex-Token", "demo-token-for-the-owner")
        .send()
        .await
        .unwrap();
    let event = json!({
        "type": "reachability",
        "list": "ReachabilityNotification",
        "notification": { "reachability": true },
    });
    let told = done(&program, Method::POST, "/events", event).await;
    assert_eq!(told["listeners"], 1);
    let mut heard = String::new();
    while !heard.contains("ReachabilityNotification") {
        let chunk = events.chunk().await.unwrap().unwrap();
        heard.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    let told = done(&program, Method::POST, "/events/lose", json!({})).await;
    assert_eq!(told["lost"], 1);
    while let Ok(Some(_)) = events.chunk().await {}
    let told = done(&program, Method::GET, "/events", Value::Null).await;
    assert_eq!(told["listeners"], 0);

    done(&program, Method::POST, "/restart", json!({})).await;
    assert_eq!(server(&program, Method::GET, "/").await.0, 200);
    done(&program, Method::POST, "/offline", json!({})).await;
    let refused = CLIENT.get(program.url()).send().await;
    assert!(refused.is_err_and(|error| error.is_connect()));
    done(&program, Method::POST, "/online", json!({})).await;
    assert_eq!(server(&program, Method::GET, "/").await.0, 200);
}

#[tokio::test]
async fn the_state_is_given_as_a_description_that_begins_it_again() {
    let program = Program::start(&["--control", "0", "--players"]);
    let held = done(&program, Method::POST, "/clock", json!({ "held": true })).await;
    let played = json!({ "ratingKey": "1" });
    let _ = control(&program, Method::POST, "/players/Desk/play", Some(played)).await;
    let (status, text) = control(&program, Method::GET, "/dump", None).await;
    assert_eq!(status, 200, "{text}");
    let library = Library::from_toml(text.as_str().unwrap()).unwrap();
    let clock = Clock::manual(held["now"].as_i64().unwrap());
    let again = Emulator::builder().library(library).clock(clock);
    let again = again.start().await.unwrap();
    assert_eq!(again.dump(), state(&program).await);
}

#[tokio::test]
async fn players_and_plex_tv_do_as_they_are_told() {
    let program = Program::start(&["--control", "0", "--players", "--plex-tv", "1h"]);
    let told = done(&program, Method::GET, "/players", Value::Null).await;
    assert_eq!(told["players"].as_array().unwrap().len(), 5, "{told}");
    let (_, films) = server(&program, Method::GET, "/library/sections/1/all").await;
    let key = &films["Metadata"][0]["ratingKey"];
    let sessions = || server(&program, Method::GET, "/status/sessions");
    let before = sessions().await.1["size"].as_i64().unwrap();
    done(
        &program,
        Method::POST,
        "/players/Living%20Room/play",
        json!({ "ratingKey": key }),
    )
    .await;
    done(&program, Method::POST, "/clock", json!({ "by_s": 5 })).await;
    assert_eq!(sessions().await.1["size"], before + 1);
    done(
        &program,
        Method::POST,
        "/players/Living%20Room/stop",
        json!({}),
    )
    .await;
    assert_eq!(sessions().await.1["size"], before);
    let desk = program.address("player Desk").unwrap();
    let vanished = json!({ "misbehaviour": "vanished" });
    done(
        &program,
        Method::PUT,
        "/players/Desk/misbehaviour",
        vanished,
    )
    .await;
    assert!(
        CLIENT
            .get(format!("{desk}/resources"))
            .send()
            .await
            .is_err()
    );
    done(
        &program,
        Method::DELETE,
        "/players/Desk/misbehaviour",
        json!({}),
    )
    .await;
    assert!(CLIENT.get(format!("{desk}/resources")).send().await.is_ok());

    let tv = program.address("plex.tv").unwrap();
    let pin = CLIENT
        .post(format!("{tv}/api/v2/pins"))
        .header("X-Plex-Client-Identifier", "a-test")
        .header("Accept", "application/json");
    let pin: Value =
        serde_json::from_str(&pin.send().await.unwrap().text().await.unwrap()).unwrap();
    let told = done(&program, Method::GET, "/plex-tv/codes", Value::Null).await;
    assert_eq!(told["codes"], json!([pin["code"]]));
    done(
        &program,
        Method::POST,
        "/plex-tv/approve",
        json!({ "code": pin["code"] }),
    )
    .await;
    let told = done(&program, Method::GET, "/plex-tv/codes", Value::Null).await;
    assert_eq!(told["codes"], json!([]));
    let servers = json!({ "servers": [{
        "name": "Elsewhere",
        "machineIdentifier": "e".repeat(40),
        "connections": [{ "address": "127.0.0.1", "port": 9, "local": false }],
    }] });
    done(&program, Method::PUT, "/plex-tv/servers", servers).await;
    let resources = CLIENT
        .get(format!("{tv}/api/v2/resources"))
        .header("X-Plex-Token", "demo-token-for-the-owner")
        .header("X-Plex-Client-Identifier", "a-test");
    let resources = resources.send().await.unwrap().text().await.unwrap();
    assert!(resources.contains("Elsewhere"), "{resources}");
    done(
        &program,
        Method::POST,
        "/plex-tv/faults",
        json!({ "rule": "status=503" }),
    )
    .await;
    assert_eq!(CLIENT.get(tv).send().await.unwrap().status(), 503);
}
