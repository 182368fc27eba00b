//! Sorted and filtered lists, remembered until something changes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::world::ItemId;

/// Lists kept at most. A client that asks for more different ones makes the server work again.
const KEPT: usize = 64;

/// The lists, by what was asked, each with the version of the world that it was made from.
#[derive(Debug, Default)]
pub(crate) struct Orders(Mutex<Kept>);

type Kept = HashMap<String, (Version, Arc<[ItemId]>)>;

/// The versions of the library and of the view state.
pub(crate) type Version = (u64, u64);

impl Orders {
    /// Returns the list for `question`, made by `make` unless a fresh one is known.
    pub(crate) fn get(
        &self,
        question: String,
        version: Version,
        make: impl FnOnce() -> Vec<ItemId>,
    ) -> Arc<[ItemId]> {
        if let Some((of, list)) = self.lock().get(&question)
            && *of == version
        {
            return Arc::clone(list);
        }
        let list: Arc<[ItemId]> = make().into();
        let mut kept = self.lock();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(question, (version, Arc::clone(&list)));
        list
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
