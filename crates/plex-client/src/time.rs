//! Instants and durations as PMS has them, in types that say their unit.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::wire::element::{Element, Scalar};

/// A number with a unit: how it is made, read and written.
macro_rules! quantity {
    ($(#[$meta:meta])* $name:ident($number:ty), $make:ident, $get:ident, $unit:literal) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name($number);

        impl $name {
            #[doc = concat!("Takes a number of ", $unit, ".")]
            ///
            /// ```
            #[doc = concat!("use plex_client::", stringify!($name), ";")]
            ///
            #[doc = concat!("assert_eq!(", stringify!($name), "::", stringify!($make), "(90).", stringify!($get), "(), 90);")]
            /// ```
            #[must_use]
            pub const fn $make(number: $number) -> Self {
                Self(number)
            }

            #[doc = concat!("Returns the number of ", $unit, ".")]
            ///
            /// ```
            #[doc = concat!("use plex_client::", stringify!($name), ";")]
            ///
            #[doc = concat!("assert_eq!(", stringify!($name), "::", stringify!($make), "(90).", stringify!($get), "(), 90);")]
            /// ```
            #[must_use]
            pub const fn $get(self) -> $number {
                self.0
            }
        }

        impl Element for $name {
            fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
                <$number>::from_scalar(scalar).map(Self)
            }
        }
    };
}

quantity!(
    /// An instant, in whole seconds since 1970-01-01T00:00:00Z.
    ///
    /// Servers send instants before 1970 and thousands of years away, so that it converts to other
    /// types only where they can hold it.
    Timestamp(i64), from_epoch_seconds, epoch_seconds, "seconds since 1970-01-01T00:00:00Z"
);
quantity!(
    /// A length of time, or a position in something that plays, in milliseconds.
    Millis(u64), new, get, "milliseconds"
);
quantity!(
    /// A length of time in seconds. It is negative where a server counts past the end.
    Seconds(i64), new, get, "seconds"
);

impl Timestamp {
    /// Returns the instant as the standard library has it, or `None` where that cannot hold it.
    ///
    /// ```
    /// use std::time::SystemTime;
    ///
    /// use plex_client::Timestamp;
    ///
    /// assert_eq!(Timestamp::from_epoch_seconds(0).to_system_time(), Some(SystemTime::UNIX_EPOCH));
    /// ```
    #[must_use]
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_secs(self.0.unsigned_abs());
        if self.0 < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(distance)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(distance)
        }
    }

    /// Returns the instant so many seconds later (or earlier, where the number is negative), or the
    /// last (first) there is.
    ///
    /// ```
    /// use plex_client::Timestamp;
    ///
    /// let at = Timestamp::from_epoch_seconds(60);
    /// assert_eq!(at.saturating_add(-60), Timestamp::from_epoch_seconds(0));
    /// ```
    #[must_use]
    pub const fn saturating_add(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }
}

impl From<SystemTime> for Timestamp {
    /// Rounds down to the whole second.
    fn from(time: SystemTime) -> Self {
        Self(match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
            Err(before) => {
                let before = before.duration();
                let begun = u64::from(before.subsec_nanos() > 0);
                // The earliest second has no counterpart after 1970, so that the sign comes first.
                0_i64.saturating_sub_unsigned(before.as_secs().saturating_add(begun))
            }
        })
    }
}

impl fmt::Display for Timestamp {
    /// Writes the seconds since 1970.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Millis {
    /// Returns the whole seconds, rounded down.
    ///
    /// ```
    /// assert_eq!(plex_client::Millis::new(1_999).as_secs(), 1);
    /// ```
    #[must_use]
    pub const fn as_secs(self) -> u64 {
        self.0 / 1000
    }
}

impl From<Millis> for Duration {
    fn from(millis: Millis) -> Self {
        Self::from_millis(millis.0)
    }
}

impl From<Duration> for Millis {
    /// Rounds down to the whole millisecond; what is longer than half a billion years becomes the
    /// longest there is.
    fn from(duration: Duration) -> Self {
        Self(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX))
    }
}

impl Seconds {
    /// Returns the length as the standard library has it; a negative one is nothing.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use plex_client::Seconds;
    ///
    /// assert_eq!(Seconds::new(3).to_duration(), Duration::from_secs(3));
    /// assert_eq!(Seconds::new(-3).to_duration(), Duration::ZERO);
    /// ```
    #[must_use]
    pub fn to_duration(self) -> Duration {
        Duration::from_secs(u64::try_from(self.0).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_second_converts_without_a_panic() {
        for second in [i64::MIN, -1, 0, 1, 910_692_730_085, i64::MAX] {
            let at = Timestamp::from_epoch_seconds(second);
            if let Some(time) = at.to_system_time() {
                assert_eq!(Timestamp::from(time), at);
            }
        }
        let half = SystemTime::UNIX_EPOCH - Duration::from_millis(1_500);
        assert_eq!(Timestamp::from(half).epoch_seconds(), -2);
    }
}
