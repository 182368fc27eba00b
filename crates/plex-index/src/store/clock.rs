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
            format!(
                "{:04}-{:02}-{:02} {:02}:{:02}:{:02}",
                date.year(),
                date.month(),
                date.day(),
                time.hour(),
                time.minute(),
                time.second()
            )
        })
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
