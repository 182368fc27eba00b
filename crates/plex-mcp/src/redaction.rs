//! Takes tokens out of what is about to be shown, in case a server or a model has repeated one.
//!
//! Everything that [`PlexMcpServer`](crate::PlexMcpServer) gives passes here: results, errors and their
//! hints, resources, prompts and completions. What leaves over a transport passes once more, with all
//! that is written beside them: progress, questions to the person, and the SDK's own errors.

use plex_client::PlexClient;
use serde_json::Value;

/// Takes tokens out of a text.
pub(crate) fn text(client: &PlexClient, text: String) -> String {
    client.without_token(&text).unwrap_or(text)
}

/// Takes tokens out of every text in `value`.
pub(crate) fn conceal(client: &PlexClient, value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(without) = client.without_token(text) {
                *text = without;
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| conceal(client, value)),
        Value::Object(fields)
            if fields
                .keys()
                .any(|name| client.without_token(name).is_some()) =>
        {
            // Columns of a query carry the names that were asked for.
            *fields = std::mem::take(fields)
                .into_iter()
                .map(|(name, mut value)| {
                    conceal(client, &mut value);
                    (self::text(client, name), value)
                })
                .collect();
        }
        Value::Object(fields) => fields.values_mut().for_each(|value| conceal(client, value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
