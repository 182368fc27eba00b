//! What the server is told, and over how many connections.

use plex_client::{
    AccountId, DetailsQuery, HistoryQuery, ItemType, ItemsQuery, LibraryKey, PageRequest,
    RatingKey, Timestamp, Wire,
};

use crate::script::{Reply, Script, TOKEN};

const EMPTY: &str = r#"{"MediaContainer":{"size":0}}"#;

#[tokio::test]
async fn the_client_says_who_it_is_and_the_token_goes_in_a_header() {
    let script = Script::start(|_, _| Reply::json(EMPTY)).await;
    let client = script
        .client()
        .product("Tests")
        .version("1.2")
        .device_name("Büro")
        .build()
        .unwrap();
    client.libraries().await.unwrap();
    let seen = script.seen();
    let request = &seen[0];
    assert_eq!(request.line, "GET /library/sections");
    for (name, value) in [
        ("X-Plex-Token", TOKEN),
        ("X-Plex-Client-Identifier", "test"),
        ("X-Plex-Product", "Tests"),
        ("X-Plex-Version", "1.2"),
        ("X-Plex-Device-Name", "Büro"),
        ("Accept", "application/json"),
        ("Accept-Encoding", "gzip"),
    ] {
        assert_eq!(request.header(name), Some(value), "{name}");
    }
    assert!(request.header("X-Plex-Platform").is_some());
}

#[tokio::test]
async fn without_a_token_there_is_no_header_for_it() {
    let script =
        Script::start(|_, _| Reply::status("200 OK", "text/xml", "<MediaContainer/>")).await;
    let client = script.client().token("").wire(Wire::Xml).build().unwrap();
    client.libraries().await.unwrap();
    let seen = script.seen();
    assert_eq!(seen[0].header("X-Plex-Token"), None);
    assert_eq!(seen[0].header("Accept"), Some("application/xml"));
}

#[tokio::test]
async fn clones_share_a_connection() {
    let script = Script::start(|_, _| Reply::json(EMPTY)).await;
    let client = script.client().build().unwrap();
    for _ in 0..5 {
        client.clone().libraries().await.unwrap();
    }
    assert!(script.seen().iter().all(|seen| seen.connection == 0));
}

#[tokio::test]
async fn a_path_before_the_api_is_kept() {
    let script = Script::start(|_, _| Reply::json(EMPTY)).await;
    for base in ["/plex", "/plex/"] {
        let url = format!("{}{base}", script.url);
        let client = crate::script::client(&url).build().unwrap();
        client.libraries().await.unwrap();
        let _ = client.server_identity().await;
    }
    let lines: Vec<String> = script.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(
        lines,
        [
            "GET /plex/library/sections",
            "GET /plex/",
            "GET /plex/library/sections",
            "GET /plex/",
        ]
    );
}

#[tokio::test]
async fn what_is_asked_is_what_plex_understands() {
    let script = Script::start(|_, _| Reply::json(EMPTY)).await;
    let client = script.client().build().unwrap();
    let library = LibraryKey::new("2").unwrap();
    let item = RatingKey::new("42").unwrap();
    let page = PageRequest::new(10, 5);
    let query = ItemsQuery::new()
        .item_type(ItemType::Episode)
        .sort("addedAt:desc".parse().unwrap())
        .page(page)
        .include_guids(true);
    client.library_items(&library, &query).await.unwrap();
    let query = HistoryQuery::new()
        .page(page)
        .account_id(AccountId::OWNER)
        .library(library.clone())
        .rating_key(item.clone())
        .since(Timestamp::from_epoch_seconds(1_700_000_000))
        .until(Timestamp::from_epoch_seconds(1_700_000_100));
    client.history(&query).await.unwrap();
    client.children(&item, page).await.unwrap();
    let items = [item, RatingKey::new("tv.plex:7").unwrap()];
    client
        .details_of(&items, &DetailsQuery::new())
        .await
        .unwrap();
    let asked: Vec<String> = script.seen().into_iter().map(|seen| seen.line).collect();
    let paging = "X-Plex-Container-Start=10&X-Plex-Container-Size=5";
    assert_eq!(
        asked,
        [
            format!("GET /library/sections/2/all?type=4&sort=addedAt:desc&includeGuids=1&{paging}"),
            format!(
                "GET /status/sessions/history/all?sort=viewedAt:desc&accountID=1&librarySectionID=2\
                 &metadataItemID=42&viewedAt%3E=1700000000&viewedAt%3C=1700000099&{paging}"
            ),
            format!("GET /library/metadata/42/children?{paging}"),
            "GET /library/metadata/42,tv.plex:7?includeGuids=1".to_owned(),
        ]
    );
}

#[tokio::test]
async fn nothing_is_asked_for_no_items() {
    let script = Script::start(|_, _| Reply::json(EMPTY)).await;
    let client = script.client().build().unwrap();
    assert!(
        client
            .details_of(&[], &DetailsQuery::new())
            .await
            .unwrap()
            .is_empty()
    );
    assert!(script.seen().is_empty());
}
