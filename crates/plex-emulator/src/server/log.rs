//! A log of what was asked and how it was answered, for those who wonder what a client does.

use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use super::exchange::{Outcome, Request};

/// Says where requests are written down, a line each: status, method, endpoint (as
/// [`endpoints`](crate::endpoints) lists it, `-` for none; one of plex.tv's has that name before
/// it), path and query, parted by tabs. Tokens in queries are left out.
///
/// Clones write to the same place.
#[derive(Clone)]
pub struct RequestLog(Arc<Mutex<dyn Write + Send>>);

impl RequestLog {
    /// Returns a log that is written to `writer`, line by line. What cannot be written is lost.
    pub fn to(writer: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(writer)))
    }

    pub(super) fn write(&self, host: &str, asked: &Request<'_>, outcome: &Outcome) {
        let line = format!(
            "{}\t{}\t{host}{}\t{}\t{}\n",
            outcome.status.as_u16(),
            asked.method,
            outcome.endpoint.unwrap_or("-"),
            asked.path,
            without_token(asked.query)
        );
        let mut writer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // One call, so that what was written before an end is whole lines.
        let _ = writer.write_all(line.as_bytes());
    }
}

impl fmt::Debug for RequestLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestLog")
    }
}

/// Returns a query with the value of its token left out.
fn without_token(query: &str) -> String {
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if name.eq_ignore_ascii_case("X-Plex-Token") => "X-Plex-Token=",
        _ => pair,
    });
    pairs.collect::<Vec<_>>().join("&")
}
