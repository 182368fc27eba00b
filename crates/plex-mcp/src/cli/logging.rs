//! The log: to stderr only, and never with a secret in it.

use std::{
    io::{self, Write},
    sync::Arc,
};

use plex_mcp::config::{Config, ConfigError};
use secrecy::{ExposeSecret, SecretString};
use tracing_subscriber::{
    filter::{ParseError, Targets},
    fmt::{self, MakeWriter},
    prelude::*,
};

/// What is written for a secret.
const REDACTED: &str = "[redacted]";

/// Starts the log and sends panics there.
///
/// # Errors
///
/// When the filter cannot be understood.
pub(super) fn start(config: &Config) -> Result<(), ConfigError> {
    let filter: Targets = config.log.parse().map_err(|error: ParseError| {
        ConfigError::new(
            "the log filter",
            format!("{:?} cannot be understood: {error}", config.log),
        )
    })?;
    let lines = fmt::layer().with_ansi(false).with_writer(Redacting {
        secrets: config.secrets().into(),
    });
    tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(
            place,
            "a panic was caught: {}",
            panic.payload_as_str().unwrap_or("no message")
        );
    }));
    Ok(())
}

/// Writes to stderr and takes every secret out of everything on its way. The client redacts what it
/// says itself; this covers what others log, at whatever level.
struct Redacting {
    secrets: Arc<[SecretString]>,
}

impl<'a> MakeWriter<'a> for Redacting {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line {
            secrets: Arc::clone(&self.secrets),
            text: Vec::new(),
        }
    }
}

/// One event, collected and written as a whole so that no cut can hide a secret from the search.
struct Line {
    secrets: Arc<[SecretString]>,
    text: Vec<u8>,
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let mut text = String::from_utf8_lossy(&self.text).into_owned();
        for secret in &*self.secrets {
            text = text.replace(secret.expose_secret(), REDACTED);
        }
        // Where stderr is closed, nobody listens.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }
}
