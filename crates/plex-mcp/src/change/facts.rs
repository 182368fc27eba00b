//! What is known of a thing before and after a change: names and values, as a model reads them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::clean;

/// Marks facts that are kept to compare and to undo, and not told.
const KEPT: char = '_';

/// The most characters of a value that are told.
const TOLD_CHARS: usize = 200;

/// The most values of a list that are told.
const TOLD_VALUES: usize = 30;

/// Names and values. A name that begins with `_` is compared and kept, and never told. `null` stands
/// for what is not set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Facts(Map<String, Value>);

impl Facts {
    /// Returns the same with one more.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// Returns the value of that name; `null` for none.
    pub(crate) fn get(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or(&Value::Null)
    }

    /// Returns the value of what is called so, told or kept.
    pub(crate) fn value(&self, name: &str) -> &Value {
        match self.0.get(name) {
            Some(value) => value,
            None => self.get(&format!("{KEPT}{name}")),
        }
    }

    /// Returns these with those that are said there in their place.
    #[must_use]
    pub(crate) fn overlaid(mut self, there: &Self) -> Self {
        let values = there.0.iter();
        self.0
            .extend(values.map(|(name, value)| (name.clone(), value.clone())));
        self
    }

    /// Returns those of these that are not said there.
    #[must_use]
    pub(crate) fn without(mut self, there: &Self) -> Self {
        self.0.retain(|name, _| !there.0.contains_key(name));
        self
    }

    /// Returns these but those of some names.
    #[must_use]
    pub(crate) fn but(mut self, names: &[&str]) -> Self {
        self.0.retain(|name, _| !names.contains(&name.as_str()));
        self
    }

    /// Returns those of these that are said there too.
    #[must_use]
    pub(crate) fn only(mut self, there: &Self) -> Self {
        self.0.retain(|name, _| there.0.contains_key(name));
        self
    }

    /// Tells whether all that is said here is so there.
    pub(crate) fn hold_in(&self, there: &Self) -> bool {
        self.first_unlike(there).is_none()
    }

    /// Returns the name of the first of these that is not so there.
    pub(crate) fn first_unlike(&self, there: &Self) -> Option<&str> {
        let unlike = self
            .0
            .iter()
            .find(|(name, value)| there.get(name) != *value);
        unlike.map(|(name, _)| name.trim_start_matches(KEPT))
    }

    /// Returns what is told of these, where it is otherwise there: what did not change is not news.
    pub(crate) fn told_beside(&self, there: &Self) -> Map<String, Value> {
        let told = self.0.iter().filter(|(name, value)| {
            !name.starts_with(KEPT) && !value.is_null() && there.get(name) != *value
        });
        // What is kept for undo is kept to the letter; what is told is text of a server's.
        told.map(|(name, value)| (name.clone(), cleaned(value)))
            .collect()
    }
}

/// Returns a value with its texts as they are told.
fn cleaned(value: &Value) -> Value {
    match value {
        Value::String(text) => clean::line(text, TOLD_CHARS).into(),
        Value::Array(values) => values.iter().take(TOLD_VALUES).map(cleaned).collect(),
        value => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_kept_is_compared_and_not_told() {
        let before = Facts::default()
            .with("watched", false)
            .with("stars", Value::Null)
            .with("_plays", 0);
        let after = Facts::default()
            .with("watched", true)
            .with("stars", Value::Null)
            .with("_plays", 1);
        assert_eq!(
            Value::Object(before.told_beside(&after)),
            json!({"watched": false})
        );
        assert_eq!(
            Value::Object(after.told_beside(&before)),
            json!({"watched": true})
        );
        assert_eq!(
            Facts::default().with("_plays", 2).first_unlike(&after),
            Some("plays")
        );
        assert!(Facts::default().with("gone", Value::Null).hold_in(&after));
    }
}
