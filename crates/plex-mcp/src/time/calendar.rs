//! Times as people and models read them: RFC 3339 in the configured timezone, never epoch numbers.

use std::{fmt, sync::Arc};

use jiff::{Span, Timestamp, ToSpan, Zoned, civil::DateTime, tz::TimeZone};

/// Says where a [`Calendar`] takes the present moment from.
type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// A timezone and a clock: turns server times into text, and what a model writes into times.
#[derive(Clone)]
pub struct Calendar {
    zone: TimeZone,
    now: Now,
}

impl Calendar {
    /// Makes a calendar in `zone` that reads the system's clock.
    pub fn new(zone: TimeZone) -> Self {
        Self {
            zone,
            now: Arc::new(Timestamp::now),
        }
    }

    /// Returns a calendar in the system's timezone.
    pub fn system() -> Self {
        Self::new(super::zone::system())
    }

    /// Returns the same calendar with another clock; for tests and demonstrations.
    #[must_use]
    pub fn with_clock(self, now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self {
            now: Arc::new(now),
            ..self
        }
    }

    /// Returns an instant as RFC 3339 with the zone's offset.
    ///
    /// `None` for what cannot be meant: zero, negative and unrepresentable times, all of which
    /// real servers send.
    pub(crate) fn rfc3339(&self, at: Option<plex_client::Timestamp>) -> Option<String> {
        let moment = self.meant(at)?;
        Some(moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    }

    /// Returns the day of an instant in the zone, `2026-11-27`; `None` as [`rfc3339`](Self::rfc3339).
    pub(crate) fn date(&self, at: Option<plex_client::Timestamp>) -> Option<String> {
        Some(self.meant(at)?.date().to_string())
    }

    /// Returns an instant in the zone; `None` for what cannot be meant.
    fn meant(&self, at: Option<plex_client::Timestamp>) -> Option<Zoned> {
        let seconds = at?.epoch_seconds();
        if seconds <= 0 {
            return None;
        }
        let moment = Timestamp::from_second(seconds).ok()?;
        Some(moment.to_zoned(self.zone.clone()))
    }

    /// Returns the epoch seconds of what a model wrote: a date, a timestamp, or a span back from now.
    ///
    /// A date means its first moment in the zone. A timestamp without an offset is in the zone.
    pub(crate) fn moment(&self, text: &str) -> Option<i64> {
        // Nothing was played before there were computers to record it.
        self.instant(text).map(|seconds| seconds.max(0))
    }

    /// Does as [`moment`](Self::moment), also before 1970: films came out then.
    pub(crate) fn instant(&self, text: &str) -> Option<i64> {
        let text = text.trim();
        let moment = if let Ok(timestamp) = text.parse::<Timestamp>() {
            timestamp
        } else if let Some(span) = span(text) {
            self.today().checked_sub(span).ok()?.timestamp()
        } else if let Some(moment) = self.said(text) {
            moment.timestamp()
        } else {
            // A date alone is its midnight.
            let moment: DateTime = text.parse().ok()?;
            moment.to_zoned(self.zone.clone()).ok()?.timestamp()
        };
        Some(moment.as_second())
    }

    /// Returns the moment that people mean by a word: the beginning of a day, or so long ago.
    fn said(&self, text: &str) -> Option<Zoned> {
        let now = self.today();
        let day = || now.start_of_day().ok();
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["now"] => Some(now),
            ["today"] => day(),
            ["yesterday"] => day()?.yesterday().ok(),
            ["last", "week"] => now.checked_sub(1.week()).ok(),
            ["last", "month"] => now.checked_sub(1.month()).ok(),
            ["last", "year"] => now.checked_sub(1.year()).ok(),
            ["this", "month"] => day()?.first_of_month().ok(),
            ["this", "year"] => day()?.first_of_year().ok(),
            _ => None,
        }
    }

    /// Returns the present moment in epoch seconds.
    pub(crate) fn now(&self) -> i64 {
        (self.now)().as_second()
    }

    /// Writes a moment in epoch seconds as RFC 3339; `None` for what no calendar shows.
    pub fn written(&self, epoch_seconds: i64) -> Option<String> {
        self.rfc3339(Some(plex_client::Timestamp::from_epoch_seconds(
            epoch_seconds,
        )))
    }

    /// Returns the present day in the zone: `20261127`.
    pub(crate) fn day(&self) -> String {
        self.today().strftime("%Y%m%d").to_string()
    }

    /// Returns the timezone.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Returns the present moment in the zone.
    fn today(&self) -> Zoned {
        (self.now)().to_zoned(self.zone.clone())
    }
}

impl fmt::Debug for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Calendar")
            .field("zone", &self.zone)
            .finish_non_exhaustive()
    }
}

/// Reads `30d`, `12h`, `90min`, `2w`, `6mo` or `1y`. A bare `m` is refused: minutes and months look alike.
fn span(text: &str) -> Option<Span> {
    let split = text.find(|character: char| !character.is_ascii_digit())?;
    let (digits, unit) = text.split_at_checked(split)?;
    let count: i64 = digits.parse().ok().filter(|count| *count <= 100_000)?;
    Some(match unit.trim().to_ascii_lowercase().as_str() {
        "min" => count.minutes(),
        "h" => count.hours(),
        "d" => count.days(),
        "w" => count.weeks(),
        "mo" => count.months(),
        // The calendar has fewer years than the others have of theirs.
        "y" => Span::new().try_years(count).ok()?,
        _ => return None,
    })
}

/// Returns a length or a position in whole seconds, rounded; `None` for none.
pub(crate) fn seconds(length: plex_client::Millis) -> Option<u64> {
    let milliseconds = length.get();
    (milliseconds > 0).then(|| milliseconds.saturating_add(500) / 1000)
}

#[cfg(test)]
mod tests {
    use plex_client::Millis;

    use super::*;

    fn berlin() -> Calendar {
        Calendar::new(TimeZone::get("Europe/Berlin").unwrap())
            .with_clock(|| "2026-03-31T10:00:00Z".parse().unwrap())
    }

    fn written(text: &str) -> Option<String> {
        berlin().written(berlin().moment(text)?)
    }

    #[test]
    fn epoch_seconds_become_rfc_3339_in_the_zone() {
        assert_eq!(
            berlin().written(1_795_000_000).unwrap(),
            "2026-11-18T12:06:40+01:00"
        );
        assert_eq!(
            berlin().written(1_780_000_000).unwrap(),
            "2026-05-28T22:26:40+02:00"
        );
    }

    #[test]
    fn junk_times_are_no_times() {
        for junk in [0, -1, i64::MIN, i64::MAX, 910_692_730_085] {
            assert_eq!(berlin().written(junk), None, "{junk}");
        }
        assert_eq!(berlin().rfc3339(None), None);
    }

    #[test]
    fn dates_timestamps_and_spans_are_understood() {
        assert_eq!(written("2026-03-01").unwrap(), "2026-03-01T00:00:00+01:00");
        assert_eq!(
            written("2026-03-01T12:00:00Z").unwrap(),
            "2026-03-01T13:00:00+01:00"
        );
        assert_eq!(
            written("2026-03-01 18:30").unwrap(),
            "2026-03-01T18:30:00+01:00"
        );
        assert_eq!(written("12h").unwrap(), "2026-03-31T00:00:00+02:00");
        // A month is a calendar month, across the change to summer time.
        assert_eq!(written("1mo").unwrap(), "2026-02-28T12:00:00+01:00");
        assert_eq!(berlin().moment("60y"), Some(0));
        assert_eq!(written("1y").unwrap(), "2025-03-31T12:00:00+02:00");
    }

    #[test]
    fn words_are_the_moments_that_people_mean() {
        for (word, moment) in [
            ("today", "2026-03-31T00:00:00+02:00"),
            ("Yesterday", "2026-03-30T00:00:00+02:00"),
            ("last week", "2026-03-24T12:00:00+01:00"),
            ("last month", "2026-02-28T12:00:00+01:00"),
            ("this year", "2026-01-01T00:00:00+01:00"),
            ("now", "2026-03-31T12:00:00+02:00"),
        ] {
            assert_eq!(written(word).unwrap(), moment, "{word}");
        }
    }

    #[test]
    fn anything_else_is_refused_and_never_panics() {
        for junk in [
            "",
            "m",
            "5m",
            "d",
            "the day before",
            "last",
            "2026-13-01",
            "99999999999999999999d",
            "100000y",
            "-3d",
        ] {
            assert_eq!(berlin().moment(junk), None, "{junk}");
        }
    }

    #[test]
    fn durations_are_rounded_seconds() {
        assert_eq!(seconds(Millis::new(1_499)), Some(1));
        assert_eq!(seconds(Millis::new(1_500)), Some(2));
        assert_eq!(seconds(Millis::new(0)), None);
        assert_eq!(seconds(Millis::new(u64::MAX)), Some(u64::MAX / 1000));
    }
}
