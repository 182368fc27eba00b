//! The same pages, downloaded and thrown away.

use std::time::{Duration, Instant};

use futures::{StreamExt, stream};

/// Items of a page, and pages under way: what tier 1 asks for.
const PAGE: u32 = 500;
const IN_FLIGHT: usize = 3;

/// How long it takes, over a connection of its own as the index has one.
pub(crate) async fn download(url: &str, token: &str, films: u32) -> Duration {
    let began = Instant::now();
    let client = reqwest::Client::new();
    let get = |offset: u32| {
        let request = client
            .get(format!(
                "{url}/library/sections/1/all?type=1&includeGuids=1&sort=addedAt\
                 &X-Plex-Container-Start={offset}&X-Plex-Container-Size={PAGE}"
            ))
            .header("X-Plex-Token", token)
            .header("Accept", "application/json");
        async move {
            let answer = request.send().await.unwrap().error_for_status().unwrap();
            answer.bytes().await.unwrap().len()
        }
    };
    let bytes: usize = stream::iter((0..films).step_by(PAGE as usize))
        .map(get)
        .buffered(IN_FLIGHT)
        .fold(0, |sum, bytes| async move { sum + bytes })
        .await;
    assert!(bytes > films as usize * 100);
    began.elapsed()
}
