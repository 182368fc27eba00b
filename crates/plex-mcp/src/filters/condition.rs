//! One filter as it was written, judged by the kind of its field.

use plex_client::{Comparison, FieldKind, Filter};
use serde_json::Value;

use super::{
    offer::OfferedField,
    range,
    words::{self, How, Words},
};
use crate::{error::ToolError, time::Calendar};

/// A part of a filter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Term {
    /// It can be sent as it is.
    Ready(Filter),
    /// It holds names that have to be looked up.
    Names(Words),
}

/// Returns what a filter on a field asks for.
///
/// # Errors
///
/// `invalid_argument` that shows what a field of its kind takes.
pub(super) fn terms(
    field: &OfferedField,
    given: &Value,
    calendar: &Calendar,
) -> Result<Vec<Term>, ToolError> {
    let ready = |filters: Vec<Filter>| filters.into_iter().map(Term::Ready).collect();
    match field.kind {
        FieldKind::Boolean => match given {
            Value::Bool(so) => Ok(vec![flag(field, *so)]),
            // Some hosts send every value as text.
            Value::String(text) if text.trim().eq_ignore_ascii_case("true") => {
                Ok(vec![flag(field, true)])
            }
            Value::String(text) if text.trim().eq_ignore_ascii_case("false") => {
                Ok(vec![flag(field, false)])
            }
            _ => Err(ToolError::refused(
                &format!("filters.{}", field.name),
                given,
                "true or false",
            )),
        },
        FieldKind::Integer => range::numbers(field, given).map(ready),
        FieldKind::Date => range::dates(field, given, calendar).map(ready),
        FieldKind::String => {
            let texts = words::texts(field, given)?.into_iter();
            Ok(texts.map(|words| text(field, words)).collect())
        }
        _ => Ok(words::names(field, given)?
            .into_iter()
            .map(Term::Names)
            .collect()),
    }
}

/// Returns a condition on what is so or not.
fn flag(field: &OfferedField, is_so: bool) -> Term {
    Term::Ready(Filter::flag(field.field.clone(), is_so != field.is_negated))
}

/// Returns a condition on a text. Where the server lists the texts there are, whole ones are looked up.
fn text(field: &OfferedField, words: Words) -> Term {
    let is_name = matches!(words.how, How::Any | How::All | How::None | How::Is);
    if field.has_list && is_name {
        return Term::Names(words);
    }
    let each = |comparison| {
        let filters = words.words.iter();
        filters.map(move |word| holds(field, comparison, word))
    };
    Term::Ready(match words.how {
        How::Any | How::Contains => Filter::any(each(Comparison::Is)),
        How::All => Filter::all(each(Comparison::Is)),
        How::None => Filter::all(each(Comparison::IsNot)),
        How::Is => Filter::any(each(Comparison::Exactly)),
        How::StartsWith => Filter::any(each(Comparison::BeginsWith)),
        How::EndsWith => Filter::any(each(Comparison::EndsWith)),
    })
}

/// Returns one text compared. A comma would part it in two for Plex, so each part is compared by itself:
/// a title with both parts is wanted, or with neither.
pub(super) fn holds(field: &OfferedField, comparison: Comparison, word: &str) -> Filter {
    let parts: Vec<&str> = word
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let [first, .., last] = parts.as_slice() else {
        let only = parts.first().copied().unwrap_or(word);
        return Filter::compare(field.field.clone(), comparison, only);
    };
    let key = || field.field.clone();
    match comparison {
        Comparison::IsNot | Comparison::NotExactly => {
            let parts = parts.iter();
            Filter::any(parts.map(|part| Filter::compare(key(), Comparison::IsNot, part)))
        }
        _ => {
            let inner = parts
                .iter()
                .map(|part| Filter::compare(key(), Comparison::Is, part));
            let edges = [
                matches!(comparison, Comparison::Exactly | Comparison::BeginsWith)
                    .then(|| Filter::compare(key(), Comparison::BeginsWith, first)),
                matches!(comparison, Comparison::Exactly | Comparison::EndsWith)
                    .then(|| Filter::compare(key(), Comparison::EndsWith, last)),
            ];
            Filter::all(inner.chain(edges.into_iter().flatten()))
        }
    }
}
