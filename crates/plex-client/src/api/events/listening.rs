//! The task that listens: it connects, hears, and connects again.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::{Instant, sleep};
use tracing::debug;

use super::buffer::Buffer;
use super::event::{Channel, Event};
use super::pauses::Pauses;
use super::query::EventsQuery;
use super::reading;
use crate::client::PlexClient;
use crate::error::{PlexError, Result};
use crate::transport::path;
use crate::transport::request::Request;
use crate::transport::retry::chance;
use crate::transport::stream::Incoming;
use crate::transport::websocket::Socket;

/// The bytes that a message may have. Usual ones have some hundred.
const MOST_BYTES: u64 = 1 << 20;
/// The silence after which an event source is taken for lost: real servers send a sign of life more often
/// than that, and nothing can be asked of them over it.
const SILENCE: Duration = Duration::from_secs(120);
/// A connection that has held for so long was a good one: the next pause is short.
const GOOD: Duration = Duration::from_secs(30);
/// After so many websockets in a row that brought nothing the event source is tried.
const MUTE: u32 = 3;

/// What is needed to listen.
pub(super) struct Listening {
    client: PlexClient,
    websocket: Request,
    event_source: Request,
    /// Which of them worked last.
    channel: Channel,
    pauses: Pauses,
    /// How many websockets in a row were open and brought nothing, not even a sign of life.
    mute: u32,
    buffer: Arc<Buffer>,
}

/// A server that is listened to.
enum Connection {
    Websocket(Box<Socket>),
    EventSource(Box<Incoming>),
}

/// Ends the buffer, whatever ends the task.
struct AtTheEnd(Arc<Buffer>);

impl Drop for AtTheEnd {
    fn drop(&mut self) {
        self.0.end(None);
    }
}

impl Listening {
    pub(super) fn new(
        client: &PlexClient,
        query: &EventsQuery,
        buffer: Arc<Buffer>,
    ) -> Result<Self> {
        let types = (!query.types.is_empty()).then(|| query.types.join(","));
        Ok(Self {
            client: client.clone(),
            websocket: Request::reading(path::websocket()).query_some("filters", types.as_ref()),
            event_source: Request::reading(path::event_source())
                .query_some("filters", types.as_ref())
                .header("Accept", "text/event-stream")?
                .at_most(MOST_BYTES),
            channel: Channel::default(),
            pauses: Pauses::new(),
            mute: 0,
            buffer,
        })
    }

    /// Listens until it is aborted, or refused for good.
    pub(super) async fn run(mut self) {
        let _end = AtTheEnd(Arc::clone(&self.buffer));
        // Since when it is not listened to, once that was told.
        let mut away: Option<Instant> = None;
        loop {
            let begun = Instant::now();
            let (cause, since) = match self.connect().await {
                Ok(connection) => {
                    let listening = Event::Listening {
                        channel: self.channel,
                        away: away.take().map(|since| since.elapsed()),
                    };
                    self.buffer.push(listening, 0);
                    (self.hear(connection).await, Instant::now())
                }
                Err(error) if is_for_good(&error) => {
                    self.buffer.end(Some(error));
                    return;
                }
                Err(error) => (error, begun),
            };
            debug!(kind = %cause.kind(), channel = %self.channel, "not listening");
            let wait = match &cause {
                PlexError::RateLimited { retry_after } => *retry_after,
                _ => Duration::ZERO,
            };
            if away.is_none() {
                away = Some(since);
                self.buffer.push(Event::Away { cause }, 0);
            }
            sleep(self.pauses.next(chance()).max(wait)).await;
        }
    }

    /// Connects by the way that worked last, or else by the other.
    async fn connect(&mut self) -> Result<Connection> {
        if self.channel == Channel::EventSource {
            match self.open_event_source().await {
                Err(error) if !is_for_good(&error) && is_of_this_way(&error) => {
                    self.channel = Channel::Websocket;
                }
                opened => return opened,
            }
        }
        let refused = match self
            .client
            .open_websocket(&self.websocket, MOST_BYTES)
            .await
        {
            Ok(socket) => return Ok(Connection::Websocket(Box::new(socket))),
            Err(refused) if refused.is_for_websockets => refused.error,
            Err(refused) => return Err(refused.error),
        };
        match self.open_event_source().await {
            Ok(connection) => {
                debug!(kind = %refused.kind(), "no websockets here");
                self.channel = Channel::EventSource;
                Ok(connection)
            }
            Err(error) if is_for_good(&error) || !is_of_this_way(&error) => Err(error),
            Err(_) => Err(refused),
        }
    }

    async fn open_event_source(&self) -> Result<Connection> {
        let incoming = self.client.open(&self.event_source).await?;
        Ok(Connection::EventSource(Box::new(incoming)))
    }

    /// Passes on what is told, until the connection is lost; returns why it is.
    async fn hear(&mut self, connection: Connection) -> PlexError {
        let opened = Instant::now();
        let ended = match connection {
            Connection::Websocket(mut socket) => {
                let ended = self.hear_websocket(&mut socket).await;
                self.mute = if socket.is_mute() { self.mute + 1 } else { 0 };
                if self.mute >= MUTE {
                    // Something lets the handshake through, and nothing after it.
                    self.mute = 0;
                    self.channel = Channel::EventSource;
                }
                ended
            }
            Connection::EventSource(mut incoming) => self.hear_event_source(&mut incoming).await,
        };
        if opened.elapsed() >= GOOD {
            self.pauses.reset();
        }
        ended
            .err()
            .unwrap_or_else(|| self.client.cut("the server ended it"))
    }

    async fn hear_websocket(&self, socket: &mut Socket) -> Result<()> {
        while let Some(message) = socket.message().await? {
            self.tell(&self.websocket, "", &message);
        }
        Ok(())
    }

    async fn hear_event_source(&self, incoming: &mut Incoming) -> Result<()> {
        while let Some(message) = incoming.message(SILENCE).await? {
            self.tell(&self.event_source, &message.event, &message.data.into());
        }
        Ok(())
    }

    fn tell(&self, request: &Request, name: &str, message: &Bytes) {
        let events = reading::events(&self.client, request, name, message);
        let share = message.len() / events.len().max(1);
        for event in events {
            self.buffer.push(event, share);
        }
    }
}

/// Says whether trying again cannot help.
fn is_for_good(error: &PlexError) -> bool {
    matches!(
        error,
        PlexError::Unauthorized { .. }
            | PlexError::NotConfigured
            | PlexError::Forbidden { .. }
            | PlexError::Redirected { .. }
            | PlexError::InvalidArgument { .. }
            | PlexError::Internal { .. }
    )
}

/// Says whether another way may still work: the server, or what is before it, answers.
fn is_of_this_way(error: &PlexError) -> bool {
    !error.is_connection()
        && !matches!(error, PlexError::StartingUp | PlexError::RateLimited { .. })
}
