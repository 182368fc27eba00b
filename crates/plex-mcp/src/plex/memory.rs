//! What barely changes and is asked for again and again: remembered for minutes, or until the
//! library it is of has changed.
//!
//! No cache of a crate's: what is remembered here ages by the injected clock and by the stamp of a library, of
//! both of which those that expire entries by themselves know nothing.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use plex_client::{Library, MediaItem, Result, Timestamp};
use tokio::sync::OnceCell;

/// How many answers of one kind are remembered at most.
const MOST: usize = 64;

/// Holds what changes when the content of a library does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Stamp([Option<i64>; 3]);

impl Stamp {
    /// The stamp of what only time makes old.
    pub(crate) const NONE: Self = Self([None; 3]);

    /// Returns the stamp of a library as it is now.
    pub(crate) fn of(library: &Library) -> Self {
        Self([
            library.updated_at.map(Timestamp::epoch_seconds),
            library.scanned_at.map(Timestamp::epoch_seconds),
            library.content_changed_at,
        ])
    }

    /// Returns the stamp of an item; `None` where it does not say when it was last changed.
    pub(crate) fn of_item(item: &MediaItem) -> Option<Self> {
        let changed = item.updated_at.map(Timestamp::epoch_seconds);
        changed.map(|changed| Self([Some(changed), None, None]))
    }
}

/// Answers by what was asked. Whoever asks the same at the same time shares one answer; errors are
/// not remembered.
pub(crate) struct Remembered<K, V> {
    /// For how many seconds.
    kept: i64,
    answers: Mutex<HashMap<K, Entry<V>>>,
}

/// An answer, or the question on its way.
struct Entry<V> {
    stamp: Stamp,
    /// Epoch seconds.
    since: i64,
    answer: Arc<OnceCell<Result<V>>>,
}

impl<V> Entry<V> {
    /// Tells whether it is still good. A clock that was set back makes it old.
    fn is_fresh(&self, now: i64, kept: i64) -> bool {
        (0..kept).contains(&now.saturating_sub(self.since))
    }
}

impl<K: Eq + Hash + Clone, V: Clone> Remembered<K, V> {
    /// Returns a memory that goes back so many seconds.
    pub(crate) fn for_seconds(seconds: i64) -> Self {
        Self {
            kept: seconds,
            answers: Mutex::default(),
        }
    }

    /// Returns the answer for `key` as of `stamp`, remembered or asked for now.
    ///
    /// # Errors
    ///
    /// Those of `ask`.
    pub(crate) async fn get(
        &self,
        key: K,
        stamp: Stamp,
        now: i64,
        ask: impl Future<Output = Result<V>>,
    ) -> Result<V> {
        let cell = self.cell(&key, stamp, now);
        // Who began to ask may go; then the next who waits asks.
        let answer = cell.get_or_init(|| ask).await.clone();
        if answer.is_err() {
            let mut answers = self.lock();
            if answers
                .get(&key)
                .is_some_and(|entry| Arc::ptr_eq(&entry.answer, &cell))
            {
                answers.remove(&key);
            }
        }
        answer
    }

    /// Returns what is remembered for `key` as of `stamp`, without asking.
    pub(crate) fn known(&self, key: &K, stamp: Stamp, now: i64) -> Option<V> {
        let answers = self.lock();
        let entry = answers.get(key)?;
        let is_good = entry.stamp == stamp && entry.is_fresh(now, self.kept);
        let answer = entry.answer.get().filter(|_| is_good)?;
        answer.as_ref().ok().cloned()
    }

    /// Remembers an answer that came by another way.
    pub(crate) fn put(&self, key: K, stamp: Stamp, now: i64, value: V) {
        let answer = Arc::new(OnceCell::new_with(Some(Ok(value))));
        let mut answers = self.lock();
        make_room(&mut answers);
        answers.insert(
            key,
            Entry {
                stamp,
                since: now,
                answer,
            },
        );
    }

    /// Forgets everything. Those who wait still get their answer.
    pub(crate) fn forget(&self) {
        self.lock().clear();
    }

    /// Returns the place of the answer for `key`, a new one if there is none or it is old.
    fn cell(&self, key: &K, stamp: Stamp, now: i64) -> Arc<OnceCell<Result<V>>> {
        let mut answers = self.lock();
        answers.retain(|_, entry| entry.is_fresh(now, self.kept));
        if let Some(entry) = answers.get(key).filter(|entry| entry.stamp == stamp) {
            return Arc::clone(&entry.answer);
        }
        make_room(&mut answers);
        let answer = Arc::new(OnceCell::new());
        let entry = Entry {
            stamp,
            since: now,
            answer: Arc::clone(&answer),
        };
        answers.insert(key.clone(), entry);
        answer
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Entry<V>>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets the oldest, if that is needed for one more.
fn make_room<K: Eq + Hash + Clone, V>(answers: &mut HashMap<K, Entry<V>>) {
    if answers.len() < MOST {
        return;
    }
    let oldest = answers
        .iter()
        .min_by_key(|(_, entry)| entry.since)
        .map(|(key, _)| key.clone());
    if let Some(key) = oldest {
        answers.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use plex_client::PlexError;

    use super::*;

    const FIRST: Stamp = Stamp([Some(1), None, None]);
    const SECOND: Stamp = Stamp([Some(2), None, None]);

    #[tokio::test]
    async fn an_answer_is_asked_for_once_until_it_may_have_changed() {
        let remembered = Remembered::<u8, usize>::for_seconds(60);
        let asked = AtomicUsize::new(0);
        let get = |key, stamp, now| {
            remembered.get(key, stamp, now, async {
                tokio::task::yield_now().await;
                Ok(asked.fetch_add(1, Ordering::SeqCst))
            })
        };
        let together = tokio::join!(get(1, FIRST, 0), get(1, FIRST, 0), get(1, FIRST, 0));
        assert_eq!(together, (Ok(0), Ok(0), Ok(0)));
        assert_eq!(get(2, FIRST, 59).await, Ok(1), "another question");
        assert_eq!(get(1, SECOND, 59).await, Ok(2), "the library has changed");
        assert_eq!(get(1, SECOND, 118).await, Ok(2));
        assert_eq!(get(1, SECOND, 119).await, Ok(3), "a minute is over");
        assert_eq!(get(1, SECOND, 20).await, Ok(4), "the clock was set back");
        assert_eq!(remembered.known(&1, SECOND, 20), Some(4));
        assert_eq!(remembered.known(&1, FIRST, 20), None);
        assert_eq!(remembered.known(&1, SECOND, 80), None);
        remembered.forget();
        assert_eq!(get(1, SECOND, 20).await, Ok(5));
    }

    #[tokio::test]
    async fn errors_are_shared_and_not_remembered() {
        let remembered = Remembered::<u8, ()>::for_seconds(60);
        let asked = AtomicUsize::new(0);
        let fail = || {
            remembered.get(0, FIRST, 0, async {
                tokio::task::yield_now().await;
                asked.fetch_add(1, Ordering::SeqCst);
                Err(PlexError::StartingUp)
            })
        };
        let (one, two) = tokio::join!(fail(), fail());
        assert_eq!((one.is_err(), two.is_err()), (true, true));
        assert_eq!(asked.load(Ordering::SeqCst), 1, "one outage, one wait");
        assert_eq!(remembered.get(0, FIRST, 0, async { Ok(()) }).await, Ok(()));
    }

    #[tokio::test]
    async fn memory_is_bounded() {
        let remembered = Remembered::<usize, ()>::for_seconds(60);
        for key in 0..MOST * 3 {
            remembered
                .get(key, FIRST, 0, async { Ok(()) })
                .await
                .unwrap();
            remembered.put(key, SECOND, 0, ());
        }
        assert!(remembered.lock().len() <= MOST);
    }
}
