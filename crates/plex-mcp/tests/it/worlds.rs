//! The worlds that several tests share, each by its name.

use plex_emulator::{Clock, Emulator, EmulatorBuilder};

/// When a world at rest takes place, in seconds since the epoch. The sample library dates itself by
/// the clock: two emulators agree only if they were started at the same second.
pub(crate) const NOW: i64 = 1_790_000_000;

/// Starts a server with the sample library, whose clock goes on.
pub(crate) async fn sample() -> Emulator {
    Emulator::builder().start().await.unwrap()
}

/// Makes a server with the sample library, whose clock stands still.
pub(crate) fn at_rest() -> EmulatorBuilder {
    Emulator::builder().clock(Clock::manual(NOW))
}

/// Starts a server with the sample library that belongs to nobody.
pub(crate) async fn unclaimed() -> Emulator {
    Emulator::builder().unclaimed(true).start().await.unwrap()
}
