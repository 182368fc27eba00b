//! Finds in the chain of causes what went wrong on the way to the server.

use std::error::Error;
use std::io::ErrorKind as Io;

use crate::error::UnreachableCause;

/// The name of a host could not be looked up.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct DnsFailure(pub(crate) std::io::Error);

/// The meanings of a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The server was not reached, or the connection broke.
    Unreachable(UnreachableCause),
    /// The encrypted connection could not be made.
    Tls,
    /// Connecting took too long.
    Timeout,
    /// Something came, but its compression is broken.
    Garbled,
    /// Something came, but it is not HTTP.
    NotHttp,
}

/// Finds out what an error means.
pub(crate) fn of(error: &reqwest::Error) -> Failure {
    if error.is_timeout() {
        return Failure::Timeout;
    }
    if tls(error).is_some() {
        return Failure::Tls;
    }
    let mut cause = None;
    walk(error, &mut |error| {
        if error.is::<DnsFailure>() {
            cause = Some(UnreachableCause::Dns);
        } else if let Some(io) = error.downcast_ref::<std::io::Error>() {
            cause = cause.or(match io.kind() {
                Io::ConnectionRefused => Some(UnreachableCause::Refused),
                Io::ConnectionReset
                | Io::ConnectionAborted
                | Io::BrokenPipe
                | Io::UnexpectedEof => Some(UnreachableCause::Closed),
                _ => None,
            });
        }
    });
    // What was said until then was said by something that answers.
    let has_begun = error.is_body() || error.is_decode();
    match cause {
        Some(UnreachableCause::Closed) if has_begun => {
            Failure::Unreachable(UnreachableCause::BrokenOff)
        }
        Some(cause) => Failure::Unreachable(cause),
        None if error.is_connect() => Failure::Unreachable(UnreachableCause::Other),
        None if error.is_decode() => Failure::Garbled,
        None if is_not_http(error) => Failure::NotHttp,
        None => Failure::Unreachable(UnreachableCause::Closed),
    }
}

/// Returns what TLS says about it, if TLS is what failed.
pub(crate) fn tls(error: &reqwest::Error) -> Option<&rustls::Error> {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = next {
        if let Some(tls) = error.downcast_ref() {
            return Some(tls);
        }
        next = cause(error);
    }
    None
}

/// Says whether something came that is no HTTP.
fn is_not_http(error: &reqwest::Error) -> bool {
    let mut is_no_http = false;
    walk(error, &mut |error| {
        is_no_http |= error
            .downcast_ref::<hyper::Error>()
            .is_some_and(hyper::Error::is_parse);
    });
    is_no_http
}

/// Returns the causes of an error in words, the last first: it is the one that says most.
pub(crate) fn in_words(error: &reqwest::Error) -> String {
    let mut last = String::new();
    walk(error, &mut |error| last = error.to_string());
    last
}

/// Visits an error and all that caused it, also what is wrapped in I/O errors.
fn walk(error: &(dyn Error + 'static), visit: &mut dyn FnMut(&(dyn Error + 'static))) {
    let mut next = Some(error);
    while let Some(error) = next {
        visit(error);
        next = cause(error);
    }
}

/// Returns what caused an error.
fn cause<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    match error.downcast_ref::<std::io::Error>() {
        // The source of such an error is that of the error within, which is then left out.
        Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => error.source(),
    }
}
