//! The numbers of commands to players.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The numbers by which players tell new commands from those that they have seen.
///
/// A player drops a command in silence whose number is not greater than the last it had from the same client
/// identifier, also where that was in an earlier run of the program. So numbers begin with the seconds
/// since 1970, or with what is given, and grow. Clones share them.
///
/// ```
/// use plex_client::CommandIds;
///
/// let ids = CommandIds::after(41);
/// assert_eq!((ids.next(), ids.clone().next()), (42, 43));
/// ```
#[derive(Debug, Clone)]
pub struct CommandIds(Arc<AtomicU64>);

impl CommandIds {
    /// Returns numbers that are greater than this one.
    #[must_use]
    pub fn after(last: u64) -> Self {
        Self(Arc::new(AtomicU64::new(last)))
    }

    /// Returns the next number, greater than every one before.
    #[must_use]
    pub fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed).wrapping_add(1)
    }
}

impl Default for CommandIds {
    /// Returns numbers from the seconds since 1970 on.
    fn default() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        Self::after(since.map_or(0, |since| since.as_secs()))
    }
}
