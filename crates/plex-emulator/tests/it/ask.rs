//! The tests' own client: plain HTTP, no Plex knowledge.

use plex_emulator::{Clock, Emulator, Library};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use std::sync::LazyLock;

/// The moment at which the clock of a test stands at first.
pub(crate) const NOW: i64 = 1_790_000_000;

/// A server with a library, by a clock that stands still.
pub(crate) async fn server(library: Library) -> Emulator {
    let builder = Emulator::builder().library(library);
    let builder = builder.clock(Clock::manual(NOW));
    builder.start().await.unwrap()
}

/// A server with what a description in TOML says, by a clock that stands still.
pub(crate) async fn described(description: &str) -> Emulator {
    server(Library::from_toml(description).unwrap()).await
}

/// A client that decompresses nothing, so that headers and bodies are seen as sent.
pub(crate) fn http() -> reqwest::Client {
    // The HTTP client wants a TLS library chosen even where it never speaks TLS.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_gzip().build().unwrap()
}

/// The client of questions that care for nothing but the answer. Making one takes longer than
/// asking. No connection is kept: it would end with the test that made it.
pub(crate) static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder().no_gzip();
    builder.pool_max_idle_per_host(0).build().unwrap()
});

/// Asks as the owner; the wire is XML.
pub(crate) fn request(emulator: &Emulator, method: Method, path: &str) -> RequestBuilder {
    CLIENT
        .request(method, format!("{}{path}", emulator.url()))
        .header("X-Plex-Token", emulator.token())
}

/// `GET`s JSON as the owner and gives what is in the container.
pub(crate) async fn json(emulator: &Emulator, path: &str) -> Value {
    let response = request(emulator, Method::GET, path)
        .header("Accept", "application/json")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200, "{path}");
    assert_eq!(response.headers()["content-type"], "application/json");
    let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    // The root is a MediaContainer, in all answers but one.
    body.as_object().unwrap().values().next().unwrap().clone()
}

/// `GET`s XML as the owner.
pub(crate) async fn xml(emulator: &Emulator, path: &str) -> String {
    let response = request(emulator, Method::GET, path).send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    response.text().await.unwrap()
}

/// What a request by the owner answers in JSON, in its container.
pub(crate) async fn answer(emulator: &Emulator, method: Method, path: &str) -> Value {
    let request = request(emulator, method, path).header("Accept", "application/json");
    let response = request.send().await.unwrap();
    assert!(response.status().is_success(), "{path}: {response:?}");
    let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    body["MediaContainer"].clone()
}

/// The status of a request by the owner.
pub(crate) async fn status(emulator: &Emulator, method: Method, path: &str) -> u16 {
    let response = request(emulator, method, path).send().await.unwrap();
    response.status().as_u16()
}

/// The members of a list, which is not there when it has none.
pub(crate) fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

/// What is told of an item.
pub(crate) async fn item(emulator: &Emulator, key: impl std::fmt::Display) -> Value {
    let details = json(emulator, &format!("/library/metadata/{key}")).await;
    details["Metadata"][0].clone()
}
