//! A transport that lets nothing but requests through before a session is open, and that ends when
//! it is told to.
//!
//! Some clients send `server/discover`, then a notification, then `initialize`. Before a session is
//! open, the SDK takes anything that is not a request for the end of it, and the process would
//! end. Nothing said so early means anything yet, so it is dropped.

use std::borrow::Cow;

use rmcp::{
    RoleServer,
    model::{ClientRequest, GetMeta, JsonRpcMessage, ProtocolVersion},
    service::{RxJsonRpcMessage, TxJsonRpcMessage},
    transport::Transport,
};
use tokio_util::sync::CancellationToken;

/// Wraps a transport; transparent once a session is open, and until it is told to stop.
pub(super) struct Patient<T> {
    inner: T,
    open: bool,
    stop: CancellationToken,
}

impl<T> Patient<T> {
    /// Wraps a transport on which nothing was received yet.
    ///
    /// Once `stop` is cancelled it receives no more. The SDK takes that for the end of the input:
    /// it finishes the calls at work, and sends their answers.
    pub(super) fn new(inner: T, stop: CancellationToken) -> Self {
        Self {
            inner,
            open: false,
            stop,
        }
    }
}

impl<T: Transport<RoleServer>> Transport<RoleServer> for Patient<T> {
    type Error = T::Error;

    fn name() -> Cow<'static, str> {
        T::name()
    }

    fn send(
        &mut self,
        item: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send + 'static {
        self.inner.send(item)
    }

    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        loop {
            let message = tokio::select! {
                biased;
                () = self.stop.cancelled() => None,
                message = self.inner.receive() => message,
            }?;
            if self.open {
                return Some(message);
            }
            if let JsonRpcMessage::Request(request) = &message {
                self.open = opens_session(&request.request);
                return Some(message);
            }
            tracing::debug!("dropped a message that came before the first request");
        }
    }

    fn close(&mut self) -> impl Future<Output = Result<(), Self::Error>> + Send {
        self.inner.close()
    }
}

/// Returns whether the SDK takes this request as the start of a session: `initialize`, or any other that
/// carries its own metadata. Pings and discovery are answered before one.
fn opens_session(request: &ClientRequest) -> bool {
    match request {
        ClientRequest::InitializeRequest(_) => true,
        ClientRequest::PingRequest(_) | ClientRequest::DiscoverRequest(_) => false,
        request => {
            let meta = request.get_meta();
            meta.missing_required_keys(&ProtocolVersion::V_2026_07_28)
                .is_empty()
                && meta
                    .protocol_version()
                    .is_some_and(|version| ProtocolVersion::KNOWN_VERSIONS.contains(&version))
        }
    }
}
