//! Requests over a transport of the SDK, of which those that wait are written down and read again.

use std::{sync::Arc, time::Duration};

use futures::{SinkExt, StreamExt, channel::mpsc::unbounded};
use mcp_serve::{Outgoing, stdio::serve};
use rmcp::{
    RoleServer,
    model::{JsonRpcMessage, RequestId},
    service::{RxJsonRpcMessage, TxJsonRpcMessage},
};
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::fixture::Fixture;

type Incoming = RxJsonRpcMessage<RoleServer>;

fn message(message: Value) -> Incoming {
    serde_json::from_value(message).unwrap()
}

fn call(id: u32, tool: &str, arguments: Value) -> Incoming {
    message(
        json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {
        "name": tool, "arguments": arguments}}),
    )
}

/// Deeper than what is written can be read.
fn deep() -> Value {
    (0..200).fold(json!("x".repeat(10_000)), |inner, _| json!([inner]))
}

#[tokio::test]
async fn one_that_cannot_be_read_again_is_answered_too() {
    const AT_WORK: u32 = 32;
    let (mut client, incoming) = unbounded::<Incoming>();
    let (outgoing, mut answers) = unbounded::<TxJsonRpcMessage<RoleServer>>();
    let (fixture, mut started, go) = Fixture::new();
    let go = Arc::clone(&go);
    let serving = tokio::spawn(serve(
        fixture,
        (outgoing, incoming),
        Outgoing::default(),
        CancellationToken::new(),
    ));
    let open = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": "2025-11-25", "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"}}});
    client.send(message(open)).await.unwrap();
    answers.next().await.unwrap();
    let ready = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
    client.send(message(ready)).await.unwrap();
    for id in 1..=AT_WORK {
        client.send(call(id, "wait", json!({}))).await.unwrap();
        started.recv().await.unwrap();
    }
    // More than are kept as they are.
    let waiting = AT_WORK + 70;
    for id in AT_WORK + 1..waiting {
        client.send(call(id, "echo", json!({}))).await.unwrap();
    }
    let arguments = json!({"deep": deep()});
    client.send(call(waiting, "echo", arguments)).await.unwrap();
    client
        .send(call(waiting + 1, "echo", json!({})))
        .await
        .unwrap();
    go.add_permits(AT_WORK as usize);
    let mut told = Vec::new();
    let mut refused = 0;
    for _ in 0..=waiting {
        let answer = timeout(Duration::from_secs(60), answers.next()).await;
        match answer.expect("each is answered").unwrap() {
            JsonRpcMessage::Error(error) => {
                assert_eq!(error.id, Some(RequestId::Number(waiting.into())));
                assert!(error.error.message.contains("send it again"), "{error:?}");
                refused += 1;
                told.push(waiting);
            }
            JsonRpcMessage::Response(response) => match response.id {
                RequestId::Number(id) => told.push(u32::try_from(id).unwrap()),
                id => panic!("{id:?}"),
            },
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(refused, 1);
    told.sort_unstable();
    assert!(told.into_iter().eq(1..=waiting + 1));
    drop(client);
    serving.await.unwrap().unwrap();
}
