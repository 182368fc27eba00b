//! A request and its answer, before the faults get at them.

use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, StatusCode};

use super::live::Live;
use super::pace::Wait;

/// One request.
pub(crate) struct Request<'r> {
    pub(crate) method: &'r Method,
    /// Still percent-encoded, as is the query.
    pub(crate) path: &'r str,
    pub(crate) query: &'r str,
    pub(crate) headers: &'r HeaderMap,
    pub(crate) body: &'r [u8],
}

/// An answer that is not known yet. It is dropped when nobody waits for it any more.
pub(crate) type Later = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// A finished answer, before the faults get at it.
pub(crate) struct Outcome {
    pub(crate) status: StatusCode,
    pub(crate) content_type: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The endpoint that answered, as the table of endpoints has it.
    pub(crate) endpoint: Option<&'static str>,
    /// What it has to wait for before it goes out.
    pub(crate) wait: Option<Wait>,
    /// The answer that takes this one's place, once it is known.
    pub(crate) later: Option<Later>,
    /// How it goes on after its head, if it does.
    pub(crate) live: Option<Live>,
}

impl Outcome {
    pub(crate) fn new(status: StatusCode, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            content_type: content_type.to_owned(),
            headers: HeaderMap::new(),
            body: body.into(),
            endpoint: None,
            wait: None,
            later: None,
            live: None,
        }
    }

    /// Returns the same answer with one more header.
    pub(crate) fn with_header(mut self, name: HeaderName, value: String) -> Self {
        if let Ok(value) = HeaderValue::try_from(value) {
            self.headers.insert(name, value);
        }
        self
    }
}
