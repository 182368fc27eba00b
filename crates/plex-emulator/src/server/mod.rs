//! The HTTP side: connections, requests, who asks, and how an answer becomes bytes.

mod body;
mod call;
mod listen;
mod query;
mod record;
mod respond;
mod router;

pub(crate) use call::{Call, Page};
pub(crate) use listen::{Listener, bind};
pub(crate) use query::{Query, decode};
pub use record::RecordedRequest;
pub(crate) use record::Recorder;
pub(crate) use router::{Access, Handler, Reply, Route};

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use crate::clock::Clock;
use crate::fault::Faults;
use crate::world::World;

/// What every connection of one emulator shares.
pub(crate) struct Shared {
    world: RwLock<World>,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) recorder: Recorder,
    pub(crate) latency: Duration,
}

impl Shared {
    pub(crate) fn new(world: World, clock: Clock, latency: Duration, recorder: Recorder) -> Self {
        Self {
            world: RwLock::new(world),
            clock,
            faults: Faults::default(),
            recorder,
            latency,
        }
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, World> {
        self.world.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, World> {
        self.world.write().unwrap_or_else(PoisonError::into_inner)
    }
}
