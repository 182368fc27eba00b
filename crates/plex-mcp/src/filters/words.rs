//! Names and texts in a filter: one, several, or an object that says how several are meant.

use serde_json::Value;

use super::offer::OfferedField;
use crate::{clean, error::ToolError, nearest::nearest, schema::JsonObject};

/// How many names one filter may hold.
const MOST: usize = 50;

/// The longest name or text.
const LONGEST: usize = 200;

/// Says how names are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// One of them.
    Any,
    /// Every one of them.
    All,
    /// None of them.
    None,
    /// Of a text: exactly this.
    Is,
    /// Of a text: begins with it.
    StartsWith,
    /// Of a text: ends with it.
    EndsWith,
    /// Of a text: holds it.
    Contains,
}

/// Names, and how they are meant.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Words {
    pub(super) how: How,
    pub(super) words: Vec<String>,
}

const FOR_NAMES: &[(&str, How)] = &[("any", How::Any), ("all", How::All), ("none", How::None)];

const FOR_TEXTS: &[(&str, How)] = &[
    ("any", How::Any),
    ("all", How::All),
    ("none", How::None),
    ("is", How::Is),
    ("starts_with", How::StartsWith),
    ("ends_with", How::EndsWith),
    ("contains", How::Contains),
];

/// Returns the names that a filter on names gives.
///
/// # Errors
///
/// `invalid_argument` that shows the forms there are.
pub(super) fn names(field: &OfferedField, given: &Value) -> Result<Vec<Words>, ToolError> {
    read(field, given, FOR_NAMES)
}

/// Returns the texts that a filter on a text gives.
///
/// # Errors
///
/// As [`names`].
pub(super) fn texts(field: &OfferedField, given: &Value) -> Result<Vec<Words>, ToolError> {
    read(field, given, FOR_TEXTS)
}

fn read(
    field: &OfferedField,
    given: &Value,
    forms: &[(&str, How)],
) -> Result<Vec<Words>, ToolError> {
    let refused = || refused(field, given, forms);
    let Value::Object(object) = given else {
        let words = list(given).ok_or_else(refused)?;
        return Ok(vec![Words {
            how: How::Any,
            words,
        }]);
    };
    if object.is_empty() {
        return Err(refused());
    }
    object
        .iter()
        .map(|(form, given)| {
            let how = forms.iter().find(|(name, _)| name == form);
            let Some((_, how)) = how else {
                return Err(unknown_form(field, form, object, forms));
            };
            let words = list(given).ok_or_else(refused)?;
            Ok(Words { how: *how, words })
        })
        .collect()
}

/// Returns one or several texts; numbers are texts too (1917 is a film, 12 an age).
fn list(given: &Value) -> Option<Vec<String>> {
    let word = |value: &Value| {
        let word = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        let fits = !clean::line(&word, LONGEST).is_empty() && word.chars().count() <= LONGEST;
        fits.then_some(word)
    };
    match given {
        Value::Array(values) if (1..=MOST).contains(&values.len()) => {
            values.iter().map(word).collect()
        }
        Value::Array(_) => None,
        one => word(one).map(|word| vec![word]),
    }
}

fn refused(field: &OfferedField, given: &Value, forms: &[(&str, How)]) -> ToolError {
    let names: Vec<&str> = forms.iter().map(|(name, _)| *name).collect();
    let allowed = format!(
        "a name, a list of up to {MOST} (any of them), or an object with {}",
        names.join(", ")
    );
    ToolError::refused(&format!("filters.{}", field.name), given, &allowed)
}

fn unknown_form(
    field: &OfferedField,
    form: &str,
    given: &JsonObject,
    forms: &[(&str, How)],
) -> ToolError {
    let names = forms.iter().map(|(name, _)| *name);
    refused(field, &Value::Object(given.clone()), forms).meant(nearest(form, names))
}
