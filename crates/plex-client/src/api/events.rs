//! What a server tells by itself, as it happens.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::Stream;
use futures::stream::{self, BoxStream};

use crate::client::PlexClient;
use crate::error::Result;
use crate::model::Notification;
use crate::transport::path;
use crate::transport::request::Request;
use crate::transport::stream::Incoming;

/// The time after which a server that says nothing is taken for lost: it sends a sign of life more
/// often than that.
const SILENCE: Duration = Duration::from_secs(120);

/// Says which messages are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct EventsQuery {
    /// Their types, such as `playing`, `timeline` or `activity`; all but log lines when empty.
    pub types: Vec<String>,
}

impl EventsQuery {
    /// Asks for messages of all types.
    ///
    /// ```
    /// assert!(plex_client::EventsQuery::new().types.is_empty());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for messages of these types only.
    ///
    /// ```
    /// let query = plex_client::EventsQuery::new().types(["playing", "timeline"]);
    /// assert_eq!(query.types, ["playing", "timeline"]);
    /// ```
    #[must_use]
    pub fn types<T: Into<String>>(mut self, types: impl IntoIterator<Item = T>) -> Self {
        self.types = types.into_iter().map(Into::into).collect();
        self
    }
}

/// The messages of a server from the moment at which it was asked.
///
/// It ends when the server ends it, and after the first error; whoever goes on listening asks again,
/// and looks up what happened in between.
pub struct Events {
    messages: BoxStream<'static, Result<Notification>>,
}

impl Stream for Events {
    type Item = Result<Notification>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.messages.as_mut().poll_next(cx)
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}

impl PlexClient {
    /// Listens to what a server tells by itself: `GET /:/eventsource/notifications`. Owners hear of
    /// everything, others of their own playbacks alone. The client's timeout is that for the answer to
    /// begin; afterwards a server that is silent for two minutes is taken for lost.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError). So can each message be:
    /// [`PlexError::Malformed`](crate::PlexError::Malformed) when it was not understood,
    /// [`PlexError::TooLarge`](crate::PlexError::TooLarge) when it is longer than an answer may be,
    /// [`PlexError::Timeout`](crate::PlexError::Timeout) when the server is silent.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use futures::StreamExt;
    /// use plex_client::EventsQuery;
    ///
    /// let mut events = client.events(&EventsQuery::new().types(["activity"])).await?;
    /// let films = &client.libraries().await?[0];
    /// client.refresh_library(&films.key, None).await?;
    /// let message = events.next().await.expect("a scan is told of")?;
    /// assert_eq!(message.notification_type, "activity");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn events(&self, query: &EventsQuery) -> Result<Events> {
        let types = (!query.types.is_empty()).then(|| query.types.join(","));
        let request = Request::reading(path::event_source())
            .query_some("filters", types)
            .header("Accept", "text/event-stream")?;
        let incoming = self.open(&request).await?;
        let listening = Listening {
            client: self.clone(),
            request,
            incoming,
            is_over: false,
        };
        Ok(Events {
            messages: Box::pin(stream::unfold(listening, Listening::next)),
        })
    }
}

/// A server that is listened to.
struct Listening {
    client: PlexClient,
    request: Request,
    incoming: Incoming,
    is_over: bool,
}

impl Listening {
    /// Waits for the next message.
    async fn next(mut self) -> Option<(Result<Notification>, Self)> {
        while !self.is_over {
            let message = match self.incoming.message(SILENCE).await {
                Ok(Some(message)) => message,
                Ok(None) => return None,
                Err(error) => {
                    self.is_over = true;
                    return Some((Err(error), self));
                }
            };
            let read = self
                .client
                .read::<Notification>(&self.request, message.data.into());
            let mut told = match read {
                Ok(told) => told,
                Err(error) => {
                    self.is_over = true;
                    return Some((Err(error), self));
                }
            };
            if told.notification_type.is_empty() {
                told.notification_type = message.event;
            }
            // A sign of life tells nothing.
            if !matches!(told.notification_type.as_str(), "" | "ping") {
                return Some((Ok(told), self));
            }
        }
        None
    }
}
