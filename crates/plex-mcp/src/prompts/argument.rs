//! What a person may fill in, and what was filled in, checked.

use std::ops::Range;

use serde_json::Value;

use crate::{
    clean, completions::Completes, error::ToolError, nearest::nearest, schema::JsonObject,
};

/// The longest text that is taken.
const CHARS: usize = 200;

/// Holds what a person may fill in.
#[derive(Debug, Clone, Copy)]
pub struct Argument {
    name: &'static str,
    description: &'static str,
    is_required: bool,
    completes: Option<Completes>,
}

/// Holds what was filled in, by argument; blanks are as if left out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arguments(Vec<(&'static str, String)>);

impl Arguments {
    /// Returns what was given, for a prompt that takes these arguments.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for what the prompt does not take, or needs and is not there.
    pub(super) fn of(arguments: &[Argument], given: JsonObject) -> Result<Self, ToolError> {
        let mut filled = Vec::new();
        for (name, value) in given {
            let known = arguments.iter().find(|argument| argument.name == name);
            let argument = known.ok_or_else(|| unknown(arguments, &name))?;
            if let Some(text) = text(argument.name, &value)? {
                filled.push((argument.name, text));
            }
        }
        let filled = Self(filled);
        for argument in arguments.iter().filter(|argument| argument.is_required) {
            if filled.text(argument.name).is_none() {
                return Err(ToolError::invalid(format!(
                    "{} is missing: {}",
                    argument.name, argument.description
                )));
            }
        }
        Ok(filled)
    }

    /// Returns the text of an argument.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| text.as_str())
    }

    /// Returns the parts of an argument that are separated by commas.
    pub(super) fn list(&self, name: &str) -> Option<Vec<&str>> {
        let parts = self.text(name)?.split(',').map(str::trim);
        Some(parts.filter(|part| !part.is_empty()).collect())
    }

    /// Returns the number of an argument.
    ///
    /// # Errors
    ///
    /// `invalid_argument` for what is no whole number within the bounds.
    pub(super) fn number(&self, name: &str, bounds: Range<u32>) -> Result<Option<u32>, ToolError> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let number = text.parse().ok().filter(|number| bounds.contains(number));
        match number {
            Some(number) => Ok(Some(number)),
            None => Err(ToolError::refused(
                name,
                &Value::from(text),
                &format!(
                    "a whole number from {} to {}",
                    bounds.start,
                    bounds.end.saturating_sub(1)
                ),
            )),
        }
    }

    /// Returns all of it, as data.
    pub(super) fn to_json(&self) -> JsonObject {
        let fields = self.0.iter();
        fields
            .map(|(name, text)| ((*name).to_owned(), text.as_str().into()))
            .collect()
    }
}

impl Argument {
    /// Returns one that may be left out.
    pub(super) const fn new(name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            description,
            is_required: false,
            completes: None,
        }
    }

    /// Returns one that may not.
    pub(super) const fn required(self) -> Self {
        Self {
            is_required: true,
            ..self
        }
    }

    /// Returns one whose values are known.
    pub(super) const fn completed(self, completes: Completes) -> Self {
        Self {
            completes: Some(completes),
            ..self
        }
    }

    /// Returns its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Says what to fill in.
    pub fn description(&self) -> &'static str {
        self.description
    }

    /// Says whether it must be filled in.
    pub fn is_required(&self) -> bool {
        self.is_required
    }

    /// Returns what its values are, where they are known.
    pub(crate) fn completes(&self) -> Option<Completes> {
        self.completes
    }
}

/// Returns the cleaned text of a value; `None` when nothing is left.
fn text(name: &str, value: &Value) -> Result<Option<String>, ToolError> {
    let text = match value {
        Value::String(text) => text.clone(),
        // Some clients send numbers as they are.
        Value::Number(number) => number.to_string(),
        Value::Null => return Ok(None),
        other => return Err(ToolError::refused(name, other, "a text")),
    };
    if text.chars().count() > CHARS {
        let allowed = format!("a text of 1 to {CHARS} characters");
        return Err(ToolError::refused(name, value, &allowed));
    }
    let text = clean::line(&text, CHARS);
    Ok((!text.is_empty()).then_some(text))
}

/// Returns the error for an argument that the prompt does not have.
fn unknown(arguments: &[Argument], name: &str) -> ToolError {
    let names: Vec<&str> = arguments.iter().map(|argument| argument.name).collect();
    let shown = clean::line(name, 60);
    ToolError::invalid(format!(
        "{shown} is not an argument: this prompt takes {}",
        names.join(", ")
    ))
    .meant(nearest(name, names.iter().copied()))
}
