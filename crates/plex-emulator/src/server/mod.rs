//! The HTTP side: connections, requests, who asks, and how an answer becomes bytes.

mod body;
mod call;
mod host;
mod listen;
mod log;
mod pace;
mod pms;
mod query;
mod record;
mod respond;
mod router;
mod tls;

pub(crate) use call::Call;
pub(crate) use host::{Asked, Host, Outcome, Traffic};
pub(crate) use listen::{Listener, bind};
pub use log::RequestLog;
pub(crate) use pace::Pace;
pub(crate) use query::{Query, decode};
pub use record::RecordedRequest;
pub(crate) use router::{Access, Handler, Reply, Route};
pub use tls::{Tls, TlsError};

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::clock::Clock;
use crate::world::World;

/// What every connection to one Plex Media Server shares.
pub(crate) struct Shared {
    world: RwLock<World>,
    pub(crate) clock: Clock,
    pub(crate) traffic: Traffic,
    /// How fast details are given, if not at once.
    pub(crate) pace: Option<Pace>,
}

impl Shared {
    pub(crate) fn new(world: World, clock: Clock, traffic: Traffic) -> Self {
        Self {
            world: RwLock::new(world),
            clock,
            traffic,
            pace: None,
        }
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, World> {
        self.world.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, World> {
        self.world.write().unwrap_or_else(PoisonError::into_inner)
    }
}
