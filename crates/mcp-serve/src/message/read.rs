//! Reads one message.

use rmcp::model::{ClientJsonRpcMessage, ClientRequest, ErrorData, JsonRpcMessage, RequestId};
use serde::{Deserialize, Serialize};
use serde_json::{
    Value,
    error::Category,
    json,
    value::{RawValue, to_raw_value},
};

use super::{
    id::{OddId, odd_id, readable_id},
    mend::mend,
    misfit::{is_known, not_an_object, unreadable},
};

/// A message that cannot be taken: what its sender is told.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The id of the message as it was sent, if it is a request whose id could be read.
    id: Option<Box<RawValue>>,
    /// What is wrong.
    pub(crate) error: ErrorData,
    /// Says whether its sender waits for an answer, or might.
    pub(crate) wants_answer: bool,
}

/// A message that was read.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) message: ClientJsonRpcMessage,
    /// Says whether it means something else than the bytes it was read from.
    pub(crate) mended: bool,
}

/// Reads a message, and puts right what clients leave out or write as text.
///
/// # Errors
///
/// The JSON-RPC error to answer with, when the bytes are no JSON or no message.
pub(crate) fn read(bytes: &[u8]) -> Result<Read, Box<Fault>> {
    let outcome = serde_json::from_slice(bytes);
    // A request whose id is none reads as a notification, whose sender would wait for ever.
    if let Ok(JsonRpcMessage::Notification(_)) = &outcome
        && let Some(fault) = Fault::of_id(bytes)
    {
        return Err(Box::new(fault));
    }
    if let Ok(message) = &outcome
        && !is_misfit(message)
    {
        return Ok(Read::as_sent(
            outcome.map_err(|_| Box::new(Fault::of(bytes)))?,
        ));
    }
    if let Some(message) = mended(bytes) {
        return Ok(Read {
            message,
            mended: true,
        });
    }
    outcome
        .map(Read::as_sent)
        .map_err(|_| Box::new(Fault::of(bytes)))
}

impl Read {
    fn as_sent(message: ClientJsonRpcMessage) -> Self {
        Self {
            message,
            mended: false,
        }
    }
}

/// Returns whether the message asks for work that ends. A subscription lasts for as long as the client
/// likes, and answers and notifications must get through when everything is busy: it may be waiting for
/// them.
pub(crate) fn is_work(message: &ClientJsonRpcMessage) -> bool {
    matches!(message, JsonRpcMessage::Request(_)) && !is_listening(message)
}

/// Returns whether the message only asks whether anybody is there.
pub(crate) fn is_ping(message: &ClientJsonRpcMessage) -> bool {
    matches!(message, JsonRpcMessage::Request(request)
        if matches!(request.request, ClientRequest::PingRequest(_)))
}

/// Returns whether the message asks to be told of something for as long as the client likes.
pub(crate) fn is_listening(message: &ClientJsonRpcMessage) -> bool {
    matches!(message, JsonRpcMessage::Request(request)
        if matches!(request.request, ClientRequest::SubscriptionsListenRequest(_)))
}

/// Returns whether the SDK did not know the request for one of its own: it then reads it as one of a
/// foreign method.
fn is_misfit(message: &ClientJsonRpcMessage) -> bool {
    matches!(message, JsonRpcMessage::Request(request)
        if matches!(&request.request, ClientRequest::CustomRequest(custom) if is_known(&custom.method)))
}

fn mended(bytes: &[u8]) -> Option<ClientJsonRpcMessage> {
    let Ok(Value::Object(mut message)) = serde_json::from_slice(bytes) else {
        return None;
    };
    let method = message
        .get("method")?
        .as_str()
        .filter(|name| is_known(name))?;
    let method = method.to_owned();
    let params = message.remove("params").unwrap_or_default();
    message.insert("params".to_owned(), mend(&method, params)?);
    serde_json::from_value(Value::Object(message)).ok()
}

/// The outside of a message.
#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    jsonrpc: Option<Value>,
    #[serde(default)]
    method: Option<Value>,
    #[serde(default)]
    result: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    error: Option<serde::de::IgnoredAny>,
}

impl Fault {
    /// Makes one of a request with this id.
    pub(crate) fn new(id: Option<RequestId>, error: ErrorData) -> Self {
        Self {
            id: id.and_then(|id| to_raw_value(&id).ok()),
            error,
            wants_answer: true,
        }
    }

    /// Finds out whether a message with a method has an id that can be none. JSON-RPC has fractions for
    /// ids, though nobody should use them: who does is answered with the same.
    fn of_id(bytes: &[u8]) -> Option<Self> {
        let odd = odd_id(bytes)?;
        let fields: Fields = serde_json::from_slice(bytes).ok()?;
        let method = fields.method.as_ref().and_then(Value::as_str)?;
        if matches!(odd, OddId::Null) && method.starts_with("notifications/") {
            return None;
        }
        let error = ErrorData::invalid_request("the id must be a text or a whole number", None);
        Some(Self {
            id: match odd {
                OddId::Number(number) => Some(number),
                OddId::Null | OddId::Other => None,
            },
            ..Self::new(None, error)
        })
    }

    /// Finds out what is wrong with a message that could not be read.
    fn of(bytes: &[u8]) -> Self {
        if let Some(fault) = Self::of_id(bytes) {
            return fault;
        }
        let id = readable_id(bytes);
        let fault = |error, wants_answer| Self {
            wants_answer,
            ..Self::new(id.clone(), error)
        };
        if bytes.trim_ascii_start().first() == Some(&b'[') {
            return Self::batch();
        }
        if std::str::from_utf8(bytes).is_err() {
            let error = ErrorData::parse_error("the message is not UTF-8", None);
            return fault(error, id.is_some());
        }
        let fields = match serde_json::from_slice::<Fields>(bytes) {
            Ok(fields) => fields,
            Err(error) => return fault(explained(&error), id.is_some()),
        };
        let invalid = |message: &'static str| ErrorData::invalid_request(message, None);
        if fields.jsonrpc != Some(json!("2.0")) {
            return fault(invalid("jsonrpc must be \"2.0\""), true);
        }
        match fields.method {
            Some(Value::String(method)) if id.is_some() => {
                // What is skipped over is not looked into as closely as what is read.
                let error = match serde_json::from_slice::<serde_json::Map<String, Value>>(bytes) {
                    Ok(message) if message.get("params").is_some_and(Value::is_object) => {
                        unreadable(&method, None)
                    }
                    Ok(_) => not_an_object(&method),
                    Err(error) => unreadable(&method, Some(&error)),
                };
                fault(error, true)
            }
            // A notification: nobody waits for an answer.
            Some(Value::String(_)) => fault(invalid("the notification cannot be read"), false),
            Some(_) => fault(invalid("method must be a text"), true),
            None if fields.result.is_some() || fields.error.is_some() => {
                fault(invalid("the response cannot be read"), false)
            }
            None => fault(
                invalid("this is no request, notification or response"),
                true,
            ),
        }
    }

    /// Returns the fault of several messages in one list.
    pub(crate) fn batch() -> Self {
        let message = "one message at a time; batches are not taken";
        Self::new(None, ErrorData::invalid_request(message, None))
    }

    /// Returns the answer.
    pub(crate) fn into_answer(self) -> FaultAnswer {
        FaultAnswer {
            jsonrpc: "2.0",
            id: self.id,
            error: self.error,
        }
    }
}

/// What is answered to a message that cannot be taken.
#[derive(Debug, Serialize)]
pub(crate) struct FaultAnswer {
    jsonrpc: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Box<RawValue>>,
    error: ErrorData,
}

/// Says where the JSON is wrong, in words that repeat nothing of it.
fn explained(error: &serde_json::Error) -> ErrorData {
    let place = format!("line {} column {}", error.line(), error.column());
    match error.classify() {
        Category::Data => {
            ErrorData::invalid_request(format!("not a JSON-RPC message ({place})"), None)
        }
        Category::Eof => ErrorData::parse_error(format!("the JSON ends early ({place})"), None),
        Category::Syntax | Category::Io => {
            ErrorData::parse_error(format!("not JSON ({place})"), None)
        }
    }
}
