//! Descriptions, written as TOML: each table and each table of a list by its own header, and what is in them on one
//! line. The time that it takes grows with what there is, and no faster, as that of a writer which looks for the
//! best form of each part does.

use std::fmt::Write;

use serde_json::{Map, Value};

/// Writes a description. What has no value is left out.
pub(crate) fn to_toml(description: &Map<String, Value>) -> String {
    let mut text = String::new();
    for (name, value) in description {
        if !is_table(value) && !is_tables(value) {
            put_pair(&mut text, name, value);
        }
    }
    for (name, value) in description {
        match value {
            Value::Object(table) => put_table(&mut text, "[", name, "]", table),
            Value::Array(tables) if is_tables(value) => {
                for table in tables.iter().filter_map(Value::as_object) {
                    put_table(&mut text, "[[", name, "]]", table);
                }
            }
            _ => {}
        }
    }
    text
}

fn is_table(value: &Value) -> bool {
    value.is_object()
}

/// Tells whether it is a list of nothing but tables, and of some.
fn is_tables(value: &Value) -> bool {
    let list = value.as_array();
    list.is_some_and(|list| !list.is_empty() && list.iter().all(is_table))
}

fn put_table(text: &mut String, before: &str, name: &str, after: &str, table: &Map<String, Value>) {
    text.push('\n');
    text.push_str(before);
    put_key(text, name);
    text.push_str(after);
    text.push('\n');
    for (name, value) in table {
        put_pair(text, name, value);
    }
}

fn put_pair(text: &mut String, name: &str, value: &Value) {
    if value.is_null() {
        return;
    }
    put_key(text, name);
    text.push_str(" = ");
    match value {
        // A line each: there may be very many.
        Value::Array(tables) if is_tables(value) => {
            text.push_str("[\n");
            for table in tables {
                text.push_str("    ");
                put_value(text, table);
                text.push_str(",\n");
            }
            text.push(']');
        }
        value => put_value(text, value),
    }
    text.push('\n');
}

fn put_value(text: &mut String, value: &Value) {
    match value {
        Value::Null => {}
        Value::Bool(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => {
            let _ = write!(text, "{number}");
        }
        Value::String(string) => put_text(text, string),
        Value::Array(list) => {
            text.push('[');
            let mut is_first = true;
            for value in list.iter().filter(|value| !value.is_null()) {
                if !std::mem::take(&mut is_first) {
                    text.push_str(", ");
                }
                put_value(text, value);
            }
            text.push(']');
        }
        Value::Object(table) => {
            text.push('{');
            let mut is_first = true;
            for (name, value) in table.iter().filter(|(_, value)| !value.is_null()) {
                text.push_str(if std::mem::take(&mut is_first) {
                    " "
                } else {
                    ", "
                });
                put_key(text, name);
                text.push_str(" = ");
                put_value(text, value);
            }
            text.push_str(if is_first { "}" } else { " }" });
        }
    }
}

fn put_key(text: &mut String, key: &str) {
    let is_bare = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_');
    match !key.is_empty() && key.bytes().all(is_bare) {
        true => text.push_str(key),
        false => put_text(text, key),
    }
}

fn put_text(text: &mut String, string: &str) {
    text.push('"');
    for letter in string.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            letter if letter.is_control() => {
                let _ = write!(text, "\\u{:04X}", u32::from(letter));
            }
            letter => text.push(letter),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::error::parse_toml;
    use super::*;

    #[test]
    fn what_is_written_reads_as_it_was() {
        let description = json!({
            "exact": true,
            "none": [],
            "server": {"a b": "x", "": 1, "nested": {"deep": [{"x": [1, 2]}, {"y": {}}]}},
            "list": [1, "two", [3.5, {"four": 1e300}], {"five": -5}],
            "text": "a\"b\\c\nd\te\u{0}f\u{7f}g\u{85}ü😀",
            "section": [
                {"key": "1", "item": [{"t": "a", "Media": [{"Part": [{"file": "/a'b"}]}]}, {"t": "b"}]},
                {"key": "2", "item": []},
            ],
        });
        let text = to_toml(description.as_object().unwrap());
        assert_eq!(parse_toml(&text).unwrap(), description, "{text}");
        // The order of keys is that of the map, which another crate of a build decides.
        assert!(
            text.contains("[[section]]\n") && text.contains("item = [\n    { "),
            "{text}"
        );
    }

    #[test]
    fn what_has_no_value_is_left_out() {
        let description = json!({"a": null, "b": [1, null], "c": {"d": null, "e": 1}});
        let text = to_toml(description.as_object().unwrap());
        assert_eq!(parse_toml(&text).unwrap(), json!({"b": [1], "c": {"e": 1}}));
    }
}
