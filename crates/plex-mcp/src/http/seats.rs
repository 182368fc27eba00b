//! How many may be connected, and who has to go.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio_util::sync::CancellationToken;

/// Every connection there is. When all seats are taken, one more takes that of whoever has been
/// idle longest, so that clients who connect and then say nothing cannot keep others out.
#[derive(Debug)]
pub(super) struct Seats {
    limit: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    /// Counts what happened, for want of a clock that never stands still.
    now: u64,
    seats: HashMap<u64, Occupant>,
}

#[derive(Debug)]
struct Occupant {
    requests: usize,
    idle_since: u64,
    left: CancellationToken,
}

/// One connection's seat, given up on drop.
#[derive(Debug)]
pub(super) struct Seat {
    seats: Arc<Seats>,
    number: u64,
    left: CancellationToken,
}

/// While this lives, the seat is not idle.
#[derive(Debug)]
pub(super) struct Busy(Arc<Seat>);

impl Seats {
    pub(super) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self {
            limit: limit.max(1),
            taken: Mutex::default(),
        })
    }

    /// A seat for a new connection; none while nobody is idle.
    pub(super) fn take(self: &Arc<Self>) -> Option<Arc<Seat>> {
        let mut taken = self.lock();
        if taken.seats.len() >= self.limit && !taken.clear_one() {
            return None;
        }
        let number = taken.tick();
        let left = CancellationToken::new();
        taken.seats.insert(
            number,
            Occupant {
                requests: 0,
                idle_since: number,
                left: left.clone(),
            },
        );
        Some(Arc::new(Seat {
            seats: Arc::clone(self),
            number,
            left,
        }))
    }

    /// Closes the connection idle longest, when the system has no room for more.
    pub(super) fn clear_one(&self) {
        self.lock().clear_one();
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        // Nothing panics half-way through a change, so what is there is whole.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn tick(&mut self) -> u64 {
        self.now += 1;
        self.now
    }

    fn clear_one(&mut self) -> bool {
        let idle = self
            .seats
            .iter()
            .filter(|(_, occupant)| occupant.requests == 0);
        let Some(number) = idle
            .min_by_key(|(_, occupant)| occupant.idle_since)
            .map(|(number, _)| *number)
        else {
            return false;
        };
        if let Some(occupant) = self.seats.remove(&number) {
            occupant.left.cancel();
        }
        true
    }
}

impl Seat {
    /// Marks the seat as in use by a request that has been received.
    pub(super) fn busy(self: &Arc<Self>) -> Busy {
        if let Some(occupant) = self.seats.lock().seats.get_mut(&self.number) {
            occupant.requests += 1;
        }
        Busy(Arc::clone(self))
    }

    /// Returns when the seat was given to somebody else.
    pub(super) async fn lost(&self) {
        self.left.cancelled().await;
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let mut taken = self.0.seats.lock();
        let now = taken.tick();
        if let Some(occupant) = taken.seats.get_mut(&self.0.number) {
            occupant.requests = occupant.requests.saturating_sub(1);
            occupant.idle_since = now;
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.lock().seats.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_lost(seat: &Seat) -> bool {
        seat.left.is_cancelled()
    }

    #[test]
    fn the_one_idle_longest_makes_room() {
        let seats = Seats::new(2);
        let first = seats.take().unwrap();
        let second = seats.take().unwrap();
        // The first one to come was the last one to be of use.
        drop(first.busy());
        let third = seats.take().unwrap();
        assert!(is_lost(&second) && !is_lost(&first) && !is_lost(&third));
    }

    #[test]
    fn nobody_at_work_is_turned_out() {
        let seats = Seats::new(1);
        let seat = seats.take().unwrap();
        let busy = seat.busy();
        assert!(seats.take().is_none());
        assert!(!is_lost(&seat));
        drop(busy);
        assert!(seats.take().is_some());
        assert!(is_lost(&seat));
    }

    #[test]
    fn a_seat_given_up_is_free() {
        let seats = Seats::new(1);
        let first = seats.take().unwrap();
        drop(first);
        let second = seats.take().unwrap();
        let busy = second.busy();
        assert!(seats.take().is_none());
        drop((second, busy));
        assert!(seats.take().is_some());
    }
}
