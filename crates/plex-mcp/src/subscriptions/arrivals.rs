//! Resources that are about to be followed. Who subscribes by `subscriptions/listen` may read them before it is
//! known here how they read, and over HTTP nothing says that both are the same client.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::print::Print;

/// How resources were read meanwhile that are about to be followed.
#[derive(Debug, Clone, Default)]
pub(super) struct Arrivals(Arc<Mutex<BTreeMap<String, Arrival>>>);

#[derive(Debug, Default)]
struct Arrival {
    /// How many are about to follow it.
    count: usize,
    read: Option<Print>,
}

/// While this lives, readings of these are noted.
#[derive(Debug)]
pub(super) struct Arriving {
    arrivals: Arrivals,
    uris: Vec<String>,
}

impl Arrivals {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Arrival>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes readings of these from now on.
    pub(super) fn begin(&self, uris: impl Iterator<Item = String>) -> Arriving {
        let uris: Vec<String> = uris.collect();
        let mut arrivals = self.lock();
        for uri in &uris {
            arrivals.entry(uri.clone()).or_default().count += 1;
        }
        drop(arrivals);
        Arriving {
            arrivals: self.clone(),
            uris,
        }
    }

    /// Says whether a reading of it is to be noted.
    pub(super) fn expects(&self, uri: &str) -> bool {
        self.lock().contains_key(uri)
    }

    /// Notes how somebody has read it.
    pub(super) fn note(&self, uri: &str, print: Print) {
        if let Some(arrival) = self.lock().get_mut(uri) {
            arrival.read = Some(print);
        }
    }
}

impl Arriving {
    /// Says whether somebody has read it otherwise since.
    pub(super) fn was_read_otherwise(&self, uri: &str, print: Print) -> bool {
        let arrivals = self.arrivals.lock();
        let read = arrivals.get(uri).and_then(|arrival| arrival.read);
        read.is_some_and(|read| read != print)
    }
}

impl Drop for Arriving {
    fn drop(&mut self) {
        let mut arrivals = self.arrivals.lock();
        for uri in &self.uris {
            if let Some(arrival) = arrivals.get_mut(uri) {
                arrival.count -= 1;
                if arrival.count == 0 {
                    arrivals.remove(uri);
                }
            }
        }
    }
}
