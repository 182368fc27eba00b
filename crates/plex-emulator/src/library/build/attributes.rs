//! Attributes and passed-on elements.

use serde_json::Value as Described;

use super::super::reader::{Read, Reader};
use super::super::time::{length, moment};
use super::Builder;
use crate::world::{Attributes, Name, Node, Value};

/// Names that PMS always gives a fraction, also when a person writes a whole number.
const FRACTIONS: &[&str] = &[
    "rating",
    "audienceRating",
    "userRating",
    "aspectRatio",
    "frameRate",
    "gain",
    "loudness",
    "lra",
    "peak",
    "albumGain",
    "progress",
    "speed",
];

/// Elements that JSON holds as one object rather than in a list.
const LONE: &[&str] = &[
    "User",
    "Player",
    "Session",
    "TranscodeSession",
    "Extras",
    "Related",
    "Preferences",
    "Meta",
    "UltraBlurColors",
    "Attributes",
    "PopularLeaves",
    "OnDeck",
];

impl Builder {
    /// The attributes of a table, but for the keys in `except`. Tables and lists are no
    /// attributes.
    pub(super) fn attributes(&mut self, table: &Reader<'_>, except: &[&str]) -> Read<Attributes> {
        let mut pairs = Vec::new();
        for (key, value) in table.entries()? {
            if except.contains(&key) || value.value().is_array() || value.value().is_object() {
                continue;
            }
            pairs.push(self.attribute(key, &value)?);
        }
        Ok(pairs.into_iter().collect())
    }

    fn attribute(&mut self, key: &str, value: &Reader<'_>) -> Read<(Name, Value)> {
        let typed = match (key, value.value()) {
            ("duration", _) => Value::Int(length(value)?),
            ("originallyAvailableAt", Described::String(date)) => Value::from(date.as_str()),
            (key, Described::String(text)) if key.ends_with("At") && !text.is_empty() => {
                Value::Int(moment(value, self.now)?)
            }
            (_, Described::Bool(flag)) => Value::Bool(*flag),
            (_, Described::String(text)) => Value::from(text.as_str()),
            (key, Described::Number(_)) if FRACTIONS.contains(&key) => Value::Float(value.float()?),
            (_, Described::Number(number)) => match number.as_i64() {
                Some(whole) => Value::Int(whole),
                None => Value::Float(value.float()?),
            },
            _ => return Err(value.invalid("expected a text, a number, true or false")),
        };
        Ok((self.world.names.intern(key), typed))
    }

    /// The elements of a table: its tables and lists, but for the keys in `except`.
    pub(super) fn nodes(&mut self, table: &Reader<'_>, except: &[&str]) -> Read<Vec<Node>> {
        let mut nodes = Vec::new();
        for (key, value) in table.entries()? {
            if except.contains(&key) {
                continue;
            }
            match value.value() {
                Described::Object(_) => nodes.push(self.node(key, &value)?),
                Described::Array(_) => {
                    for member in value.members()? {
                        nodes.push(self.node(key, &member)?);
                    }
                }
                _ => {}
            }
        }
        Ok(nodes)
    }

    fn node(&mut self, name: &str, table: &Reader<'_>) -> Read<Node> {
        Ok(Node {
            name: name.into(),
            is_lone: LONE.contains(&name),
            attributes: self.attributes(table, &[])?,
            children: self.nodes(table, &[])?,
        })
    }
}
