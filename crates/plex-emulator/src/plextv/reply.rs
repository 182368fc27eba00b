//! How plex.tv's answers become bytes: JSON when asked for, XML otherwise.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::question::Question;
use crate::answer::{Element, write_json, write_xml};
use crate::server::Outcome;

/// Returns an answer of the second API on the wire that was asked for; `root` is the XML root's name.
pub(super) fn say(question: &Question<'_>, status: u16, root: &str, value: &Value) -> Outcome {
    write(question.wants_json(), status, root, value)
}

fn write(is_json: bool, status: u16, root: &str, value: &Value) -> Outcome {
    if is_json {
        json_text(status, value)
    } else {
        xml_text(status, xml(root, value))
    }
}

/// Returns an answer that is JSON whatever is asked for.
pub(super) fn json_text(status: u16, value: &Value) -> Outcome {
    Outcome::new(code(status), "application/json", value.to_string())
}

fn xml_text(status: u16, text: String) -> Outcome {
    Outcome::new(code(status), "application/xml", text)
}

/// Returns an answer of the first API, which is XML whatever is asked for.
pub(super) fn tree(status: u16, tree: &Element<'_>) -> Outcome {
    xml_text(status, write_xml(tree))
}

/// Returns an answer of a provider of metadata.
pub(super) fn media(question: &Question<'_>, tree: &Element<'_>) -> Outcome {
    if question.wants_json() {
        Outcome::new(StatusCode::OK, "application/json", write_json(tree))
    } else {
        xml_text(200, write_xml(tree))
    }
}

/// Says that it is done, and nothing else.
pub(super) fn done() -> Outcome {
    Outcome::new(StatusCode::NO_CONTENT, "application/json", "")
}

/// Returns a refusal of the second API.
pub(super) fn refuse(is_json: bool, number: u32, message: &str, status: u16) -> Outcome {
    let value = json!({"errors": [{"code": number, "message": message, "status": status}]});
    if is_json {
        json_text(status, &value)
    } else {
        let errors = value.get("errors").cloned().unwrap_or_default();
        xml_text(status, xml("errors", &errors))
    }
}

/// Returns a refusal of the first API.
pub(super) fn refuse_first(message: &str, status: u16) -> Outcome {
    let tree = Element::new("Response")
        .with("code", i64::from(status))
        .with("status", message);
    self::tree(status, &tree)
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Returns a value as plex.tv writes it in XML: what is single in an attribute, what is not in an element
/// of its own, and the members of a list in elements named after one of them.
fn xml(root: &str, value: &Value) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    element(&mut out, root, value);
    out
}

fn element(out: &mut String, name: &str, value: &Value) {
    out.push('<');
    out.push_str(name);
    match value {
        Value::Object(members) => {
            let is_single = |value: &Value| !value.is_object() && !value.is_array();
            for (key, value) in members.iter().filter(|(_, value)| is_single(value)) {
                attribute(out, key, value);
            }
            out.push('>');
            for (key, value) in members.iter().filter(|(_, value)| !is_single(value)) {
                element(out, key, value);
            }
        }
        Value::Array(members) => {
            out.push('>');
            for member in members {
                element(out, &one_of(name), member);
            }
        }
        single => {
            attribute(out, "id", single);
            out.push('>');
        }
    }
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Returns the name of one of several.
fn one_of(several: &str) -> String {
    match several.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => several.strip_suffix('s').unwrap_or(several).to_owned(),
    }
}

fn attribute(out: &mut String, name: &str, value: &Value) {
    let text = match value {
        Value::Null => String::new(),
        Value::Bool(flag) => u8::from(*flag).to_string(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            letter => out.push(letter),
        }
    }
    out.push('"');
}
