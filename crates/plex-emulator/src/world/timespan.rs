//! The stretches of time that statistics are kept for.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

/// A stretch of time by PMS's number. Stretches begin where the calendar (UTC) begins them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timespan {
    Month,
    Week,
    Day,
    Hour,
    /// What is happening now, every [`Timespan::STEP`] seconds.
    Seconds,
}

impl Timespan {
    /// How far the samples of seconds are apart.
    pub(crate) const STEP: i64 = 5;
    /// How far back the samples of seconds go.
    pub(crate) const REACH: i64 = 150;

    pub(crate) fn from_number(number: u32) -> Option<Self> {
        Some(match number {
            1 => Self::Month,
            2 => Self::Week,
            3 => Self::Day,
            4 => Self::Hour,
            6 => Self::Seconds,
            _ => return None,
        })
    }

    pub(crate) fn number(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Week => 2,
            Self::Day => 3,
            Self::Hour => 4,
            Self::Seconds => 6,
        }
    }

    /// Returns the beginning of the stretch that a moment lies in, both in seconds since the epoch. A
    /// moment that no calendar has begins its own.
    pub(crate) fn start_of(self, moment: i64) -> i64 {
        match self {
            Self::Seconds => moment - moment.rem_euclid(Self::STEP),
            Self::Hour => moment - moment.rem_euclid(3_600),
            Self::Day => moment - moment.rem_euclid(86_400),
            Self::Week | Self::Month => self.start_by_calendar(moment).unwrap_or(moment),
        }
    }

    fn start_by_calendar(self, moment: i64) -> Option<i64> {
        let date = Timestamp::from_second(moment)
            .ok()?
            .to_zoned(TimeZone::UTC)
            .date();
        let first = match self {
            Self::Month => date.first_of_month(),
            _ => {
                let days = date.weekday().since(Weekday::Monday);
                date.checked_sub(i64::from(days).days()).ok()?
            }
        };
        let midnight = first.to_zoned(TimeZone::UTC).ok()?;
        Some(midnight.timestamp().as_second())
    }
}
