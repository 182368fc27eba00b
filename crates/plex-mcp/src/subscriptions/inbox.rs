//! What waits to be told to one who has subscribed, and how each resource read last for them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::print::Print;

/// What waits to be told. Several updates of one resource are one, so that a slow reader is held no more than
/// its subscriptions.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    letters: Mutex<Letters>,
    woken: Notify,
}

#[derive(Debug, Default)]
struct Letters {
    /// How each resource that was subscribed to read last, where that is known.
    known: BTreeMap<String, Option<Print>>,
    waiting: BTreeSet<String>,
}

impl Inbox {
    fn letters(&self) -> MutexGuard<'_, Letters> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts what is subscribed to.
    pub(super) fn len(&self) -> usize {
        self.letters().known.len()
    }

    /// Keeps a place for a URI; `false` where it has one.
    pub(super) fn add(&self, uri: &str) -> bool {
        let mut letters = self.letters();
        let is_new = !letters.known.contains_key(uri);
        if is_new {
            letters.known.insert(uri.to_owned(), None);
        }
        is_new
    }

    /// Says whether it has a place for a URI.
    pub(super) fn holds(&self, uri: &str) -> bool {
        self.letters().known.contains_key(uri)
    }

    /// Gives up the place of a URI; `false` where it has none.
    pub(super) fn remove(&self, uri: &str) -> bool {
        let mut letters = self.letters();
        letters.waiting.remove(uri);
        letters.known.remove(uri).is_some()
    }

    /// Hears that a resource reads like this now. Whoever has read it so already is not told, unless it is
    /// `certain` that something was missed.
    pub(super) fn tell(&self, uri: &str, print: Print, certain: bool) {
        let mut letters = self.letters();
        let Some(known) = letters.known.get_mut(uri) else {
            return;
        };
        if !certain && *known == Some(print) {
            return;
        }
        *known = Some(print);
        letters.waiting.insert(uri.to_owned());
        self.woken.notify_one();
    }

    /// Hears how the reader has read a resource itself.
    pub(super) fn seen(&self, uri: &str, print: Print) {
        let mut letters = self.letters();
        let Some(known) = letters.known.get_mut(uri) else {
            return;
        };
        if *known == Some(print) {
            letters.waiting.remove(uri);
        } else {
            *known = Some(print);
        }
    }

    /// Waits for updates, and takes them: the URIs of what reads otherwise now. Nothing is lost when waiting is
    /// given up.
    pub(super) async fn next(&self) -> BTreeSet<String> {
        loop {
            let waiting = std::mem::take(&mut self.letters().waiting);
            if !waiting.is_empty() {
                return waiting;
            }
            self.woken.notified().await;
        }
    }
}
