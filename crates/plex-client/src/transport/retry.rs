//! Decides when a request that only reads is tried again.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};

/// The longest wait that is believed: it may come from anybody.
const LONGEST_WAIT: Duration = Duration::from_secs(3600);

/// The limits within which a request that only reads is tried again. What changes something on
/// the server is never sent twice, whatever is set here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// How often it is sent in all.
    pub tries: u32,
    /// How long after the first attempt another may still begin.
    pub budget: Duration,
    /// How long to wait before the second attempt; twice as long before the next, and so on. Up to
    /// half of it is left off by chance, so that many clients do not come back at once.
    pub pause: Duration,
    /// How long to wait before a connection that was refused is tried once more, and for the last time: who
    /// refuses does so at once, and a server that restarts takes longer than anybody wants to wait for the
    /// word that it is away.
    pub refused: Duration,
}

/// How often a connection is tried in all that is refused.
const TRIES_OF_REFUSED: u32 = 2;

/// Holds what is known of a failed attempt.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Attempt {
    /// How many have failed, this one among them.
    pub(crate) made: u32,
    /// How long ago the first began.
    pub(crate) spent: Duration,
    /// How long the server wants to be left alone.
    pub(crate) wait: Duration,
    /// Whether the connection was refused.
    pub(crate) is_refused: bool,
}

impl Default for RetryPolicy {
    /// Returns three tries within five seconds, of which a refused connection is given two.
    fn default() -> Self {
        Self {
            tries: 3,
            budget: Duration::from_secs(5),
            pause: Duration::from_millis(200),
            refused: Duration::from_millis(50),
        }
    }
}

impl RetryPolicy {
    /// Makes one try only.
    ///
    /// ```
    /// assert_eq!(plex_client::RetryPolicy::none().tries, 1);
    /// ```
    #[must_use]
    pub fn none() -> Self {
        Self {
            tries: 1,
            ..Self::default()
        }
    }

    /// Returns the same with another first pause.
    ///
    /// ```
    /// use std::time::Duration;
    /// use plex_client::RetryPolicy;
    ///
    /// let eager = RetryPolicy::default().pause(Duration::from_millis(10));
    /// assert_eq!(eager.tries, 3);
    /// ```
    #[must_use]
    pub fn pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// Returns how long to wait before the next attempt, or `None` to give up. `chance` is between 0 and 1.
    pub(crate) fn next(&self, failed: Attempt, chance: f64) -> Option<Duration> {
        let (tries, full) = if failed.is_refused {
            (self.tries.min(TRIES_OF_REFUSED), self.refused)
        } else {
            let doubled = 2_u32.saturating_pow(failed.made.saturating_sub(1));
            (self.tries, self.pause.saturating_mul(doubled))
        };
        if failed.made >= tries {
            return None;
        }
        let pause = full
            .mul_f64(1.0 - chance.clamp(0.0, 1.0) / 2.0)
            .max(failed.wait);
        (failed.spent.saturating_add(pause) <= self.budget).then_some(pause)
    }
}

/// Returns how long an answer asks to wait. The form with a date is not used by Plex.
pub(crate) fn asked_to_wait(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_WAIT))
}

/// Returns a number between 0 and 1 that nobody can tell beforehand. Good enough to spread retries,
/// which is all that is wanted of it: the standard library's hasher is seeded by chance, and a generator of
/// numbers would be a dependency more for one line.
pub(crate) fn chance() -> f64 {
    let hash = RandomState::new().hash_one(std::process::id());
    f64::from((hash >> 32) as u32) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: fn(u64) -> Duration = Duration::from_millis;

    fn failed(made: u32, spent: u64) -> Attempt {
        Attempt {
            made,
            spent: MS(spent),
            ..Attempt::default()
        }
    }

    fn refused(made: u32) -> Attempt {
        Attempt {
            is_refused: true,
            ..failed(made, 0)
        }
    }

    #[test]
    fn pauses_double_and_are_shortened_by_chance() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.next(failed(1, 0), 0.0), Some(MS(200)));
        assert_eq!(policy.next(failed(1, 0), 1.0), Some(MS(100)));
        assert_eq!(policy.next(failed(2, 300), 0.0), Some(MS(400)));
    }

    #[test]
    fn a_refused_connection_is_tried_once_more_and_soon() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.next(refused(1), 0.0), Some(MS(50)));
        assert_eq!(policy.next(refused(2), 0.0), None);
        assert_eq!(RetryPolicy::none().next(refused(1), 0.0), None);
    }

    #[test]
    fn a_wait_that_is_asked_for_is_kept_if_the_budget_allows() {
        let policy = RetryPolicy::default();
        let asked = |ms| Attempt {
            wait: MS(ms),
            ..failed(1, 0)
        };
        assert_eq!(policy.next(asked(3_000), 0.0), Some(MS(3_000)));
        assert_eq!(policy.next(asked(6_000), 0.0), None);
    }

    #[test]
    fn what_is_asked_for_is_read_and_bounded() {
        let asked = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(
                RETRY_AFTER,
                reqwest::header::HeaderValue::from_static(value),
            );
            asked_to_wait(&headers)
        };
        assert_eq!(asked("7"), Some(MS(7_000)));
        assert_eq!(asked("18446744073709551615"), Some(LONGEST_WAIT));
        assert_eq!(asked("Wed, 21 Oct 2026 07:28:00 GMT"), None);
    }

    #[test]
    fn it_ends_with_the_tries_or_the_budget() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.next(failed(3, 0), 0.5), None);
        assert_eq!(policy.next(failed(1, 4_801), 0.0), None);
        assert_eq!(policy.next(failed(1, 4_800), 0.0), Some(MS(200)));
        assert_eq!(RetryPolicy::none().next(failed(1, 0), 0.0), None);
    }
}
