//! Bounds how many clients are connected, and chooses which connection is closed for a new one: neither `hyper-util`
//! nor the SDK bounds them, and a plain semaphore would keep everybody out once idle clients hold it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio_util::sync::CancellationToken;

/// Counts every open connection. One more than the limit closes the one that has been idle longest, so
/// that clients who connect and then say nothing cannot keep others out.
#[derive(Debug)]
pub(super) struct Connections {
    limit: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    /// Counts what happened: a clock may stand still, and this does not.
    now: u64,
    connections: HashMap<u64, Usage>,
}

#[derive(Debug)]
struct Usage {
    requests: usize,
    idle_since: u64,
    closed: CancellationToken,
}

/// One open connection; it stops counting when this is dropped.
#[derive(Debug)]
pub(super) struct Connection {
    connections: Arc<Connections>,
    number: u64,
    closed: CancellationToken,
}

/// While this lives, the connection is not idle.
#[derive(Debug)]
pub(super) struct InUse(Arc<Connection>);

impl Connections {
    pub(super) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self {
            limit: limit.max(1),
            open: Mutex::default(),
        })
    }

    /// Counts a new connection; `None` when the limit is reached and no connection is idle.
    pub(super) fn open(self: &Arc<Self>) -> Option<Arc<Connection>> {
        let mut open = self.lock();
        if open.connections.len() >= self.limit && !open.close_one_idle() {
            return None;
        }
        let number = open.tick();
        let closed = CancellationToken::new();
        open.connections.insert(
            number,
            Usage {
                requests: 0,
                idle_since: number,
                closed: closed.clone(),
            },
        );
        Some(Arc::new(Connection {
            connections: Arc::clone(self),
            number,
            closed,
        }))
    }

    /// Closes the connection idle longest, when the system has no room for more.
    pub(super) fn close_one_idle(&self) {
        self.lock().close_one_idle();
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        // Nothing panics half-way through a change, so what is there is whole.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn tick(&mut self) -> u64 {
        self.now += 1;
        self.now
    }

    fn close_one_idle(&mut self) -> bool {
        let idle = self
            .connections
            .iter()
            .filter(|(_, usage)| usage.requests == 0);
        let Some(number) = idle
            .min_by_key(|(_, usage)| usage.idle_since)
            .map(|(number, _)| *number)
        else {
            return false;
        };
        if let Some(usage) = self.connections.remove(&number) {
            usage.closed.cancel();
        }
        true
    }
}

impl Connection {
    /// Marks the connection as in use by a request that has been received.
    pub(super) fn in_use(self: &Arc<Self>) -> InUse {
        if let Some(usage) = self.connections.lock().connections.get_mut(&self.number) {
            usage.requests += 1;
        }
        InUse(Arc::clone(self))
    }

    /// Returns once this connection must close to make room for another.
    pub(super) async fn closed(&self) {
        self.closed.cancelled().await;
    }
}

impl Drop for InUse {
    fn drop(&mut self) {
        let mut open = self.0.connections.lock();
        let now = open.tick();
        if let Some(usage) = open.connections.get_mut(&self.0.number) {
            usage.requests = usage.requests.saturating_sub(1);
            usage.idle_since = now;
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.connections.lock().connections.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_closed(connection: &Connection) -> bool {
        connection.closed.is_cancelled()
    }

    #[test]
    fn the_one_idle_longest_makes_room() {
        let connections = Connections::new(2);
        let first = connections.open().unwrap();
        let second = connections.open().unwrap();
        // The first one to come was the last one to be of use.
        drop(first.in_use());
        let third = connections.open().unwrap();
        assert!(is_closed(&second) && !is_closed(&first) && !is_closed(&third));
    }

    #[test]
    fn nobody_at_work_is_turned_out() {
        let connections = Connections::new(1);
        let connection = connections.open().unwrap();
        let in_use = connection.in_use();
        assert!(connections.open().is_none());
        assert!(!is_closed(&connection));
        drop(in_use);
        assert!(connections.open().is_some());
        assert!(is_closed(&connection));
    }

    #[test]
    fn a_seat_given_up_is_free() {
        let connections = Connections::new(1);
        let first = connections.open().unwrap();
        drop(first);
        let second = connections.open().unwrap();
        let in_use = second.in_use();
        assert!(connections.open().is_none());
        drop((second, in_use));
        assert!(connections.open().is_some());
    }
}
