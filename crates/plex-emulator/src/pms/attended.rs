//! The players that ask the server what they are to do, while they are there.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::oneshot::Sender;

/// The players that ask.
#[derive(Debug, Default)]
pub(super) struct Attended(Mutex<HashMap<String, Attendee>>);

/// A player that asks.
#[derive(Debug, Default)]
pub(super) struct Attendee {
    /// Where it waits, with the number of the poll.
    pub(super) waiting: Option<(u64, Sender<String>)>,
    pub(super) polls: u64,
    /// The number of the last command.
    pub(super) last: u64,
    /// Who waits for the answers to commands.
    pub(super) asked: HashMap<u64, Sender<Bytes>>,
    /// What it last said that it plays.
    pub(super) timeline: Option<Bytes>,
    pub(super) subscribers: Vec<Subscriber>,
}

/// A controller that is told what a player plays.
#[derive(Clone, Debug)]
pub(super) struct Subscriber {
    pub(super) controller: String,
    pub(super) port: u16,
    /// Milliseconds since the epoch.
    pub(super) until: i64,
}

impl Attended {
    pub(super) fn all(&self) -> MutexGuard<'_, HashMap<String, Attendee>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets all of them.
    pub(super) fn forget(&self) {
        self.all().clear();
    }
}
