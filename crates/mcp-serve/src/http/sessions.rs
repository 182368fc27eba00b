//! Keeps the sessions of clients that speak a protocol revision which has them.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use futures::{Stream, StreamExt, future};
use rmcp::{
    model::{
        ClientJsonRpcMessage, ClientRequest, JsonRpcMessage, ProtocolVersion, ServerJsonRpcMessage,
    },
    transport::streamable_http_server::session::{
        ServerSseMessage, SessionId, SessionManager,
        local::{LocalSessionManager, LocalSessionManagerError},
    },
};

use super::limits::Limits;

/// The SDK's sessions, with a bound on their number: the one used longest ago makes room.
#[derive(Debug)]
pub(super) struct Sessions {
    inner: LocalSessionManager,
    limit: usize,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// Counts what happened: a clock may stand still, and this does not.
    now: u64,
    sessions: HashMap<SessionId, Session>,
}

#[derive(Debug)]
struct Session {
    used: u64,
    /// Whether the client understands an event without data, which marks where to resume. They came
    /// with revision 2025-11-25; clients of older ones take them for broken messages.
    primed: bool,
}

impl Sessions {
    pub(super) fn new(limits: &Limits) -> Self {
        let mut inner = LocalSessionManager::default();
        inner.session_config.keep_alive = Some(limits.session_idle);
        Self {
            inner,
            limit: limits.sessions.max(1),
            known: Mutex::default(),
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // Nothing panics half-way through a change, so what is there is whole.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that the session is in use.
    fn touch(&self, id: &SessionId) {
        let mut known = self.known();
        let now = known.tick();
        if let Some(session) = known.sessions.get_mut(id) {
            session.used = now;
        }
    }

    /// The session that must go before there is room for one more.
    fn surplus(&self) -> Option<SessionId> {
        let known = self.known();
        if known.sessions.len() < self.limit {
            return None;
        }
        known
            .sessions
            .iter()
            .min_by_key(|(_, session)| session.used)
            .map(|(id, _)| id.clone())
    }
}

impl Known {
    fn tick(&mut self) -> u64 {
        self.now += 1;
        self.now
    }
}

impl SessionManager for Sessions {
    type Error = LocalSessionManagerError;
    type Transport = <LocalSessionManager as SessionManager>::Transport;

    async fn create_session(&self) -> Result<(SessionId, Self::Transport), Self::Error> {
        while let Some(surplus) = self.surplus() {
            tracing::debug!("closing the session used longest ago to make room for a new one");
            self.close_session(&surplus).await?;
        }
        let (id, transport) = self.inner.create_session().await?;
        let mut known = self.known();
        let used = known.tick();
        known.sessions.insert(
            id.clone(),
            Session {
                used,
                primed: false,
            },
        );
        Ok((id, transport))
    }

    async fn initialize_session(
        &self,
        id: &SessionId,
        message: ClientJsonRpcMessage,
    ) -> Result<ServerJsonRpcMessage, Self::Error> {
        if let JsonRpcMessage::Request(request) = &message
            && let ClientRequest::InitializeRequest(initialize) = &request.request
            && let Some(session) = self.known().sessions.get_mut(id)
        {
            session.primed = initialize.params.protocol_version >= ProtocolVersion::V_2025_11_25;
        }
        self.inner.initialize_session(id, message).await
    }

    async fn has_session(&self, id: &SessionId) -> Result<bool, Self::Error> {
        self.touch(id);
        self.inner.has_session(id).await
    }

    async fn close_session(&self, id: &SessionId) -> Result<(), Self::Error> {
        self.known().sessions.remove(id);
        self.inner.close_session(id).await
    }

    async fn create_stream(
        &self,
        id: &SessionId,
        message: ClientJsonRpcMessage,
    ) -> Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static, Self::Error> {
        let primed = self
            .known()
            .sessions
            .get(id)
            .is_some_and(|session| session.primed);
        let stream = self.inner.create_stream(id, message).await?;
        Ok(stream.filter(move |event| future::ready(primed || event.message.is_some())))
    }

    async fn accept_message(
        &self,
        id: &SessionId,
        message: ClientJsonRpcMessage,
    ) -> Result<(), Self::Error> {
        self.inner.accept_message(id, message).await
    }

    async fn create_standalone_stream(
        &self,
        id: &SessionId,
    ) -> Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static, Self::Error> {
        self.inner.create_standalone_stream(id).await
    }

    async fn resume(
        &self,
        id: &SessionId,
        last_event_id: String,
    ) -> Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static, Self::Error> {
        self.inner.resume(id, last_event_id).await
    }
}
