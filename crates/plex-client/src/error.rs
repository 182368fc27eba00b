//! The errors, sorted by what the caller does next.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use crate::tls_problem::TlsProblem;
use crate::wire::DecodeError;

/// The result of every operation.
pub type Result<T, E = PlexError> = std::result::Result<T, E>;

/// Says why an operation failed. Each variant is a different thing for the caller to do, and
/// [`hint`](Self::hint) says what.
///
/// None of it, nor anything in its chain of sources, ever holds a token: what comes from outside
/// is redacted before it gets here.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlexError {
    /// The server wants a token (401) and none was given.
    #[error("No Plex token is configured, and this server wants one (401)")]
    NotConfigured,
    /// The server does not take the token (401).
    #[error("Unauthorized: invalid Plex token (401)")]
    Unauthorized {
        /// Method and path.
        request: String,
    },
    /// The token is good, but not for this (403).
    #[error("Forbidden: the Plex token may not {request} (403)")]
    Forbidden {
        /// Method and path.
        request: String,
    },
    /// There is no such thing (404).
    #[error("Not found: Plex has nothing for {request} (404)")]
    NotFound {
        /// Method and path.
        request: String,
    },
    /// The player is not reached, by the server or directly, or knows no such command (404).
    #[error("The player {player} is not reached, or knows no such command")]
    PlayerNotReached {
        /// Its client identifier.
        player: String,
    },
    /// The player itself refused a command, whatever the server thinks of whoever gave it.
    #[error("The player {player} answered {request} with status {status}{}", Detail(.detail))]
    PlayerRefused {
        /// Its client identifier.
        player: String,
        /// Method and path.
        request: String,
        /// The HTTP status.
        status: u16,
        /// The player's own words, where it has some.
        detail: String,
    },
    /// The server cannot be reached, or the connection broke.
    #[error("Plex is unreachable at {server}: {cause}{}", Detail(&obstacle(tls.as_ref(), detail)))]
    Unreachable {
        /// Scheme, host and port.
        server: String,
        /// The kind of obstacle.
        cause: UnreachableCause,
        /// The fault of the encryption, where that is the obstacle.
        tls: Option<TlsProblem>,
        /// The system's own words.
        detail: String,
    },
    /// The server did not answer in time.
    #[error("Plex did not answer within {} s", .after.as_secs_f64())]
    Timeout {
        /// The time that was waited.
        after: Duration,
    },
    /// The answer to a request that changes something was lost, or a change that takes several requests
    /// failed after some of them were done. It may have been done, or a part of it, or nothing: the
    /// server's state tells, and nothing else does.
    #[error(
        "Nobody knows what became of {request}: its answer was lost, or it was done in part ({source})"
    )]
    OutcomeUnknown {
        /// Method and path.
        request: String,
        /// The error by which the answer was lost, or the rest not done.
        source: Box<PlexError>,
    },
    /// It was asked too often (429).
    #[error("Plex was asked too often (429); it needs {} seconds before the next request", .retry_after.as_secs())]
    RateLimited {
        /// The time to wait before asking again.
        retry_after: Duration,
    },
    /// The server is starting up, or too busy (503).
    #[error("Plex is starting up or busy (503)")]
    StartingUp,
    /// An argument cannot be right; nothing was sent.
    #[error("Invalid argument: {argument} {reason}")]
    InvalidArgument {
        /// Which one.
        argument: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The server refused the request as it stands (400): one of its arguments is wrong, or what it
    /// asks for cannot be done.
    #[error("Plex refused {request} (400){}", Detail(.detail))]
    Refused {
        /// Method and path.
        request: String,
        /// The server's own words.
        detail: String,
    },
    /// It contradicts what is there (409), such as a title that another has.
    #[error("Plex refused {request}, because it contradicts what is there (409){}", Detail(.detail))]
    Conflict {
        /// Method and path.
        request: String,
        /// The server's own words.
        detail: String,
    },
    /// This server cannot do that.
    #[error("This Plex server cannot do that: {what}")]
    Unsupported {
        /// The thing that it lacks.
        what: String,
    },
    /// The answer is not what Plex answers.
    #[error("The answer to {request} is not what Plex answers: {source}")]
    Malformed {
        /// Method and path.
        request: String,
        /// What is wrong with it, and where.
        source: DecodeError,
    },
    /// The answer is longer than is allowed.
    #[error("The answer to {request} is longer than {limit} bytes")]
    TooLarge {
        /// Method and path.
        request: String,
        /// The bytes that are allowed, counted after decompression.
        limit: u64,
    },
    /// The server sent the request elsewhere: to another server, where the token must not go, or to
    /// another address of its own, where what changes something does not go.
    #[error("Plex redirects {request} elsewhere, which was not followed")]
    Redirected {
        /// Method and path.
        request: String,
    },
    /// The server failed in some other way.
    #[error("Plex answered {request} with status {status}{}", Detail(.detail))]
    Status {
        /// Method and path.
        request: String,
        /// The HTTP status.
        status: u16,
        /// The server's own words.
        detail: String,
    },
    /// Something that should not happen.
    #[error("Internal error: {message}")]
    Internal {
        /// What happened.
        message: String,
    },
}

/// The obstacles between this machine and the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnreachableCause {
    /// The name of the host has no address.
    Dns,
    /// Nothing listens there.
    Refused,
    /// The encrypted connection could not be made, usually for its certificate.
    Tls,
    /// The connection broke before there was an answer.
    Closed,
    /// The connection broke before the answer was whole.
    BrokenOff,
    /// There is no way there, or something else.
    Other,
}

impl fmt::Display for UnreachableCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dns => "its name has no address (DNS)",
            Self::Refused => "the connection was refused",
            Self::Tls => "the encrypted connection failed (TLS)",
            Self::Closed => "the connection was cut",
            Self::BrokenOff => "the answer broke off",
            Self::Other => "the connection failed",
        })
    }
}

/// The kind of an error, small enough to match on and to send on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No token, and one is needed.
    NotConfigured,
    /// The token is wrong.
    Unauthorized,
    /// The token may not do this.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// The server cannot be reached.
    Unreachable,
    /// The server did not answer in time.
    Timeout,
    /// The server is starting up.
    StartingUp,
    /// An argument is wrong.
    InvalidArgument,
    /// Nobody knows whether it was done.
    OutcomeUnknown,
    /// The server cannot do this.
    Unsupported,
    /// The server failed, or answered nonsense.
    Upstream,
    /// Something that should not happen.
    Internal,
}

impl ErrorKind {
    /// Returns the kind as one word in snake case.
    ///
    /// ```
    /// assert_eq!(plex_client::ErrorKind::StartingUp.as_str(), "starting_up");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotConfigured => "not_configured",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Unreachable => "unreachable",
            Self::Timeout => "timeout",
            Self::StartingUp => "starting_up",
            Self::InvalidArgument => "invalid_argument",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::Unsupported => "unsupported",
            Self::Upstream => "upstream",
            Self::Internal => "internal",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PlexError {
    /// Returns the kind of this error.
    ///
    /// ```
    /// use plex_client::{ErrorKind, PlexError};
    ///
    /// assert_eq!(PlexError::NotConfigured.kind(), ErrorKind::NotConfigured);
    /// ```
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NotConfigured => ErrorKind::NotConfigured,
            Self::Unauthorized { .. } => ErrorKind::Unauthorized,
            Self::Forbidden { .. } => ErrorKind::Forbidden,
            Self::NotFound { .. } | Self::PlayerNotReached { .. } => ErrorKind::NotFound,
            Self::Unreachable { .. } => ErrorKind::Unreachable,
            Self::Timeout { .. } => ErrorKind::Timeout,
            Self::OutcomeUnknown { .. } => ErrorKind::OutcomeUnknown,
            Self::StartingUp => ErrorKind::StartingUp,
            Self::InvalidArgument { .. } | Self::Refused { .. } | Self::Conflict { .. } => {
                ErrorKind::InvalidArgument
            }
            Self::Unsupported { .. } => ErrorKind::Unsupported,
            Self::Malformed { .. }
            | Self::TooLarge { .. }
            | Self::Redirected { .. }
            | Self::RateLimited { .. }
            | Self::PlayerRefused { .. }
            | Self::Status { .. } => ErrorKind::Upstream,
            Self::Internal { .. } => ErrorKind::Internal,
        }
    }

    /// Says whether the server could not be talked to at all, so that nothing is known of what it holds.
    ///
    /// ```
    /// assert!(!plex_client::PlexError::NotConfigured.is_connection());
    /// ```
    #[must_use]
    pub fn is_connection(&self) -> bool {
        matches!(self.kind(), ErrorKind::Unreachable | ErrorKind::Timeout)
    }

    /// Says in one sentence what to do next.
    ///
    /// ```
    /// assert!(plex_client::PlexError::StartingUp.hint().contains("again"));
    /// ```
    #[must_use]
    pub fn hint(&self) -> Cow<'static, str> {
        if let Self::Unreachable {
            tls: Some(problem), ..
        } = self
        {
            return problem.hint();
        }
        Cow::Borrowed(match self {
            Self::NotConfigured => "Give a Plex token: this server does not answer without one.",
            Self::Unauthorized { .. } => {
                "Get a new token: this one was revoked, or belongs to another server."
            }
            Self::Forbidden { .. } => "Use the token of the server's owner.",
            Self::NotFound { request } if !names_something(request) => {
                "Plex Media Server knows this address unless it is very old: see whether a proxy before it \
                 lets it through."
            }
            Self::NotFound { .. } => {
                "Look the id up again: the item or library may have been removed or renumbered."
            }
            Self::PlayerNotReached { .. } => {
                "Open the Plex app on the player; an app that does not announce itself cannot be controlled."
            }
            Self::PlayerRefused { .. } => {
                "Look at the player: it may be busy, signed in to another account, or let nobody command it."
            }
            Self::Unreachable { cause, .. } => match cause {
                UnreachableCause::Dns => "Check the host name in the URL of the server.",
                UnreachableCause::Refused => {
                    "Check that Plex Media Server runs, and the port in its URL (usually 32400)."
                }
                UnreachableCause::Tls => "Check that the URL of the server begins rightly.",
                UnreachableCause::Closed | UnreachableCause::BrokenOff => {
                    "Try again; if it goes on, restart the server."
                }
                UnreachableCause::Other => "Check the network and the URL of the server.",
            },
            Self::Timeout { .. } => "Try again, ask for less at once, or allow more time.",
            Self::OutcomeUnknown { .. } => {
                "Look at what Plex shows now: it may have been done, so do not simply ask once more."
            }
            Self::StartingUp => "Try again in a minute.",
            Self::InvalidArgument { .. } => "Correct the argument.",
            Self::Refused { .. } => "Check the arguments, and that the server allows this.",
            Self::Conflict { .. } => "Look at what is there, and choose another title.",
            Self::Unsupported { .. } => "Update Plex Media Server, or do without.",
            Self::Malformed { .. } => {
                "Check that the URL leads to Plex Media Server itself, not to a page before it."
            }
            Self::TooLarge { .. } => "Ask for less at once.",
            Self::Redirected { .. } => "Use the URL the server really has, with http or https.",
            Self::Status { .. } => "Try again; if it goes on, look into the server's log.",
            Self::RateLimited { .. } => "Wait as long as it says, then try again.",
            Self::Internal { .. } => "Report this as a bug.",
        })
    }

    /// Returns the error for an argument that cannot be right.
    pub(crate) fn invalid_argument(argument: &'static str, reason: impl Into<String>) -> Self {
        Self::InvalidArgument {
            argument,
            reason: reason.into(),
        }
    }
}

/// Tells whether a request is for something by its id, which may be gone, and not for what every server has.
fn names_something(request: &str) -> bool {
    let (_, path) = request.split_once(' ').unwrap_or_default();
    let path = path.split('?').next().unwrap_or_default();
    path.split('/')
        .any(|part| part.contains(|c: char| c.is_ascii_digit()))
}

/// Tells of an obstacle what we understand of it, else what the system says.
fn obstacle(tls: Option<&TlsProblem>, detail: &str) -> String {
    tls.map_or_else(|| detail.to_owned(), TlsProblem::to_string)
}

/// A detail after a colon, or nothing.
struct Detail<'a>(&'a str);

impl fmt::Display for Detail<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, ": {}", self.0)
    }
}
