//! Small readers of text that people write: spans of time.

use std::time::Duration;

/// Reads a span of time as the command line and description files write it: `250ms`, `20s`, `5m`,
/// `12h`, `30d`, `2w`, `1y`, and sums of them (`1h30m`). Nothing else is one.
///
/// ```
/// assert_eq!(plex_emulator::parse_span("1m30s").unwrap().as_secs(), 90);
/// assert!(plex_emulator::parse_span("soon").is_none());
/// ```
pub fn parse_span(text: &str) -> Option<Duration> {
    let mut rest = text.trim();
    let mut total = Duration::ZERO;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at_checked(digits)?;
        let letters = tail
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at_checked(letters)?;
        let seconds = match unit {
            "ms" => 0.001,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            "d" => 86_400.0,
            "w" => 604_800.0,
            "y" => 31_557_600.0,
            _ => return None,
        };
        let number: f64 = number.parse().ok()?;
        total += Duration::try_from_secs_f64(number * seconds).ok()?;
        rest = tail;
    }
    Some(total)
}
