//! A transport that knows which requests only listen: they end with the input, and there is a bound on them.

use std::{
    borrow::Cow,
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rmcp::{
    RoleServer,
    model::{
        CancelledNotification, CancelledNotificationParam, ClientNotification, ClientRequest,
        ErrorData, JsonRpcError, JsonRpcMessage, RequestId,
    },
    service::{RxJsonRpcMessage, TxJsonRpcMessage},
    transport::Transport,
};

use crate::message::answered;

/// Requests that listen at once.
const MOST: usize = 32;

/// Wraps a transport. `subscriptions/listen` is answered when the client has heard enough, which it says by
/// `notifications/cancelled`, or by going: then the SDK would wait for the answer until its patience ends.
pub(super) struct Listening<T> {
    inner: T,
    open: Arc<Mutex<HashSet<RequestId>>>,
    ended: bool,
}

impl<T> Listening<T> {
    pub(super) fn new(inner: T) -> Self {
        Self {
            inner,
            open: Arc::default(),
            ended: false,
        }
    }

    /// Counts one more that listens; `false` when there are too many.
    fn admit(&self, id: &RequestId) -> bool {
        let mut open = open(&self.open);
        let admitted = open.len() < MOST;
        if admitted {
            open.insert(id.clone());
        }
        admitted
    }

    /// Takes one that listens, to be ended.
    fn take(&self) -> Option<RequestId> {
        let mut open = open(&self.open);
        let id = open.iter().next().cloned()?;
        open.take(&id)
    }
}

fn open(open: &Mutex<HashSet<RequestId>>) -> MutexGuard<'_, HashSet<RequestId>> {
    // Nothing panics half-way through a change, so what is there is whole.
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T: Transport<RoleServer>> Transport<RoleServer> for Listening<T> {
    type Error = T::Error;

    fn name() -> Cow<'static, str> {
        T::name()
    }

    fn send(
        &mut self,
        item: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send + 'static {
        if let Some(id) = answered(&item) {
            open(&self.open).remove(id);
        }
        self.inner.send(item)
    }

    /// Returns the next message. It is safe to drop and call again, as far as it is with the wrapped one.
    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        loop {
            if self.ended {
                return self.take().map(cancelled);
            }
            let Some(message) = self.inner.receive().await else {
                self.ended = true;
                continue;
            };
            match &message {
                JsonRpcMessage::Request(request)
                    if let ClientRequest::SubscriptionsListenRequest(_) = &request.request
                        && !self.admit(&request.id) =>
                {
                    let refusal = self.inner.send(refusal(request.id.clone()));
                    tokio::spawn(refusal);
                    continue;
                }
                JsonRpcMessage::Notification(notification)
                    if let ClientNotification::CancelledNotification(cancelled) =
                        &notification.notification
                        && let Some(id) = &cancelled.params.request_id =>
                {
                    open(&self.open).remove(id);
                }
                _ => {}
            }
            return Some(message);
        }
    }

    fn close(&mut self) -> impl Future<Output = Result<(), Self::Error>> + Send {
        self.inner.close()
    }
}

/// Returns what a client would have said to end what listens.
fn cancelled(id: RequestId) -> RxJsonRpcMessage<RoleServer> {
    let params = CancelledNotificationParam::new(Some(id), None);
    let notification =
        ClientNotification::CancelledNotification(CancelledNotification::new(params));
    JsonRpcMessage::notification(notification)
}

fn refusal(id: RequestId) -> TxJsonRpcMessage<RoleServer> {
    let message = format!("no more than {MOST} requests can listen at once; end one first");
    JsonRpcMessage::Error(JsonRpcError::new(
        Some(id),
        ErrorData::invalid_request(message, None),
    ))
}
