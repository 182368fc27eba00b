//! Reads a call's arguments as hosts send them, checks them against the tool's schema, and explains what
//! is wrong.
//!
//! The SDK enforces neither bounds nor types; this does, so that every mistake comes back as a tool
//! error that names the argument, what was given and what is allowed, and nothing unchecked goes on.

mod literal;

use serde::de::DeserializeOwned;
use serde_json::{Number, Value};

use crate::{
    error::ToolError,
    name::is_number,
    nearest::nearest,
    schema::JsonObject,
    vocabulary::{kind, squeezed},
};

/// Returns the arguments of a call as the tool's own type, after checking them against `schema`.
///
/// # Errors
///
/// `invalid_argument` for the first thing that is wrong.
pub(crate) fn parse<T: DeserializeOwned>(
    schema: &JsonObject,
    given: JsonObject,
) -> Result<T, ToolError> {
    let checked = check("", schema, given)?;
    serde_json::from_value(Value::Object(checked)).map_err(|error| {
        // The schema allows what the type does not: a mistake in the tool, told as what it is.
        ToolError::internal(format!("the arguments could not be read: {error}"))
    })
}

/// Names that hosts add to the arguments of every call: they mean nothing to the tool, unless they may be a slip for
/// what it takes. Those that begin with an underscore are left aside as well.
const ADDED_BY_HOSTS: &[&str] = &[
    "action",
    "chatInput",
    "conversationId",
    "messageId",
    "random_string",
    "requestId",
    "runId",
    "security_risk",
    "sessionId",
    "task_progress",
    "threadId",
    "toolCallId",
    "traceId",
];

/// Names by which an argument is known elsewhere: tools were made at different times.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("library_id", "section_id"),
    ("section_id", "library_id"),
    ("library", "section_id"),
    ("library", "library_id"),
    (TITLE, "rating_key"),
    ("rating_key", "rating_keys"),
];

/// Names that are given for others, which are too far from them to be found by their letters, and are another thing:
/// they are told and not taken.
const SLIPS: &[(&str, &str)] = &[("session_id", "session_key"), ("session", "session_key")];

/// What is taken in place of an item's id. It comes to the tool as an object of this name, because a
/// title of digits is no id.
const TITLE: &str = "title";

/// Returns the arguments with every value checked and in the type that its schema names. `within` is the
/// argument whose fields they are, with a dot behind it; nothing for those of the tool itself.
fn check(within: &str, schema: &JsonObject, given: JsonObject) -> Result<JsonObject, ToolError> {
    let none = JsonObject::new();
    let known = schema
        .get("properties")
        .and_then(Value::as_object)
        .unwrap_or(&none);
    let required = schema.get("required").and_then(Value::as_array);
    let required: Vec<&str> = required
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut checked = JsonObject::new();
    let names: Vec<String> = given.keys().cloned().collect();
    for (given_name, value) in given {
        let Some((name, rules)) = meant_by(&given_name, &names, known) else {
            if is_added(&given_name, known) {
                continue;
            }
            return Err(unknown(within, &given_name, known));
        };
        let is_title = given_name == TITLE && name != TITLE;
        // Many clients send something empty for what they leave out. Where it is needed, the error says
        // what is wrong with it.
        let left_out = if required.contains(&name.as_str()) {
            value.is_null()
        } else {
            // A film may be called so.
            let is_word = |text: &str| name != TITLE && matches!(text.trim(), "null" | "undefined");
            is_nothing(&value, rules) || value.as_str().is_some_and(is_word)
        };
        if !left_out {
            let told = format!("{within}{given_name}");
            let value = conform(&told, as_meant(value, rules), rules)?;
            let value = match is_title {
                true => Value::Object(JsonObject::from_iter([(TITLE.to_owned(), value)])),
                false => value,
            };
            checked.insert(name.clone(), value);
        }
    }
    for name in required {
        if !checked.contains_key(name) {
            let rules = known.get(name).unwrap_or(&Value::Null);
            return Err(ToolError::invalid(format!(
                "{within}{name} is missing: give {}",
                allowed(rules)
            )));
        }
    }
    Ok(checked)
}

/// Tells whether a name is one that hosts add. As they write it, it is theirs; written otherwise, it may be meant for
/// the tool.
fn is_added(name: &str, known: &JsonObject) -> bool {
    let is_same = |added: &&str| squeezed(added) == squeezed(name);
    name.starts_with('_')
        || ADDED_BY_HOSTS.contains(&name)
        || (ADDED_BY_HOSTS.iter().any(is_same) && slip(name, known).is_none())
}

/// Returns the argument for which another name is a usual slip.
fn slip<'k>(name: &str, known: &'k JsonObject) -> Option<&'k str> {
    let mut slips = SLIPS
        .iter()
        .filter(|(slip, _)| squeezed(slip) == squeezed(name));
    slips.find_map(|(_, meant)| Some(known.get_key_value(*meant)?.0.as_str()))
}

/// Returns the argument that a name means, with its rules: its own name however it is written, or one by
/// which it is known elsewhere. What is given under its own name as well is meant by that.
fn meant_by<'k>(
    name: &str,
    given: &[String],
    known: &'k JsonObject,
) -> Option<(&'k String, &'k Value)> {
    let is_free = |own: &str| !given.iter().any(|other| other == own);
    known.get_key_value(name).or_else(|| {
        let is_name = |other: &str| squeezed(other) == squeezed(name);
        let other_names = OTHER_NAMES.iter().filter(|(other, _)| is_name(other));
        let known_elsewhere = other_names.filter_map(|(_, own)| known.get_key_value(*own));
        let written_otherwise = known.iter().filter(|(own, _)| is_name(own));
        written_otherwise
            .chain(known_elsewhere)
            .find(|(own, _)| is_free(own))
    })
}

/// Returns whether the value is one of the ways to leave an argument out.
fn is_nothing(value: &Value, rules: &Value) -> bool {
    let kind = type_of(rules);
    match value {
        Value::Null => true,
        Value::String(text) => match text.trim() {
            "" => true,
            "null" | "undefined" => kind != "string",
            text if kind == "array" => match literal::read(text) {
                Some(Value::Object(fields)) => fields.is_empty(),
                Some(Value::Array(values)) => values.iter().all(is_blank),
                _ => false,
            },
            _ => false,
        },
        Value::Array(values) => values.iter().all(is_blank),
        // Some languages have one word for an empty list and an empty object; and an object that needs
        // something is nothing when it is empty.
        Value::Object(fields) => {
            fields.is_empty() && (kind == "array" || rules.get("required").is_some())
        }
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Returns whether a value in a list is none.
fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// Returns the value in the type its rules name, where it is plain what was meant: some hosts send every
/// argument as text, some a single value for a list. What it is not stays as it is, and is refused.
fn as_meant(value: Value, rules: &Value) -> Value {
    let value = match (type_of(rules), value) {
        // One value in a list of one, for what is no list.
        ("integer" | "number" | "boolean" | "string", Value::Array(mut values)) => {
            match values.pop() {
                Some(only) if values.is_empty() => only,
                last => {
                    values.extend(last);
                    Value::Array(values)
                }
            }
        }
        ("string", Value::String(text)) if takes_several(rules) => match literal::read(&text) {
            Some(Value::Array(values)) => Value::Array(values),
            _ => Value::String(text),
        },
        (_, value) => value,
    };
    match (type_of(rules), value) {
        ("integer" | "number", Value::String(text)) => match text.trim().parse::<Number>() {
            Ok(number) => Value::Number(number),
            Err(_) => Value::String(text),
        },
        ("boolean", Value::String(text)) => match text.trim().to_ascii_lowercase().as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => Value::String(text),
        },
        ("object", Value::String(text)) => match literal::read(&text) {
            Some(Value::Object(fields)) => Value::Object(fields),
            Some(Value::Array(values)) => as_meant(Value::Array(values), rules),
            _ => Value::String(text),
        },
        // Each of the fields in an object of its own.
        ("object", Value::Array(values)) => merged(&values).unwrap_or(Value::Array(values)),
        ("array", value) => {
            let each = rules.get("items").unwrap_or(&Value::Null);
            let values = values_of(value, each).into_iter();
            let values = values.filter(|value| !is_blank(value));
            Value::Array(values.map(|value| as_meant(value, each)).collect())
        }
        // Ids arrive as numbers from some clients, and "1917" is a film.
        ("string", Value::Number(number)) if choices(rules).is_none() => match whole(&number) {
            Some(whole) => Value::String(whole.to_string()),
            None => Value::Number(number),
        },
        ("string", Value::String(text)) => {
            let meant = choices(rules).into_iter().flatten();
            let mut meant = meant.filter(|choice| choice.eq_ignore_ascii_case(text.trim()));
            let meant = meant.next().map(str::to_owned);
            let meant = meant.or_else(|| {
                let kind = kind::called(&text)?;
                let kind = choices(rules)?.find(|choice| *choice == kind);
                kind.map(str::to_owned)
            });
            Value::String(meant.unwrap_or(text))
        }
        // Several values for what takes several in one text.
        ("string", Value::Array(values)) if takes_several(rules) => {
            let texts = values.iter().map(|value| match value {
                Value::String(text) => Some(text.clone()),
                Value::Number(number) => whole(number).map(|whole| whole.to_string()),
                _ => None,
            });
            match texts.collect::<Option<Vec<String>>>() {
                Some(texts) => Value::String(texts.join(",")),
                None => Value::Array(values),
            }
        }
        (_, value) => value,
    }
}

/// Returns the fields of several objects as those of one; `None` where one of them is no object, or two have one
/// field.
fn merged(values: &[Value]) -> Option<Value> {
    let mut all = JsonObject::new();
    for value in values {
        for (name, value) in value.as_object()? {
            if all.insert(name.clone(), value.clone()).is_some() {
                return None;
            }
        }
    }
    Some(Value::Object(all))
}

/// Tells whether a text may be several, as its description says.
fn takes_several(rules: &Value) -> bool {
    let description = rules.get("description").and_then(Value::as_str);
    description.is_some_and(|text| text.contains("commas"))
}

/// Returns the values of a list, which may be written as text, or be one value.
fn values_of(value: Value, each: &Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values,
        Value::String(text) => match literal::read(&text) {
            Some(Value::Array(values)) => values,
            // No word of a choice has a comma in it, nor has an id; a title may.
            _ if choices(each).is_some() || are_numbers(&text) => {
                text.split(',').map(|word| word.trim().into()).collect()
            }
            _ => vec![Value::String(text)],
        },
        value => vec![value],
    }
}

/// Tells whether a text is whole numbers with commas between them.
fn are_numbers(text: &str) -> bool {
    text.contains(',') && text.split(',').all(|word| is_number(word.trim()))
}

/// Returns one value of the type its rules name, or the error that teaches them.
fn conform(name: &str, value: Value, rules: &Value) -> Result<Value, ToolError> {
    let refused = |value: &Value| {
        let error = ToolError::refused(name, value, &allowed(rules));
        match (value.as_str(), choices(rules)) {
            (Some(text), Some(choices)) => error.meant(nearest(text, choices)),
            _ => error,
        }
    };
    match (type_of(rules), value) {
        ("string", Value::String(text)) => {
            let fits = match choices(rules) {
                Some(mut choices) => choices.any(|choice| choice == text),
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
        ("integer", Value::Number(number)) => {
            let whole = whole(&number).filter(|whole| {
                limit(rules, "minimum").is_none_or(|least| *whole >= least)
                    && limit(rules, "maximum").is_none_or(|most| *whole <= most)
            });
            whole
                .map(Value::from)
                .ok_or_else(|| refused(&Value::Number(number)))
        }
        ("number", Value::Number(number)) => {
            let edge = |key| rules.get(key).and_then(Value::as_f64);
            let fits = number.as_f64().is_some_and(|value| {
                edge("minimum").is_none_or(|least| value >= least)
                    && edge("maximum").is_none_or(|most| value <= most)
            });
            let value = Value::Number(number);
            if fits {
                Ok(value)
            } else {
                Err(refused(&value))
            }
        }
        ("boolean", Value::Bool(value)) => Ok(Value::Bool(value)),
        ("object", Value::Object(fields)) if rules.get("properties").is_some() => {
            let none = JsonObject::new();
            let schema = rules.as_object().unwrap_or(&none);
            check(&format!("{name}."), schema, fields).map(Value::Object)
        }
        // What an object holds whose fields are not described, only the tool can judge.
        ("object", Value::Object(fields))
            if bound(rules, "maxProperties").is_none_or(|most| fields.len() as u64 <= most) =>
        {
            Ok(Value::Object(fields))
        }
        ("array", Value::Array(values)) => {
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
        ("string", value @ Value::Array(_)) => {
            let value = crate::clean::line(&value.to_string(), 60);
            Err(ToolError::invalid(format!(
                "{name}: {value} is a list, and this takes one value at a time; give {}",
                allowed(rules)
            ))
            .hint("Call the tool once for each of them."))
        }
        (_, value) => Err(refused(&value)),
    }
}

/// Returns the type that the rules name.
fn type_of(rules: &Value) -> &str {
    rules.get("type").and_then(Value::as_str).unwrap_or("")
}

/// Returns the words that the rules allow, where only some are.
fn choices(rules: &Value) -> Option<impl Iterator<Item = &str>> {
    let choices = rules.get("enum").and_then(Value::as_array)?;
    Some(choices.iter().filter_map(Value::as_str))
}

/// Returns what the rules allow, in words.
fn allowed(rules: &Value) -> String {
    if let Some(choices) = choices(rules) {
        let choices: Vec<&str> = choices.collect();
        return format!("one of {}", choices.join(", "));
    }
    match type_of(rules) {
        "number" => match (rules.get("minimum"), rules.get("maximum")) {
            (Some(least), Some(most)) => format!("a number from {least} to {most}"),
            _ => "a number".to_owned(),
        },
        "integer" => match (limit(rules, "minimum"), limit(rules, "maximum")) {
            (Some(least), Some(most)) => format!("a whole number from {least} to {most}"),
            (Some(least), None) => format!("a whole number, {least} or more"),
            _ => "a whole number".to_owned(),
        },
        "boolean" => "true or false".to_owned(),
        "object" => "an object, as the description shows".to_owned(),
        "array" => {
            let each = allowed(rules.get("items").unwrap_or(&Value::Null));
            format!("a list, not empty, each {each}")
        }
        _ => match bound(rules, "maxLength") {
            Some(longest) => format!("a text of 1 to {longest} characters"),
            None => "a text".to_owned(),
        },
    }
}

/// Returns the error for an argument that the tool does not have.
fn unknown(within: &str, name: &str, known: &JsonObject) -> ToolError {
    let names: Vec<&str> = known.keys().map(String::as_str).collect();
    let (what, whole) = match within.trim_end_matches('.') {
        "" => ("an argument", "this tool"),
        within => ("a field", within),
    };
    let has = match names.as_slice() {
        [] => format!("{whole} takes no arguments"),
        names => format!("{whole} takes {}", names.join(", ")),
    };
    let name_shown = crate::clean::line(name, 60);
    ToolError::invalid(format!("{within}{name_shown} is not {what}: {has}"))
        .meant(slip(name, known).or_else(|| nearest(name, names.iter().copied())))
}

/// Returns a length or a count among the rules.
fn bound(rules: &Value, key: &str) -> Option<u64> {
    rules.get(key).and_then(Value::as_u64)
}

/// Returns the least or the most that a number may be.
fn limit(rules: &Value, key: &str) -> Option<i64> {
    rules.get(key).and_then(Value::as_i64)
}

/// Returns the number as an integer, when it is one (`50.0` is).
fn whole(number: &Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let float = number.as_f64()?;
        // Exact for every integer a bound could allow; beyond it, the bound refuses anyway.
        (float.fract() == 0.0 && float.abs() < 9_007_199_254_740_992.0).then_some(float as i64)
    })
}
