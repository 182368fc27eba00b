//! Why an answer could not be read.

use std::fmt;

/// Says why an answer could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", At(.place))]
pub struct DecodeError {
    message: String,
    place: String,
    is_no_http: bool,
}

impl DecodeError {
    pub(crate) fn new(message: impl Into<String>, place: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: place.into(),
            is_no_http: false,
        }
    }

    /// Says that what came is meant for a browser.
    pub(crate) fn page() -> Self {
        Self::new("it is a web page", "")
    }

    /// Says that what came is no HTTP, or cannot be unpacked.
    pub(crate) fn garbled(detail: impl Into<String>) -> Self {
        Self::new(detail, "")
    }

    /// Says that what came is no HTTP.
    pub(crate) fn no_http(detail: &str) -> Self {
        Self {
            is_no_http: true,
            ..Self::new(format!("it is no HTTP: {detail}"), "")
        }
    }

    /// Says whether what came is not even HTTP: the port is another program's, or takes only encrypted
    /// connections.
    ///
    /// ```
    /// use plex_client::{ServerIdentity, wire};
    ///
    /// let error = wire::answer::<ServerIdentity>(b"<html>").unwrap_err();
    /// assert!(!error.is_no_http());
    /// ```
    #[must_use]
    pub fn is_no_http(&self) -> bool {
        self.is_no_http
    }

    /// Passes what it says through `clean`, which takes tokens out and shortens it: names in an answer
    /// may be of any length.
    pub(crate) fn cleaned(self, clean: impl Fn(&str) -> String) -> Self {
        Self {
            message: clean(&self.message),
            place: clean(&self.place),
            ..self
        }
    }

    /// Says where it went wrong: a path such as `MediaContainer.Metadata[3].title` with line and column
    /// in JSON, line and column in XML; empty when there is no place to name.
    ///
    /// ```
    /// use plex_client::ServerIdentity;
    /// use plex_client::wire::answer;
    ///
    /// let error = answer::<ServerIdentity>(br#"{"MediaContainer":{"version":"#).unwrap_err();
    /// assert!(error.place().starts_with("MediaContainer.version"));
    /// ```
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }
}

/// A place after "at", or nothing.
struct At<'a>(&'a str);

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, " at {}", self.0)
    }
}
