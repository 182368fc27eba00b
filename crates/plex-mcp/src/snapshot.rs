//! The snapshot of the Plex server, made so that it knows what may be shown and nothing else.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use plex_client::PlexClient;
use plex_index::{Following, Heard, Index, IndexOptions};
use tokio::{
    sync::{OnceCell, watch},
    task::AbortHandle,
    time::{Instant, sleep_until},
};

use crate::{
    error::{ErrorKind, ToolError},
    live::{Changes, ItemChange, Listener, Live},
    plex::Plex,
};

/// How long after the last question the server is listened to for the snapshot.
const FOLLOWED: Duration = Duration::from_secs(24 * 3600);

/// A connection that took so long may have missed what the first look had not seen yet.
const AT_ONCE: Duration = Duration::from_millis(200);

/// The only place where an index is made. Clones share it.
#[derive(Clone)]
pub(crate) struct Snapshot {
    plex: Plex,
    kept: Option<Arc<Kept>>,
}

/// Says how the index is made, and the index once it is.
struct Kept {
    client: PlexClient,
    options: IndexOptions,
    index: OnceCell<Index>,
    /// What the server tells by itself; nothing where nobody wants to follow that.
    live: Option<Live>,
    follower: Mutex<Option<Follower>>,
}

/// The task that passes on what the server tells, and when the snapshot was last asked.
struct Follower {
    task: AbortHandle,
    asked: watch::Sender<Instant>,
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Snapshot {
    /// Returns a snapshot of the server behind `client`, of which `plex` knows what may be shown; none
    /// without `options`. Once asked, it follows what `live` tells.
    pub(crate) fn new(
        client: PlexClient,
        plex: Plex,
        live: Option<Live>,
        options: Option<IndexOptions>,
    ) -> Self {
        let kept = options.map(|options| {
            Arc::new(Kept {
                client,
                options,
                index: OnceCell::new(),
                live,
                follower: Mutex::default(),
            })
        });
        Self { plex, kept }
    }

    /// Returns the index; `None` where no snapshot is kept.
    ///
    /// # Errors
    ///
    /// Where only some libraries may be shown: when the server cannot be asked which these are, or
    /// has none of them. It is asked again the next time.
    pub(crate) async fn index(&self) -> Result<Option<&Index>, ToolError> {
        let Some(kept) = &self.kept else {
            return Ok(None);
        };
        let make = async {
            let options = kept.options.clone();
            let options = match self.shown().await? {
                Some(uuids) => options.only_libraries(uuids),
                None => options,
            };
            Ok(Index::new(kept.client.clone(), options))
        };
        kept.index.get_or_try_init(|| make).await.map(Some)
    }

    /// Returns the index, as [`index`](Self::index) does, for a question: from now on it follows what the
    /// server tells, until nobody has asked for a day.
    ///
    /// # Errors
    ///
    /// Those of [`index`](Self::index).
    pub(crate) async fn asked(&self) -> Result<Option<&Index>, ToolError> {
        let index = self.index().await?;
        if let (Some(index), Some(kept)) = (index, &self.kept) {
            kept.follow(index);
        }
        Ok(index)
    }

    /// Returns the UUIDs of the libraries that may be shown; `None` for all.
    async fn shown(&self) -> Result<Option<Vec<String>>, ToolError> {
        if !self.plex.is_limited() {
            return Ok(None);
        }
        let uuids: Vec<String> = self
            .plex
            .libraries()
            .await?
            .into_iter()
            .filter_map(|library| library.uuid)
            .collect();
        if uuids.is_empty() {
            return Err(ToolError::new(
                ErrorKind::NotFound,
                "None of the libraries that may be shown is on this server.",
            )
            .hint("Look at --libraries, and at plex_get_libraries."));
        }
        Ok(Some(uuids))
    }
}

impl Kept {
    /// Follows what the server tells, if nobody does yet.
    fn follow(&self, index: &Index) {
        let Some(live) = &self.live else {
            return;
        };
        let mut follower = self.follower.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(follower) = follower.as_ref().filter(|one| !one.task.is_finished()) {
            follower.asked.send_replace(Instant::now());
            return;
        }
        let (asked, last) = watch::channel(Instant::now());
        let task = tokio::spawn(pass_on(live.listen(), index.follow(), last));
        *follower = Some(Follower {
            task: task.abort_handle(),
            asked,
        });
    }
}

/// Passes on what the server tells, until nobody has asked for long or it refuses.
async fn pass_on(mut listener: Listener, following: Following, asked: watch::Receiver<Instant>) {
    let begun = Instant::now();
    if listener.connected().await.is_err() {
        return;
    }
    if begun.elapsed() > AT_ONCE {
        following.hear(Heard::missed());
    }
    loop {
        let last = *asked.borrow();
        tokio::select! {
            changes = listener.changes() => match changes {
                Ok(changes) => following.hear(heard(&changes)),
                Err(_) => return,
            },
            () = sleep_until(last + FOLLOWED) => {
                if *asked.borrow() == last {
                    return;
                }
            }
        }
    }
}

/// Returns what changes are to a snapshot.
fn heard(changes: &Changes) -> Heard {
    if changes.missed {
        return Heard::missed();
    }
    let played = changes
        .items
        .values()
        .any(|change| *change == ItemChange::Played);
    Heard::of_items(changes.items.keys().cloned()).played(played)
}
