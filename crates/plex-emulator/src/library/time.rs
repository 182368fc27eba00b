//! How a description writes moments and lengths of time.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::reader::{Read, Reader};
use crate::text::parse_span;

/// Returns a moment: seconds since the epoch, a date with or without a time (UTC), or a span back from
/// now (`-30d`).
pub(super) fn moment(reader: &Reader<'_>, now: i64) -> Read<i64> {
    let wrong = || reader.invalid("expected epoch seconds, a date or a span back like \"-30d\"");
    let text = match reader.value() {
        Value::Number(_) => return reader.int(),
        Value::String(text) => text,
        _ => return Err(wrong()),
    };
    if let Some(span) = text.strip_prefix('-') {
        let span = parse_span(span).ok_or_else(wrong)?;
        return Ok(now - i64::try_from(span.as_secs()).unwrap_or(i64::MAX));
    }
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(at.as_second());
    }
    let at: DateTime = text.parse().map_err(|_| wrong())?;
    let zoned = at.to_zoned(TimeZone::UTC).map_err(|_| wrong())?;
    Ok(zoned.timestamp().as_second())
}

/// Returns a length in milliseconds: a number of them, or a span (`1h32m`).
pub(super) fn length(reader: &Reader<'_>) -> Read<i64> {
    match reader.value() {
        Value::String(text) => {
            let span = parse_span(text)
                .ok_or_else(|| reader.invalid("expected milliseconds or a span like \"1h32m\""))?;
            Ok(i64::try_from(span.as_millis()).unwrap_or(i64::MAX))
        }
        _ => reader.int(),
    }
}
