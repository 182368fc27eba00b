//! What a call answers when it has no result: a kind, what happened, and what to do next.

mod cause;
mod kind;

use std::{borrow::Cow, fmt};

use plex_client::{PlexClient, PlexError};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

pub(crate) use self::cause::{Cause, SCOPE};
pub use self::kind::ErrorKind;
use crate::clean;

/// The most characters of a message: it may quote a server.
const MESSAGE_CHARS: usize = 600;
/// The most characters of a refused value that are repeated in the message.
const VALUE_CHARS: usize = 60;

/// The error of a tool call, as the model reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolError {
    kind: ErrorKind,
    message: String,
    hint: Option<Cow<'static, str>>,
    cause: Cause,
}

impl ToolError {
    /// Returns an error of `kind` with a one-line message.
    pub(crate) fn new(kind: impl Into<ErrorKind>, message: impl AsRef<str>) -> Self {
        Self {
            kind: kind.into(),
            message: clean::line(message.as_ref(), MESSAGE_CHARS),
            hint: None,
            cause: Cause::Other,
        }
    }

    /// Returns an argument, or the lack of one, that the tool cannot work with.
    pub(crate) fn invalid(message: impl AsRef<str>) -> Self {
        Self::new(ErrorKind::InvalidArgument, message)
    }

    /// Returns a refused value: names the argument, the value and what is allowed.
    pub(crate) fn refused(argument: &str, value: &Value, allowed: &str) -> Self {
        let value = clean::line(&value.to_string(), VALUE_CHARS);
        Self::invalid(format!(
            "{argument}: {value} is not allowed; give {allowed}"
        ))
    }

    /// Returns a mistake of ours.
    pub(crate) fn internal(message: impl AsRef<str>) -> Self {
        Self::new(ErrorKind::Internal, message)
    }

    /// Returns the same error as one with this behind it.
    #[must_use]
    pub(crate) fn because(self, cause: Cause) -> Self {
        Self { cause, ..self }
    }

    /// Returns the same error with what to do about it.
    #[must_use]
    pub(crate) fn hint(self, hint: impl Into<Cow<'static, str>>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    /// Returns the same error as one of something within an argument.
    #[must_use]
    pub(crate) fn within(self, argument: &str) -> Self {
        Self {
            message: clean::line(&format!("{argument}: {}", self.message), MESSAGE_CHARS),
            ..self
        }
    }

    /// Returns the same error with the name that was probably meant, if there is one.
    #[must_use]
    pub(crate) fn meant(self, name: Option<&str>) -> Self {
        match name {
            Some(name) => {
                let name = clean::quoted(name, VALUE_CHARS);
                self.hint(format!("Did you mean {name}?"))
            }
            None => self,
        }
    }

    /// Returns the same error without tokens: one may have been given as an argument, or come from the
    /// server as a name that is offered.
    pub(crate) fn without_token(self, client: &PlexClient) -> Self {
        let message = client.without_token(&self.message).unwrap_or(self.message);
        let hint = self.hint.map(|hint| match client.without_token(&hint) {
            Some(without) => without.into(),
            None => hint,
        });
        Self {
            message,
            hint,
            ..self
        }
    }

    /// Returns what is behind the error, where judging it takes more than its kind.
    pub(crate) fn cause(&self) -> &Cause {
        &self.cause
    }

    /// Returns the kind of error; each kind wants something else done.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Says what happened, in one line.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Says what to do next.
    pub fn advice(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Returns the error as the structured content of a result: `{"error":{"kind":…,"message":…}}`.
    pub fn to_json(&self) -> Value {
        json!({"error": ErrorView {
            kind: self.kind.as_str(),
            message: &self.message,
            hint: self.hint.as_deref(),
        }})
    }
}

impl fmt::Display for ToolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.as_str(), self.message)
    }
}

impl std::error::Error for ToolError {}

impl From<PlexError> for ToolError {
    fn from(error: PlexError) -> Self {
        let cause = Cause::of(&error);
        if let (PlexError::InvalidArgument { reason, .. }, Cause::Scope) = (&error, &cause) {
            // Nothing that a model gives is wrong.
            let message = format!("{SCOPE} {reason}");
            return Self::new(ErrorKind::NotConfigured, message)
                .because(cause)
                .hint(
                    "Whoever set plex-mcp up names libraries by their titles or ids in --libraries \
                     (PLEX_MCP_LIBRARIES): plex-mcp doctor lists those there are.",
                );
        }
        // The client knows tokens; this program knows where they are configured.
        let kind = ErrorKind::from(error.kind());
        let hint = match (kind, &cause) {
            (ErrorKind::NotConfigured, _) => {
                "Run plex-mcp login, or set PLEX_TOKEN_FILE to a file with the token, and restart \
                 plex-mcp."
                    .into()
            }
            (ErrorKind::Unauthorized, _) => {
                "The token was revoked or is another server's: run plex-mcp login, or set \
                 PLEX_TOKEN_FILE to a file with a new one, and restart plex-mcp."
                    .into()
            }
            (_, Cause::Cut) => CUT.into(),
            _ if wants_encryption(&error) => {
                "It takes only encrypted connections: begin the address with https://.".into()
            }
            _ => error.hint(),
        };
        Self::new(kind, error.to_string()).because(cause).hint(hint)
    }
}

/// What to do about a connection that is cut before any answer, where the address may be the reason.
const CUT: &str = "The server may take only encrypted connections: use https:// with its plex.direct name, which \
    plex-mcp login finds. If it worked before, restart the server.";

/// Tells whether the server says that it takes only encrypted connections, as web servers say whose port is
/// for those.
fn wants_encryption(error: &PlexError) -> bool {
    matches!(error, PlexError::Refused { detail, .. } if detail.contains("HTTPS"))
}

/// Why there is no result.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ErrorView<'a> {
    /// What kind of error: each wants something else done.
    kind: &'a str,
    /// What happened.
    message: &'a str,
    /// What to do next.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
}
