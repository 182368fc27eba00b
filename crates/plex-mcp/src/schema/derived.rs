//! Turns derived schemas into the common denominator that clients in the field accept.
//!
//! Clients reject `$schema`, `$ref` and `$defs`, number formats such as `uint32`, and
//! `type: ["string","null"]`. All tools pass through [`input`] and [`output`], so no tool can
//! forget it.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Value, json};

use super::JsonObject;

/// Returns the schema of a tool's arguments.
pub(crate) fn input<T: JsonSchema>() -> JsonObject {
    let mut schema = generate::<T>(SchemaSettings::draft2020_12().for_deserialize());
    schema.entry("properties").or_insert_with(|| json!({}));
    // Also where serde was not told to: an ignored argument is a misunderstanding.
    schema.insert("additionalProperties".to_owned(), false.into());
    schema
}

/// The bound at which local models' grammars give up: they turn a bound into as many repetitions, and
/// refuse the whole request for one that has too many.
const REPETITIONS: u64 = 2_000;

/// The length of a text from which on its bound tells a model nothing: no name is as long.
const NO_NAME: u64 = 200;

/// The number from which on a bound tells a model nothing: no library holds as much.
const NO_COUNT: u64 = 100_000_000;

/// Returns the schema of arguments as clients are shown it: without bounds that local models' grammars
/// refuse, and without what says nothing. They are enforced all the same.
pub(crate) fn published(rules: &JsonObject) -> JsonObject {
    let mut schema = rules.clone();
    loosen(&mut schema, 1);
    schema
}

/// Takes out the bounds that make for too many repetitions, of one schema that is itself repeated so
/// many times, and of everything below it.
fn loosen(schema: &mut JsonObject, times: u64) {
    let bounds = ["maxLength", "maxItems", "maxProperties"];
    let kept = bounds.map(|name| {
        let bound = schema.get(name).and_then(Value::as_u64)?;
        let says_nothing = name == "maxLength" && bound >= NO_NAME;
        if bound.saturating_mul(times) < REPETITIONS && !says_nothing {
            return Some(bound);
        }
        schema.remove(name);
        None
    });
    let says_nothing = [json!(false), json!(0), json!([]), json!({})];
    if let Some(default) = schema.get("default")
        && says_nothing.contains(default)
    {
        // What is not said is not so, and there is none of it.
        schema.remove("default");
    }
    let most = schema.get("maximum").and_then(Value::as_u64);
    if most.is_some_and(|most| most >= NO_COUNT) {
        schema.remove("maximum");
    }
    let within = kept.into_iter().flatten().fold(times, u64::saturating_mul);
    for (name, below) in schema.iter_mut() {
        match (name.as_str(), below) {
            ("items" | "additionalProperties", Value::Object(below)) => loosen(below, within),
            ("properties", Value::Object(properties)) => {
                let properties = properties.values_mut().filter_map(Value::as_object_mut);
                properties.for_each(|below| loosen(below, times));
            }
            ("anyOf" | "oneOf" | "allOf" | "prefixItems", Value::Array(branches)) => {
                let branches = branches.iter_mut().filter_map(Value::as_object_mut);
                branches.for_each(|below| loosen(below, times));
            }
            _ => {}
        }
    }
}

/// Returns the schema of a tool's result: what it gives, or the error it answers instead.
///
/// Some clients check error results against it too, so the error is part of it.
pub(crate) fn output<T: JsonSchema, E: JsonSchema>() -> JsonObject {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = generate::<T>(settings.clone());
    let error = generate::<E>(settings);
    let required = schema.remove("required").unwrap_or_else(|| json!([]));
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.insert("error".to_owned(), Value::Object(error));
    }
    schema.insert(
        "anyOf".to_owned(),
        json!([{"required": required}, {"required": ["error"]}]),
    );
    schema
}

/// Returns the normalised schema of one type, `type: object` at its root.
fn generate<T: JsonSchema>(settings: SchemaSettings) -> JsonObject {
    let generator = settings
        .with(|settings| {
            settings.meta_schema = None;
            settings.inline_subschemas = true;
        })
        .into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    normalise(&mut schema);
    let mut schema = match schema {
        Value::Object(schema) => schema,
        _ => JsonObject::new(),
    };
    // A root description would repeat the tool's own.
    schema.remove("description");
    schema.insert("type".to_owned(), "object".into());
    schema
}

/// Rewrites one schema and everything below it.
fn normalise(schema: &mut Value) {
    let Value::Object(schema) = schema else {
        return;
    };
    for unwanted in ["$schema", "$defs", "title", "format"] {
        schema.remove(unwanted);
    }
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
    drop_null(schema);
    collect_constants(schema);
    for key in ["items", "additionalProperties"] {
        if let Some(below) = schema.get_mut(key) {
            normalise(below);
        }
    }
    // What a list holds was said of the list.
    if schema.contains_key("description")
        && let Some(Value::Object(items)) = schema.get_mut("items")
    {
        items.remove("description");
    }
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.values_mut().for_each(normalise);
    }
    for key in ["anyOf", "oneOf", "allOf"] {
        if let Some(Value::Array(branches)) = schema.get_mut(key) {
            branches.iter_mut().for_each(normalise);
        }
    }
}

/// Takes null from what a value may be: an optional one may be absent, not null.
fn drop_null(schema: &mut JsonObject) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_mut_slice() {
            let only = only.take();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    for key in ["anyOf", "oneOf"] {
        let Some(Value::Array(branches)) = schema.get_mut(key) else {
            continue;
        };
        branches.retain(|branch| branch.get("type").is_none_or(|name| name != "null"));
        if let [Value::Object(only)] = branches.as_mut_slice() {
            let only = std::mem::take(only);
            schema.remove(key);
            for (key, value) in only {
                schema.entry(key).or_insert(value);
            }
        }
    }
}

/// Writes a choice of constants as an `enum` of them.
fn collect_constants(schema: &mut JsonObject) {
    let Some(Value::Array(branches)) = schema.get("oneOf") else {
        return;
    };
    let constants: Option<Vec<Value>> = branches
        .iter()
        .map(|branch| branch.get("const").cloned())
        .collect();
    if let Some(constants) = constants {
        schema.remove("oneOf");
        schema.insert("type".to_owned(), "string".into());
        schema.insert("enum".to_owned(), Value::Array(constants));
    }
}
