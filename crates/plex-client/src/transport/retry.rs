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
}

impl Default for RetryPolicy {
    /// Returns three tries within five seconds.
    fn default() -> Self {
        Self {
            tries: 3,
            budget: Duration::from_secs(5),
            pause: Duration::from_millis(200),
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

    /// Returns how long to wait before the next attempt, or `None` to give up. `made` attempts have failed,
    /// `spent` after the first began; `chance` is between 0 and 1; the server wants to be left alone
    /// for `wait` at least.
    pub(crate) fn next(
        &self,
        made: u32,
        spent: Duration,
        chance: f64,
        wait: Duration,
    ) -> Option<Duration> {
        if made >= self.tries {
            return None;
        }
        let full = self
            .pause
            .saturating_mul(2_u32.saturating_pow(made.saturating_sub(1)));
        let pause = full.mul_f64(1.0 - chance.clamp(0.0, 1.0) / 2.0).max(wait);
        (spent.saturating_add(pause) <= self.budget).then_some(pause)
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

    #[test]
    fn pauses_double_and_are_shortened_by_chance() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.next(1, MS(0), 0.0, MS(0)), Some(MS(200)));
        assert_eq!(policy.next(1, MS(0), 1.0, MS(0)), Some(MS(100)));
        assert_eq!(policy.next(2, MS(300), 0.0, MS(0)), Some(MS(400)));
    }

    #[test]
    fn a_wait_that_is_asked_for_is_kept_if_the_budget_allows() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.next(1, MS(0), 0.0, MS(3_000)), Some(MS(3_000)));
        assert_eq!(policy.next(1, MS(0), 0.0, MS(6_000)), None);
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
        assert_eq!(policy.next(3, MS(0), 0.5, MS(0)), None);
        assert_eq!(policy.next(1, MS(4_801), 0.0, MS(0)), None);
        assert_eq!(policy.next(1, MS(4_800), 0.0, MS(0)), Some(MS(200)));
        assert_eq!(RetryPolicy::none().next(1, MS(0), 0.0, MS(0)), None);
    }
}
