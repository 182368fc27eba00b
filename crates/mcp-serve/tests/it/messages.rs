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
    for accept in ["text/html", "image/*", "application/json;q=0"] {
        let reply = question()
            .header("Accept", accept)
            .send(served.address)
            .await;
        assert_eq!(
            (reply.status, reply.error_code()),
            (406, -32600),
            "{accept:?}"
        );
        let stream = Request::new("GET", "/mcp").header("Accept", accept);
        assert_eq!(stream.send(served.address).await.status, 406, "{accept:?}");
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
async fn a_client_gets_the_kind_of_answer_it_takes() {
    const JSON: &str = "application/json";
    const EVENTS: &str = "text/event-stream";
    let served = Served::start().await;
    let session = served.open_session("2025-06-18").await;
    let called =
        json!({"jsonrpc": "2.0", "id": 4, "method": "tools/call", "params": {"name": "echo"}});
    for (accept, alone, in_session) in [
        ("", JSON, EVENTS),
        ("*/*", JSON, EVENTS),
        ("application/json", JSON, JSON),
        ("application/json, text/event-stream;q=0", JSON, JSON),
        ("text/event-stream", EVENTS, EVENTS),
    ] {
        let reply = Request::call("echo", json!({"a": 1})).header("Accept", accept);
        let reply = reply.send(served.address).await;
        let kind = reply.header("content-type");
        assert_eq!((reply.status, kind), (200, Some(alone)), "{accept:?}");
        assert_eq!(reply.message()["id"], 1, "{accept:?}");
        let reply = Request::message(&called).session(&session);
        let reply = reply.header("Accept", accept).send(served.address).await;
        let kind = reply.header("content-type");
        assert_eq!((reply.status, kind), (200, Some(in_session)), "{accept:?}");
        assert_eq!(reply.message()["id"], 4, "{accept:?}");
        // The handshake too, with the id of the session beside it.
        let reply = Request::initialize("2025-06-18").header("Accept", accept);
        let reply = reply.send(served.address).await;
        assert_eq!(reply.header("content-type"), Some(in_session), "{accept:?}");
        assert!(reply.header("mcp-session-id").is_some(), "{accept:?}");
        assert_eq!(reply.message()["result"]["protocolVersion"], "2025-06-18");
    }
}

#[tokio::test]
async fn who_takes_one_body_is_not_given_what_comes_before_it() {
    let served = Served::start().await;
    let session = served.open_session("2025-06-18").await;
    let call = json!({"jsonrpc": "2.0", "id": 4, "method": "tools/call", "params": {
        "name": "report", "_meta": {"progressToken": "p"}}});
    let reply = Request::message(&call).session(&session);
    let reply = reply
        .header("Accept", "application/json")
        .send(served.address)
        .await;
    assert!(!reply.body.contains("notifications/progress"), "{reply:?}");
    assert_eq!(reply.message()["id"], 4);
}

#[tokio::test]
async fn what_the_sdk_refuses_comes_as_json_too() {
    let served = Served::start().await;
    let ping = json!({"jsonrpc": "2.0", "id": 8, "method": "ping"});
    let reply = Request::message(&ping).session("no-such-session");
    let reply = reply.send(served.address).await;
    assert_eq!((reply.status, reply.error_code()), (404, -32600));
    assert_eq!(reply.message()["id"], 8);
}

#[tokio::test]
async fn what_clients_leave_out_or_write_as_text_is_understood() {
    let served = Served::start().await;
    for params in [
        json!({}),
        json!(null),
        json!([]),
        json!({"protocolVersion": "2025-06-18", "capabilities": null}),
        json!({"protocolVersion": "2025-06-18", "clientInfo": {"name": "x"}}),
    ] {
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params});
        let reply = Request::message(&message).send(served.address).await;
        assert!(
            reply.message()["result"]["serverInfo"].is_object(),
            "{params}: {reply:?}"
        );
    }
    let session = served.open_session("2025-06-18").await;
    for (arguments, said) in [
        (json!("{\"a\": 1}"), r#"{"a":1}"#),
        (json!(""), "{}"),
        (json!([]), "{}"),
        (json!(null), "{}"),
    ] {
        let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": {"name": "echo", "arguments": arguments}});
        let reply = Request::message(&call)
            .session(&session)
            .send(served.address)
            .await;
        assert_eq!(
            reply.message()["result"]["content"][0]["text"],
            said,
            "{arguments}"
        );
    }
}

#[tokio::test]
async fn the_present_revision_has_no_initialize() {
    let served = Served::start().await;
    let reply = Request::modern("initialize", json!({}))
        .send(served.address)
        .await;
    assert_eq!(reply.status, 404, "{reply:?}");
    assert_eq!(reply.message()["error"]["code"], -32601);
}

#[tokio::test]
async fn params_of_a_wrong_shape_are_named() {
    let served = Served::start().await;
    let session = served.open_session("2025-06-18").await;
    for (method, params, named) in [
        (
            "tools/call",
            json!({"name": "echo", "arguments": 7}),
            "arguments",
        ),
        ("tools/call", json!({"arguments": {}}), "name"),
        ("tools/call", json!("echo"), "tools/call"),
        ("resources/read", json!({"uri": 7}), "uri"),
        ("tools/list", json!([1]), "tools/list"),
        ("ping", json!(1), "ping"),
    ] {
        let message = json!({"jsonrpc": "2.0", "id": 5, "method": method, "params": params});
        let reply = Request::message(&message)
            .session(&session)
            .send(served.address)
            .await;
        let answer = reply.message();
        assert_eq!(answer["error"]["code"], -32602, "{message}: {answer}");
        assert_eq!(answer["id"], 5, "{message}");
        assert!(
            answer["error"]["message"].as_str().unwrap().contains(named),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn no_text_leaves_that_may_not() {
    let served = Served::with(|options| {
        options.outgoing = mcp_serve::Outgoing::new(|text| {
            text.contains("s3cret")
                .then(|| text.replace("s3cret", "[redacted]"))
        });
    })
    .await;
    let session = served.open_session("2025-06-18").await;
    let arguments = json!({"a": "an s3cret", "s3cret": ["s3cret \" \n"]});
    let params = json!({"name": "echo", "arguments": arguments});
    let call = json!({"jsonrpc": "2.0", "id": "s3cret", "method": "tools/call", "params": params});
    for request in [
        Request::call("echo", arguments.clone()),
        Request::call("echo", arguments.clone()).header("Accept", "text/event-stream"),
        Request::message(&call).session(&session),
        Request::message(&call)
            .session(&session)
            .header("Accept", "application/json"),
        Request::modern("s3cret", json!({})),
        Request::new("POST", "/mcp")
            .json(r#"{"jsonrpc":"2.0","id":1,"method":"s3cret","params":1}"#),
    ] {
        let reply = request.send(served.address).await;
        assert!(!reply.body.contains("s3cret"), "{reply:?}");
        assert!(reply.body.contains("[redacted]"), "{reply:?}");
        reply.message();
    }
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
        // An id that can be read is answered, whatever else is wrong.
        let id = reply.message().get("id").cloned();
        let readable = body.starts_with('{') && body.contains(r#""id":1"#);
        assert_eq!(id, readable.then(|| json!(1)), "{shown} got {reply:?}");
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
