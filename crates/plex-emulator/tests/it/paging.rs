//! Windows of lists.

use crate::ask;
use plex_emulator::{Emulator, Library};
use reqwest::Method;

#[tokio::test]
async fn a_size_without_a_start_is_ignored() {
    let emulator = Emulator::start(Library::generate(120)).await.unwrap();
    let all = ask::json(&emulator, "/library/sections/1/all").await;
    let sized = ask::json(
        &emulator,
        "/library/sections/1/all?X-Plex-Container-Size=10",
    )
    .await;
    assert_eq!(sized, all);
    assert_eq!(all["size"], 120);
    assert!(all.get("totalSize").is_none());
    assert!(all.get("offset").is_none());
}

#[tokio::test]
async fn pages_put_together_are_the_whole() {
    let emulator = Emulator::start(Library::generate(120)).await.unwrap();
    let all = ask::json(
        &emulator,
        "/library/sections/1/all?sort=year:desc,titleSort",
    )
    .await;
    let mut together = Vec::new();
    for start in [0, 50, 100, 150] {
        let path = format!(
            "/library/sections/1/all?sort=year:desc,titleSort\
             &X-Plex-Container-Start={start}&X-Plex-Container-Size=50"
        );
        let page = ask::json(&emulator, &path).await;
        assert_eq!(page["totalSize"], 120);
        assert_eq!(page["offset"], start);
        match page.get("Metadata") {
            Some(items) => together.extend(items.as_array().unwrap().clone()),
            None => assert_eq!((start, &page["size"]), (150, &0.into())),
        }
    }
    assert_eq!(&together, all["Metadata"].as_array().unwrap());
}

#[tokio::test]
async fn the_window_may_come_as_headers_and_is_told_in_headers() {
    let emulator = Emulator::start(Library::generate(30)).await.unwrap();
    let response = ask::request(&emulator, Method::GET, "/library/sections/1/all")
        .header("X-Plex-Container-Start", "5")
        .header("X-Plex-Container-Size", "0")
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["x-plex-container-start"], "5");
    assert_eq!(response.headers()["x-plex-container-total-size"], "30");
    let body = response.text().await.unwrap();
    let document = roxmltree::Document::parse(&body).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("size"), Some("0"));
    assert_eq!(root.attribute("totalSize"), Some("30"));
    assert_eq!(
        root.children().filter(|child| child.is_element()).count(),
        0
    );
}
