//! A transport that lets a bounded number of requests through at once.

use std::{
    borrow::Cow,
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rmcp::{
    RoleServer,
    model::{ClientNotification, GetExtensions, JsonRpcMessage, RequestId},
    service::{RxJsonRpcMessage, TxJsonRpcMessage},
    transport::Transport,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::message::{answered, is_work};

/// Requests at work at once.
const AT_WORK: usize = 32;

/// Requests that wait for others to be done. While so many wait, nothing more is read, so that a client
/// that sends without end is slowed down and not stored. There are some, because the answer to a question
/// that a request at work asks may stand behind them.
const WAITING: usize = 64;

/// Wraps a transport; a request counts until its handler has ended and its answer was sent.
pub(super) struct Bounded<T> {
    inner: T,
    free: Arc<Semaphore>,
    unanswered: Arc<Mutex<HashMap<RequestId, Permit>>>,
    waiting: VecDeque<RxJsonRpcMessage<RoleServer>>,
    ended: bool,
}

/// Permission to work on one request, returned when every clone is dropped.
#[derive(Debug, Clone)]
struct Permit(#[expect(dead_code, reason = "held, never read")] Arc<OwnedSemaphorePermit>);

impl<T> Bounded<T> {
    pub(super) fn new(inner: T) -> Self {
        Self {
            inner,
            free: Arc::new(Semaphore::new(AT_WORK)),
            unanswered: Arc::default(),
            waiting: VecDeque::new(),
            ended: false,
        }
    }

    /// Lets a message through, which holds a permit from now on if it is a request.
    fn admit(
        &self,
        mut message: RxJsonRpcMessage<RoleServer>,
        permit: OwnedSemaphorePermit,
    ) -> RxJsonRpcMessage<RoleServer> {
        if let JsonRpcMessage::Request(request) = &mut message {
            let permit = Permit(Arc::new(permit));
            request.request.extensions_mut().insert(permit.clone());
            unanswered(&self.unanswered).insert(request.id.clone(), permit);
        }
        message
    }

    /// Notes that the client no longer waits for an answer; the SDK sends none.
    fn cancelled(&mut self, id: &RequestId) {
        unanswered(&self.unanswered).remove(id);
        self.waiting.retain(
            |message| !matches!(message, JsonRpcMessage::Request(request) if request.id == *id),
        );
    }
}

fn unanswered(
    map: &Mutex<HashMap<RequestId, Permit>>,
) -> MutexGuard<'_, HashMap<RequestId, Permit>> {
    // Nothing panics half-way through a change, so what is there is whole.
    map.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T: Transport<RoleServer>> Transport<RoleServer> for Bounded<T> {
    type Error = T::Error;

    fn name() -> Cow<'static, str> {
        T::name()
    }

    fn send(
        &mut self,
        item: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send + 'static {
        let permit = answered(&item).and_then(|id| unanswered(&self.unanswered).remove(id));
        let sending = self.inner.send(item);
        async move {
            let outcome = sending.await;
            drop(permit);
            outcome
        }
    }

    /// Returns the next message. It is safe to drop and call again: what was received so far is kept.
    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        loop {
            if self.ended && self.waiting.is_empty() {
                return None;
            }
            tokio::select! {
                biased;
                permit = Arc::clone(&self.free).acquire_owned(), if !self.waiting.is_empty() => {
                    // The semaphore is never closed.
                    let permit = permit.ok()?;
                    if let Some(message) = self.waiting.pop_front() {
                        return Some(self.admit(message, permit));
                    }
                }
                message = self.inner.receive(), if !self.ended && self.waiting.len() < WAITING => {
                    let Some(message) = message else {
                        self.ended = true;
                        continue;
                    };
                    if is_work(&message) {
                        self.waiting.push_back(message);
                        continue;
                    }
                    if let JsonRpcMessage::Notification(notification) = &message
                        && let ClientNotification::CancelledNotification(cancelled) =
                            &notification.notification
                        && let Some(id) = cancelled.params.request_id.clone()
                    {
                        self.cancelled(&id);
                    }
                    return Some(message);
                }
            }
        }
    }

    fn close(&mut self) -> impl Future<Output = Result<(), Self::Error>> + Send {
        self.inner.close()
    }
}
