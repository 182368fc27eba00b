//! The program on standard input and output, with what real clients send.

use std::{io::Read, net::TcpListener, time::Duration};

use serde_json::{Value, json};

use crate::support::{Wire, initialize, meta, program, tool_count};
use crate::worlds;

/// The program with a server that is not there: nothing here needs one.
fn wire() -> Wire {
    Wire::start(program().env("PLEX_URL", "http://127.0.0.1:9"))
}

fn discover(id: u32) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": "server/discover", "params": {"_meta": meta()}})
}

#[test]
fn a_client_that_only_looks_is_let_go_quietly() {
    let (code, rest, stderr) = wire().finish();
    assert_eq!((code, rest.as_str(), stderr.as_str()), (0, "", ""));
}

#[test]
fn a_client_may_leave_after_discovery() {
    let mut wire = wire();
    let answer = wire.ask(&discover(1));
    assert!(
        answer["result"]["supportedVersions"]
            .as_array()
            .unwrap()
            .contains(&json!("2026-07-28"))
    );
    assert_eq!(wire.finish().0, 0);
}

#[test]
fn notifications_before_the_first_request_are_dropped() {
    let mut wire = wire();
    wire.send(&json!({"jsonrpc": "2.0", "method": "notifications/roots/list_changed"}));
    wire.send(
        &json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 7}}),
    );
    wire.send(&json!({"jsonrpc": "2.0", "id": 3, "result": {}}));
    let answer = wire.initialize();
    assert_eq!(answer["result"]["serverInfo"]["name"], "plex-mcp");
    assert_eq!(wire.finish().0, 0);
}

#[test]
fn discovery_then_a_notification_then_initialize() {
    let mut wire = wire();
    assert!(wire.ask(&discover(1))["result"].is_object());
    wire.send(&json!({"jsonrpc": "2.0", "method": "notifications/roots/list_changed"}));
    assert!(wire.initialize()["result"].is_object());
    let list = wire.ask(&json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list"}));
    assert_eq!(
        list["result"]["tools"].as_array().unwrap().len(),
        tool_count()
    );
    assert_eq!(wire.finish().0, 0);
}

#[test]
fn pings_before_a_session_are_answered() {
    let mut wire = wire();
    assert!(wire.ask(&json!({"jsonrpc": "2.0", "id": 1, "method": "ping"}))["result"].is_object());
    wire.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
    assert!(wire.initialize()["result"].is_object());
    assert_eq!(wire.finish().0, 0);
}

#[test]
fn every_revision_is_spoken() {
    for version in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
        let mut wire = wire();
        let answer = wire.ask(&initialize(version));
        assert_eq!(answer["result"]["protocolVersion"], version);
        wire.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        let list = wire.ask(&json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list"}));
        assert_eq!(
            list["result"]["tools"].as_array().unwrap().len(),
            tool_count(),
            "{version}"
        );
        assert!(
            list["result"].get("ttlMs").is_none() && list["result"].get("resultType").is_none(),
            "{version}"
        );
        assert_eq!(wire.finish().0, 0);
    }
}

#[test]
fn the_newest_revision_needs_no_handshake() {
    let mut wire = wire();
    let list = wire.ask(
        &json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": meta()}}),
    );
    assert_eq!(
        list["result"]["tools"].as_array().unwrap().len(),
        tool_count()
    );
    assert_eq!(list["result"]["resultType"], "complete");
    assert!(list["result"]["ttlMs"].as_u64().unwrap() > 0);
    // Once open, a notification is what it always is.
    wire.send(&json!({"jsonrpc": "2.0", "method": "notifications/roots/list_changed"}));
    let call = wire.ask(
        &json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {
        "name": "plex_get_libraries", "_meta": meta()}}),
    );
    assert_eq!(call["result"]["isError"], true);
    assert_eq!(
        call["result"]["structuredContent"]["error"]["kind"],
        "unreachable"
    );
    assert_eq!(wire.finish().0, 0);
}

#[test]
fn without_plex_the_server_starts_and_lists_and_its_calls_say_why() {
    let mut wire = wire();
    wire.initialize();
    let call = wire.ask(&json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "plex_get_sessions"}}));
    let result = &call["result"];
    assert_eq!(result["isError"], true);
    let text = result["content"][0]["text"].as_str().unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(text).unwrap(),
        result["structuredContent"]
    );
    assert_eq!(wire.finish().0, 0);
}

#[test]
fn what_is_no_message_does_not_end_the_session() {
    let mut wire = wire();
    wire.initialize();
    for junk in [
        "",
        "not json",
        "{",
        "[]",
        "{\"jsonrpc\":\"2.0\"}",
        "{\"jsonrpc\":\"1.0\",\"id\":1}",
    ] {
        wire.send_raw(junk);
    }
    let answer = wire.ask(&json!({"jsonrpc": "2.0", "id": "after", "method": "ping"}));
    assert!(answer["result"].is_object());
    assert_eq!(wire.finish().0, 0);
}

#[test]
fn an_unknown_tool_is_a_protocol_error_that_offers_the_nearest() {
    let mut wire = wire();
    wire.initialize();
    let call = wire.ask(&json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "plex_serch"}}));
    assert_eq!(call["error"]["code"], -32602);
    assert!(
        call["error"]["data"]["error"]["hint"]
            .as_str()
            .unwrap()
            .contains("plex_search"),
        "{call}"
    );
    assert_eq!(wire.finish().0, 0);
}

#[test]
fn a_cursor_that_was_never_given_is_refused() {
    let mut wire = wire();
    wire.initialize();
    let list = wire.ask(
        &json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": {"cursor": "x"}}),
    );
    assert_eq!(list["error"]["code"], -32602);
    assert_eq!(wire.finish().0, 0);
}

#[test]
fn answers_still_come_when_the_input_ends_at_once() {
    let mut wire = wire();
    wire.initialize();
    wire.send(&json!({"jsonrpc": "2.0", "id": "last", "method": "tools/call", "params": {"name": "plex_get_libraries"}}));
    let (code, rest, _) = wire.finish();
    assert_eq!(code, 0);
    assert!(
        rest.contains("\"id\":\"last\"") && rest.contains("unreachable"),
        "{rest}"
    );
}

#[test]
fn output_schemas_can_be_switched_off() {
    let mut wire = Wire::start(program().arg("--no-output-schema"));
    wire.initialize();
    let list = wire.ask(&json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list"}));
    for tool in list["result"]["tools"].as_array().unwrap() {
        assert!(tool.get("outputSchema").is_none(), "{tool}");
    }
    assert_eq!(wire.finish().0, 0);
}

#[test]
fn ordinary_mistakes_are_not_logged() {
    let mut wire = wire();
    wire.initialize();
    for (method, params) in [
        ("tools/call", json!({"name": "plex_nothing"})),
        (
            "tools/call",
            json!({"name": "plex_search", "arguments": {"querry": "x"}}),
        ),
        (
            "tools/call",
            json!({"name": "plex_get_libraries", "arguments": 7}),
        ),
        ("prompts/get", json!({"name": "nothing"})),
        ("resources/read", json!({"uri": "pms://nothing"})),
        ("no/such/method", json!({})),
    ] {
        let answer =
            wire.ask(&json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}));
        let is_error = answer["error"].is_object() || answer["result"]["isError"] == true;
        assert!(is_error, "{answer}");
    }
    let (code, _, stderr) = wire.finish();
    assert_eq!((code, stderr.as_str()), (0, ""));
}

/// A client that sends calls without end is slowed down, not stored.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_calls_at_once_take_no_more_memory_than_a_few_and_keep_none() {
    use std::io::Write;
    const CALLS: usize = 1_000;
    const BYTES: usize = 30_000;
    let emulator = worlds::sample().await;
    let mut wire = Wire::start(
        program()
            .env("PLEX_URL", emulator.url())
            .env("PLEX_TOKEN", emulator.token()),
    );
    wire.initialize();
    let padding = "x".repeat(BYTES);
    let call = move |id: usize| {
        json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {
            "name": "plex_get_libraries", "arguments": {"_padding": padding}}})
    };
    for id in 0..20 {
        wire.ask(&call(id));
    }
    let bytes = |wire: &Wire, what: &str| wire.memory_kib(what) as usize * 1024;
    let (peak, rest) = (bytes(&wire, "VmHWM"), bytes(&wire, "VmRSS"));
    let mut input = wire.input();
    let mut after = Vec::new();
    for _ in 0..3 {
        let call = call.clone();
        let writing = std::thread::spawn(move || {
            for id in 0..CALLS {
                writeln!(input, "{}", call(id)).unwrap();
            }
            input
        });
        for _ in 0..CALLS {
            assert!(wire.receive()["id"].is_u64());
        }
        input = writing.join().unwrap();
        after.push(bytes(&wire, "VmRSS"));
    }
    let all = CALLS * BYTES;
    let grown = bytes(&wire, "VmHWM").saturating_sub(peak);
    assert!(grown < all / 3, "{grown} bytes more at its height");
    // What a burst took is given back, or taken again by the next: nothing of a call is kept.
    let kept = after[0].saturating_sub(rest);
    assert!(kept < all / 3, "{kept} bytes more afterwards");
    let more = after[2].saturating_sub(after[0]);
    assert!(
        more < all / 5,
        "{more} bytes more by two bursts more: {after:?}"
    );
    drop(input);
}

#[test]
fn stdout_is_the_wire_at_any_log_level() {
    let mut wire = Wire::start(
        program()
            .env("PLEX_URL", "http://127.0.0.1:9")
            .env("PLEX_MCP_LOG", "trace"),
    );
    wire.initialize();
    wire.ask(&json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "plex_get_libraries"}}));
    let (code, rest, stderr) = wire.finish();
    assert_eq!((code, rest.as_str()), (0, ""));
    assert!(stderr.contains("TRACE"), "{stderr}");
}

#[test]
fn a_call_that_is_cancelled_stops_its_work_and_is_never_answered() {
    // Takes connections and says nothing: a Plex that hangs.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let mut wire = Wire::start(
        program()
            .env("PLEX_URL", url)
            .env("PLEX_MCP_TIMEOUT", "600"),
    );
    wire.initialize();
    wire.send(
        &json!({"jsonrpc": "2.0", "id": "hangs", "method": "tools/call", "params": {
        "name": "plex_get_libraries"}}),
    );
    let (mut asked, _) = silent.accept().unwrap();
    wire.send(
        &json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {
        "requestId": "hangs"}}),
    );
    // The question to Plex is given up, long before its own time is over.
    asked
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    asked.read_to_end(&mut Vec::new()).unwrap();
    let next = wire.ask(
        &json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {
        "name": "plex_search", "arguments": {"query": ""}}}),
    );
    assert_eq!(next["result"]["isError"], true);
    let (code, rest, _) = wire.finish();
    assert_eq!((code, rest.as_str()), (0, ""));
}
