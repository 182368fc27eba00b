//! What the server is told, and over how many connections.

use std::net::SocketAddr;

use plex_client::{
    AccountId, Compression, DetailsQuery, HistoryQuery, ItemType, ItemsQuery, LibraryKey,
    PageRequest, RatingKey, Timestamp, Wire,
};

use plex_emulator::{Emulator, Library};

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
    ] {
        assert_eq!(request.header(name), Some(value), "{name}");
    }
    assert!(request.header("X-Plex-Platform").is_some());
}

#[tokio::test]
async fn answers_come_compressed_only_where_the_server_is_far() {
    let script = Script::start(|_, _| Reply::json(EMPTY)).await;
    let address: SocketAddr = script.url.trim_start_matches("http://").parse().unwrap();
    let named = |name: &'static str| {
        let url = format!("http://{name}:{}", address.port());
        crate::script::client(&url).http(move |http| http.resolve(name, address))
    };
    for client in [
        script.client(),
        named("nas.local"),
        named("plex.example.org"),
        script.client().compression(Compression::Always),
        named("plex.example.org").compression(Compression::Never),
    ] {
        client.build().unwrap().libraries().await.unwrap();
    }
    let asked: Vec<_> = script
        .seen()
        .iter()
        .map(|seen| seen.header("Accept-Encoding").map(str::to_owned))
        .collect();
    let asked: Vec<_> = asked.iter().map(Option::as_deref).collect();
    let (near, far) = (Some("identity"), Some("gzip"));
    assert_eq!(asked, [near, near, far, far, near]);
}

/// What a brief list goes without is not read either, and all else is as it is in a whole one.
#[tokio::test]
async fn a_brief_list_has_all_that_a_row_shows() {
    let server = Emulator::start(Library::sample()).await.unwrap();
    let client = crate::script::client(server.url())
        .token(server.token())
        .build()
        .unwrap();
    for library in ["1", "2", "3", "4"] {
        let library: LibraryKey = library.parse().unwrap();
        let whole = client.library_items(&library, &ItemsQuery::new()).await;
        let brief = ItemsQuery::new().brief(true);
        let brief = client.library_items(&library, &brief).await.unwrap();
        let mut whole = whole.unwrap();
        assert_ne!(whole, brief);
        for item in &mut whole.items {
            (item.summary, item.tagline) = (None, None);
            item.media.clear();
            item.collections.clear();
            item.countries.clear();
            item.directors.clear();
            item.genres.clear();
            item.labels.clear();
            item.moods.clear();
            item.producers.clear();
            item.roles.clear();
            item.similar.clear();
            item.styles.clear();
            item.writers.clear();
            item.locks.clear();
        }
        assert_eq!(whole, brief);
    }
}

/// The same library is read either way.
#[tokio::test]
async fn what_comes_compressed_is_read_as_what_does_not() {
    let server = Emulator::start(Library::sample()).await.unwrap();
    let mut read = Vec::new();
    for compression in [Compression::WhereFar, Compression::Always] {
        let client = crate::script::client(server.url())
            .token(server.token())
            .compression(compression)
            .build()
            .unwrap();
        let library: LibraryKey = "1".parse().unwrap();
        let films = client.library_items(&library, &ItemsQuery::new()).await;
        read.push(films.unwrap());
    }
    assert!(!read[0].items.is_empty());
    assert_eq!(read[0], read[1]);
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
