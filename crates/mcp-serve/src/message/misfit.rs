//! Says what is wrong with the params of a request whose method is known.

use rmcp::model::{
    CallToolRequestParams, CompleteRequestParams, CustomRequest, ErrorData, GetPromptRequestParams,
    InitializeRequestParams, PaginatedRequestParams, ReadResourceRequestParams, RequestMetaObject,
    SubscribeRequestParams, UnsubscribeRequestParams,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Returns the error for a request that the SDK could not read as one of its own although its method is,
/// which it then hands to [`on_custom_request`](rmcp::ServerHandler::on_custom_request): -32602 that names
/// the method and the param. `None` for a method that the protocol does not have, in the revision that the
/// request's `meta` names if it names one.
pub fn misfit(request: &CustomRequest, meta: &RequestMetaObject) -> Option<ErrorData> {
    if request.method == "initialize" && meta.protocol_version().is_some() {
        // A request that says itself what it speaks is of a revision without `initialize`.
        return None;
    }
    let reason = reason(request)?;
    Some(invalid(&request.method, &reason))
}

/// Returns the error for params that are no object.
pub(super) fn not_an_object(method: &str) -> ErrorData {
    invalid(method, NO_OBJECT)
}

/// Returns the error for params that cannot be read although they may well be an object, in words that repeat
/// nothing of them.
pub(super) fn unreadable(method: &str, error: Option<&serde_json::Error>) -> ErrorData {
    let said = error.map(ToString::to_string).unwrap_or_default();
    let is = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let reason = if is(&["surrogate", "hex escape"]) {
        "a text in them has one half of a character only"
    } else if is(&["recursion"]) {
        "they are nested too deep"
    } else {
        "they cannot be read"
    };
    invalid(method, reason)
}

fn invalid(method: &str, reason: &str) -> ErrorData {
    let method: String = method.chars().take(60).collect();
    let message = format!("the params of {method} do not fit it: {reason}");
    ErrorData::invalid_params(message, None)
}

/// Returns whether the protocol has this method.
pub(super) fn is_known(method: &str) -> bool {
    reason(&CustomRequest::new(method, None)).is_some()
}

fn reason(request: &CustomRequest) -> Option<String> {
    let params = &request.params;
    Some(match request.method.as_str() {
        "initialize" => why::<InitializeRequestParams>(params),
        "completion/complete" => why::<CompleteRequestParams>(params),
        "prompts/get" => why::<GetPromptRequestParams>(params),
        "resources/read" => why::<ReadResourceRequestParams>(params),
        "resources/subscribe" => why::<SubscribeRequestParams>(params),
        "resources/unsubscribe" => why::<UnsubscribeRequestParams>(params),
        "tools/call" => why::<CallToolRequestParams>(params),
        "tools/list" | "prompts/list" | "resources/list" | "resources/templates/list" => {
            why::<PaginatedRequestParams>(params)
        }
        "ping" | "server/discover" | "subscriptions/listen" => NO_OBJECT.to_owned(),
        _ => return None,
    })
}

const NO_OBJECT: &str = "they must be an object";

fn why<T: DeserializeOwned>(params: &Option<Value>) -> String {
    match params {
        Some(params @ Value::Object(_)) => match serde_path_to_error::deserialize::<_, T>(params) {
            Err(error) => error.to_string(),
            Ok(_) => "the _meta of the request has the wrong shape".to_owned(),
        },
        _ => NO_OBJECT.to_owned(),
    }
}
