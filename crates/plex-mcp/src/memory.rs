//! What barely changes and is asked for again and again: remembered for minutes, or until the
//! library it is of has changed.

use std::{collections::HashMap, hash::Hash, sync::Arc, time::Duration};

use plex_client::{ExternalIds, FilterChoice, Library, LibraryKey, LibraryMeta};
use tokio::{
    sync::{Mutex, OnceCell},
    time::Instant,
};

use crate::error::ToolError;

/// How long anything is remembered at most.
const KEPT: Duration = Duration::from_secs(10 * 60);

/// How many answers of one kind are remembered at most.
const MOST: usize = 64;

/// What is known of a server from before.
#[derive(Default)]
pub(crate) struct Memory {
    /// What libraries can be filtered and sorted by.
    pub(crate) metas: Remembered<LibraryKey, LibraryMeta>,
    /// The values of a field of a type, by library, type and field.
    pub(crate) choices: Remembered<(LibraryKey, String, String), Vec<FilterChoice>>,
    /// The external ids of a type, by library and type.
    pub(crate) external_ids: Remembered<(LibraryKey, String), ExternalIds>,
}

/// What changes when the content of a library does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp([Option<i64>; 3]);

impl Stamp {
    /// The stamp of a library as it is now.
    pub(crate) fn of(library: &Library) -> Self {
        Self([
            library.updated_at,
            library.scanned_at,
            library.content_changed_at,
        ])
    }
}

/// Answers by what was asked. Whoever asks the same at the same time shares one request; errors are
/// not remembered.
pub(crate) struct Remembered<K, V> {
    answers: Mutex<HashMap<K, Entry<V>>>,
}

/// An answer, or the request for it.
struct Entry<V> {
    stamp: Stamp,
    since: Instant,
    answer: Arc<OnceCell<Arc<V>>>,
}

impl<K, V> Default for Remembered<K, V> {
    fn default() -> Self {
        Self {
            answers: Mutex::default(),
        }
    }
}

impl<K: Eq + Hash + Clone, V> Remembered<K, V> {
    /// The answer for `key` as of `stamp`, remembered or asked for now.
    ///
    /// # Errors
    ///
    /// Those of `ask`.
    pub(crate) async fn get(
        &self,
        key: K,
        stamp: Stamp,
        ask: impl AsyncFnOnce() -> Result<V, ToolError>,
    ) -> Result<Arc<V>, ToolError> {
        let answer = {
            let mut answers = self.answers.lock().await;
            let now = Instant::now();
            answers.retain(|_, entry| now.duration_since(entry.since) < KEPT);
            let current = answers.get(&key).filter(|entry| entry.stamp == stamp);
            match current {
                Some(entry) => Arc::clone(&entry.answer),
                None => {
                    if answers.len() >= MOST {
                        forget_oldest(&mut answers);
                    }
                    let answer = Arc::new(OnceCell::new());
                    let entry = Entry {
                        stamp,
                        since: now,
                        answer: Arc::clone(&answer),
                    };
                    answers.insert(key, entry);
                    answer
                }
            }
        };
        let found = answer
            .get_or_try_init(async || ask().await.map(Arc::new))
            .await?;
        Ok(Arc::clone(found))
    }
}

/// Makes room for one more.
fn forget_oldest<K: Eq + Hash + Clone, V>(answers: &mut HashMap<K, Entry<V>>) {
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

    use super::*;

    const FIRST: Stamp = Stamp([Some(1), None, None]);
    const SECOND: Stamp = Stamp([Some(2), None, None]);

    #[tokio::test(start_paused = true)]
    async fn an_answer_is_asked_for_once_until_it_may_have_changed() {
        let remembered = Remembered::<u8, usize>::default();
        let asked = AtomicUsize::new(0);
        let get = |key, stamp| {
            remembered.get(key, stamp, async || {
                tokio::task::yield_now().await;
                Ok(asked.fetch_add(1, Ordering::SeqCst))
            })
        };
        let together = tokio::join!(get(1, FIRST), get(1, FIRST), get(1, FIRST));
        assert_eq!(*together.0.unwrap() + *together.2.unwrap(), 0);
        assert_eq!(*get(2, FIRST).await.unwrap(), 1);
        assert_eq!(*get(1, SECOND).await.unwrap(), 2);
        assert_eq!(*get(1, SECOND).await.unwrap(), 2);
        tokio::time::advance(KEPT).await;
        assert_eq!(*get(1, SECOND).await.unwrap(), 3);
    }

    #[tokio::test]
    async fn errors_are_not_remembered_and_memory_is_bounded() {
        let remembered = Remembered::<usize, ()>::default();
        let failed = remembered
            .get(0, FIRST, async || Err(ToolError::internal("broken")))
            .await;
        assert!(failed.is_err());
        assert!(remembered.get(0, FIRST, async || Ok(())).await.is_ok());
        for key in 0..MOST * 3 {
            remembered.get(key, FIRST, async || Ok(())).await.unwrap();
        }
        assert_eq!(remembered.answers.lock().await.len(), MOST);
    }
}
