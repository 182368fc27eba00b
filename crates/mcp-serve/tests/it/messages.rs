//! What is answered to messages, right and wrong.

use serde_json::{Value, json};

use super::{client::Request, fixture::Served};

#[tokio::test]
async fn requests_of_the_present_revision_stand_for_themselves() {
    let served = Served::start().await;
    let found = Request::modern("server/discover", json!({}))
        .send(served.address)
        .await;
    assert_eq!(found.status, 200);
    assert!(
        found.message()["result"]["supportedVersions"]
            .as_array()
            .unwrap()
            .contains(&json!("2026-07-28"))
    );
    let called = Request::call("echo", json!({"a": 1}))
        .send(served.address)
        .await;
    assert_eq!(
        (called.status, called.header("content-type")),
        (200, Some("application/json"))
    );
    assert_eq!(
        called.message()["result"]["content"][0]["text"],
        r#"{"a":1}"#
    );
    assert_eq!(called.header("mcp-session-id"), None);
}

#[tokio::test]
async fn what_is_said_before_an_answer_comes_as_events() {
    let served = Served::start().await;
    let mut params = json!({"name": "report", "arguments": {}});
    params["_meta"] = json!({});
    let mut message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
    message["params"]["_meta"] = json!({
        "progressToken": "p",
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    });
    let reply = Request::message(&message)
        .header("MCP-Protocol-Version", "2026-07-28")
        .header("Mcp-Method", "tools/call")
        .header("Mcp-Name", "report")
        .send(served.address)
        .await;
    assert_eq!(reply.header("content-type"), Some("text/event-stream"));
    assert!(reply.body.contains("notifications/progress"), "{reply:?}");
    assert_eq!(reply.message()["id"], 1);
}

#[tokio::test]
async fn the_headers_must_say_what_the_body_is() {
    let served = Served::start().await;
    let question = || Request::modern("tools/list", json!({}));
    for accept in [
        "",
        "application/json",
        "text/event-stream",
        "text/html",
        "application/json, text/event-stream;q=0",
    ] {
        assert_eq!(
            question()
                .header("Accept", accept)
                .send(served.address)
                .await
                .status,
            406,
            "{accept:?}"
        );
    }
    for kind in [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
    ] {
        let reply = question()
            .header("Content-Type", kind)
            .send(served.address)
            .await;
        assert_eq!(reply.status, 415, "{kind:?}");
    }
    let reply = question()
        .header("Content-Type", "Application/JSON; charset=utf-8")
        .send(served.address)
        .await;
    assert_eq!(reply.status, 200);
}

#[tokio::test]
async fn broken_messages_get_the_error_that_fits() {
    let served = Served::start().await;
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep = format!(r#"{{"jsonrpc":"2.0","id":1,"method":"ping","params":{{"a":{deep}}}}}"#);
    for (body, code) in [
        ("", -32700),
        ("{", -32700),
        ("not json", -32700),
        (r#"{"jsonrpc":"2.0","id":1,"method":"ping"}}"#, -32700),
        (&deep, -32602),
        ("[]", -32600),
        (r#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, -32600),
        (r#"{"jsonrpc":"2.0"}"#, -32600),
        ("{}", -32600),
        ("7", -32600),
        (r#""ping""#, -32600),
        (r#"{"jsonrpc":"2.0","id":true,"method":"ping"}"#, -32600),
        (r#"{"jsonrpc":"2.0","id":1,"method":7}"#, -32600),
        (
            r#"{"jsonrpc":"2.0","id":1,"method":"a","method":"b"}"#,
            -32600,
        ),
        (r#"{"jsonrpc":"1.0","method":"ping"}"#, -32600),
    ] {
        let reply = Request::new("POST", "/mcp")
            .json(body)
            .send(served.address)
            .await;
        let shown: String = body.chars().take(80).collect();
        assert_eq!(reply.status, 400, "{shown} got {reply:?}");
        assert_eq!(reply.error_code(), code, "{shown} got {reply:?}");
        let id = reply.message().get("id").cloned();
        assert_eq!(
            id,
            (code == -32602).then(|| json!(1)),
            "{shown} got {reply:?}"
        );
    }
    let invalid = Request::new("POST", "/mcp")
        .json(&b"{\"method\":\"\xff\"}"[..])
        .send(served.address)
        .await;
    assert_eq!((invalid.status, invalid.error_code()), (400, -32700));
}

#[tokio::test]
async fn headers_that_contradict_the_body_are_refused() {
    let served = Served::start().await;
    for (name, value) in [
        ("Mcp-Method", "tools/call"),
        ("Mcp-Method", ""),
        ("MCP-Protocol-Version", "2025-11-25"),
    ] {
        let reply = Request::modern("tools/list", json!({}))
            .header(name, value)
            .send(served.address)
            .await;
        assert_eq!(
            (reply.status, reply.error_code()),
            (400, -32020),
            "{name}: {value}"
        );
    }
}

#[tokio::test]
async fn unknown_methods_and_tools_are_told_apart() {
    let served = Served::start().await;
    let unknown = Request::modern("plex/everything", json!({}))
        .send(served.address)
        .await;
    assert_eq!((unknown.status, unknown.error_code()), (404, -32601));
    let removed = Request::modern("ping", json!({}))
        .send(served.address)
        .await;
    assert_eq!((removed.status, removed.error_code()), (404, -32601));
}

#[tokio::test]
async fn a_notification_before_anything_else_does_no_harm() {
    // Some clients ask, notify, and only then shake hands.
    let served = Served::start().await;
    Request::modern("server/discover", json!({}))
        .send(served.address)
        .await;
    let stray = json!({"jsonrpc": "2.0", "method": "notifications/roots/list_changed"});
    let modern = Request::message(&stray)
        .header("MCP-Protocol-Version", "2026-07-28")
        .header("Mcp-Method", "notifications/roots/list_changed");
    assert_eq!(modern.send(served.address).await.status, 202);
    assert_eq!(
        Request::message(&stray).send(served.address).await.status,
        400
    );
    assert_eq!(
        Request::initialize("2025-11-25")
            .send(served.address)
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn one_connection_carries_many_requests() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let served = Served::start().await;
    let mut stream = tokio::net::TcpStream::connect(served.address)
        .await
        .unwrap();
    for number in 0..3 {
        let request = Request::call("echo", json!({"number": number}));
        stream
            .write_all(&request.bytes(served.address))
            .await
            .unwrap();
        let mut text = String::new();
        let mut some = [0; 4096];
        while !text.contains(&format!(r#"{{\"number\":{number}}}"#)) {
            let taken = stream.read(&mut some).await.unwrap();
            assert!(taken > 0, "closed after {text}");
            text.push_str(std::str::from_utf8(&some[..taken]).unwrap());
        }
    }
}

#[tokio::test]
async fn tools_are_listed_in_both_generations_alike() {
    let served = Served::start().await;
    let names = |reply: Value| -> Vec<String> {
        let tools = reply["result"]["tools"].as_array().unwrap().clone();
        tools
            .iter()
            .map(|tool| tool["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let modern = Request::modern("tools/list", json!({}))
        .send(served.address)
        .await;
    let session = served.open_session("2025-06-18").await;
    let message = json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list"});
    let legacy = Request::message(&message)
        .session(&session)
        .send(served.address)
        .await;
    assert_eq!(names(modern.message()), names(legacy.message()));
}
