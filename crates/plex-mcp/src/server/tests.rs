//! A tool that fails badly, which no published tool does on purpose.

use plex_client::PlexClient;
use rmcp::{ServiceExt, model::CallToolRequestParams};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::PlexMcpServer;
use crate::{
    call::Call,
    choice::{Effect, Toolset},
    error::ToolError,
    http::{HttpOptions, HttpServer},
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
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = http_call(tool);
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains(wanted));
        assert!(!answer.contains("secret"), "{answer}");
    }
}

/// A call as the newest revision sends it, over a connection of its own.
fn http_call(tool: &str) -> String {
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
        "name": tool,
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
            "io.modelcontextprotocol/clientCapabilities": {},
        },
    }})
    .to_string();
    format!(
        "POST /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\
         Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n\
         MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: {tool}\r\n\r\n{body}",
        body.len()
    )
}
