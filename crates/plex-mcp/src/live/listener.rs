//! Who listens, and what for.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use plex_client::{Event, PlexError};
use tokio::sync::{broadcast, watch};
use tokio::task::AbortHandle;

use super::changes::Changes;
use super::room::{Room, Seat, Told};
use super::standing::Standing;
use super::work::{self, Telling};
use crate::plex::Plex;

/// Changes that wait for a listener. Each is all of its time, so that few are many.
const CHANGES: usize = 64;

/// The events of a server. Clones share them.
///
/// A connection is open while there is a [`Listener`], and not otherwise.
#[derive(Clone)]
pub(crate) struct Live {
    shared: Arc<Shared>,
}

struct Shared {
    plex: Plex,
    work: Mutex<Work>,
}

#[derive(Default)]
struct Work {
    listeners: usize,
    running: Option<Running>,
}

/// The task that listens, and where it tells.
struct Running {
    task: AbortHandle,
    telling: Telling,
}

impl Live {
    /// Makes the events of a server; nothing is sent yet.
    pub(crate) fn new(plex: Plex) -> Self {
        Self {
            shared: Arc::new(Shared {
                plex,
                work: Mutex::default(),
            }),
        }
    }

    /// Begins to listen, or joins those who do. Must be called within a runtime.
    pub(crate) fn listen(&self) -> Listener {
        let mut work = self.shared.work();
        work.listeners += 1;
        let running = work
            .running
            .take()
            .filter(|running| !running.task.is_finished());
        let running = work.running.insert(running.unwrap_or_else(|| self.start()));
        Listener {
            changes: running.telling.changes.subscribe(),
            events: running.telling.events.join(),
            standing: running.telling.standing.subscribe(),
            _listening: Listening(Arc::clone(&self.shared)),
        }
    }

    fn start(&self) -> Running {
        let telling = Telling {
            changes: broadcast::channel(CHANGES).0,
            events: Room::new(),
            standing: watch::channel(Standing::Away).0,
        };
        let task = tokio::spawn(work::listen(self.shared.plex.clone(), telling.clone()));
        Running {
            task: task.abort_handle(),
            telling,
        }
    }
}

impl Shared {
    fn work(&self) -> MutexGuard<'_, Work> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listeners = self.shared.work().listeners;
        f.debug_struct("Live")
            .field("listeners", &listeners)
            .finish_non_exhaustive()
    }
}

/// Counts one who listens; the last one takes the connection along.
struct Listening(Arc<Shared>);

impl Drop for Listening {
    fn drop(&mut self) {
        let mut work = self.0.work();
        work.listeners = work.listeners.saturating_sub(1);
        if work.listeners == 0
            && let Some(running) = work.running.take()
        {
            running.task.abort();
        }
    }
}

/// Somebody who listens. What happens before it began is not told.
///
/// Waiting may be given up and begun again at any time: nothing is lost by it.
pub(crate) struct Listener {
    changes: broadcast::Receiver<Arc<Changes>>,
    events: Seat,
    standing: watch::Receiver<Standing>,
    _listening: Listening,
}

impl Listener {
    /// Waits until the server is listened to.
    ///
    /// # Errors
    ///
    /// Why it refuses.
    pub(crate) async fn connected(&mut self) -> Result<(), PlexError> {
        let settled = |standing: &Standing| *standing != Standing::Away;
        match self.standing.wait_for(settled).await {
            Ok(standing) => match &*standing {
                Standing::Refused(error) => Err(error.clone()),
                _ => Ok(()),
            },
            Err(_) => Err(gone()),
        }
    }

    /// Waits for changes. Who was too slow for some hears that they were missed.
    ///
    /// # Errors
    ///
    /// Why the server refuses; then nothing more comes.
    pub(crate) async fn changes(&mut self) -> Result<Arc<Changes>, PlexError> {
        let told = tokio::select! {
            biased;
            told = self.changes.recv() => told,
            error = refusal(&mut self.standing) => return Err(error),
        };
        match told {
            Ok(changes) => Ok(changes),
            Err(broadcast::error::RecvError::Lagged(_)) => Ok(Arc::new(Changes::missed())),
            Err(broadcast::error::RecvError::Closed) => Err(gone()),
        }
    }

    /// Waits for the next single event, as it came; `None` when some were missed.
    ///
    /// # Errors
    ///
    /// Why the server refuses; then nothing more comes.
    pub(crate) async fn event(&mut self) -> Result<Option<Arc<Event>>, PlexError> {
        let told = tokio::select! {
            biased;
            told = self.events.next() => told,
            error = refusal(&mut self.standing) => return Err(error),
        };
        match told {
            Told::Event(event) => Ok(match *event {
                Event::Dropped { .. } | Event::Listening { away: Some(_), .. } => None,
                _ => Some(event),
            }),
            Told::Missed => Ok(None),
            Told::Over => Err(gone()),
        }
    }
}

/// Waits until the server refuses, which it may never do.
async fn refusal(standing: &mut watch::Receiver<Standing>) -> PlexError {
    let refused = |standing: &Standing| matches!(standing, Standing::Refused(_));
    match standing.wait_for(refused).await {
        Ok(standing) => match &*standing {
            Standing::Refused(error) => error.clone(),
            _ => gone(),
        },
        Err(_) => gone(),
    }
}

/// Returns the error for a task that ended without a word.
fn gone() -> PlexError {
    PlexError::Internal {
        message: "nobody listens to the server any more".to_owned(),
    }
}
