//! Which tools of the real server are offered to whom.

use std::net::SocketAddr;

use plex_mcp::{
    Effect, PlexMcpServer,
    http::{Bearer, HttpOptions, HttpServer},
};
use serde_json::{Value, json};

use super::client::{Reply, Request};
use crate::support::Fixture;

const TOKEN: &str = "a-secret-of-more-than-thirty-two-characters";

async fn serve(server: PlexMcpServer, bearer: Option<Bearer>) -> SocketAddr {
    let mut options = HttpOptions::default();
    options.bearer = bearer;
    let http = HttpServer::bind(([127, 0, 0, 1], 0).into(), options)
        .await
        .unwrap();
    let address = http.local_addr();
    tokio::spawn(async move { server.serve_http(http, std::future::pending()).await });
    address
}

fn names(listed: &Value) -> Vec<&str> {
    let tools = listed["result"]["tools"].as_array().unwrap();
    tools
        .iter()
        .map(|tool| tool["name"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn without_a_bearer_only_reading_and_scanning() {
    let fixture = Fixture::sample().await;
    let address = serve(fixture.server.clone(), None).await;
    let listed = Request::modern("tools/list", json!({}))
        .send(address)
        .await
        .message();
    for tool in listed["result"]["tools"].as_array().unwrap() {
        let reads = tool["annotations"]["readOnlyHint"] == true;
        assert!(reads || tool["name"] == "plex_refresh_library", "{tool}");
    }
    // Where nothing can be changed, there are no changes to list.
    let expected = fixture.server.tools().iter();
    let expected =
        expected.filter(|tool| tool.effect().is_harmless() && tool.name() != "plex_get_changes");
    let expected: Vec<_> = expected.map(plex_mcp::Tool::name).collect();
    assert_eq!(names(&listed), expected);
}

#[tokio::test]
async fn with_a_bearer_everything() {
    let fixture = Fixture::sample().await;
    let address = serve(fixture.server.clone(), Some(Bearer::new(TOKEN).unwrap())).await;
    let listed = Request::modern("tools/list", json!({}))
        .header("Authorization", &format!("Bearer {TOKEN}"));
    let listed = listed.send(address).await.message();
    let all: Vec<_> = fixture
        .server
        .tools()
        .iter()
        .map(plex_mcp::Tool::name)
        .collect();
    assert_eq!(names(&listed), all);
}

#[tokio::test]
async fn a_tool_that_is_not_offered_cannot_be_called() {
    let fixture = Fixture::sample().await;
    let reading = fixture
        .server
        .with_only(|tool| tool.effect() == Effect::Read);
    let address = serve(reading, None).await;
    let call = Request::call("plex_refresh_library", json!({"library_id": "1"}))
        .send(address)
        .await;
    assert_eq!(call.error_code(), -32602);
    let call = Request::call("plex_get_libraries", json!({}))
        .send(address)
        .await
        .message();
    assert_eq!(call["result"]["isError"], false);
    assert_eq!(
        call["result"]["structuredContent"],
        fixture.ok("plex_get_libraries", json!({})).await
    );
}

/// Asks in the words of an earlier revision, in a session.
async fn ask_in_session(address: SocketAddr, session: &str, method: &str, params: &Value) -> Reply {
    let message = json!({"jsonrpc": "2.0", "id": 2, "method": method, "params": params});
    let request = Request::message(&message).session(session);
    request
        .header("MCP-Protocol-Version", "2025-11-25")
        .send(address)
        .await
}

#[tokio::test]
async fn resources_are_read_with_and_without_a_session() {
    let fixture = Fixture::sample().await;
    let address = serve(fixture.server.clone(), None).await;
    let opened = Request::initialize("2025-11-25").send(address).await;
    assert!(opened.message()["result"]["capabilities"]["resources"].is_object());
    let session = opened.header("mcp-session-id").unwrap().to_owned();
    for (method, params) in [
        ("resources/list", json!({})),
        ("resources/templates/list", json!({})),
        ("resources/read", json!({"uri": "pms://library/Films"})),
    ] {
        let modern = Request::modern(method, params.clone())
            .send(address)
            .await
            .message();
        let mut modern = modern["result"].clone();
        assert!(modern["ttlMs"].as_u64().unwrap() >= 60_000, "{modern}");
        assert_eq!(modern["cacheScope"], "private", "it is one account's");
        let earlier = ask_in_session(address, &session, method, &params)
            .await
            .message();
        // What the newest revision adds.
        let added = ["ttlMs", "cacheScope", "resultType", "_meta"];
        let fields = modern.as_object_mut().unwrap();
        fields.retain(|name, _| !added.contains(&name.as_str()));
        assert_eq!(earlier["result"], modern, "{method}");
    }
    let unknown = json!({"uri": "pms://item/99999999"});
    let modern = Request::modern("resources/read", unknown.clone())
        .send(address)
        .await;
    assert_eq!(modern.error_code(), -32602);
    let earlier = ask_in_session(address, &session, "resources/read", &unknown).await;
    assert_eq!(earlier.error_code(), -32002);
}
