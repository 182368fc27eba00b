//! How long to leave a server alone before it is tried again.

use std::time::Duration;

/// The pause after the first failure.
const FIRST: Duration = Duration::from_secs(1);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(60);

/// Pauses that grow from failure to failure.
#[derive(Debug)]
pub(super) struct Pauses {
    next: Duration,
}

impl Pauses {
    pub(super) fn new() -> Self {
        Self { next: FIRST }
    }

    /// Begins with the shortest again.
    pub(super) fn reset(&mut self) {
        *self = Self::new();
    }

    /// Returns the next pause. Up to half of it is left off by chance, a number between 0 and 1, so that
    /// the listeners of a server that comes back do not come all at once.
    pub(super) fn next(&mut self, chance: f64) -> Duration {
        let pause = self.next;
        self.next = (pause * 2).min(LONGEST);
        pause.mul_f64(1.0 - chance.clamp(0.0, 1.0) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_double_up_to_a_minute_and_are_shortened_by_chance() {
        let mut pauses = Pauses::new();
        let whole: Vec<u64> = (0..9).map(|_| pauses.next(0.0).as_secs()).collect();
        assert_eq!(whole, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(pauses.next(1.0), Duration::from_secs(30));
        pauses.reset();
        assert_eq!(pauses.next(0.5), Duration::from_millis(750));
    }
}
