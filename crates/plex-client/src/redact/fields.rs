//! Tokens in fields: of a value that no model reads, which would know what its fields hold.

use serde_json::Value;

use super::{form::REDACTED, name::WORDS};

/// Takes the texts and numbers out of a value that stand in fields named for tokens.
pub(crate) fn without_tokens(mut value: Value) -> Value {
    clean(&mut value, false);
    value
}

/// Nothing is as deep as what is read, which has a bound.
fn clean(value: &mut Value, is_token: bool) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                clean(value, names_token(name));
            }
        }
        Value::Array(values) => {
            for value in values {
                clean(value, is_token);
            }
        }
        Value::String(text) if is_token && !text.is_empty() => REDACTED.clone_into(text),
        Value::Number(_) if is_token => *value = Value::String(REDACTED.to_owned()),
        _ => {}
    }
}

/// Says whether a field of that name holds a token: every name of one ends with a plain one.
fn names_token(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    WORDS.iter().any(|word| name.ends_with(word))
}
