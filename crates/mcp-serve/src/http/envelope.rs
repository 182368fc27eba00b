//! Reads the outside of a message before the SDK reads all of it.

use std::borrow::Cow;

use rmcp::model::{ErrorData, RequestId};
use serde::Deserialize;
use serde_json::error::Category;

use super::refusal::Refusal;

/// The outside of a JSON-RPC message.
#[derive(Debug)]
pub(super) struct Envelope {
    id: Option<RequestId>,
    method: Option<String>,
}

#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow, default)]
    jsonrpc: Option<Cow<'a, str>>,
    #[serde(default)]
    id: Option<RequestId>,
    #[serde(borrow, default)]
    method: Option<Cow<'a, str>>,
}

impl Envelope {
    /// Reads the envelope of `body`.
    ///
    /// # Errors
    ///
    /// The JSON-RPC error to answer with, when the body is no JSON or no message.
    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        let invalid = |message, id| Refusal::message(ErrorData::invalid_request(message, None), id);
        if body.trim_ascii_start().first() == Some(&b'[') {
            return Err(invalid(
                "one message a request; batches are not taken",
                None,
            ));
        }
        let fields: Fields<'_> = serde_json::from_slice(body)
            .map_err(|error| Refusal::message(explained(&error), None))?;
        let envelope = Self {
            id: fields.id,
            method: fields.method.map(Cow::into_owned),
        };
        if fields.jsonrpc.as_deref() != Some("2.0") {
            return Err(invalid("jsonrpc must be \"2.0\"", envelope.id));
        }
        if envelope.id.is_none() && envelope.method.is_none() {
            return Err(envelope.misfit());
        }
        Ok(envelope)
    }

    /// Returns whether the server is asked to do something that ends. A subscription lasts for as long as
    /// the client likes, and answers and notifications must get through when everything is busy:
    /// it may be waiting for them.
    pub(super) fn asks_for_work(&self) -> bool {
        self.id.is_some()
            && self
                .method
                .as_deref()
                .is_some_and(|method| method != "subscriptions/listen")
    }

    /// Returns the answer when the SDK could make nothing of the message.
    pub(super) fn misfit(self) -> Refusal {
        let error = match (&self.method, &self.id) {
            (Some(_), Some(_)) => {
                ErrorData::invalid_params("the params do not fit the method", None)
            }
            _ => ErrorData::invalid_request("this is no request, notification or response", None),
        };
        Refusal::message(error, self.id)
    }
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
