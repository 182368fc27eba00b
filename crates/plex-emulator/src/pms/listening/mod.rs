//! The event channels: who listens is let in, told what happens, and lost again.

mod event_source;
mod feed;
mod nonsense;
mod websocket;

use super::Shared;
use crate::answer::Refusal;
use crate::server::{Call, Channel, Outcome};

/// Lets a listener in. What it is told comes after the answer's head.
pub(super) fn listen(
    shared: &Shared,
    call: &Call<'_>,
    channel: Channel,
) -> Result<Outcome, Refusal> {
    let feed = feed::Feed::open(shared, call);
    match channel {
        Channel::Websocket => websocket::open(feed, call),
        Channel::EventSource => Ok(event_source::open(feed)),
    }
}
