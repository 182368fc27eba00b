//! What happens on the server, as it tells it itself: one connection for all who listen here, none when
//! nobody does.
//!
//! Events become [`Changes`]: what reads otherwise than before. Bursts are one change, positions that merely
//! move are told of every ten seconds, and nothing is told of libraries that may not be shown.

mod admission;
mod changes;
mod ear;
mod gathering;
mod listener;
mod playing;
mod room;
mod standing;
#[cfg(test)]
mod tests;
mod timeline;
#[cfg(test)]
mod weather;
mod work;

pub(crate) use changes::{Changes, ItemChange};
pub(crate) use ear::{Ear, Heard};
pub(crate) use listener::{Listener, Live};
pub(crate) use timeline::{Timeline, Told};
