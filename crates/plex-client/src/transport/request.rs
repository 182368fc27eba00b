//! One request: method, path, query, headers, body, and whether it may be sent again.

use std::fmt::Write as _;

use bytes::Bytes;
use memchr::memmem;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};

use super::path::{self, Path, encoded};
use crate::error::{PlexError, Result};
use crate::page::PageRequest;
use crate::wire::DecodeError;
use crate::wire::sniff::{self, Content};

/// The header that names the player a command is for. PMS passes it on.
const TARGET: HeaderName = HeaderName::from_static("x-plex-target-client-identifier");

/// The method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PUT`.
    Put,
    /// `DELETE`.
    Delete,
}

impl Method {
    /// Returns its name on the wire.
    ///
    /// ```
    /// assert_eq!(plex_client::Method::Put.as_str(), "PUT");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    pub(crate) fn on_the_wire(self) -> reqwest::Method {
        match self {
            Self::Get => reqwest::Method::GET,
            Self::Post => reqwest::Method::POST,
            Self::Put => reqwest::Method::PUT,
            Self::Delete => reqwest::Method::DELETE,
        }
    }
}

/// Says whether a request may be sent again when it is not known to have failed.
///
/// It is declared for each endpoint and never read off the HTTP method: PMS scans and scrobbles
/// on `GET`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// It only reads, or what it does may be done twice.
    Safe,
    /// It changes something.
    Never,
}

/// Returns how Plex writes that something is so, or not.
pub(crate) fn flag(so: bool) -> &'static str {
    if so { "1" } else { "0" }
}

/// A request, for an endpoint that has no method of its own yet.
///
/// [`read`](Self::read) makes one that only reads: it is tried again when an attempt fails, and
/// shared by those who ask the same at the same time. [`change`](Self::change) makes one that is sent
/// once; when its answer is lost, it ends as [`PlexError::OutcomeUnknown`].
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = plex_emulator::Emulator::builder().start().await?;
/// # let client = plex_client::PlexClient::new(server.url(), server.token())?;
/// use plex_client::Request;
///
/// let request = Request::read("/library/sections")?.query("X-Plex-Container-Size", "1");
/// let body = client.send(&request).await?;
/// assert!(!body.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Request {
    method: Method,
    path: Path,
    query: String,
    headers: HeaderMap,
    body: Option<Bytes>,
    repeat: Repeat,
    most_bytes: u64,
}

impl Request {
    /// Makes a `GET` that only reads. The path begins with a slash and stands below the server's URL.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when it is no path: without a slash at its start, with a query,
    /// or with a segment that leads elsewhere, such as `..`.
    ///
    /// ```
    /// assert!(plex_client::Request::read("/library/all").is_ok());
    /// assert!(plex_client::Request::read("/library/../identity").is_err());
    /// ```
    pub fn read(path: &str) -> Result<Self> {
        Ok(Self::reading(path::raw(path)?))
    }

    /// Makes a request that changes something, which is never sent twice.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    ///
    /// ```
    /// use plex_client::{Method, Request};
    ///
    /// let request = Request::change(Method::Put, "/library/sections/1/emptyTrash")?;
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn change(method: Method, path: &str) -> Result<Self> {
        Ok(Self::changing(method, path::raw(path)?))
    }

    pub(crate) fn reading(path: Path) -> Self {
        Self {
            method: Method::Get,
            path,
            query: String::new(),
            headers: HeaderMap::new(),
            body: None,
            repeat: Repeat::Safe,
            most_bytes: u64::MAX,
        }
    }

    pub(crate) fn changing(method: Method, path: Path) -> Self {
        Self {
            method,
            repeat: Repeat::Never,
            ..Self::reading(path)
        }
    }

    /// Makes a request that makes something whose like may exist any number of times, so that it may
    /// be sent again.
    #[cfg(feature = "cloud")]
    pub(crate) fn making(path: Path) -> Self {
        Self {
            method: Method::Post,
            ..Self::reading(path)
        }
    }

    /// Adds a parameter. Operators such as `>=` are part of the name and are encoded with it.
    ///
    /// ```
    /// use plex_client::Request;
    ///
    /// let request = Request::read("/library/sections/1/all")?.query("year>>", "1990");
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn query(mut self, name: &str, value: impl AsRef<str>) -> Self {
        let separator = if self.query.is_empty() { "" } else { "&" };
        // Writing to a string cannot fail.
        let _ = write!(
            self.query,
            "{separator}{}={}",
            encoded(name),
            encoded(value.as_ref())
        );
        self
    }

    /// Adds a parameter if there is a value.
    pub(crate) fn query_some(self, name: &str, value: Option<impl AsRef<str>>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Adds a parameter that says whether something is so: `1` or `0`.
    pub(crate) fn query_flag(self, name: &str, so: bool) -> Self {
        self.query(name, flag(so))
    }

    /// Adds a parameter that stands for a wish, where there is one.
    pub(crate) fn query_wish(self, name: &str, wanted: bool) -> Self {
        self.query_some(name, wanted.then_some("1"))
    }

    /// Adds a header, in place of one of that name.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when it can be no header, and for the token, which belongs to the
    /// client: another person's token makes another client.
    ///
    /// ```
    /// use plex_client::Request;
    ///
    /// let request = Request::read("/")?.header("X-Plex-Language", "de")?;
    /// assert!(request.header("X-Plex-Token", "secret").is_err());
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn header(mut self, name: &str, value: &str) -> Result<Self> {
        let refused = |why: &str| PlexError::invalid_argument("header", why);
        let name =
            HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused("has no such name"))?;
        if name.as_str() == "x-plex-token" {
            return Err(refused(
                "must not hold a token; make a client for that token",
            ));
        }
        let value = HeaderValue::from_bytes(value.as_bytes())
            .map_err(|_| refused("must not hold control characters"))?;
        self.headers.insert(name, value);
        Ok(self)
    }

    /// Sends it to a player, by way of the server: `X-Plex-Target-Client-Identifier`.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when the identifier can be none.
    ///
    /// ```
    /// use plex_client::{Method, Request};
    ///
    /// let pause = Request::change(Method::Get, "/player/playback/pause")?.to_player("living-room")?;
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn to_player(self, machine_identifier: &str) -> Result<Self> {
        self.header(TARGET.as_str(), machine_identifier)
    }

    /// Sends bytes along, such as a picture.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] when the type can be none.
    ///
    /// ```
    /// use plex_client::{Method, Request};
    ///
    /// let poster = Request::change(Method::Post, "/library/metadata/7/posters")?
    ///     .body("image/png", vec![0x89, b'P', b'N', b'G'])?;
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn body(self, content_type: &str, bytes: impl Into<Bytes>) -> Result<Self> {
        let mut request = self.header(CONTENT_TYPE.as_str(), content_type)?;
        request.body = Some(bytes.into());
        Ok(request)
    }

    /// Takes an answer of at most so many bytes, if the client takes no fewer.
    pub(crate) fn at_most(mut self, bytes: u64) -> Self {
        self.most_bytes = bytes;
        self
    }

    /// Asks for a page. Start and size always go together: PMS ignores one without the other.
    ///
    /// ```
    /// use plex_client::{PageRequest, Request};
    ///
    /// let request = Request::read("/library/sections/1/all")?.page(PageRequest::first(10));
    /// # Ok::<(), plex_client::PlexError>(())
    /// ```
    pub fn page(self, page: PageRequest) -> Self {
        self.query("X-Plex-Container-Start", page.offset.to_string())
            .query("X-Plex-Container-Size", page.limit.to_string())
    }

    /// Names it by method and path, for errors and logs.
    pub(crate) fn label(&self) -> String {
        format!("{} {}", self.method.as_str(), self.path.as_str())
    }

    /// Returns what two requests have in common that get the same answer at the same time; `None` for
    /// those that change something, and for those that are not all path and query.
    pub(crate) fn sharing_key(&self) -> Option<String> {
        let is_plain = self.headers.is_empty() && self.body.is_none();
        let reads = self.method == Method::Get && self.repeat == Repeat::Safe && is_plain;
        reads.then(|| format!("{}?{} {}", self.path.as_str(), self.query, self.most_bytes))
    }

    /// Returns what it means that the answer was lost: of a request that changes something, that
    /// nobody knows.
    pub(crate) fn lost(&self, error: PlexError) -> PlexError {
        match self.repeat {
            Repeat::Safe => error,
            Repeat::Never => PlexError::OutcomeUnknown {
                request: self.label(),
                source: Box::new(error),
            },
        }
    }

    /// Takes the answer for a word that it was done: any 2xx, whatever its body, but for a web page. A
    /// proxy answers with one in the server's place, such as that to sign in at.
    pub(crate) fn done(&self, body: &[u8]) -> Result<()> {
        // The pages that Plex itself answers have the status as their heading.
        let says_so = || memmem::find(body, b"<h1>200 OK</h1>").is_some();
        if sniff::content(body) != Content::Html || says_so() {
            return Ok(());
        }
        Err(self.lost(PlexError::Malformed {
            request: self.label(),
            source: DecodeError::page(),
        }))
    }

    pub(crate) fn method(&self) -> Method {
        self.method
    }

    pub(crate) fn path_and_query(&self) -> (&str, Option<&str>) {
        let query = (!self.query.is_empty()).then_some(&*self.query);
        (self.path.as_str(), query)
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(crate) fn bytes(&self) -> Option<&Bytes> {
        self.body.as_ref()
    }

    pub(crate) fn most_bytes(&self) -> u64 {
        self.most_bytes
    }

    pub(crate) fn repeat(&self) -> Repeat {
        self.repeat
    }
}
