//! The task that listens for all.

use std::sync::Arc;

use futures::StreamExt;
use plex_client::{Event, PlexError};
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, sleep_until};

use super::admission::Admission;
use super::changes::Changes;
use super::gathering::Gathering;
use super::room::{self, Room};
use super::standing::Standing;
use crate::plex::Plex;

/// Where it is told.
#[derive(Debug, Clone)]
pub(super) struct Telling {
    pub(super) changes: broadcast::Sender<Arc<Changes>>,
    pub(super) events: Room,
    pub(super) standing: watch::Sender<Standing>,
}

/// Listens, until it is aborted or the server refuses.
pub(super) async fn listen(plex: Plex, telling: Telling) {
    let mut events = plex.events();
    let mut admission = Admission::new(plex.clone());
    let mut gathering = Gathering::default();
    loop {
        let due = gathering.due();
        let wait = async {
            match due {
                Some(due) => sleep_until(due).await,
                None => std::future::pending().await,
            }
        };
        let event = tokio::select! {
            event = events.next() => event,
            () = wait => {
                if let Some(changes) = gathering.ready(Instant::now()) {
                    tell(&plex, &telling, changes);
                }
                continue;
            }
        };
        match event {
            Some(Ok(event)) => {
                let event = match admission.admits(&event).await {
                    Ok(true) => event,
                    Ok(false) => continue,
                    // Whether it may be told is not known, so that it is told as one that was missed.
                    Err(error) => {
                        tracing::debug!(%error, "whether an event may be told could not be asked");
                        let kind = event.kind();
                        Event::Dropped { kind, count: 1 }
                    }
                };
                gathering.take(&event, Instant::now());
                let standing = match &event {
                    Event::Listening { .. } => Some(Standing::Listening),
                    Event::Away { .. } => Some(Standing::Away),
                    _ => None,
                };
                if let Some(standing) = standing {
                    telling.standing.send_replace(standing);
                }
                if room::is_wanted(&event) {
                    telling.events.tell(event);
                }
            }
            Some(Err(error)) => {
                tracing::warn!(%error, "the server tells nothing by itself");
                telling.standing.send_replace(Standing::Refused(error));
                return;
            }
            None => {
                let error = PlexError::Internal {
                    message: "listening has ended without a reason".to_owned(),
                };
                telling.standing.send_replace(Standing::Refused(error));
                return;
            }
        }
    }
}

/// Tells of changes; whoever then looks must not be told what was remembered.
fn tell(plex: &Plex, telling: &Telling, changes: Changes) {
    if changes.concerns_libraries() {
        plex.forget();
    }
    let _ = telling.changes.send(Arc::new(changes));
}
