//! The Plex Media Server among the hosts: its state, behind a lock, and the time that moves it.

mod attended;
mod attending;
mod companion;
mod fetching;
mod host;
mod listening;
mod page;
mod timekeeper;

pub(crate) use companion::Companion;
pub(crate) use fetching::fetch_what_waits;
pub(crate) use timekeeper::keep_time;

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, Weak};

use tokio::sync::{Notify, watch};

use crate::clock::Clock;
use crate::query::Orders;
use crate::server::{Pace, Traffic};
use crate::world::World;

/// Holds what every connection to one Plex Media Server shares.
pub(crate) struct Shared {
    world: RwLock<World>,
    /// Lists that were asked for, kept until something changes.
    orders: Orders,
    pub(crate) clock: Clock,
    pub(crate) traffic: Traffic,
    /// How fast details are given, if not at once.
    pub(crate) pace: Option<Pace>,
    /// Rings when the world may have got something to wait for.
    changed: Notify,
    /// Moves when all who listen to events are to be lost.
    listeners: watch::Sender<u64>,
    /// Itself, for those who must not keep it.
    me: Weak<Self>,
    /// The players that it knows.
    companions: RwLock<Vec<Arc<dyn Companion>>>,
    /// The players that ask it what they are to do.
    attended: attended::Attended,
}

impl Shared {
    pub(crate) fn new(
        world: World,
        clock: Clock,
        traffic: Traffic,
        pace: Option<Pace>,
    ) -> Arc<Self> {
        Arc::new_cyclic(|me| Self {
            world: RwLock::new(world),
            orders: Orders::default(),
            clock,
            traffic,
            pace,
            changed: Notify::new(),
            listeners: watch::Sender::new(0),
            me: Weak::clone(me),
            companions: RwLock::default(),
            attended: attended::Attended::default(),
        })
    }

    /// Gets to know a player.
    pub(crate) fn meet(&self, companion: Arc<dyn Companion>) {
        let companions = self.companions.write();
        companions
            .unwrap_or_else(PoisonError::into_inner)
            .push(companion);
    }

    /// Returns the players that it knows.
    fn companions(&self) -> Vec<Arc<dyn Companion>> {
        let companions = self.companions.read();
        companions.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Forgets the players that ask what they are to do.
    pub(crate) fn forget_players(&self) {
        self.attended.forget();
    }

    /// Breaks off the connections of all who listen to events.
    pub(crate) fn lose_listeners(&self) {
        self.listeners.send_modify(|lost| *lost += 1);
    }

    /// Returns how many listen to events.
    pub(crate) fn listener_count(&self) -> usize {
        self.listeners.receiver_count()
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, World> {
        self.world.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, World> {
        // Rung before the change, heard after it: whoever hears it takes the lock first.
        self.changed.notify_one();
        self.world.write().unwrap_or_else(PoisonError::into_inner)
    }
}
