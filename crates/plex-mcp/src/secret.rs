//! Takes the token out of what is about to be shown, in case a server or a model has repeated it.

use plex_client::PlexClient;
use serde_json::Value;

/// Takes the client's token out of every text in `value`.
pub(crate) fn conceal(client: &PlexClient, value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(without) = client.without_token(text) {
                *text = without;
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| conceal(client, value)),
        Value::Object(object) => object.values_mut().for_each(|value| conceal(client, value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
