//! The stream that is read from.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::Stream;
use tokio::runtime::Handle;
use tokio::task::AbortHandle;

use super::buffer::Buffer;
use super::event::Event;
use super::listening::Listening;
use super::query::EventsQuery;
use crate::client::PlexClient;
use crate::error::{PlexError, Result};

/// The events of a server, for as long as it is kept.
///
/// The first look at it begins to listen. It connects again by itself and says that it was away; it ends
/// only after an error that trying again does not help against, such as a token that is not taken. When it
/// is dropped, the connection is closed.
///
/// Whoever reads slowly holds up nothing: events wait in a queue a kind, the oldest of which are dropped
/// when there are too many, and then it says so.
#[must_use = "nothing is listened to before it is read"]
pub struct Events {
    buffer: Arc<Buffer>,
    state: State,
}

enum State {
    Idle(Result<Box<Listening>>),
    Running(AbortHandle),
    Over,
}

impl Stream for Events {
    type Item = Result<Event>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let State::Idle(_) = &self.state {
            self.begin();
        }
        self.buffer.poll(cx)
    }
}

impl Events {
    /// Starts the task that listens.
    fn begin(&mut self) {
        let State::Idle(listening) = std::mem::replace(&mut self.state, State::Over) else {
            return;
        };
        match (listening, Handle::try_current()) {
            (Ok(listening), Ok(runtime)) => {
                let task = runtime.spawn(listening.run());
                self.state = State::Running(task.abort_handle());
            }
            (Err(error), _) => self.buffer.end(Some(error)),
            (_, Err(error)) => self.buffer.end(Some(PlexError::Internal {
                message: format!("events are for a Tokio runtime: {error}"),
            })),
        }
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        if let State::Running(task) = &self.state {
            task.abort();
        }
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}

impl PlexClient {
    /// Listens to what a server tells by itself: `/:/websockets/notifications`, or
    /// `/:/eventsource/notifications` where websockets do not get through. Owners hear of everything,
    /// others of their own playbacks alone.
    ///
    /// Nothing is sent before the stream is read. Its first event is [`Event::Listening`], or
    /// [`Event::Away`] when the server cannot be reached yet.
    ///
    /// The other side is asked for a sign of life after 15 s of silence, and taken for lost 10 s later; an
    /// event source, which cannot be asked, after two minutes. A message of more than 1 MiB is not read: the
    /// connection is given up for another.
    ///
    /// # Errors
    ///
    /// The stream ends with the error that no further try helps against: the token is not taken
    /// ([`PlexError::Unauthorized`], [`PlexError::NotConfigured`], [`PlexError::Forbidden`]), or the server
    /// is elsewhere ([`PlexError::Redirected`]).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use futures::StreamExt;
    /// use plex_client::{Event, EventsQuery};
    ///
    /// let mut events = client.events(&EventsQuery::new());
    /// while let Some(event) = events.next().await {
    ///     match event? {
    ///         // What was missed is looked up here. Then a scan begins, to hear of it.
    ///         Event::Listening { .. } => {
    ///             let films = &client.libraries().await?[0];
    ///             client.refresh_library(&films.key, None).await?;
    ///         }
    ///         Event::Activity(activity) if activity.event == "ended" => break,
    ///         other => println!("{other:?}"),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn events(&self, query: &EventsQuery) -> Events {
        let buffer = Arc::new(Buffer::new(query.waiting));
        let listening = Listening::new(self, query, Arc::clone(&buffer));
        Events {
            buffer,
            state: State::Idle(listening.map(Box::new)),
        }
    }
}
