//! Puts right what clients leave out of requests, or write as text.

use rmcp::model::ProtocolVersion;
use serde_json::{Map, Value, json};

/// Rewrites the params of a request that does not fit its method, so far as it is plain what was meant.
pub(super) fn mend(method: &str, params: Value) -> Option<Value> {
    let mut params = object(params)?;
    // What is said about a request is no part of it.
    if !params.get("_meta").is_none_or(Value::is_object) {
        params.remove("_meta");
    }
    match method {
        // The stateless revisions have no `initialize`.
        "initialize" if stands_for_itself(&params) => return None,
        "initialize" => introduce(&mut params),
        "tools/call" | "prompts/get" => {
            if let Some(arguments) = params.remove("arguments") {
                let arguments = object(arguments.clone()).map_or(arguments, Value::Object);
                params.insert("arguments".to_owned(), arguments);
            }
        }
        _ => {}
    }
    Some(Value::Object(params))
}

fn stands_for_itself(params: &Map<String, Value>) -> bool {
    let meta = params.get("_meta");
    meta.is_some_and(|meta| {
        meta.get("io.modelcontextprotocol/protocolVersion")
            .is_some()
    })
}

/// Reads an object, an object written as text, or one of the ways to write nothing.
fn object(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(object) => Some(object),
        Value::Null => Some(Map::new()),
        Value::Array(values) if values.is_empty() => Some(Map::new()),
        Value::String(text) if text.trim().is_empty() => Some(Map::new()),
        Value::String(text) => match serde_json::from_str(&text) {
            Ok(Value::Object(object)) => Some(object),
            _ => None,
        },
        _ => None,
    }
}

/// Fills in what a client does not say of itself. Nothing depends on its name, and a client without
/// capabilities is asked nothing.
fn introduce(params: &mut Map<String, Value>) {
    let version = ProtocolVersion::V_2025_03_26;
    fill(params, "protocolVersion", Value::is_string, json!(version));
    fill(params, "capabilities", Value::is_object, json!({}));
    fill(params, "clientInfo", Value::is_object, json!({}));
    if let Some(Value::Object(info)) = params.get_mut("clientInfo") {
        fill(info, "name", Value::is_string, json!("unknown"));
        fill(info, "version", Value::is_string, json!("unknown"));
    }
}

fn fill(object: &mut Map<String, Value>, name: &str, fits: fn(&Value) -> bool, value: Value) {
    if !object.get(name).is_some_and(fits) {
        object.insert(name.to_owned(), value);
    }
}
