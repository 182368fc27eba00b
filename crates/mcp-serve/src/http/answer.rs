//! Turns what the SDK answers into what the client takes.

use std::convert::Infallible;

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Response, StatusCode, header::CONTENT_TYPE};
use http_body_util::{BodyExt, Full, combinators::BoxBody};
use rmcp::model::{ErrorData, JsonRpcError, RequestId};
use serde_json::Value;

use super::events::Rewritten;
use super::media::Takes;
use crate::Outgoing;

/// A response as the SDK makes them.
pub(super) type Answer = Response<BoxBody<Bytes, Infallible>>;

const JSON: &str = "application/json";
const EVENTS: &str = "text/event-stream";

/// Changes an answer to the request `id` into one of the kinds that the client takes, with every text
/// rewritten that may not leave.
pub(super) async fn adapt(
    answer: Answer,
    takes: Takes,
    id: Option<&RequestId>,
    outgoing: &Outgoing,
) -> Answer {
    match content_type(&answer) {
        EVENTS if takes.events => answer.map(|body| Rewritten::new(body, outgoing.clone()).boxed()),
        EVENTS => {
            let (mut head, body) = answer.into_parts();
            let json = last_answer(body, id).await.unwrap_or_else(|| {
                head.status = StatusCode::INTERNAL_SERVER_ERROR;
                error_text(id, "the request ended without an answer")
            });
            with_body(Response::from_parts(head, ()), json, JSON, outgoing)
        }
        JSON => {
            let (head, body) = answer.into_parts();
            let json = text(body).await;
            let streams = !takes.json && head.status.is_success();
            let kind = if streams { EVENTS } else { JSON };
            with_body(Response::from_parts(head, ()), json, kind, outgoing)
        }
        _ if answer.status().is_client_error() || answer.status().is_server_error() => {
            // The SDK's own refusals are plain text.
            let (head, body) = answer.into_parts();
            let json = error_text(id, &text(body).await);
            with_body(Response::from_parts(head, ()), json, JSON, outgoing)
        }
        _ => answer,
    }
}

fn content_type(answer: &Answer) -> &'static str {
    let value = answer.headers().get(CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok()).unwrap_or("");
    match value.split(';').next().unwrap_or("").trim() {
        JSON => JSON,
        EVENTS => EVENTS,
        _ => "",
    }
}

fn with_body(head: Response<()>, json: String, kind: &'static str, outgoing: &Outgoing) -> Answer {
    let json = outgoing.json(&json).unwrap_or(json);
    let body = if kind == EVENTS {
        format!("data: {json}\n\n")
    } else {
        json
    };
    let mut answer = head.map(|()| Full::new(Bytes::from(body)).boxed());
    answer
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}

async fn text(body: BoxBody<Bytes, Infallible>) -> String {
    let Ok(body) = body.collect().await;
    String::from_utf8_lossy(&body.to_bytes()).into_owned()
}

fn error_text(id: Option<&RequestId>, message: &str) -> String {
    let error = ErrorData::invalid_request(message.to_owned(), None);
    // Serialising plain strings and numbers does not fail; an empty body still has its status.
    serde_json::to_string(&JsonRpcError::new(id.cloned(), error)).unwrap_or_default()
}

/// Reads events up to the answer to `id`; what is said before it is for clients that take streams.
async fn last_answer(
    mut body: BoxBody<Bytes, Infallible>,
    id: Option<&RequestId>,
) -> Option<String> {
    let wanted = id.map(|id| id.clone().into_json_value());
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        bytes.extend_from_slice(&data);
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            let line = bytes.split_to(end + 1);
            let Some(json) = line.strip_prefix(b"data:") else {
                continue;
            };
            let Ok(message) = serde_json::from_slice::<Value>(json) else {
                continue;
            };
            let answers = message.get("result").is_some() || message.get("error").is_some();
            if answers && (wanted.is_none() || message.get("id") == wanted.as_ref()) {
                return Some(message.to_string());
            }
        }
    }
    None
}
