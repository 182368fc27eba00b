//! Subscriptions to resources: whoever subscribes hears when reading again gives something else.
//!
//! One [`Board`] a process follows what anybody has subscribed to: it listens to the server while there is
//! anything to follow, reads what may have changed once for all, and compares. A [`Subscriptions`] a client
//! bounds how much it follows, and remembers how each resource read last for that client.

mod arrivals;
mod board;
mod client;
mod concern;
mod followed;
mod inbox;
mod print;
mod shared;
mod watch;

pub(crate) use board::{Board, Wanted};
pub(crate) use client::{Subscriptions, wanted};
pub(crate) use shared::Read;
