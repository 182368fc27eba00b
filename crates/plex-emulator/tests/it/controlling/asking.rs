//! How the program, and the server that it is, are asked.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::ask::CLIENT;
use crate::program::Program;

/// Tells the program something, or asks it; gives the status and what it says.
pub(super) async fn control(
    program: &Program,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> (StatusCode, Value) {
    let url = format!("{}{path}", program.address("control").unwrap());
    let mut request = CLIENT.request(method, url);
    if let Some(body) = body {
        request = request.body(body.to_string());
    }
    let response = request.send().await.unwrap();
    let status = response.status();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(text.into()))
}

/// Does as [`control`], and expects it to be done.
pub(super) async fn done(program: &Program, method: Method, path: &str, body: Value) -> Value {
    let body = (method != Method::GET).then_some(body);
    let (status, said) = control(program, method.clone(), path, body).await;
    assert_eq!(status, 200, "{method} {path}: {said}");
    said
}

/// Asks the server itself, as the owner; gives the status and the container.
pub(super) async fn server(program: &Program, method: Method, path: &str) -> (StatusCode, Value) {
    let response = CLIENT
        .request(method, format!("{}{path}", program.url()))
        .header("X-Plex-Token", "demo-token-for-the-owner")
        .header("Accept", "application/json")
        .send()
        .await
        .unwrap();
    let status = response.status();
    let text = response.text().await.unwrap();
    let body: Value = serde_json::from_str(&text).unwrap_or_default();
    (status, body["MediaContainer"].clone())
}

pub(super) async fn state(program: &Program) -> Value {
    done(program, Method::GET, "/dump?format=json", json!({})).await
}
