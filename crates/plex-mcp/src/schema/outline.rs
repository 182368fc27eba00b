//! The schema of a result as clients are shown it.
//!
//! A model reads the list of tools before every conversation, and some hosts show it these schemas: so
//! they say which fields there are, and of each what its name does not say.
//!
//! What is typed is what a name leaves open: lists and what their rows are, objects, words out of a few,
//! and ids, which are texts although they look like numbers. All other fields are named in the
//! description of the object they are in, lists with `[]` behind them. A shape that was shown already is
//! not shown again: "as children". These are words because what could say it to a program, `$ref` or
//! `patternProperties`, makes clients in the field refuse the tool.

use serde_json::{Value, json};

use super::JsonObject;

/// How deep fields are typed: the result's own, and those of a row.
const TYPED_DEPTH: u8 = 2;

/// How many fields two shapes must have in common for one to be told by the other.
const ALIKE: usize = 3;

/// In how many fields they may then differ, either way.
const DIFFERENT: usize = 2;

/// Returns the schema of a result as clients are shown it. Whatever keeps to the whole schema keeps to
/// this one.
///
/// An error is let through, and not named: it has its own words.
pub(crate) fn outlined(whole: &JsonObject) -> JsonObject {
    let mut whole = whole.clone();
    if let Some(Value::Object(properties)) = whole.get_mut("properties") {
        properties.remove("error");
    }
    let mut shown = outline(&whole, 0, &mut Vec::new());
    shown.entry("properties").or_insert_with(|| json!({}));
    shown
}

/// A shape that was shown, and where.
struct Shown<'s> {
    place: &'s str,
    fields: Vec<&'s str>,
}

/// Returns what is shown of one schema that lies so deep.
fn outline<'s>(whole: &'s JsonObject, depth: u8, before: &mut Vec<Shown<'s>>) -> JsonObject {
    let mut shown = JsonObject::new();
    // What is not said of a value by its type is said by what it is not: nothing at all would let any pass.
    for key in ["type", "enum", "not"] {
        if let Some(value) = whole.get(key) {
            shown.insert(key.to_owned(), value.clone());
        }
    }
    if let Some(Value::Object(items)) = whole.get("items") {
        shown.insert("items".to_owned(), outline(items, depth, before).into());
    }
    let mut typed = JsonObject::new();
    let mut named = Vec::new();
    for (name, below) in fields(whole) {
        if depth < TYPED_DEPTH && leaves_open(name, below, depth) {
            let below = shape(name, below, depth + 1, before);
            typed.insert(name.to_owned(), below.into());
        } else if is(below, "array") {
            named.push(format!("{name}[]"));
        } else {
            named.push(name.to_owned());
        }
    }
    if !typed.is_empty() {
        shown.insert("properties".to_owned(), typed.into());
    }
    if !named.is_empty() {
        shown.insert("description".to_owned(), named.join(", ").into());
    }
    shown
}

/// Returns what is shown of a field: of an object or a list of them, where one was alike, only that.
fn shape<'s>(
    place: &'s str,
    whole: &'s JsonObject,
    depth: u8,
    before: &mut Vec<Shown<'s>>,
) -> JsonObject {
    let row = match whole.get("items") {
        Some(Value::Object(items)) => items,
        _ => whole,
    };
    let own: Vec<&str> = fields(row).map(|(name, _)| name).collect();
    if own.is_empty() {
        return outline(whole, depth, before);
    }
    if let Some(likeness) = before.iter().find_map(|shown| likeness(&own, shown)) {
        let row = json!({"type": "object", "description": likeness});
        let shown = match is(whole, "array") {
            true => json!({"type": "array", "items": row}),
            false => row,
        };
        return match shown {
            Value::Object(shown) => shown,
            _ => JsonObject::new(),
        };
    }
    before.push(Shown { place, fields: own });
    outline(whole, depth, before)
}

/// Says how fields are those of a shape that was shown, where they nearly are.
fn likeness(own: &[&str], shown: &Shown<'_>) -> Option<String> {
    let more: Vec<&str> = own
        .iter()
        .filter(|name| !shown.fields.contains(name))
        .copied()
        .collect();
    let less: Vec<&str> = shown
        .fields
        .iter()
        .filter(|name| !own.contains(name))
        .copied()
        .collect();
    let common = own.len() - more.len();
    if common < ALIKE || more.len() > DIFFERENT || less.len() > DIFFERENT {
        return None;
    }
    let mut words = format!("as {}", shown.place);
    for (said, names) in [("with", more), ("without", less)] {
        if !names.is_empty() {
            words.push_str(&format!(", {said} {}", names.join(" and ")));
        }
    }
    Some(words)
}

/// Tells whether a field's name leaves open what it is.
fn leaves_open(name: &str, whole: &JsonObject, depth: u8) -> bool {
    let is_id = is(whole, "string") && (name.ends_with("_key") || name.ends_with("_id"));
    let is_choice = whole.contains_key("enum");
    let is_compound = is(whole, "object")
        || whole
            .get("items")
            .and_then(Value::as_object)
            .is_some_and(|items| !is(items, "string"));
    is_id || depth == 0 && (is_choice || is_compound)
}

/// Tells whether a schema is of a type.
fn is(schema: &JsonObject, name: &str) -> bool {
    schema.get("type").and_then(Value::as_str) == Some(name)
}

/// Returns the fields of an object.
fn fields(whole: &JsonObject) -> impl Iterator<Item = (&str, &JsonObject)> {
    let properties = whole.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flatten()
        .filter_map(|(name, below)| Some((name.as_str(), below.as_object()?)))
}
