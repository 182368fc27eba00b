//! Moments as a media query writes them.

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Returns the first second of a day, `1927-01-10` (UTC).
pub(super) fn day(date: &str) -> Option<i64> {
    let date: Date = date.get(..10)?.parse().ok()?;
    let start = date.to_zoned(TimeZone::UTC).ok()?;
    Some(start.timestamp().as_second())
}

/// Returns a moment in a query: epoch seconds, a day, or a span from now: `-30d`, `+2w`, with units m
/// (minutes), h, d, w, mon and y.
pub(super) fn parse(text: &str, now: i64) -> Option<i64> {
    if let Some(at) = day(text) {
        return Some(at);
    }
    let (sign, span) = match text.split_at_checked(1)? {
        ("-", span) => (-1, span),
        ("+", span) => (1, span),
        _ => return text.parse().ok(),
    };
    let unit = span.find(|c: char| !c.is_ascii_digit());
    let Some(unit) = unit else {
        // A negative number of epoch seconds.
        return text.parse().ok();
    };
    let (number, unit) = span.split_at_checked(unit)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        "w" => 7 * 86_400,
        "mon" => 30 * 86_400,
        "y" => 365 * 86_400,
        _ => return None,
    };
    let number: i64 = number.parse().ok()?;
    Some(now + sign * number.checked_mul(seconds)?)
}
