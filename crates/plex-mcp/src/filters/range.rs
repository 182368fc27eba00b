//! Numbers and dates in a filter.

use jiff::{civil::Date, tz::TimeZone};
use plex_client::{Filter, ItemType, Timestamp};
use serde_json::{Number, Value};

use super::offer::OfferedField;
use crate::{error::ToolError, time::Calendar, vocabulary::value};

/// Returns what one of our numbers is in Plex's: minutes are milliseconds there, gigabytes are bytes.
fn unit(field: &OfferedField) -> f64 {
    match field.field.name() {
        "duration" => 60_000.0,
        "mediaSize" => 1e9,
        "mediaBitrate" => 1e3,
        _ => 1.0,
    }
}

/// Returns the filters of a number: one, several, or an object of bounds.
///
/// # Errors
///
/// `invalid_argument` that shows the forms there are.
pub(super) fn numbers(field: &OfferedField, given: &Value) -> Result<Vec<Filter>, ToolError> {
    let refused = || {
        ToolError::refused(
            &format!("filters.{}", field.name),
            given,
            "a number, a list of numbers (any of them), or an object with min, max, any, none",
        )
    };
    let number = |value: &Value| number(field, value).ok_or_else(refused);
    let list = |value: &Value| match value {
        Value::Array(values) if !values.is_empty() && values.len() <= 50 => {
            values.iter().map(number).collect::<Result<Vec<_>, _>>()
        }
        Value::Array(_) => Err(refused()),
        one => Ok(vec![number(one)?]),
    };
    let key = || field.field.clone();
    // Whole decades and ranges, one or several: any of them.
    if let Some(said) = said(field, given) {
        return Ok(vec![said]);
    }
    let Value::Object(bounds) = given else {
        return Ok(vec![Filter::is(key(), list(given)?)]);
    };
    if bounds.is_empty() {
        return Err(refused());
    }
    let both = bounds
        .get("min")
        .and_then(Value::as_f64)
        .zip(bounds.get("max").and_then(Value::as_f64));
    if both.is_some_and(|(min, max)| min > max) {
        return Err(ToolError::invalid(format!(
            "filters.{}: min is more than max, so nothing can lie between them",
            field.name
        )));
    }
    bounds
        .iter()
        .map(|(form, value)| {
            Ok(match form.as_str() {
                "min" => Filter::at_least(key(), number(value)?),
                "max" => Filter::at_most(key(), number(value)?),
                "any" => Filter::is(key(), list(value)?),
                "none" => Filter::is_not(key(), list(value)?),
                _ => return Err(refused()),
            })
        })
        .collect()
}

/// Returns the filter of decades and ranges as people say them; `None` when one of the values is neither
/// a number nor said so, or when all are plain numbers.
fn said(field: &OfferedField, given: &Value) -> Option<Filter> {
    let values = match given {
        Value::Array(values) if values.len() <= 50 => values.as_slice(),
        Value::Object(_) => return None,
        one => std::slice::from_ref(one),
    };
    let is_said = |value: &Value| value.is_string() && number(field, value).is_none();
    if !values.iter().any(is_said) {
        return None;
    }
    let each = values.iter().map(|value| match value.as_str() {
        Some(text) if is_said(value) => decade(field, text).or_else(|| range(field, text)),
        _ => Some(Filter::is(field.field.clone(), [number(field, value)?])),
    });
    Some(Filter::any(each.collect::<Option<Vec<_>>>()?))
}

/// Returns the numbers of a range.
fn range(field: &OfferedField, text: &str) -> Option<Filter> {
    let (least, most) = value::bounds(text)?;
    let in_unit = |bound: f64| number(field, &Value::from(bound));
    let key = || field.field.clone();
    let least = match least {
        Some(least) => Some(Filter::at_least(key(), in_unit(least)?)),
        None => None,
    };
    let most = match most {
        Some(most) => Some(Filter::at_most(key(), in_unit(most)?)),
        None => None,
    };
    Some(Filter::all(least.into_iter().chain(most)))
}

/// Returns the years of a decade.
fn decade(field: &OfferedField, text: &str) -> Option<Filter> {
    let first = value::decade(text)?;
    let key = || field.field.clone();
    match field.field.name() {
        "year" => Some(Filter::all([
            Filter::at_least(key(), first),
            Filter::at_most(key(), first.saturating_add(9)),
        ])),
        "decade" => Some(Filter::is(key(), [first.to_string()])),
        _ => None,
    }
}

/// Returns a number in Plex's unit, written as a query has it.
fn number(field: &OfferedField, value: &Value) -> Option<String> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    let in_unit = number * unit(field);
    let fits = in_unit.is_finite() && in_unit.abs() <= 9_007_199_254_740_992.0;
    fits.then(|| match in_unit.fract() == 0.0 {
        true => Number::from(in_unit as i64).to_string(),
        false => in_unit.to_string(),
    })
}

/// Returns the filters of a date: an object of bounds.
///
/// # Errors
///
/// `invalid_argument` that shows the forms there are.
pub(super) fn dates(
    field: &OfferedField,
    given: &Value,
    calendar: &Calendar,
) -> Result<Vec<Filter>, ToolError> {
    let refused = || {
        ToolError::refused(
            &format!("filters.{}", field.name),
            given,
            "an object with after (inclusive), before or both, each a date (2026-01-31), a \
             timestamp or a span back from now (30d, 12h, 6mo)",
        )
    };
    let bounds = given.as_object().filter(|bounds| !bounds.is_empty());
    let bounds = bounds.ok_or_else(refused)?;
    let mut filters = Vec::new();
    let (mut after, mut before) = (None, None);
    for (form, value) in bounds {
        let text = value.as_str().ok_or_else(refused)?;
        let at = moment(field, text, calendar).ok_or_else(refused)?;
        let key = field.field.clone();
        match form.as_str() {
            "after" | "since" => {
                after = Some(at);
                filters.push(Filter::since(key, Timestamp::from_epoch_seconds(at)));
            }
            "before" | "until" => {
                before = Some(at);
                filters.push(Filter::before(key, Timestamp::from_epoch_seconds(at)));
            }
            _ => return Err(refused()),
        }
    }
    if after
        .zip(before)
        .is_some_and(|(after, before)| after >= before)
    {
        return Err(ToolError::invalid(format!(
            "filters.{}: after is not before \"before\", so nothing can lie between them",
            field.name
        )));
    }
    Ok(filters)
}

/// Returns the epoch seconds of a moment. The day something came out has no timezone: Plex keeps it as
/// the day's midnight in UTC. A photo's is a moment like any other.
fn moment(field: &OfferedField, text: &str, calendar: &Calendar) -> Option<i64> {
    let is_day =
        field.field.name() == "originallyAvailableAt" && field.item_type != ItemType::Photo;
    match text.trim().parse::<Date>() {
        Ok(day) if is_day && text.trim().len() <= 10 => {
            Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
        }
        _ => calendar.instant(text),
    }
}
