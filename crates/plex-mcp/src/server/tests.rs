//! A tool that fails badly, which no published tool does on purpose.

#[path = "../../../mcp-serve/tests/it/client.rs"]
#[expect(dead_code, reason = "other tests say more")]
mod client;

use mcp_serve::http::{HttpOptions, HttpServer};
use plex_client::PlexClient;
use rmcp::{ServiceExt, model::CallToolRequestParams};
use serde_json::json;

use self::client::Request;
use super::PlexMcpServer;
use crate::{
    call::Call,
    choice::{Effect, Toolset},
    error::ToolError,
    options::Options,
    tools::{Define, Tool, arguments::NoArguments},
    view::Top,
};

struct Panics;

impl Define for Panics {
    const NAME: &'static str = "plex_panic";
    const TITLE: &'static str = "Panic";
    const DESCRIPTION: &'static str = "Panics.";
    const TOOLSET: Toolset = Toolset::Library;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    type Args = NoArguments;
    type Output = Top<String>;

    async fn run(_: &Call, _: NoArguments) -> Result<Self::Output, ToolError> {
        panic!("with a secret in it")
    }
}

struct Works;

impl Define for Works {
    const NAME: &'static str = "plex_work";
    const TITLE: &'static str = "Work";
    const DESCRIPTION: &'static str = "Works.";
    const TOOLSET: Toolset = Toolset::Library;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    type Args = NoArguments;
    type Output = Top<String>;

    async fn run(_: &Call, _: NoArguments) -> Result<Self::Output, ToolError> {
        Ok(Top::complete(vec!["done".to_owned()]))
    }
}

fn server(options: Options) -> PlexMcpServer {
    let client = PlexClient::builder()
        .url("http://127.0.0.1:9")
        .client_identifier("test")
        .build()
        .unwrap();
    PlexMcpServer::with_tools(
        client,
        options,
        vec![Tool::of::<Panics>(), Tool::of::<Works>()],
    )
}

#[tokio::test]
async fn a_panic_is_answered_and_the_next_call_works() {
    let (ours, theirs) = tokio::io::duplex(4096);
    tokio::spawn(async move {
        let (reader, writer) = tokio::io::split(theirs);
        server(Options::default())
            .serve(reader, writer)
            .await
            .unwrap();
    });
    let client = ().serve(ours).await.unwrap();
    let broken = client
        .call_tool(CallToolRequestParams::new("plex_panic"))
        .await
        .unwrap();
    assert_eq!(broken.is_error, Some(true));
    let error = broken.structured_content.unwrap();
    assert_eq!(error["error"]["kind"], "internal");
    assert!(!error.to_string().contains("secret"), "{error}");
    let works = client
        .call_tool(CallToolRequestParams::new("plex_work"))
        .await
        .unwrap();
    assert_eq!(
        works.structured_content.unwrap(),
        json!({"items": ["done"], "total": 1})
    );
    client.cancel().await.unwrap();
}

#[tokio::test]
async fn a_panic_is_answered_over_http_too() {
    let http = HttpServer::bind(([127, 0, 0, 1], 0).into(), HttpOptions::default())
        .await
        .unwrap();
    let address = http.local_addr();
    tokio::spawn(server(Options::default()).serve_http(http, std::future::pending()));
    for (tool, wanted) in [("plex_panic", "internal"), ("plex_work", "done")] {
        let reply = Request::call(tool, json!({})).send(address).await;
        assert!(reply.status == 200 && reply.body.contains(wanted));
        assert!(!reply.body.contains("secret"), "{reply:?}");
    }
}
