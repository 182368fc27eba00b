//! Checks a call's arguments against the very schema that was published, and explains what is wrong.
//!
//! The SDK enforces neither bounds nor types; this does, so that every mistake comes back as a tool
//! error that names the argument, what was given and what is allowed, and nothing unchecked goes on.

use serde::de::DeserializeOwned;
use serde_json::{Number, Value};

use crate::{error::ToolError, nearest::nearest, schema::JsonObject};

/// The arguments of a call as the tool's own type, after checking them against `schema`.
///
/// # Errors
///
/// `invalid_argument` for the first thing that is wrong.
pub(crate) fn parse<T: DeserializeOwned>(
    schema: &JsonObject,
    given: JsonObject,
) -> Result<T, ToolError> {
    let checked = check(schema, given)?;
    serde_json::from_value(Value::Object(checked)).map_err(|error| {
        // The schema allows what the type does not: a mistake in the tool, told as what it is.
        ToolError::internal(format!("the arguments could not be read: {error}"))
    })
}

/// The arguments with every value checked and in the type that its schema names.
fn check(schema: &JsonObject, given: JsonObject) -> Result<JsonObject, ToolError> {
    let none = JsonObject::new();
    let known = schema
        .get("properties")
        .and_then(Value::as_object)
        .unwrap_or(&none);
    let mut checked = JsonObject::new();
    for (name, value) in given {
        let Some(rules) = known.get(&name) else {
            return Err(unknown(&name, known));
        };
        // Many clients send null for what they leave out.
        if !value.is_null() {
            let value = conform(&name, value, rules)?;
            checked.insert(name, value);
        }
    }
    let required = schema.get("required").and_then(Value::as_array);
    for name in required.into_iter().flatten().filter_map(Value::as_str) {
        if !checked.contains_key(name) {
            let rules = known.get(name).unwrap_or(&Value::Null);
            return Err(ToolError::invalid(format!(
                "{name} is missing: give {}",
                allowed(rules)
            )));
        }
    }
    Ok(checked)
}

/// One value in the type its rules name, or the error that teaches them.
fn conform(name: &str, value: Value, rules: &Value) -> Result<Value, ToolError> {
    let refused = |value: &Value| {
        let error = ToolError::refused(name, value, &allowed(rules));
        match (value.as_str(), rules.get("enum").and_then(Value::as_array)) {
            (Some(text), Some(choices)) => {
                error.meant(nearest(text, choices.iter().filter_map(Value::as_str)))
            }
            _ => error,
        }
    };
    match (rules.get("type").and_then(Value::as_str), value) {
        (Some("string"), Value::String(text)) => {
            let fits = match rules.get("enum").and_then(Value::as_array) {
                Some(choices) => choices.iter().any(|choice| choice == text.as_str()),
                None => {
                    // An untrimmed blank is as empty as nothing.
                    let length = text.trim().chars().count() as u64;
                    length >= bound(rules, "minLength").unwrap_or(0)
                        && bound(rules, "maxLength").is_none_or(|longest| length <= longest)
                }
            };
            let value = Value::String(text);
            if fits {
                Ok(value)
            } else {
                Err(refused(&value))
            }
        }
        // Ids arrive as numbers from some clients, and "1917" is a film.
        (Some("string"), Value::Number(number))
            if is_whole(&number) && rules.get("enum").is_none() =>
        {
            Ok(Value::String(number.to_string()))
        }
        (Some("integer"), Value::Number(number)) => {
            let whole = whole(&number).filter(|whole| {
                limit(rules, "minimum").is_none_or(|least| *whole >= least)
                    && limit(rules, "maximum").is_none_or(|most| *whole <= most)
            });
            whole
                .map(Value::from)
                .ok_or_else(|| refused(&Value::Number(number)))
        }
        (Some("boolean"), Value::Bool(value)) => Ok(Value::Bool(value)),
        // What an object holds, only the tool can judge.
        (Some("object"), Value::Object(fields))
            if bound(rules, "maxProperties").is_none_or(|most| fields.len() as u64 <= most) =>
        {
            Ok(Value::Object(fields))
        }
        (Some("array"), Value::Array(values)) => {
            let count = values.len() as u64;
            let fits = count >= bound(rules, "minItems").unwrap_or(0)
                && bound(rules, "maxItems").is_none_or(|most| count <= most);
            if !fits {
                return Err(refused(&Value::Array(values)));
            }
            let each = rules.get("items").unwrap_or(&Value::Null);
            let values = values.into_iter().map(|value| conform(name, value, each));
            Ok(Value::Array(values.collect::<Result<_, _>>()?))
        }
        (_, value) => Err(refused(&value)),
    }
}

/// What the rules allow, in words.
fn allowed(rules: &Value) -> String {
    if let Some(choices) = rules.get("enum").and_then(Value::as_array) {
        let choices: Vec<&str> = choices.iter().filter_map(Value::as_str).collect();
        return format!("one of {}", choices.join(", "));
    }
    match rules.get("type").and_then(Value::as_str) {
        Some("integer") => match (limit(rules, "minimum"), limit(rules, "maximum")) {
            (Some(least), Some(most)) => format!("a whole number from {least} to {most}"),
            (Some(least), None) => format!("a whole number, {least} or more"),
            _ => "a whole number".to_owned(),
        },
        Some("boolean") => "true or false".to_owned(),
        Some("object") => "an object, as the description shows".to_owned(),
        Some("array") => {
            let each = allowed(rules.get("items").unwrap_or(&Value::Null));
            format!("a list, not empty, each {each}")
        }
        _ => match bound(rules, "maxLength") {
            Some(longest) => format!("a text of 1 to {longest} characters"),
            None => "a text".to_owned(),
        },
    }
}

/// The error for an argument that the tool does not have.
fn unknown(name: &str, known: &JsonObject) -> ToolError {
    let names: Vec<&str> = known.keys().map(String::as_str).collect();
    let has = match names.as_slice() {
        [] => "this tool takes no arguments".to_owned(),
        names => format!("this tool takes {}", names.join(", ")),
    };
    let name_shown = crate::clean::line(name, 60);
    ToolError::invalid(format!("{name_shown} is not an argument: {has}"))
        .meant(nearest(name, names.iter().copied()))
}

/// A length or a count among the rules.
fn bound(rules: &Value, key: &str) -> Option<u64> {
    rules.get(key).and_then(Value::as_u64)
}

/// The least or the most that a number may be.
fn limit(rules: &Value, key: &str) -> Option<i64> {
    rules.get(key).and_then(Value::as_i64)
}

/// The number as an integer, when it is one (`50.0` is).
fn whole(number: &Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let float = number.as_f64()?;
        // Exact for every integer a bound could allow; beyond it, the bound refuses anyway.
        (float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0).then_some(float as i64)
    })
}

/// Whether the number is written without a fraction or an exponent.
fn is_whole(number: &Number) -> bool {
    number.is_u64() || number.is_i64()
}
