//! Two changes of one thing wait for each other.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use super::thing::Target;

/// A turn for each thing that is being changed.
#[derive(Default)]
pub(super) struct Locks(Mutex<HashMap<Target, Arc<Turn<()>>>>);

/// The turn at some things. Whoever waits for one of them goes on when this is dropped.
pub(super) struct Turns {
    _turns: Vec<OwnedMutexGuard<()>>,
}

impl Locks {
    /// Waits until nobody else changes any of these.
    pub(super) async fn take(&self, targets: impl IntoIterator<Item = Target>) -> Turns {
        let mut targets: Vec<Target> = targets.into_iter().collect();
        // Everybody takes them in one order, so that no two wait for each other.
        targets.sort_unstable();
        targets.dedup();
        let mut turns = Vec::with_capacity(targets.len());
        for target in targets {
            let turn = {
                let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                known.retain(|_, turn| Arc::strong_count(turn) > 1);
                Arc::clone(known.entry(target).or_default())
            };
            turns.push(turn.lock_owned().await);
        }
        Turns { _turns: turns }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use plex_client::RatingKey;

    use super::*;

    #[tokio::test]
    async fn who_comes_second_waits_and_nothing_is_kept() {
        let locks = Locks::default();
        let item = |key: &str| Target::Item(RatingKey::new(key).unwrap());
        let first = locks.take([item("2"), item("1"), item("2")]).await;
        let second = locks.take([item("3"), item("1")]);
        futures::pin_mut!(second);
        assert!(second.as_mut().now_or_never().is_none());
        drop(first);
        let second = second.await;
        drop(second);
        drop(locks.take([item("9")]).await);
        assert_eq!(locks.0.lock().unwrap().len(), 1);
    }
}
