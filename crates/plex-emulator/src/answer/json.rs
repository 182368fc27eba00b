//! The tree as JSON, with the types that PMS gives each attribute.

use std::fmt::Write as _;

use super::{Element, Value};

/// Returns the whole document: `{"MediaContainer":{…}}`.
pub(crate) fn write_json(root: &Element<'_>) -> String {
    let mut out = String::with_capacity(16 * 1024);
    out.push('{');
    write_text(&mut out, root.group());
    out.push(':');
    write_object(&mut out, root);
    out.push('}');
    out
}

fn write_object(out: &mut String, element: &Element<'_>) {
    out.push('{');
    let mut first = true;
    for (name, value) in element.attributes() {
        write_key(out, &mut first, name);
        write_value(out, value);
    }
    let children = element.children();
    let mut written: Vec<&str> = Vec::new();
    for (at, child) in children.iter().enumerate() {
        if written.contains(&child.group()) {
            continue;
        }
        written.push(child.group());
        write_key(out, &mut first, child.group());
        if child.is_lone() {
            write_object(out, child);
            continue;
        }
        out.push('[');
        let alike = children.iter().skip(at);
        for (nth, one) in alike.filter(|one| one.group() == child.group()).enumerate() {
            if nth > 0 {
                out.push(',');
            }
            write_object(out, one);
        }
        out.push(']');
    }
    out.push('}');
}

fn write_key(out: &mut String, first: &mut bool, name: &str) {
    if !*first {
        out.push(',');
    }
    *first = false;
    write_text(out, name);
    out.push(':');
}

fn write_value(out: &mut String, value: &Value<'_>) {
    match value {
        Value::Text(text) => write_text(out, text),
        Value::Int(number) => {
            let _ = write!(out, "{number}");
        }
        // JSON has no infinities; a number that is none of JSON's is left out as null.
        Value::Float(number) if !number.is_finite() => out.push_str("null"),
        Value::Float(number) => {
            let _ = write!(out, "{number:?}");
        }
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
    }
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c < ' ' || c == '"' || c == '\\') {
        let (clean, tail) = rest.split_at(at);
        out.push_str(clean);
        let mut characters = tail.chars();
        match characters.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(control) => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            None => {}
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}
