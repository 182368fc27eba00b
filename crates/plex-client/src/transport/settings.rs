//! The settings of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::compression::Compression;
use super::retry::RetryPolicy;
use crate::token::Token;

/// The wires by which answers come. It makes no difference to what they decode to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Wire {
    /// JSON, the default.
    #[default]
    Json,
    /// XML, which the oldest servers prefer.
    Xml,
}

/// The time that an operation may take, when nothing else is said.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The bytes that a body may have, when nothing else is said: a page of thousands of items is a few MiB.
const MAX_BODY_BYTES: u64 = 64 << 20;

/// A change that a program makes to the HTTP client that is about to be built.
type Change = dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync;

/// A change that a program makes to the HTTP client before it is built, if any.
#[derive(Clone, Default)]
pub(crate) struct HttpHook(Option<Arc<Change>>);

impl HttpHook {
    pub(crate) fn new(
        change: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        Self(Some(Arc::new(change)))
    }

    pub(crate) fn apply(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        match &self.0 {
            Some(change) => change(builder),
            None => builder,
        }
    }
}

impl fmt::Debug for HttpHook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "changed" } else { "usual" })
    }
}

/// Everything a client is set to.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) token: Option<Token>,
    pub(crate) timeout: Duration,
    pub(crate) max_body_bytes: u64,
    pub(crate) retry: RetryPolicy,
    pub(crate) wire: Wire,
    pub(crate) compression: Compression,
    pub(crate) client_identifier: Option<String>,
    pub(crate) product: String,
    pub(crate) version: String,
    pub(crate) device_name: Option<String>,
    pub(crate) ca_certificate_pem: Option<Vec<u8>>,
    pub(crate) http: HttpHook,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            token: None,
            timeout: TIMEOUT,
            max_body_bytes: MAX_BODY_BYTES,
            retry: RetryPolicy::default(),
            wire: Wire::default(),
            compression: Compression::default(),
            client_identifier: None,
            product: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            device_name: None,
            ca_certificate_pem: None,
            http: HttpHook::default(),
        }
    }
}
