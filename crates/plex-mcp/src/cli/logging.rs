//! The log: to stderr only, and never with a secret in it.

use std::io::{self, Write};

use plex_mcp::config::{Config, ConfigError};
use tracing_subscriber::{
    filter::{LevelFilter, ParseError, Targets},
    fmt::{self, MakeWriter},
    prelude::*,
};

use super::output::report;

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
    let filter = without_the_sdks_warnings(filter, &config.log);
    let lines = fmt::layer().with_ansi(false).with_writer(Stderr);
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

/// Leaves out what the SDK warns of: a call that was refused and a client that left are ordinary. Whoever
/// names it, or wants to see more than warnings, sees them.
fn without_the_sdks_warnings(filter: Targets, text: &str) -> Targets {
    let only_warnings = filter
        .default_level()
        .is_some_and(|level| level <= LevelFilter::WARN);
    if only_warnings && !text.contains("rmcp") {
        filter.with_target("rmcp", LevelFilter::OFF)
    } else {
        filter
    }
}

/// Writes to stderr by the one door out, which takes secrets out of what others log, too.
struct Stderr;

impl<'a> MakeWriter<'a> for Stderr {
    type Writer = Event;

    fn make_writer(&'a self) -> Event {
        Event(Vec::new())
    }
}

/// One event, collected and written as a whole so that no cut can hide a secret from the search.
struct Event(Vec<u8>);

impl Write for Event {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Event {
    fn drop(&mut self) {
        report(&String::from_utf8_lossy(&self.0));
    }
}
