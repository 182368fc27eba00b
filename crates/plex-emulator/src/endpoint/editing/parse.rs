//! What a request wants edited, read from its parameters.

use super::fields::{ARTWORK, Written, fields, tags};
use crate::answer::Refusal;
use crate::parameters::{Query, decode};
use crate::world::{Edit, Kind, TagKind, Value};

/// Returns the edits that the parameters ask of an item of a kind: `title.value=`, `title.locked=`,
/// `genre[0].tag.tag=`, `genre[].tag.tag-=`. What is no field of the kind is ignored; a value that
/// cannot be read refuses the whole request.
pub(super) fn edits(query: &Query, kind: Kind) -> Result<Vec<Edit>, Refusal> {
    let mut edits = Vec::new();
    for (parameter, value) in query.pairs() {
        if let Some(field) = parameter.strip_suffix(".value") {
            edits.extend(field_edit(kind, field, value)?);
        } else if let Some(field) = parameter.strip_suffix(".locked") {
            edits.extend(lock_edit(kind, field, value));
        } else if let Some((of, rest)) = parameter.split_once('[') {
            let of = tags(kind).iter().find(|tag| tag.field() == of);
            if let Some(of) = of {
                edits.extend(tag_edits(*of, rest, value));
            }
        }
    }
    Ok(edits)
}

/// Returns the edits of a playlist, which may also be written plainly: `title=&summary=`.
pub(super) fn plain_edits(query: &Query, kind: Kind) -> Result<Vec<Edit>, Refusal> {
    let mut edits = edits(query, kind)?;
    for (parameter, value) in query.pairs() {
        edits.extend(field_edit(kind, parameter, value)?);
    }
    Ok(edits)
}

fn field_edit(kind: Kind, field: &str, text: &str) -> Result<Option<Edit>, Refusal> {
    let known = fields(kind).iter().find(|(called, ..)| *called == field);
    let Some((called, at, written)) = known else {
        return Ok(None);
    };
    if text.is_empty() {
        return Ok(match (*called, written) {
            // Nothing is without a title, and nothing came at no time.
            ("title" | "addedAt", _) => None,
            (_, Written::OwnRating) => Some(Edit::Rate(None)),
            _ => Some(Edit::Set(*at, None)),
        });
    }
    let value = match written {
        Written::Text => Value::from(text),
        Written::Date => {
            let day = text.get(..10).filter(|_| is_date(text));
            Value::from(day.ok_or(Refusal::BadRequest)?)
        }
        Written::Whole => Value::Int(text.trim().parse().map_err(|_| Refusal::BadRequest)?),
        Written::Rating => Value::Float(rating(text)?),
        Written::OwnRating => {
            let rating = rating(text)?;
            return Ok(Some(Edit::Rate((rating >= 0.0).then_some(rating))));
        }
    };
    Ok(Some(Edit::Set(*at, Some(value))))
}

/// Returns a rating of at most 10; one below 0 is none.
fn rating(text: &str) -> Result<f64, Refusal> {
    let rating: f64 = text.trim().parse().map_err(|_| Refusal::BadRequest)?;
    (rating <= 10.0)
        .then_some(rating)
        .ok_or(Refusal::BadRequest)
}

/// Tells whether it is like `2024-03-01`, with or without a time behind it.
fn is_date(text: &str) -> bool {
    let day = text.get(..10).unwrap_or("");
    let mut parts = day.split('-').map(str::parse::<u32>);
    let (year, month, of_month) = (parts.next(), parts.next(), parts.next());
    matches!(year, Some(Ok(_)))
        && matches!(month, Some(Ok(1..=12)))
        && matches!(of_month, Some(Ok(1..=31)))
        && text
            .get(10..)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', 'T']))
}

fn lock_edit(kind: Kind, field: &str, value: &str) -> Option<Edit> {
    let is_field = fields(kind).iter().any(|(called, ..)| *called == field);
    let is_tag = tags(kind).iter().any(|tag| tag.field() == field);
    let is_known = is_field || is_tag || ARTWORK.contains(&field);
    is_known.then(|| Edit::Lock(field.to_owned(), matches!(value, "1" | "true")))
}

/// Reads an edit of tags: `0].tag.tag=` adds, `].tag.tag-=` takes away, `].tag=` takes all away.
fn tag_edits(of: TagKind, rest: &str, value: &str) -> Vec<Edit> {
    match rest {
        "].tag" => vec![Edit::ClearTags(of)],
        // Clients write each value percent-encoded, so that a comma in one can be told apart.
        "].tag.tag-" => value
            .split(',')
            .filter(|tag| !tag.is_empty())
            .map(|tag| Edit::RemoveTag(of, decode(tag)))
            .collect(),
        _ if rest.ends_with("].tag.tag") && !value.is_empty() => {
            vec![Edit::AddTag(of, value.to_owned())]
        }
        _ => Vec::new(),
    }
}
