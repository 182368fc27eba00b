//! The index against the emulator, through its public doors.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod between;
mod damaged;
mod fixture;
mod follow;
mod fresh;
mod hostile;
mod idle;
mod incomplete;
mod insight;
mod kinds;
mod privacy;
mod query;
mod sync;
mod uncounted;
mod works;
