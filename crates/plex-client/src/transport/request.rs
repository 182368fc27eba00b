//! What is asked of the server.

use std::fmt::Write as _;

use reqwest::Method;

use super::path::{Path, encoded};
use crate::page::PageRequest;

/// Whether a request may be sent again when it is not known to have failed.
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

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    method: Method,
    path: Path,
    query: String,
    repeat: Repeat,
    most_bytes: u64,
}

impl Request {
    /// A request that only reads.
    pub(crate) fn read(path: Path) -> Self {
        Self {
            method: Method::GET,
            path,
            query: String::new(),
            repeat: Repeat::Safe,
            most_bytes: u64::MAX,
        }
    }

    /// A request that changes something, and is sent once.
    pub(crate) fn act(path: Path) -> Self {
        Self {
            repeat: Repeat::Never,
            ..Self::read(path)
        }
    }

    /// A request that makes something whose like may exist any number of times.
    pub(crate) fn make(path: Path) -> Self {
        Self {
            method: Method::POST,
            ..Self::read(path)
        }
    }

    /// Adds a parameter. Operators such as `>=` are part of the name and are encoded with it.
    pub(crate) fn with(mut self, name: &str, value: impl AsRef<str>) -> Self {
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
    pub(crate) fn with_some(self, name: &str, value: Option<impl AsRef<str>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Takes a body of at most so many bytes, if the client takes no fewer.
    pub(crate) fn at_most(mut self, bytes: u64) -> Self {
        self.most_bytes = bytes;
        self
    }

    /// Asks for a page. Start and size always go together: PMS ignores one without the other.
    pub(crate) fn page(self, page: PageRequest) -> Self {
        self.with("X-Plex-Container-Start", page.offset.to_string())
            .with("X-Plex-Container-Size", page.limit.to_string())
    }

    /// Method and path, for errors and logs.
    pub(crate) fn label(&self) -> String {
        format!("{} {}", self.method, self.path.as_str())
    }

    /// What two requests have in common that get the same answer at the same time; `None` for those
    /// that change something.
    pub(crate) fn sharing_key(&self) -> Option<String> {
        let reads = self.method == Method::GET && self.repeat == Repeat::Safe;
        reads.then(|| format!("{}?{} {}", self.path.as_str(), self.query, self.most_bytes))
    }

    pub(crate) fn method(&self) -> &Method {
        &self.method
    }

    pub(crate) fn path(&self) -> &str {
        self.path.as_str()
    }

    pub(crate) fn query(&self) -> Option<&str> {
        (!self.query.is_empty()).then_some(&*self.query)
    }

    pub(crate) fn most_bytes(&self) -> u64 {
        self.most_bytes
    }

    pub(crate) fn repeat(&self) -> Repeat {
        self.repeat
    }
}
