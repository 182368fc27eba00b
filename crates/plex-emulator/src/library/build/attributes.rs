//! Attributes and passed-on elements.

use serde_json::Value as Described;

use super::super::reader::{Read, Reader};
use super::super::time::{length, moment};
use super::super::vocabulary;
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
    /// Returns the attributes of a table, but for the keys in `except`. Tables and lists are no
    /// attributes. What nobody knows is refused, unless it stands in `other`.
    pub(super) fn attributes(&mut self, table: &Reader<'_>, except: &[&str]) -> Read<Attributes> {
        let mut pairs = Vec::new();
        for (key, value) in table.entries()? {
            if except.contains(&key) {
                continue;
            }
            let is_known = match is_scalar(&value) {
                true => vocabulary::is_attribute(key),
                false => key == OTHER || vocabulary::is_element(key),
            };
            if !is_known {
                return Err(value.invalid(vocabulary::unknown(key, except)));
            }
            if is_scalar(&value) {
                pairs.push(self.attribute(key, &value)?);
            }
        }
        if let Some(other) = table.get(OTHER) {
            self.other_attributes(&other, &mut pairs)?;
        }
        Ok(pairs.into_iter().collect())
    }

    /// Adds the attributes of a table whatever they are called.
    fn other_attributes(&mut self, table: &Reader<'_>, pairs: &mut Vec<(Name, Value)>) -> Read<()> {
        for (key, value) in table.entries()? {
            if is_scalar(&value) {
                pairs.push(self.attribute(key, &value)?);
            }
        }
        Ok(())
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

    /// Returns the elements of a table: its tables and lists, but for the keys in `except`. That they are
    /// known was seen when its attributes were read.
    pub(super) fn nodes(&mut self, table: &Reader<'_>, except: &[&str]) -> Read<Vec<Node>> {
        let mut nodes = self.nodes_of(table, except, true)?;
        if let Some(other) = table.get(OTHER) {
            nodes.extend(self.nodes_of(&other, &[], false)?);
        }
        Ok(nodes)
    }

    fn nodes_of(
        &mut self,
        table: &Reader<'_>,
        except: &[&str],
        is_checked: bool,
    ) -> Read<Vec<Node>> {
        let mut nodes = Vec::new();
        for (key, value) in table.entries()? {
            if except.contains(&key) || key == OTHER {
                continue;
            }
            match value.value() {
                Described::Object(_) => nodes.push(self.node(key, &value, is_checked)?),
                Described::Array(_) => {
                    for member in value.members()? {
                        nodes.push(self.node(key, &member, is_checked)?);
                    }
                }
                _ => {}
            }
        }
        Ok(nodes)
    }

    fn node(&mut self, name: &str, table: &Reader<'_>, is_checked: bool) -> Read<Node> {
        let (attributes, children) = if is_checked {
            (self.attributes(table, &[])?, self.nodes(table, &[])?)
        } else {
            let mut pairs = Vec::new();
            self.other_attributes(table, &mut pairs)?;
            (
                pairs.into_iter().collect(),
                self.nodes_of(table, &[], false)?,
            )
        };
        Ok(Node {
            name: name.into(),
            is_lone: LONE.contains(&name),
            attributes,
            children,
        })
    }
}

/// What is passed on though nobody knows it.
const OTHER: &str = "other";

fn is_scalar(value: &Reader<'_>) -> bool {
    !value.value().is_array() && !value.value().is_object()
}
