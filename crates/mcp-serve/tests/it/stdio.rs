//! Lines of messages over a pair of byte streams: who is answered, and how much is taken in.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use mcp_serve::{Outgoing, stdio::serve_streams};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf, split},
    sync::{Semaphore, mpsc},
    task::JoinHandle,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use super::fixture::Fixture;

/// A client that says exactly what it is told to.
struct Wire {
    writer: WriteHalf<DuplexStream>,
    reader: BufReader<ReadHalf<DuplexStream>>,
    started: mpsc::UnboundedReceiver<()>,
    go: Arc<Semaphore>,
    serving: JoinHandle<()>,
}

impl Wire {
    fn start(outgoing: Outgoing) -> Self {
        let (near, far) = tokio::io::duplex(64 * 1024);
        let (fixture, started, go) = Fixture::new();
        let serving = tokio::spawn(async move {
            serve_streams(fixture, split(far), outgoing, CancellationToken::new())
                .await
                .unwrap();
        });
        let (reader, writer) = split(near);
        Self {
            writer,
            reader: BufReader::new(reader),
            started,
            go,
            serving,
        }
    }

    /// With a session open.
    async fn open() -> Self {
        Self::open_with(Outgoing::default()).await
    }

    async fn open_with(outgoing: Outgoing) -> Self {
        let mut wire = Self::start(outgoing);
        wire.send(
            &json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
            "protocolVersion": "2025-11-25", "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"}}}),
        )
        .await;
        assert_eq!(wire.receive().await["id"], 0);
        wire.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}))
            .await;
        wire
    }

    async fn line(&mut self, line: &[u8]) {
        self.writer.write_all(line).await.unwrap();
        self.writer.write_all(b"\n").await.unwrap();
    }

    async fn send(&mut self, message: &Value) {
        self.line(message.to_string().as_bytes()).await;
    }

    async fn receive(&mut self) -> Value {
        let mut line = String::new();
        self.reader.read_line(&mut line).await.unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
    }

    async fn is_served(&mut self) -> bool {
        self.send(&json!({"jsonrpc": "2.0", "id": "p", "method": "ping"}))
            .await;
        self.receive().await["id"] == "p"
    }
}

fn call(id: u32, tool: &str) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {"name": tool}})
}

#[tokio::test]
async fn every_request_whose_id_can_be_read_is_answered() {
    let mut wire = Wire::open().await;
    let long = format!(
        r#"{{"jsonrpc":"2.0","id":7,"method":"ping","params":{{"a":"{}"}}}}"#,
        "x".repeat(5 * 1024 * 1024)
    );
    let deep = format!(
        r#"{{"jsonrpc":"2.0","id":7,"method":"ping","params":{{"a":{}{}}}}}"#,
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    for (line, code) in [
        (&b"{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\",\"params\":{\"a\":\"\xff\xfe\"}}"[..], -32700),
        (br#"{"jsonrpc":"2.0","id":7,"method":"ping""#, -32700),
        (br#"{"jsonrpc":"2.0","id":7,"method":"ping"}}"#, -32700),
        (br#"{"jsonrpc":"1.0","id":7,"method":"ping"}"#, -32600),
        (br#"{"id":7,"method":"ping"}"#, -32600),
        (br#"{"jsonrpc":2.0,"id":7,"method":"ping"}"#, -32600),
        (br#"{"jsonrpc":"2.0","id":7,"method":9}"#, -32600),
        (br#"{"jsonrpc":"2.0","id":7}"#, -32600),
        (br#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":"echo"}"#, -32602),
        (br#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":[1]}"#, -32602),
        (br#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":7}}"#, -32602),
        (br#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","arguments":7}}"#, -32602),
        (br#"{"jsonrpc":"2.0","id":7,"method":"no/such"}"#, -32601),
        (long.as_bytes(), -32600),
        (deep.as_bytes(), -32602),
    ] {
        wire.line(line).await;
        let shown = String::from_utf8_lossy(&line[..line.len().min(80)]).into_owned();
        let answer = timeout(Duration::from_secs(60), wire.receive()).await.expect(&shown);
        assert_eq!(answer["id"], 7, "{shown}");
        assert_eq!(answer["error"]["code"], code, "{shown}: {answer}");
    }
    assert!(wire.is_served().await);
}

/// The cause is the one there is: not every request that cannot be read has params that are no object.
#[tokio::test]
async fn what_cannot_be_read_is_told_its_own_cause() {
    let mut wire = Wire::open().await;
    let half = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"a":"\ud800"}}}"#;
    wire.line(half.as_bytes()).await;
    let answer = wire.receive().await;
    assert_eq!(answer["id"], 1, "{answer}");
    let message = answer["error"]["message"].as_str().unwrap();
    assert!(message.contains("half of a character"), "{message}");
    let meta = json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call",
        "params": {"name": "echo", "arguments": {}, "_meta": "x"}});
    wire.send(&meta).await;
    let answer = wire.receive().await;
    assert!(answer["result"].is_object(), "{answer}");
    wire.send(&json!({"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": 5}))
        .await;
    let message = wire.receive().await["error"]["message"].to_string();
    assert!(message.contains("must be an object"), "{message}");
}

#[tokio::test]
async fn what_nobody_waits_for_is_not_answered() {
    let mut wire = Wire::open().await;
    for line in [
        "",
        "   ",
        "not json",
        "{",
        r#"{"jsonrpc":"2.0","method":"notifications/progress","params":7}"#,
        r#"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":[]}"#,
        r#"{"jsonrpc":"2.0","id":9,"error":"broken"}"#,
        r#"{"jsonrpc":"2.0","id":9,"result":{}}"#,
    ] {
        wire.line(line.as_bytes()).await;
        assert!(wire.is_served().await, "{line}");
    }
}

#[tokio::test]
async fn each_message_of_a_batch_is_answered() {
    let mut wire = Wire::open().await;
    let ping = |id| json!({"jsonrpc": "2.0", "id": id, "method": "ping"});
    wire.send(
        &json!([ping(1), {"jsonrpc": "2.0", "method": "notifications/x"}, ping(2), {"id": 3}]),
    )
    .await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(wire.receive().await["id"].as_i64().unwrap());
    }
    ids.sort_unstable();
    assert_eq!(ids, [1, 2, 3]);
    wire.line(b"[]").await;
    assert_eq!(wire.receive().await["error"]["code"], -32600);
}

#[tokio::test]
async fn a_session_opens_for_a_client_that_says_nothing_of_itself() {
    let mut wire = Wire::start(Outgoing::default());
    wire.send(&json!({"jsonrpc": "2.0", "id": 0, "method": "initialize"}))
        .await;
    assert!(wire.receive().await["result"]["serverInfo"].is_object());
    wire.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}))
        .await;
    assert!(wire.is_served().await);
}

#[tokio::test]
async fn the_last_line_needs_no_end() {
    let mut wire = Wire::open().await;
    let last = call(1, "echo").to_string();
    wire.writer.write_all(last.as_bytes()).await.unwrap();
    wire.writer.shutdown().await.unwrap();
    assert_eq!(wire.receive().await["id"], 1);
    wire.serving.await.unwrap();
}

// Where time stands still, a wait ends only once nothing else can go on.
#[tokio::test(start_paused = true)]
async fn a_client_that_sends_without_end_is_slowed_down() {
    const ENOUGH: u32 = 10_000;
    let mut wire = Wire::open().await;
    let mut writer = wire.writer;
    let sent = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&sent);
    let sending = tokio::spawn(async move {
        for id in 1..=ENOUGH {
            let mut call = call(id, "wait");
            call["params"]["arguments"] = json!({"text": "x".repeat(1_000)});
            let line = format!("{call}\n");
            writer.write_all(line.as_bytes()).await.unwrap();
            counter.store(id, Ordering::Relaxed);
        }
        writer.shutdown().await.unwrap();
    });
    sleep(Duration::from_secs(1)).await;
    let taken = sent.load(Ordering::Relaxed);
    assert!(taken < ENOUGH / 5, "{taken} calls were taken in");
    let mut at_work = 0;
    while wire.started.try_recv().is_ok() {
        at_work += 1;
    }
    assert!((1..=64).contains(&at_work), "{at_work} calls are at work");
    wire.go.add_permits(ENOUGH as usize);
    let mut answered = 0;
    let mut answer = String::new();
    while wire.reader.read_line(&mut answer).await.unwrap() > 0 {
        answered += 1;
        answer.clear();
    }
    assert_eq!(answered, ENOUGH);
    sending.await.unwrap();
}

/// What few large calls hold is bounded as what many small ones do.
#[tokio::test(start_paused = true)]
async fn a_client_that_sends_large_calls_is_slowed_down_too() {
    const AT_WORK: u32 = 32;
    const LARGE: u32 = 40;
    let mut wire = Wire::open().await;
    for id in 1..=AT_WORK {
        wire.send(&call(id, "wait")).await;
        wire.started.recv().await.unwrap();
    }
    let mut writer = wire.writer;
    let sent = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&sent);
    let sending = tokio::spawn(async move {
        for id in 1..=LARGE {
            let mut call = call(AT_WORK + id, "wait");
            call["params"]["arguments"] = json!({"text": "x".repeat(300_000)});
            let line = format!("{call}\n");
            writer.write_all(line.as_bytes()).await.unwrap();
            counter.store(id, Ordering::Relaxed);
        }
        writer.shutdown().await.unwrap();
    });
    sleep(Duration::from_secs(1)).await;
    let taken = sent.load(Ordering::Relaxed);
    assert!((1..=8).contains(&taken), "{taken} calls were taken in");
    wire.go.add_permits((AT_WORK + LARGE) as usize);
    let mut answered = 0;
    let mut answer = String::new();
    while wire.reader.read_line(&mut answer).await.unwrap() > 0 {
        answered += 1;
        answer.clear();
    }
    assert_eq!(answered, AT_WORK + LARGE);
    sending.await.unwrap();
}

/// Whatever a client has called for, it can ask whether anybody is there, and say what it no longer wants.
#[tokio::test]
async fn nothing_but_calls_waits_for_calls() {
    const CALLS: u32 = 3_000;
    let mut wire = Wire::open().await;
    for id in 1..=CALLS {
        wire.send(&call(id, "wait")).await;
    }
    assert!(wire.is_served().await, "a ping is answered before them");
    for id in 2..=CALLS {
        wire.send(
            &json!({"jsonrpc": "2.0", "method": "notifications/cancelled",
            "params": {"requestId": id}}),
        )
        .await;
    }
    assert!(wire.is_served().await);
    wire.go.add_permits(CALLS as usize);
    assert_eq!(wire.receive().await["id"], 1);
    assert!(wire.is_served().await, "nothing else was left to answer");
}

/// Each call is done once and in its turn, those that waited long too.
#[tokio::test]
async fn a_burst_of_calls_is_answered_whole() {
    const CALLS: u32 = 2_000;
    let mut wire = Wire::open().await;
    wire.go.add_permits(CALLS as usize);
    let mut writer = wire.writer;
    let sending = tokio::spawn(async move {
        for id in 1..=CALLS {
            let arguments = json!({"é": [id, null, 0.5]});
            let call = json!({"jsonrpc": "2.0", "id": format!("a{id}"), "method": "tools/call",
                "params": {"name": "echo", "arguments": arguments, "_meta": {"x": id}}});
            writer
                .write_all(format!("{call}\n").as_bytes())
                .await
                .unwrap();
        }
        writer
    });
    let mut answered = std::collections::BTreeSet::new();
    for _ in 0..CALLS {
        let mut line = String::new();
        wire.reader.read_line(&mut line).await.unwrap();
        let answer: Value = serde_json::from_str(&line).unwrap();
        let id = answer["id"].as_str().unwrap().to_owned();
        let text = answer["result"]["content"][0]["text"].as_str().unwrap();
        assert_eq!(text, format!(r#"{{"é":[{},null,0.5]}}"#, &id[1..]));
        assert!(answered.insert(id));
    }
    sending.await.unwrap();
}

#[tokio::test]
async fn a_request_whose_id_can_be_none_is_told_so() {
    let mut wire = Wire::open().await;
    for (id, echoed) in [
        ("1007.5", Some("1007.5")),
        ("1e20", Some("1e20")),
        ("-12345678901234567890123", Some("-12345678901234567890123")),
        ("null", None),
        ("true", None),
        ("{}", None),
        ("[1]", None),
    ] {
        for method in ["ping", "tools/list", "no/such"] {
            let line = format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"{method}"}}"#);
            wire.line(line.as_bytes()).await;
            let mut answer = String::new();
            let reading = wire.reader.read_line(&mut answer);
            timeout(Duration::from_secs(60), reading)
                .await
                .expect(&line)
                .unwrap();
            assert!(answer.contains("the id must be"), "{line}: {answer}");
            let start = echoed.map_or(r#"{"jsonrpc":"2.0","error""#.to_owned(), |id| {
                format!(r#"{{"jsonrpc":"2.0","id":{id},"error""#)
            });
            assert!(answer.starts_with(&start), "{line}: {answer}");
        }
    }
    wire.line(br#"{"jsonrpc":"2.0","id":null,"method":"notifications/x"}"#)
        .await;
    assert!(wire.is_served().await);
}

#[tokio::test]
async fn a_call_that_waits_can_be_cancelled_and_makes_room() {
    let mut wire = Wire::open().await;
    for id in 0..40 {
        wire.send(&call(id, "wait")).await;
    }
    for _ in 0..32 {
        wire.started.recv().await.unwrap();
    }
    // One at work, one that waits.
    for id in [0, 39] {
        wire.send(
            &json!({"jsonrpc": "2.0", "method": "notifications/cancelled",
            "params": {"requestId": id}}),
        )
        .await;
    }
    wire.go.add_permits(40);
    let mut answered = Vec::new();
    for _ in 0..38 {
        answered.push(wire.receive().await["id"].as_i64().unwrap());
    }
    assert!(
        !answered.contains(&0) && !answered.contains(&39),
        "{answered:?}"
    );
    assert!(wire.is_served().await);
}

#[tokio::test]
async fn no_text_leaves_that_may_not() {
    let outgoing = Outgoing::new(|text| {
        text.contains("s3cret")
            .then(|| text.replace("s3cret", "[redacted]"))
    });
    let mut wire = Wire::open_with(outgoing).await;
    for params in [
        json!({"name": "echo", "arguments": {"a": "s3cret \"", "s3cret": 1}}),
        json!({"name": 7, "s3cret": 1}),
    ] {
        wire.send(
            &json!({"jsonrpc": "2.0", "id": "s3cret", "method": "tools/call", "params": params}),
        )
        .await;
        let answer = wire.receive().await.to_string();
        assert!(!answer.contains("s3cret"), "{answer}");
        assert!(answer.contains("[redacted]"), "{answer}");
    }
}

fn listen(id: u32) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": "subscriptions/listen", "params": {
        "notifications": {"toolsListChanged": true},
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
            "io.modelcontextprotocol/clientCapabilities": {},
        },
    }})
}

#[tokio::test]
async fn so_many_listen_at_once_and_take_no_turn_from_others() {
    let mut wire = Wire::start(Outgoing::default());
    for id in 0..32 {
        wire.send(&listen(id)).await;
        let heard = wire.receive().await;
        assert_eq!(heard["method"], "notifications/subscriptions/acknowledged");
    }
    wire.send(&listen(32)).await;
    let refused = wire.receive().await;
    assert_eq!(
        (refused["id"].as_u64(), refused["error"]["code"].as_i64()),
        (Some(32), Some(-32600))
    );
    let enough =
        json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 7}});
    wire.send(&enough).await;
    wire.send(&listen(33)).await;
    let heard = wire.receive().await;
    assert_eq!(heard["method"], "notifications/subscriptions/acknowledged");
}

#[tokio::test]
async fn one_who_listens_and_leaves_is_not_waited_for() {
    let mut wire = Wire::start(Outgoing::default());
    wire.send(&listen(1)).await;
    wire.receive().await;
    wire.writer.shutdown().await.unwrap();
    // The SDK would wait for five seconds.
    timeout(Duration::from_secs(4), wire.serving)
        .await
        .expect("it ends with its input")
        .unwrap();
}
