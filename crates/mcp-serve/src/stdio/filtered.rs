//! A transport whose every outgoing text is rewritten.

use std::borrow::Cow;

use rmcp::{
    RoleServer,
    service::{RxJsonRpcMessage, TxJsonRpcMessage},
    transport::Transport,
};

use crate::Outgoing;

/// Wraps a transport that writes messages itself.
pub(super) struct Filtered<T> {
    inner: T,
    outgoing: Outgoing,
}

impl<T> Filtered<T> {
    pub(super) fn new(inner: T, outgoing: Outgoing) -> Self {
        Self { inner, outgoing }
    }
}

impl<T: Transport<RoleServer>> Transport<RoleServer> for Filtered<T> {
    type Error = T::Error;

    fn name() -> Cow<'static, str> {
        T::name()
    }

    fn send(
        &mut self,
        item: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send + 'static {
        let rewritten = serde_json::to_string(&item)
            .ok()
            .and_then(|json| self.outgoing.json(&json))
            .and_then(|json| serde_json::from_str(&json).ok());
        self.inner.send(rewritten.unwrap_or(item))
    }

    fn receive(&mut self) -> impl Future<Output = Option<RxJsonRpcMessage<RoleServer>>> + Send {
        self.inner.receive()
    }

    fn close(&mut self) -> impl Future<Output = Result<(), Self::Error>> + Send {
        self.inner.close()
    }
}
