//! A request as an endpoint of the channel reads it: strictly, so that a slip of the pen is told and not guessed at.

use std::time::Duration;

use serde_json::{Map, Value};

use super::said::Refused;
use crate::parameters::Query;
use crate::text::parse_span;

/// One request, matched to its route.
pub(super) struct Asked {
    /// What stood in the braces of the route's path, decoded.
    pub(super) captures: Vec<String>,
    pub(super) query: Query,
    pub(super) body: Vec<u8>,
}

impl Asked {
    /// Returns the nth `{…}` of the route's path.
    pub(super) fn capture(&self, nth: usize) -> &str {
        self.captures.get(nth).map_or("", String::as_str)
    }

    /// Refuses parameters that the endpoint does not have, and those that come twice.
    pub(super) fn only_parameters(&self, known: &[&str]) -> Result<(), Refused> {
        let mut seen = Vec::new();
        for (name, _) in self.query.pairs() {
            if !known.contains(&name) {
                return Err(unknown("parameter", name, known));
            }
            if seen.contains(&name) {
                return Err(Refused::malformed(format!(
                    "the parameter `{name}` is there twice"
                )));
            }
            seen.push(name);
        }
        Ok(())
    }

    /// Refuses whatever comes with the request.
    pub(super) fn nothing(&self) -> Result<(), Refused> {
        self.only_parameters(&[])?;
        self.fields(&[]).map(drop)
    }

    /// Returns the absolute path that the query must name.
    pub(super) fn path(&self) -> Result<&str, Refused> {
        self.only_parameters(&["path"])?;
        match self.query.get("path") {
            Some(path) => absolute("path", path),
            None => Err(Refused::malformed(
                "expected the parameter `path`, such as ?path=/media/films/M%20(1931).mkv",
            )),
        }
    }

    /// Returns the members of the JSON object in the body; none when there is no body.
    pub(super) fn object(&self) -> Result<Map<String, Value>, Refused> {
        if self.body.trim_ascii().is_empty() {
            return Ok(Map::new());
        }
        match serde_json::from_slice(&self.body) {
            Ok(Value::Object(members)) => Ok(members),
            Ok(_) => Err(Refused::malformed("expected a JSON object as the body")),
            Err(error) => Err(Refused::malformed(format!("the body is no JSON: {error}"))),
        }
    }

    /// Does as [`Asked::object`], and refuses members that the endpoint does not have.
    pub(super) fn fields(&self, known: &[&str]) -> Result<Fields, Refused> {
        let members = self.object()?;
        match members.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(unknown("field", name, known)),
            None => Ok(Fields(members)),
        }
    }
}

fn unknown(what: &str, name: &str, known: &[&str]) -> Refused {
    Refused::malformed(if known.is_empty() {
        format!("there is no {what} `{name}` here: expected none")
    } else {
        format!(
            "there is no {what} `{name}` here: expected {}",
            known.join(", ")
        )
    })
}

/// Returns a path, when it begins at the root.
pub(super) fn absolute<'p>(name: &str, path: &'p str) -> Result<&'p str, Refused> {
    if path.starts_with('/') {
        Ok(path)
    } else {
        Err(Refused::malformed(format!(
            "`{name}`: expected a path that begins with `/`"
        )))
    }
}

/// The members of a body.
pub(super) struct Fields(pub(super) Map<String, Value>);

impl Fields {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Returns a text that must be there, and must not be empty.
    pub(super) fn text(&self, name: &str) -> Result<&str, Refused> {
        self.optional_text(name)?
            .ok_or_else(|| Refused::malformed(format!("expected the field `{name}`, a text")))
    }

    pub(super) fn optional_text(&self, name: &str) -> Result<Option<&str>, Refused> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
            Some(_) => Err(Refused::malformed(format!("`{name}`: expected a text"))),
        }
    }

    /// Returns what may be written as a text or as a whole number, as keys may.
    pub(super) fn key(&self, name: &str) -> Result<String, Refused> {
        match self.get(name) {
            Some(Value::Number(number)) if number.is_u64() => Ok(number.to_string()),
            _ => self.text(name).map(str::to_owned),
        }
    }

    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, Refused> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(Refused::malformed(format!(
                "`{name}`: expected true or false"
            ))),
        }
    }

    pub(super) fn span(&self, name: &str) -> Result<Option<Duration>, Refused> {
        let Some(text) = self.optional_text(name)? else {
            return Ok(None);
        };
        let span = parse_span(text).ok_or_else(|| {
            Refused::malformed(format!("`{name}`: expected a span such as 250ms or 8s"))
        })?;
        Ok(Some(span))
    }
}
