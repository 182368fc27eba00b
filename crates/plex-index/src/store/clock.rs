//! The server's times as local text.

use jiff::{Timestamp, tz::TimeZone};

/// Turns epoch seconds into the text that the snapshot holds.
#[derive(Debug, Clone)]
pub(crate) struct LocalClock {
    zone: TimeZone,
}

impl LocalClock {
    pub(crate) fn new(zone: TimeZone) -> Self {
        Self { zone }
    }

    /// Returns what tells this zone from others: its IANA name, or its present rules where it has none.
    pub(crate) fn name(&self) -> String {
        self.zone
            .iana_name()
            .map_or_else(|| format!("{:?}", self.zone), str::to_owned)
    }

    /// Returns the text of an instant of the server's, as [`text`](Self::text) does.
    pub(crate) fn text_at(&self, at: Option<plex_client::Timestamp>) -> Option<String> {
        self.text(at.map(plex_client::Timestamp::epoch_seconds))
    }

    /// Writes `YYYY-MM-DD HH:MM:SS`; `None` for what no clock shows: zero, negative and far times, all of
    /// which real servers send.
    pub(crate) fn text(&self, unix: Option<i64>) -> Option<String> {
        let seconds = unix.filter(|seconds| *seconds > 0)?;
        let moment = Timestamp::from_second(seconds).ok()?;
        let local = self.zone.to_datetime(moment);
        (local.year() < 10_000).then(|| {
            let (date, time) = (local.date(), local.time());
            let mut text = String::with_capacity(19);
            put_digits(&mut text, "", date.year(), 4);
            put_digits(&mut text, "-", date.month().into(), 2);
            put_digits(&mut text, "-", date.day().into(), 2);
            put_digits(&mut text, " ", time.hour().into(), 2);
            put_digits(&mut text, ":", time.minute().into(), 2);
            put_digits(&mut text, ":", time.second().into(), 2);
            text
        })
    }
}

/// Writes a mark and a number of so many digits: every row has two times, and the machinery of formats
/// takes longer than all else about them.
fn put_digits(text: &mut String, mark: &str, number: i16, digits: u32) {
    text.push_str(mark);
    for place in (0..digits).rev() {
        let digit = number.unsigned_abs() / 10_u16.pow(place) % 10;
        text.extend(char::from_digit(digit.into(), 10));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_local_and_junk_is_nothing() {
        let clock = LocalClock::new(TimeZone::get("Europe/Berlin").unwrap());
        assert_eq!(
            clock.text(Some(1_795_000_000)).unwrap(),
            "2026-11-18 12:06:40"
        );
        assert_eq!(
            clock.text(Some(1_780_000_000)).unwrap(),
            "2026-05-28 22:26:40"
        );
        for junk in [
            None,
            Some(0),
            Some(-1),
            Some(i64::MAX),
            Some(910_692_730_085),
        ] {
            assert_eq!(clock.text(junk), None, "{junk:?}");
        }
    }
}
