//! The ways that the server goes, and how long its answers take, are changed while it runs.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use super::asking::{done, server, state};
use crate::program::Program;

/// Puts a film into a smart playlist.
async fn edit(program: &Program, playlist: &str) -> u16 {
    let (_, identity) = server(program, Method::GET, "/identity").await;
    let machine = identity["machineIdentifier"].as_str().unwrap();
    let uri = format!("server://{machine}/com.plexapp.plugins.library/library/metadata/1");
    let uri = percent_encoding::utf8_percent_encode(&uri, percent_encoding::NON_ALPHANUMERIC);
    let path = format!("/playlists/{playlist}/items?uri={uri}");
    server(program, Method::PUT, &path).await.0.as_u16()
}

#[tokio::test]
async fn the_server_goes_another_way_from_one_request_to_the_next() {
    let program = Program::start(&["--control", "0", "--plex-tv", "1h"]);
    let usual = done(&program, Method::GET, "/behaviour", Value::Null).await;
    assert_eq!(usual["behaviour"]["smartEdits"], "refused", "{usual}");
    let (_, playlists) = server(&program, Method::GET, "/playlists?smart=1").await;
    let playlist = playlists["Metadata"][0]["ratingKey"].as_str().unwrap();
    assert_eq!(edit(&program, playlist).await, 400);
    let other = json!({ "smartEdits": "ignored", "tagLag": "2s", "invitations": "alive" });
    let told = done(&program, Method::PUT, "/behaviour", other).await;
    assert_eq!(edit(&program, playlist).await, 200);
    assert_eq!(told["behaviour"]["tagLag"], 2_000, "{told}");
    // What is not named stays.
    let more = json!({ "tags": "replacing" });
    let told = done(&program, Method::PUT, "/behaviour", more).await;
    assert_eq!(told["behaviour"]["smartEdits"], "ignored", "{told}");
    let dumped = json!({
        "smartEdits": "ignored", "tagLag": 2_000, "tags": "replacing", "invitations": "alive",
    });
    assert_eq!(state(&program).await["behaviour"], dumped);
    // plex.tv goes that way, too.
    assert_eq!(invitations(&program).await, 200);
    let told = done(&program, Method::DELETE, "/behaviour", json!({})).await;
    assert_eq!(told, usual);
    assert_eq!(edit(&program, playlist).await, 400);
    assert_eq!(invitations(&program).await, 410);
}

async fn invitations(program: &Program) -> u16 {
    let url = program.address("plex.tv").unwrap();
    let request = crate::ask::CLIENT
        .get(format!("{url}/api/invites/requests"))
        .header("X-Plex-Token", "demo-token-for-the-owner");
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn all_ways_are_told_and_each_can_be_gone() {
    let program = Program::start(&["--control", "0"]);
    let all = done(&program, Method::GET, "/behaviour", Value::Null).await;
    let all = all["behaviour"].as_object().unwrap().clone();
    let documented = include_str!("../../../README.md");
    let table = documented
        .split("## Where real servers differ")
        .nth(1)
        .unwrap();
    let table = table.split("\n## ").next().unwrap();
    for key in all.keys() {
        assert!(table.contains(&format!("`{key}`")), "{key}");
    }
    // What is told can be said again.
    let same = Value::Object(all.clone());
    let told = done(&program, Method::PUT, "/behaviour", same.clone()).await;
    assert_eq!(told["behaviour"], same);
}

#[tokio::test]
async fn answers_take_longer_from_one_request_to_the_next() {
    let program = Program::start(&["--control", "0"]);
    let took = async || {
        let begin = Instant::now();
        server(&program, Method::GET, "/identity").await;
        begin.elapsed()
    };
    let slow = json!({ "latency": "700ms" });
    let told = done(&program, Method::PUT, "/latency", slow).await;
    assert_eq!(told, json!({ "latency_ms": 700.0 }));
    assert!(took().await >= Duration::from_millis(700));
    let told = done(&program, Method::DELETE, "/latency", json!({})).await;
    assert_eq!(told, json!({ "latency_ms": 0.0 }));
    assert!(took().await < Duration::from_millis(700));
    let told = done(&program, Method::GET, "/latency", Value::Null).await;
    assert_eq!(told, json!({ "latency_ms": 0.0 }));
}
