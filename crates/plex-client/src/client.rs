//! The client: cheap to clone, safe to share.

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::OnceCell;
use url::Url;

use crate::commands::CommandIds;
use crate::container::{Listed, MediaContainer};
use crate::error::{PlexError, Result};
use crate::page::{Page, PageRequest};
use crate::transport::Transport;
use crate::transport::path::Path;
use crate::transport::request::Request;
use crate::transport::retry::RetryPolicy;
use crate::transport::sharing::Sharing;
#[cfg(feature = "events")]
use crate::transport::stream::Incoming;
#[cfg(feature = "events")]
use crate::transport::websocket::{NotOpened, Socket};
use crate::wire::{self, Answer};

/// A client of one Plex Media Server.
///
/// Clones share connections. Nothing is sent, and nothing is set up, before the first operation.
/// Each operation ends within the client's timeout, whatever the server does; a change that takes several
/// requests has it for each of them, so that what is begun is not left half done. Identical reads that
/// are under way at the same time share one request.
#[derive(Clone)]
pub struct PlexClient {
    transport: Arc<Transport>,
    sharing: Arc<Sharing>,
    /// Which server it is, once it was asked.
    machine: Arc<OnceCell<Box<str>>>,
    commands: CommandIds,
}

impl PlexClient {
    pub(crate) fn over(transport: Transport, commands: CommandIds) -> Self {
        Self {
            transport: Arc::new(transport),
            sharing: Arc::default(),
            machine: Arc::default(),
            commands,
        }
    }

    /// Returns the URL of the server. It holds no credentials.
    ///
    /// ```
    /// let client = plex_client::PlexClient::new("http://localhost:32400", "")?;
    /// assert_eq!(client.url().host_str(), Some("localhost"));
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn url(&self) -> &Url {
        self.transport.base()
    }

    /// Says whether there is a token.
    ///
    /// ```
    /// let client = plex_client::PlexClient::new("http://localhost:32400", "")?;
    /// assert!(!client.has_token());
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn has_token(&self) -> bool {
        self.transport.has_token()
    }

    /// Says whether the server has answered this client anything yet.
    ///
    /// ```
    /// let client = plex_client::PlexClient::new("http://localhost:32400", "")?;
    /// assert!(!client.has_been_answered());
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn has_been_answered(&self) -> bool {
        self.transport.has_been_answered()
    }

    /// Returns the text without tokens: this client's wherever it stands, anybody's after the name of
    /// one. `None` when there is none in it.
    ///
    /// For what servers answer and people type, before it is shown: both repeat tokens.
    ///
    /// ```
    /// let client = plex_client::PlexClient::new("http://localhost:32400", "xyz-123-XYZ")?;
    /// assert_eq!(client.without_token("a xyz-123-XYZ title").as_deref(), Some("a [redacted] title"));
    /// assert_eq!(client.without_token("a title"), None);
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    #[must_use]
    pub fn without_token(&self, text: &str) -> Option<String> {
        match self.transport.redactor().redact(text) {
            Cow::Owned(text) => Some(text),
            Cow::Borrowed(_) => None,
        }
    }

    /// Sends a request and returns the body of its answer, as it came. It is bounded, timed and retried
    /// like every other.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`]; [`PlexError::OutcomeUnknown`] only for a request that changes something.
    ///
    /// ```no_run
    /// # async fn example(client: plex_client::PlexClient) -> plex_client::Result<()> {
    /// use plex_client::{Method, Request};
    ///
    /// let empty_trash = Request::change(Method::Put, "/library/sections/1/emptyTrash")?;
    /// client.send(&empty_trash).await?;
    /// # Ok(()) }
    /// ```
    pub async fn send(&self, request: &Request) -> Result<Bytes> {
        self.fetch(request).await
    }

    /// Reads an endpoint that has no method of its own yet, as any type that an answer can be.
    ///
    /// # Errors
    ///
    /// [`PlexError::Malformed`] when the answer is something else; any other of [`PlexError`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::builder().start().await?;
    /// # let client = plex_client::PlexClient::new(server.url(), server.token())?;
    /// use plex_client::{MediaItem, Request, container::MediaContainer};
    ///
    /// let request = Request::read("/library/sections/1/newest")?;
    /// let newest: MediaContainer<MediaItem> = client.get(&request).await?;
    /// assert!(!newest.items.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get<T: Answer>(&self, request: &Request) -> Result<T> {
        self.ask(request).await
    }

    /// Asks, and reads the answer.
    pub(crate) async fn ask<T: Answer>(&self, request: &Request) -> Result<T> {
        self.read(request, self.fetch(request).await?)
    }

    /// Reads the answer to a request.
    pub(crate) fn read<T: Answer>(&self, request: &Request, body: Bytes) -> Result<T> {
        let redactor = self.transport.redactor();
        wire::cleaned(&body, &|text, written| redactor.cleaned(text, written)).map_err(|source| {
            PlexError::Malformed {
                request: request.label(),
                source: source.cleaned(|text| redactor.excerpt(text)),
            }
        })
    }

    /// Asks for a page of a list, and reads it.
    pub(crate) async fn page_of<T: Listed>(
        &self,
        path: Path,
        page: PageRequest,
    ) -> Result<Page<T>> {
        let found: MediaContainer<T> = self.ask(&Request::reading(path).page(page)).await?;
        Ok(Page::of(found, page))
    }

    /// Asks, and gives the answer as it came.
    pub(crate) async fn fetch(&self, request: &Request) -> Result<Bytes> {
        self.sharing.send(&self.transport, request).await
    }

    /// Opens a websocket, of whose messages none is longer than `limit` bytes.
    #[cfg(feature = "events")]
    pub(crate) async fn open_websocket(
        &self,
        request: &Request,
        limit: u64,
    ) -> std::result::Result<Socket, NotOpened> {
        self.transport.open_websocket(request, limit).await
    }

    /// Returns the error that the connection to the server broke.
    #[cfg(feature = "events")]
    pub(crate) fn cut(&self, detail: &str) -> PlexError {
        self.transport.cut(detail)
    }

    /// Opens an answer that comes bit by bit.
    #[cfg(feature = "events")]
    pub(crate) async fn open(&self, request: &Request) -> Result<Incoming> {
        self.transport.open(request).await
    }

    /// Asks for something to be done. Any 2xx is success, whatever its body, but for a web page.
    pub(crate) async fn act(&self, request: &Request) -> Result<()> {
        request.done(&self.fetch(request).await?)
    }

    /// Asks for something to be done, and reads what came of it. It may have been done when the answer
    /// cannot be read.
    pub(crate) async fn change<T: Answer>(&self, request: &Request) -> Result<T> {
        let body = self.fetch(request).await?;
        self.read(request, body)
            .map_err(|error| PlexError::OutcomeUnknown {
                request: request.label(),
                source: Box::new(error),
            })
    }

    /// Does as [`change`](Self::change), and takes an answer that says nothing for one that names
    /// nothing: servers differ in what they answer.
    pub(crate) async fn change_told<T: Answer + Default>(&self, request: &Request) -> Result<T> {
        let body = self.fetch(request).await?;
        request.done(&body)?;
        Ok(self.read(request, body).unwrap_or_default())
    }

    /// Returns the way to something else than the server, such as a player, which gets no token.
    pub(crate) fn way_to(&self, url: &Url) -> Result<Arc<Transport>> {
        let (timeout, retry) = (self.transport.timeout(), RetryPolicy::default());
        let way = self.transport.elsewhere(url, None, timeout, retry)?;
        Ok(Arc::new(way))
    }

    /// Returns the numbers of commands to players.
    pub(crate) fn command_ids(&self) -> &CommandIds {
        &self.commands
    }

    /// Returns which server it is, from a question that is asked once.
    pub(crate) async fn machine<F>(&self, ask: impl FnOnce() -> F) -> Result<&str>
    where
        F: Future<Output = Result<Box<str>>>,
    {
        let machine = self.machine.get_or_try_init(ask).await?;
        Ok(machine)
    }

    /// Returns the time that one operation may take.
    pub(crate) fn timeout(&self) -> Duration {
        self.transport.timeout()
    }

    /// Bounds an operation of several requests by the timeout of one.
    pub(crate) async fn in_time<T>(&self, operation: impl Future<Output = Result<T>>) -> Result<T> {
        let after = self.transport.timeout();
        tokio::time::timeout(after, operation)
            .await
            .unwrap_or(Err(PlexError::Timeout { after }))
    }
}

impl fmt::Debug for PlexClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlexClient")
            .field("url", &self.url().as_str())
            .finish_non_exhaustive()
    }
}
