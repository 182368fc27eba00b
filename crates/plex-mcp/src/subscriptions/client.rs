//! What one client has subscribed to.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use futures::future::BoxFuture;
use tokio::task::AbortHandle;

use super::board::{Board, Wanted};
use super::inbox::Inbox;
use super::print::Print;
use crate::{
    error::ToolError,
    resources::{Content, Resource},
};

/// Resources that one client can subscribe to at once.
const MOST_URIS: usize = 64;
/// Times that one client can listen at once.
const MOST_SEATS: usize = 16;

/// What one client has subscribed to. A clone is of another client, which has subscribed to nothing yet.
#[derive(Debug)]
pub(crate) struct Subscriptions {
    board: Board,
    seats: Arc<Mutex<Seats>>,
}

#[derive(Debug, Default)]
struct Seats {
    inboxes: Vec<Weak<Inbox>>,
    /// Of a client that subscribes to one resource at a time.
    standing: Option<Standing>,
}

/// Subscriptions that are told of by a task of their own.
#[derive(Debug)]
struct Standing {
    seat: Seat,
    task: AbortHandle,
}

/// A place from which resources are followed, until it is dropped.
#[derive(Debug)]
pub(crate) struct Seat {
    board: Board,
    inbox: Arc<Inbox>,
}

/// Tells a client that the resource of this URI reads otherwise; `false` when the client has gone.
pub(crate) type Tell = Box<dyn Fn(String) -> BoxFuture<'static, bool> + Send + Sync>;

impl Subscriptions {
    /// Makes those of a client that has none yet.
    pub(crate) fn new(board: Board) -> Self {
        Self {
            board,
            seats: Arc::default(),
        }
    }

    /// Returns how many more resources can be subscribed to.
    pub(crate) fn room(&self) -> usize {
        MOST_URIS.saturating_sub(seats(&self.seats).used())
    }

    /// Returns the error for more resources than there is room for.
    pub(crate) fn too_many(&self) -> ToolError {
        too_many_uris()
    }

    /// Follows these until the seat is dropped.
    ///
    /// # Errors
    ///
    /// When there are too many, one cannot be read, or the server refuses to be listened to.
    pub(crate) async fn sit(&self, wanted: Vec<Wanted>) -> Result<Seat, ToolError> {
        let seat = {
            let mut seats = seats(&self.seats);
            seats.forget_gone();
            if seats.inboxes.len() >= MOST_SEATS {
                return Err(too_many(format!(
                    "no more than {MOST_SEATS} subscriptions/listen can be open at once"
                )));
            }
            let seat = seats.open(&self.board);
            seats.add(&seat.inbox, wanted.iter().map(|wanted| &*wanted.uri))?;
            seat
        };
        seat.board.follow(wanted, &seat.inbox).await?;
        Ok(seat)
    }

    /// Subscribes to one more resource, of which `tell` tells until it is unsubscribed from, or the client has
    /// gone: `gone` says so, and `tell` may find out.
    ///
    /// # Errors
    ///
    /// As [`sit`](Self::sit).
    pub(crate) async fn subscribe(
        &self,
        wanted: Wanted,
        tell: Tell,
        gone: BoxFuture<'static, ()>,
    ) -> Result<(), ToolError> {
        let uri = wanted.uri.clone();
        let (inbox, is_new) = {
            let mut seats = seats(&self.seats);
            seats.forget_gone();
            let inbox = match &seats.standing {
                Some(standing) => Arc::clone(&standing.seat.inbox),
                None => {
                    let seat = seats.open(&self.board);
                    let inbox = Arc::clone(&seat.inbox);
                    let telling =
                        tell_all(Arc::clone(&inbox), tell, gone, Arc::downgrade(&self.seats));
                    let task = tokio::spawn(telling).abort_handle();
                    seats.standing = Some(Standing { seat, task });
                    inbox
                }
            };
            let is_new = seats.add(&inbox, [&*uri])?;
            (inbox, is_new)
        };
        let mut ending = Ending {
            of: self,
            uri: &uri,
            is_due: is_new,
        };
        let outcome = self.board.follow(vec![wanted], &inbox).await;
        ending.is_due &= outcome.is_err();
        outcome
    }

    /// Ends the subscription to one resource, if there is one.
    pub(crate) fn unsubscribe(&self, uri: &str) {
        let mut seats = seats(&self.seats);
        let Some(standing) = &seats.standing else {
            return;
        };
        let inbox = &standing.seat.inbox;
        if inbox.remove(uri) {
            self.board.unfollow(uri, inbox);
        }
        if inbox.len() == 0 {
            seats.standing = None;
        }
    }

    /// Hears that something was changed from here, by whichever client.
    pub(crate) fn own_change(&self) {
        self.board.own_change();
    }

    /// Hears how the client has read a resource itself, which is then no news.
    pub(crate) fn seen(&self, uri: &str, content: &Content) {
        let mut inboxes: Vec<Arc<Inbox>> = seats(&self.seats).open_inboxes().collect();
        inboxes.retain(|inbox| inbox.holds(uri));
        let is_expected = self.board.expects(uri);
        if inboxes.is_empty() && !is_expected {
            return;
        }
        let print = Print::of(content);
        for inbox in inboxes {
            inbox.seen(uri, print);
        }
        if is_expected {
            self.board.note(uri, print);
        }
    }
}

/// Ends a subscription that did not come about, also when whoever asked for it has given it up.
struct Ending<'s> {
    of: &'s Subscriptions,
    uri: &'s str,
    is_due: bool,
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        if self.is_due {
            self.of.unsubscribe(self.uri);
        }
    }
}

impl Clone for Subscriptions {
    fn clone(&self) -> Self {
        Self::new(self.board.clone())
    }
}

impl Seats {
    fn open_inboxes(&self) -> impl Iterator<Item = Arc<Inbox>> + '_ {
        self.inboxes.iter().filter_map(Weak::upgrade)
    }

    fn used(&self) -> usize {
        self.open_inboxes().map(|inbox| inbox.len()).sum()
    }

    fn forget_gone(&mut self) {
        self.inboxes.retain(|inbox| inbox.strong_count() > 0);
    }

    fn open(&mut self, board: &Board) -> Seat {
        let inbox = Arc::default();
        self.inboxes.push(Arc::downgrade(&inbox));
        Seat {
            board: board.clone(),
            inbox,
        }
    }

    /// Keeps places for URIs; says whether any is new there.
    ///
    /// # Errors
    ///
    /// When that would be too many.
    fn add<'u>(
        &self,
        inbox: &Inbox,
        uris: impl IntoIterator<Item = &'u str>,
    ) -> Result<bool, ToolError> {
        let mut is_new = false;
        for uri in uris {
            if !inbox.holds(uri) && self.used() >= MOST_URIS {
                return Err(too_many_uris());
            }
            is_new |= inbox.add(uri);
        }
        Ok(is_new)
    }
}

impl Seat {
    /// Waits for updates: the URIs of what reads otherwise now.
    pub(crate) async fn next(&self) -> BTreeSet<String> {
        self.inbox.next().await
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.board.leave(&self.inbox);
    }
}

impl Drop for Standing {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Tells a client of all that is subscribed to, and ends its subscriptions when it has gone.
async fn tell_all(
    inbox: Arc<Inbox>,
    tell: Tell,
    gone: BoxFuture<'static, ()>,
    of: Weak<Mutex<Seats>>,
) {
    let telling = async {
        loop {
            for uri in inbox.next().await {
                if !tell(uri).await {
                    return;
                }
            }
        }
    };
    tokio::select! {
        () = telling => {}
        () = gone => {}
    }
    if let Some(of) = of.upgrade() {
        seats(&of).standing = None;
    }
}

fn seats(seats: &Mutex<Seats>) -> MutexGuard<'_, Seats> {
    seats.lock().unwrap_or_else(PoisonError::into_inner)
}

fn too_many_uris() -> ToolError {
    too_many(format!(
        "no more than {MOST_URIS} resources can be subscribed to at once"
    ))
}

fn too_many(message: String) -> ToolError {
    ToolError::invalid(message)
        .hint("End a subscription that is not needed any more, then try again.")
}

/// Returns what there is to follow of a resource, by its URI.
///
/// # Errors
///
/// When it cannot be subscribed to; `known` are all resources.
pub(crate) fn wanted(
    uri: &str,
    resource: &Resource,
    variable: String,
    known: &[Resource],
) -> Result<Wanted, ToolError> {
    let Some(topic) = resource.topic() else {
        let subscribable = known.iter().filter(|one| one.can_be_subscribed_to());
        let uris: Vec<&str> = subscribable.map(Resource::uri).collect();
        return Err(
            ToolError::invalid(format!("{} cannot be subscribed to", resource.uri()))
                .hint(format!("These can: {}.", uris.join(", "))),
        );
    };
    Ok(Wanted {
        uri: uri.to_owned(),
        resource: resource.clone(),
        variable,
        topic,
    })
}
