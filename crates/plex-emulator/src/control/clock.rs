//! The clock.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::asked::Asked;
use super::said::{Done, Refused, Said};
use crate::clock::Clock;
use crate::emulator::Emulator;

/// The last second of the year 9998: from then on there is a year left that can be written.
const LAST: i64 = 253_370_764_799;

/// Tells what time it is.
pub(super) fn read(emulator: &Emulator, asked: &Asked) -> Said {
    asked.nothing()?;
    Ok(told(emulator.clock()))
}

/// Sets, moves, holds and releases it.
pub(super) fn change(emulator: &Emulator, asked: &Asked) -> Said {
    asked.only_parameters(&[])?;
    let fields = asked.fields(&["to", "by_s", "held"])?;
    let clock = emulator.clock();
    let held = fields.flag("held")?;
    let to = match (fields.get("to"), fields.get("by_s")) {
        (Some(_), Some(_)) => {
            return Err(Refused::malformed("expected `to` or `by_s`, and not both"));
        }
        (Some(to), None) => Some(moment(to)?),
        (None, Some(by)) => {
            let by = by.as_i64().filter(|by| *by >= 0).ok_or_else(|| {
                Refused::malformed(
                    "`by_s`: expected a whole number of seconds, none or more; `to` sets the clock back",
                )
            })?;
            Some(within(clock.now().saturating_add(by)).ok_or_else(|| out_of_range("by_s"))?)
        }
        (None, None) if held.is_none() => {
            return Err(Refused::malformed("expected `to`, `by_s` or `held`"));
        }
        (None, None) => None,
    };
    if held == Some(true) {
        clock.hold();
    }
    match (to, fields.get("by_s").and_then(Value::as_u64)) {
        (_, Some(by)) => clock.advance(std::time::Duration::from_secs(by)),
        (Some(to), None) => clock.set(to),
        (None, None) => {}
    }
    if held == Some(false) {
        clock.release();
    }
    Ok(told(clock))
}

fn told(clock: &Clock) -> Done {
    let now = clock.now();
    let time = Timestamp::from_second(now).map(|time| time.to_string());
    Done::Json(json!({
        "now": now,
        "time": time.unwrap_or_default(),
        "held": clock.is_held(),
    }))
}

/// Reads a moment: as RFC 3339 writes it, or in seconds since the epoch.
fn moment(to: &Value) -> Result<i64, Refused> {
    let seconds = match to {
        Value::String(text) => text.parse::<Timestamp>().ok().map(Timestamp::as_second),
        _ => to.as_i64(),
    };
    let seconds = seconds.ok_or_else(|| {
        Refused::malformed(
            "`to`: expected a moment such as \"2027-03-01T20:15:00Z\", or seconds since the epoch",
        )
    })?;
    within(seconds).ok_or_else(|| out_of_range("to"))
}

fn within(seconds: i64) -> Option<i64> {
    (0..=LAST).contains(&seconds).then_some(seconds)
}

fn out_of_range(field: &str) -> Refused {
    Refused::malformed(format!(
        "`{field}`: the clock can be set from 1970 to the end of 9998"
    ))
}
