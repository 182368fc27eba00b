//! Keeps the sessions of clients that speak a protocol revision which has them, in the SDK's own manager, which
//! bounds neither their number nor how they make room for each other.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
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
use tokio::time::Instant;

use super::{limits::Limits, presence::Presence};

/// The SDK's sessions, with a bound on their number. No client's new session closes one that another
/// client uses.
#[derive(Debug)]
pub(super) struct Sessions {
    inner: LocalSessionManager,
    limit: usize,
    makes_room: Duration,
    absent: Duration,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// Sessions that are about to be opened.
    reserved: usize,
    sessions: HashMap<SessionId, Session>,
}

#[derive(Debug)]
struct Session {
    used: Instant,
    /// A clone of this goes with each stream that is open.
    streams: Arc<()>,
    /// Says whether the client understands an event without data, which marks where to resume. They
    /// came with revision 2025-11-25; clients of older ones take them for broken messages.
    primed: bool,
}

/// Room for one session, kept free until this is dropped.
#[derive(Debug)]
pub(super) struct Reservation<'a>(&'a Sessions);

impl Sessions {
    pub(super) fn new(limits: &Limits) -> Self {
        let mut inner = LocalSessionManager::default();
        inner.session_config.keep_alive = Some(limits.session_idle);
        Self {
            inner,
            limit: limits.sessions.max(1),
            makes_room: limits.session_makes_room,
            absent: limits.session_absent,
            known: Mutex::default(),
        }
    }

    /// Keeps room for a session that is about to be opened; `None` when there is none.
    pub(super) fn reserve(&self) -> Option<Reservation<'_>> {
        let mut known = self.known();
        let open = known.sessions.len() - known.abandoned(self.makes_room).len();
        if open + known.reserved >= self.limit {
            return None;
        }
        known.reserved += 1;
        Some(Reservation(self))
    }

    /// Returns what can be seen of the client of a session.
    pub(super) fn presence(&self, id: &str) -> Option<Presence> {
        let known = self.known();
        let session = known.sessions.get(id)?;
        Some(Presence::new(&session.streams, self.absent))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // Nothing panics half-way through a change, so what is there is whole.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that the session is in use, and returns what an open stream holds on to.
    fn touch(&self, id: &SessionId) -> Option<Arc<()>> {
        let mut known = self.known();
        let session = known.sessions.get_mut(id)?;
        session.used = Instant::now();
        Some(Arc::clone(&session.streams))
    }

    /// Returns the sessions that must go before one more is opened: those unused longest, as many as
    /// there are too many.
    fn surplus(&self) -> Vec<SessionId> {
        let known = self.known();
        let too_many = (known.sessions.len() + 1).saturating_sub(self.limit);
        let mut abandoned = known.abandoned(self.makes_room);
        abandoned.sort_by_key(|(_, used)| *used);
        let surplus = abandoned.into_iter().take(too_many);
        surplus.map(|(id, _)| id.clone()).collect()
    }
}

impl Known {
    /// Returns the sessions that make room for others.
    fn abandoned(&self, after: Duration) -> Vec<(&SessionId, Instant)> {
        let now = Instant::now();
        self.sessions
            .iter()
            .filter(|(_, session)| Arc::strong_count(&session.streams) == 1)
            .filter(|(_, session)| now.duration_since(session.used) >= after)
            .map(|(id, session)| (id, session.used))
            .collect()
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        self.0.known().reserved -= 1;
    }
}

/// Lets a stream hold on to something until it is dropped.
fn holding<T: Send + Sync + 'static>(
    stream: impl Stream<Item = ServerSseMessage> + Send + Sync + 'static,
    held: T,
) -> impl Stream<Item = ServerSseMessage> + Send + Sync + 'static {
    stream.map(move |event| {
        let _ = &held;
        event
    })
}

impl SessionManager for Sessions {
    type Error = LocalSessionManagerError;
    type Transport = <LocalSessionManager as SessionManager>::Transport;

    async fn create_session(&self) -> Result<(SessionId, Self::Transport), Self::Error> {
        for surplus in self.surplus() {
            tracing::debug!("closing a session that nobody uses to make room for a new one");
            self.close_session(&surplus).await?;
        }
        let (id, transport) = self.inner.create_session().await?;
        let session = Session {
            used: Instant::now(),
            streams: Arc::default(),
            primed: false,
        };
        self.known().sessions.insert(id.clone(), session);
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
        let held = self.touch(id);
        let primed = self
            .known()
            .sessions
            .get(id)
            .is_some_and(|session| session.primed);
        let stream = self.inner.create_stream(id, message).await?;
        let stream = stream.filter(move |event| future::ready(primed || event.message.is_some()));
        Ok(holding(stream, held))
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
        let held = self.touch(id);
        let stream = self.inner.create_standalone_stream(id).await?;
        Ok(holding(stream, held))
    }

    async fn resume(
        &self,
        id: &SessionId,
        last_event_id: String,
    ) -> Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static, Self::Error> {
        let held = self.touch(id);
        let stream = self.inner.resume(id, last_event_id).await?;
        Ok(holding(stream, held))
    }
}
