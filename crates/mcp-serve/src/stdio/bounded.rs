//! A transport that lets a bounded number of requests through at once.

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rmcp::{
    RoleServer,
    model::{
        ClientNotification, ErrorData, GetExtensions, JsonRpcError, JsonRpcMessage, RequestId,
    },
    service::{RxJsonRpcMessage, TxJsonRpcMessage},
    transport::Transport,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::waiting::{Unreadable, Waiting};
use crate::message::{answered, is_ping, is_work};

/// Requests at work at once.
const AT_WORK: usize = 32;

/// Pings that are being answered at once, whatever else is at work.
const PINGS: usize = 32;

/// Wraps a transport; a request counts until its handler has ended and its answer was sent.
pub(super) struct Bounded<T> {
    inner: T,
    free: Arc<Semaphore>,
    free_for_pings: Arc<Semaphore>,
    unanswered: Arc<Mutex<HashMap<RequestId, Permit>>>,
    waiting: Waiting,
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
            free_for_pings: Arc::new(Semaphore::new(PINGS)),
            unanswered: Arc::default(),
            waiting: Waiting::default(),
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
        self.waiting.remove(id);
    }
}

fn unanswered(
    map: &Mutex<HashMap<RequestId, Permit>>,
) -> MutexGuard<'_, HashMap<RequestId, Permit>> {
    // Nothing panics half-way through a change, so what is there is whole.
    map.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the answer to a request that was lost while it waited.
fn unreadable(id: RequestId) -> TxJsonRpcMessage<RoleServer> {
    let message = "the request had to wait and could not be kept meanwhile; send it again";
    JsonRpcMessage::Error(JsonRpcError::new(
        Some(id),
        ErrorData::internal_error(message, None),
    ))
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
                    match self.waiting.pop() {
                        Some(Ok(message)) => return Some(self.admit(message, permit)),
                        Some(Err(Unreadable(id))) => {
                            tokio::spawn(self.inner.send(unreadable(id)));
                        }
                        None => {}
                    }
                }
                message = self.inner.receive(), if !self.ended && !self.waiting.is_full() => {
                    let Some(message) = message else {
                        self.ended = true;
                        continue;
                    };
                    if is_ping(&message)
                        && let Ok(permit) = Arc::clone(&self.free_for_pings).try_acquire_owned()
                    {
                        return Some(self.admit(message, permit));
                    }
                    if is_work(&message) {
                        if self.waiting.is_empty()
                            && let Ok(permit) = Arc::clone(&self.free).try_acquire_owned()
                        {
                            return Some(self.admit(message, permit));
                        }
                        self.waiting.push(message);
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
