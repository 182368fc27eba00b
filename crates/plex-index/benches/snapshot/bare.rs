//! The same pages, downloaded and thrown away.

use std::time::{Duration, Instant};

use futures::{StreamExt, stream};

use crate::library::Made;

/// Items of a page, and pages under way: what tier 1 asks for.
const PAGE: u32 = 500;
const IN_FLIGHT: usize = 3;

/// What tier 1 leaves out.
const OF_DETAILS: &str = "Genre,Country,Director,Writer,Producer,Role,Collection,Label,Mood,Style,Rating,Image,UltraBlurColors";

/// How long it takes, over a connection of its own as the index has one.
pub(crate) async fn download(url: &str, token: &str, made: &Made) -> Duration {
    let began = Instant::now();
    // As the client asks a server that is near.
    let client = reqwest::Client::builder().no_gzip().build().unwrap();
    let get = |(number, offset): (u32, u32)| {
        let request = client
            .get(format!(
                "{url}/library/sections/1/all?type={number}&sort=addedAt&excludeElements={OF_DETAILS}\
                 &X-Plex-Container-Start={offset}&X-Plex-Container-Size={PAGE}"
            ))
            .header("X-Plex-Token", token)
            .header("Accept", "application/json");
        async move {
            let answer = request.send().await.unwrap().error_for_status().unwrap();
            answer.bytes().await.unwrap().len()
        }
    };
    let pages = |(number, count): (u32, u32)| {
        (0..count)
            .step_by(PAGE as usize)
            .map(move |offset| (number, offset))
    };
    let bytes: usize = stream::iter(made.listings().into_iter().flat_map(pages))
        .map(get)
        .buffered(IN_FLIGHT)
        .fold(0, |sum, bytes| async move { sum + bytes })
        .await;
    assert!(bytes > made.items() as usize * 100);
    began.elapsed()
}
