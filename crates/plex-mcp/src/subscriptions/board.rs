//! What anybody has subscribed to in this process.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::{StreamExt, TryStreamExt, stream};
use tokio::sync::Notify;
use tokio::task::AbortHandle;
use tokio::time::{Instant, timeout};

use super::arrivals::Arrivals;
use super::followed::{Followed, Found};
use super::inbox::Inbox;
use super::print::Print;
use super::shared::{AT_ONCE, Read, Shared, of};
use super::watch;
use crate::{
    error::{ErrorKind, ToolError},
    live::{Listener, Live},
    resources::{Resource, Topic},
};

/// Resources that are followed at once, whoever has subscribed to them.
const MOST: usize = 1_000;
/// How long somebody who subscribes waits until the server is listened to.
const CONNECT: Duration = Duration::from_secs(3);

/// What anybody has subscribed to. Clones share it.
///
/// The server is listened to while there is something, and not otherwise.
#[derive(Clone)]
pub(crate) struct Board(Arc<Shared>);

/// A resource that somebody wants to subscribe to.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(super) uri: String,
    pub(super) resource: Resource,
    pub(super) variable: String,
    pub(super) topic: Topic,
}

impl Board {
    /// Makes one that follows nothing yet.
    pub(crate) fn new(live: Live, read: Read) -> Self {
        Self(Arc::new(Shared {
            live,
            read,
            followed: Mutex::default(),
            arrivals: Arrivals::default(),
            task: Mutex::default(),
            woken: Notify::new(),
        }))
    }

    /// Follows resources for `inbox`, which has places for them. When it returns the server is listened to,
    /// unless it cannot be reached for the moment.
    ///
    /// # Errors
    ///
    /// When one of them cannot be read, or the server refuses, for reasons that do not pass by themselves.
    pub(super) async fn follow(
        &self,
        wanted: Vec<Wanted>,
        inbox: &Arc<Inbox>,
    ) -> Result<(), ToolError> {
        let uris = wanted.iter().map(|wanted| wanted.uri.clone());
        let arriving = self.0.arrivals.begin(uris);
        let mut listener = self.0.live.listen();
        let is_connected = connected(&mut listener).await?;
        let found: Vec<(Wanted, Found)> = stream::iter(wanted)
            .map(|wanted| async move {
                let reading = self
                    .0
                    .look(wanted.resource.clone(), wanted.variable.clone());
                let found =
                    of(wanted.topic, reading.await).map_err(|error| error.within(&wanted.uri))?;
                Ok::<_, ToolError>((wanted, found))
            })
            .buffered(AT_ONCE)
            .try_collect()
            .await?;
        let now = Instant::now();
        let mut followed = self.0.followed();
        // What the task at work has heard since this was read, it did not know to be followed.
        let is_at_work = self.0.is_at_work();
        for (wanted, found) in found {
            if !inbox.holds(&wanted.uri) {
                // It was given up meanwhile.
                continue;
            }
            if followed.len() >= MOST && !followed.contains_key(&wanted.uri) {
                return Err(ToolError::new(
                    ErrorKind::Unsupported,
                    format!(
                        "no more than {MOST} resources can be subscribed to at once by all clients"
                    ),
                )
                .hint("End subscriptions that nobody needs any more."));
            }
            if let Found::Read(print, _) = &found {
                inbox.seen(&wanted.uri, *print);
                if arriving.was_read_otherwise(&wanted.uri, *print) {
                    inbox.tell(&wanted.uri, *print, true);
                }
            }
            let one = followed.entry(wanted.uri.clone()).or_insert_with(|| {
                Followed::new(wanted.uri, wanted.resource, wanted.variable, wanted.topic)
            });
            one.begin_with(&found, now);
            // What could not be read is told anyway, once the server is there.
            if is_at_work && is_connected && matches!(found, Found::Read(..)) {
                one.look_soon(now);
            }
            if !is_connected {
                one.stale();
            }
            if !one.inboxes.iter().any(|known| Arc::ptr_eq(known, inbox)) {
                one.inboxes.push(Arc::clone(inbox));
            }
        }
        if !followed.is_empty() {
            self.work(listener);
        }
        Ok(())
    }

    /// Says whether somebody is about to follow a resource, of which readings are to be noted.
    pub(super) fn expects(&self, uri: &str) -> bool {
        self.0.arrivals.expects(uri)
    }

    /// Notes how somebody has read a resource.
    pub(super) fn note(&self, uri: &str, print: Print) {
        self.0.arrivals.note(uri, print);
    }

    /// Hears that something was changed from here: servers do not tell of everything that others do to them.
    pub(super) fn own_change(&self) {
        let now = Instant::now();
        for one in self.0.followed().values_mut() {
            one.look_soon(now);
        }
        self.0.woken.notify_one();
    }

    /// Begins to work, with one who listens already, or tells the task at work that there is more.
    fn work(&self, listener: Listener) {
        let mut task = self.0.task();
        if task.as_ref().is_none_or(AbortHandle::is_finished) {
            let working = tokio::spawn(watch::watch(Arc::clone(&self.0), listener));
            *task = Some(working.abort_handle());
        }
        self.0.woken.notify_one();
    }

    /// Ends a subscription.
    pub(super) fn unfollow(&self, uri: &str, inbox: &Arc<Inbox>) {
        self.0
            .retain(|known, of| known != uri || !Arc::ptr_eq(of, inbox));
    }

    /// Ends all subscriptions of one who has gone.
    pub(super) fn leave(&self, inbox: &Arc<Inbox>) {
        self.0.retain(|_, of| !Arc::ptr_eq(of, inbox));
    }
}

/// Waits until the server is listened to; `false` when it cannot be reached for the moment.
async fn connected(listener: &mut Listener) -> Result<bool, ToolError> {
    match timeout(CONNECT, listener.connected()).await {
        Ok(Ok(())) => Ok(true),
        Ok(Err(error)) => Err(error.into()),
        Err(_) => Ok(false),
    }
}

impl fmt::Debug for Board {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let followed = self.0.followed().len();
        f.debug_struct("Board")
            .field("followed", &followed)
            .finish_non_exhaustive()
    }
}
