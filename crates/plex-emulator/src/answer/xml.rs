//! The tree as XML, PMS's default.

use std::fmt::Write as _;

use super::{Element, Value};

/// Returns the whole document.
pub(crate) fn write_xml(root: &Element<'_>) -> String {
    let mut out = String::with_capacity(16 * 1024);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    write_element(&mut out, root);
    out
}

fn write_element(out: &mut String, element: &Element<'_>) {
    out.push('<');
    out.push_str(element.name());
    for (name, value) in element.attributes() {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        write_value(out, value);
        out.push('"');
    }
    // PMS closes an empty root with its own tag and everything else in place.
    if element.children().is_empty() && element.name() != "MediaContainer" {
        out.push_str(" />\n");
        return;
    }
    out.push_str(">\n");
    for child in element.children() {
        write_element(out, child);
    }
    out.push_str("</");
    out.push_str(element.name());
    out.push_str(">\n");
}

fn write_value(out: &mut String, value: &Value<'_>) {
    match value {
        Value::Text(text) => write_escaped(out, text),
        Value::Int(number) => {
            let _ = write!(out, "{number}");
        }
        Value::Float(number) => {
            let _ = write!(out, "{number:?}");
        }
        Value::Bool(flag) => out.push(if *flag { '1' } else { '0' }),
    }
}

/// Escapes as PMS does. Control characters pass as they are: a real server's answer then is
/// malformed XML, and clients have to live with it.
fn write_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'', '\r', '\n', '\t']) {
        let (clean, tail) = rest.split_at(at);
        out.push_str(clean);
        let mut characters = tail.chars();
        out.push_str(match characters.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&#34;",
            Some('\'') => "&#39;",
            Some('\r') => "&#13;",
            Some('\n') => "&#10;",
            _ => "&#9;",
        });
        rest = characters.as_str();
    }
    out.push_str(rest);
}
