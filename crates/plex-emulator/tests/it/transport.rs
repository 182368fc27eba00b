//! Who gets in, and what an answer looks like on the outside.

use std::io::{self, Read as _, Write};
use std::sync::{Arc, Mutex};

use crate::ask;
use plex_emulator::{Emulator, Library, RequestLog};
use reqwest::Method;

#[tokio::test]
async fn identity_is_open_and_the_rest_is_not() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let http = ask::http();
    let get = |path: &str| http.get(format!("{}{path}", emulator.url()));
    let identity = get("/identity").send().await.unwrap();
    assert_eq!(identity.status(), 200);
    assert_eq!(identity.headers()["content-type"], "text/xml;charset=utf-8");
    assert_eq!(identity.headers()["x-plex-protocol"], "1.0");
    assert_eq!(identity.headers()["cache-control"], "no-cache");
    assert_eq!(identity.headers()["keep-alive"], "timeout=20");
    assert!(identity.headers().get("server").is_none());

    for request in [
        get("/"),
        get("/library/sections"),
        get("/no/such/path"),
        get("/library/sections").header("X-Plex-Token", "wrong"),
        get("/library/sections").header("Accept", "application/json"),
    ] {
        let refused = request.send().await.unwrap();
        assert_eq!(refused.status(), 401);
        assert_eq!(refused.headers()["content-type"], "text/html");
        assert_eq!(
            refused.text().await.unwrap(),
            "<html><head><title>Unauthorized</title></head><body><h1>401 Unauthorized</h1></body></html>"
        );
    }
}

#[tokio::test]
async fn a_token_comes_by_header_or_query() {
    let emulator = Emulator::builder().token("mine").start().await.unwrap();
    let url = format!("{}/library/sections", emulator.url());
    let by_query = ask::http().get(format!("{url}?X-Plex-Token=mine"));
    assert_eq!(by_query.send().await.unwrap().status(), 200);
    let by_header = ask::http().get(url).header("x-plex-token", "mine");
    assert_eq!(by_header.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn what_is_not_there_is_a_404_page_on_either_wire() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    for path in [
        "/no/such/path",
        "/library/metadata/999999",
        "/library/metadata/999999,888888",
        "/library/sections/77/all",
        "/library/sections/1/no-such-listing",
        "/playlists/999999",
        "/library/metadata/..%2f18",
    ] {
        let response = ask::request(&emulator, Method::GET, path)
            .header("Accept", "application/json")
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 404, "{path}");
        assert_eq!(
            response.text().await.unwrap(),
            "<html><head><title>Not Found</title></head><body><h1>404 Not Found</h1></body></html>"
        );
    }
    let wrong_method = ask::status(&emulator, Method::DELETE, "/library/sections/1/all").await;
    assert_eq!(wrong_method, 404);
    let nonsense = ask::status(&emulator, Method::GET, "/library/sections/1/all?type=8").await;
    assert_eq!(nonsense, 400);
    assert_eq!(
        ask::status(&emulator, Method::GET, "/hubs/search").await,
        400
    );
}

#[tokio::test]
async fn answers_are_compressed_for_those_who_ask() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let plain = ask::xml(&emulator, "/library/sections").await;
    let response = ask::request(&emulator, Method::GET, "/library/sections")
        .header("Accept-Encoding", "gzip, deflate")
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["content-encoding"], "gzip");
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        header("x-plex-content-original-length"),
        plain.len().to_string()
    );
    assert_eq!(
        header("x-plex-content-compressed-length"),
        header("content-length")
    );
    let bytes = response.bytes().await.unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(&bytes[..])
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text, plain);
}

#[tokio::test]
async fn an_unclaimed_server_takes_everybody() {
    let emulator = Emulator::builder().unclaimed(true).start().await.unwrap();
    let url = format!("{}/library/sections", emulator.url());
    assert_eq!(ask::http().get(url).send().await.unwrap().status(), 200);
    let root = ask::json(&emulator, "/").await;
    assert_eq!(root["myPlex"], false);
    let identity = ask::json(&emulator, "/identity").await;
    assert_eq!(identity["claimed"], false);
}

#[tokio::test]
async fn requests_are_recorded_as_sent() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let path = "/library/sections/1/all?year%3E%3E=1990&title=a%20b";
    ask::json(&emulator, path).await;
    let requests = emulator.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].method, "GET");
    assert_eq!(requests[0].path, "/library/sections/1/all");
    assert_eq!(requests[0].query, "year%3E%3E=1990&title=a%20b");
    assert_eq!(requests[0].parameter("year>>").as_deref(), Some("1990"));
    assert_eq!(requests[0].header("X-Plex-Token"), Some(emulator.token()));
    emulator.forget_requests();
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn a_dropped_emulator_refuses_connections() {
    let emulator = Emulator::start(Library::empty()).await.unwrap();
    let address = emulator.address();
    ask::json(&emulator, "/").await;
    drop(emulator);
    // The door is shut when the runtime next gets round to it.
    let mut refused = false;
    for _ in 0..1000 {
        tokio::task::yield_now().await;
        refused |= std::net::TcpStream::connect(address).is_err();
    }
    assert!(refused);
}

/// A place to write to that can be looked at.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_names_endpoints_and_no_tokens() {
    let paper = Paper::default();
    let emulator = Emulator::builder()
        .request_log(RequestLog::to(paper.clone()))
        .start()
        .await
        .unwrap();
    let token = emulator.token();
    for path in [
        "/library/metadata/18?checkFiles=1",
        "/library/metadata/987654",
        "/nowhere",
    ] {
        ask::status(&emulator, Method::GET, path).await;
    }
    let url = format!("{}/accounts?X-Plex-Token={token}&a=b", emulator.url());
    assert_eq!(ask::http().get(url).send().await.unwrap().status(), 200);
    let log = String::from_utf8(paper.0.lock().unwrap().clone()).unwrap();
    assert_eq!(
        log.lines().collect::<Vec<_>>(),
        [
            "200\tGET\t/library/metadata/{ids}\t/library/metadata/18\tcheckFiles=1",
            "404\tGET\t/library/metadata/{ids}\t/library/metadata/987654\t",
            "404\tGET\t-\t/nowhere\t",
            "200\tGET\t/accounts\t/accounts\tX-Plex-Token=&a=b",
        ]
    );
}

#[tokio::test]
async fn an_address_of_some_hundreds_of_ids_is_too_long() {
    let emulator = Emulator::builder().start().await.unwrap();
    let path = |ids: usize| format!("/library/metadata/18{}", ",100018".repeat(ids));
    assert_eq!(ask::status(&emulator, Method::GET, &path(100)).await, 200);
    assert_eq!(ask::status(&emulator, Method::GET, &path(2_000)).await, 414);
}

#[tokio::test]
async fn a_last_slash_means_nothing_but_to_who_takes_away() {
    let emulator = ask::server(plex_emulator::Library::sample()).await;
    for path in [
        "/identity",
        "/library/sections",
        "/playlists",
        "/library/metadata/18",
    ] {
        let without = ask::answer(&emulator, Method::GET, path).await;
        let with = ask::answer(&emulator, Method::GET, &format!("{path}/")).await;
        assert_eq!(with, without, "{path}");
    }
    let marked = "/:/scrobble/?key=18&identifier=com.plexapp.plugins.library";
    assert_eq!(ask::status(&emulator, Method::PUT, marked).await, 200);
    let lists = ask::json(&emulator, "/playlists").await;
    let key = lists["Metadata"][0]["ratingKey"].as_str().unwrap();
    let items = format!("/playlists/{key}/items");
    let before = emulator.dump();
    for (method, path, status) in [
        (Method::DELETE, "/playlists/".to_owned(), 404),
        (Method::DELETE, "/library/metadata/18/".to_owned(), 404),
        (Method::DELETE, format!("{items}/"), 404),
        (Method::GET, "/nowhere/".to_owned(), 404),
        (Method::GET, "/library/sections//".to_owned(), 404),
    ] {
        assert_eq!(
            ask::status(&emulator, method, &path).await,
            status,
            "{path}"
        );
    }
    assert_eq!(emulator.dump(), before);
}

#[tokio::test]
async fn a_browser_may_ask_from_any_origin_and_is_told_so_without_a_token() {
    let emulator = Emulator::start(Library::sample()).await.unwrap();
    let request = ask::CLIENT.request(
        Method::OPTIONS,
        format!("{}/library/sections", emulator.url()),
    );
    let request = request.header("Origin", "https://player.example");
    let request = request.header("Access-Control-Request-Method", "GET");
    let request = request.header("Access-Control-Request-Headers", "x-plex-token");
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    let said = |name: &str| response.headers()[name].to_str().unwrap();
    assert_eq!(
        said("access-control-allow-origin"),
        "https://player.example"
    );
    assert_eq!(said("access-control-allow-headers"), "x-plex-token");
    assert_eq!(said("access-control-max-age"), "1209600");
    assert!(said("access-control-allow-methods").contains("PUT"));
}
