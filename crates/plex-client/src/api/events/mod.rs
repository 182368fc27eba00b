//! What a server tells by itself, as it happens.

mod buffer;
mod event;
mod listening;
mod pauses;
mod query;
mod reading;
mod stream;

pub use event::{Channel, Event, EventKind, TranscodePhase};
pub use query::EventsQuery;
pub use stream::Events;
