//! A request as plex.tv's endpoints see it.

use hyper::header;
use serde_json::Value;

use super::state::PersonId;
use crate::parameters::Query;
use crate::server::Asked;

/// A request: what is asked for may stand in the query, in a header, or in a form or JSON body.
pub(super) struct Question<'a> {
    asked: &'a Asked<'a>,
    pub(super) captures: Vec<String>,
    pub(super) query: Query,
    form: Query,
    /// The body, if it is JSON.
    json: Value,
    /// Whose token came along; nobody at open endpoints.
    pub(super) asker: PersonId,
}

impl<'a> Question<'a> {
    pub(super) fn new(asked: &'a Asked<'a>, captures: Vec<String>) -> Self {
        Self {
            asked,
            captures,
            query: Query::parse(asked.query),
            form: Query::parse(&String::from_utf8_lossy(asked.body)),
            json: serde_json::from_slice(asked.body).unwrap_or_default(),
            asker: PersonId(0),
        }
    }

    /// Returns what stands under a name in a JSON body; null when nothing does.
    pub(super) fn member(&self, name: &str) -> &Value {
        member(&self.json, name)
    }

    /// Returns the nth `{…}` of the path.
    pub(super) fn capture(&self, nth: usize) -> &str {
        self.captures.get(nth).map_or("", String::as_str)
    }

    /// Returns a parameter that is there and not empty.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.parameter(name).filter(|value| !value.is_empty())
    }

    /// Returns a parameter, which may be empty.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let header = || self.asked.headers.get(name)?.to_str().ok();
        self.query
            .get(name)
            .or_else(|| self.form.get(name))
            .or_else(header)
    }

    /// Returns every value of a parameter that may be repeated.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        let pairs = self.query.pairs().chain(self.form.pairs());
        let named = pairs.filter(|(held, _)| *held == name);
        named.map(|(_, value)| value).collect()
    }

    /// Returns the name and the password of basic authentication.
    pub(super) fn basic(&self) -> Option<(String, String)> {
        let header = self.asked.headers.get(header::AUTHORIZATION)?;
        let coded = header.to_str().ok()?.strip_prefix("Basic ")?;
        let text = String::from_utf8(from_base64(coded)?).ok()?;
        let (name, password) = text.split_once(':')?;
        Some((name.to_owned(), password.to_owned()))
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        matches!(self.value(name), Some("1" | "true" | "True"))
    }

    /// Tells whether the answer is to be JSON; it is XML otherwise.
    pub(super) fn wants_json(&self) -> bool {
        wants_json(self.asked)
    }
}

/// Tells whether a request asks for JSON.
pub(super) fn wants_json(asked: &Asked<'_>) -> bool {
    let accept = asked.headers.get(header::ACCEPT);
    let accept = accept.and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("json")) || asked.path.ends_with(".json")
}

/// Returns what stands under a name in a JSON object; null when nothing does, or when it is none.
pub(super) fn member<'a>(value: &'a Value, name: &str) -> &'a Value {
    value.get(name).unwrap_or(&Value::Null)
}

/// Reads base64; nothing where it is malformed.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(value)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).unwrap_or(0));
        }
    }
    Some(bytes)
}
