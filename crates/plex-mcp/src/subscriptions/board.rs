//! What anybody has subscribed to in this process.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::{StreamExt, TryStreamExt, future::BoxFuture, stream};
use tokio::sync::Notify;
use tokio::task::AbortHandle;
use tokio::time::{Instant, timeout};

use super::arrivals::Arrivals;
use super::concern::Subject;
use super::followed::{Followed, Found};
use super::inbox::Inbox;
use super::print::Print;
use super::watch;
use crate::{
    error::{ErrorKind, ToolError},
    live::{Listener, Live},
    resources::{Content, Resource, Topic},
};

/// Reads a resource; the text stands for the variable of its URI.
pub(crate) type Read =
    Arc<dyn Fn(Resource, String) -> BoxFuture<'static, Result<Content, ToolError>> + Send + Sync>;

/// Resources that are followed at once, whoever has subscribed to them.
const MOST: usize = 1_000;
/// How long somebody who subscribes waits until the server is listened to.
const CONNECT: Duration = Duration::from_secs(3);
/// Resources that are read at once.
pub(super) const AT_ONCE: usize = 4;

/// What anybody has subscribed to. Clones share it.
///
/// The server is listened to while there is something, and not otherwise.
#[derive(Clone)]
pub(crate) struct Board(Arc<Shared>);

pub(super) struct Shared {
    live: Live,
    read: Read,
    followed: Mutex<BTreeMap<String, Followed>>,
    arrivals: Arrivals,
    task: Mutex<Option<AbortHandle>>,
    pub(super) woken: Notify,
}

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
        for (wanted, found) in found {
            if !inbox.holds(&wanted.uri) {
                // It was given up meanwhile.
                continue;
            }
            if followed.len() >= MOST && !followed.contains_key(&wanted.uri) {
                drop(followed);
                self.leave(inbox);
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
            if !is_connected {
                one.stale();
            }
            if !one.inboxes.iter().any(|known| Arc::ptr_eq(known, inbox)) {
                one.inboxes.push(Arc::clone(inbox));
            }
        }
        if !followed.is_empty() {
            self.0.work(listener);
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

impl Shared {
    pub(super) fn followed(&self) -> MutexGuard<'_, BTreeMap<String, Followed>> {
        self.followed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn task(&self) -> MutexGuard<'_, Option<AbortHandle>> {
        self.task.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn live(&self) -> &Live {
        &self.live
    }

    pub(super) fn look(
        &self,
        resource: Resource,
        variable: String,
    ) -> BoxFuture<'static, Result<Content, ToolError>> {
        (self.read)(resource, variable)
    }

    /// Begins to work, with one who listens already, or tells the task at work that there is more.
    fn work(self: &Arc<Self>, listener: Listener) {
        let mut task = self.task();
        if task.as_ref().is_none_or(AbortHandle::is_finished) {
            let working = tokio::spawn(watch::watch(Arc::clone(self), listener));
            *task = Some(working.abort_handle());
        }
        self.woken.notify_one();
    }

    /// Keeps those who still follow; with the last one, the work ends.
    fn retain(&self, keep: impl Fn(&str, &Arc<Inbox>) -> bool) {
        let mut followed = self.followed();
        followed.retain(|uri, one| {
            one.inboxes.retain(|inbox| keep(uri, inbox));
            !one.inboxes.is_empty()
        });
        if followed.is_empty()
            && let Some(task) = self.task().take()
        {
            task.abort();
        }
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

/// Returns what was found of a resource.
///
/// # Errors
///
/// Why it cannot be read, where that does not pass by itself.
pub(super) fn of(topic: Topic, read: Result<Content, ToolError>) -> Result<Found, ToolError> {
    match read {
        Ok(content) => Ok(Found::Read(
            Print::of(&content),
            Subject::of(topic, &content),
        )),
        Err(error) if passes(error.kind()) => Ok(Found::Nothing),
        Err(error) => Err(error),
    }
}

/// Says whether such an error passes by itself.
fn passes(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Unreachable | ErrorKind::Timeout | ErrorKind::StartingUp | ErrorKind::Upstream
    )
}

impl fmt::Debug for Board {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let followed = self.0.followed().len();
        f.debug_struct("Board")
            .field("followed", &followed)
            .finish_non_exhaustive()
    }
}
