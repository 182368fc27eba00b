//! What is waited for.

use plex_client::Event;

use super::{
    arrival::Arrival,
    hint::{Hint, Look},
    playing::Playback,
    view::WaitView,
    work::Work,
};
use crate::{call::Call, error::ToolError};

/// Something that is waited for.
pub(super) enum Goal {
    Playback(Playback),
    Arrival(Arrival),
    Work(Work),
}

impl Goal {
    /// Looks how it stands.
    pub(super) async fn look(&mut self, call: &Call, how: Look) -> Result<WaitView, ToolError> {
        match self {
            Self::Playback(playback) => playback.look(call, how).await,
            Self::Arrival(arrival) => arrival.look(call, how).await,
            Self::Work(work) => work.look(call, how).await,
        }
    }

    /// Hears of an event.
    pub(super) fn hears(&mut self, event: &Event) -> Hint {
        match self {
            Self::Playback(playback) => playback.hears(event),
            Self::Arrival(arrival) => arrival.hears(event),
            Self::Work(work) => work.hears(event),
        }
    }

    /// Hears that something may have been missed.
    pub(super) fn missed(&mut self) {
        match self {
            Self::Arrival(arrival) => arrival.missed(),
            Self::Playback(_) | Self::Work(_) => {}
        }
    }

    /// Says in a few words what is waited for.
    pub(super) fn in_words(&self) -> &'static str {
        match self {
            Self::Playback(playback) => playback.in_words(),
            Self::Arrival(_) => "Waiting for an arrival",
            Self::Work(work) => work.in_words(),
        }
    }
}
