//! What a refusal means, judged by what else works. A 401 or 404 alone does not say whether the token, the
//! address, a proxy or the request is to blame.

use plex_client::{PlexClient, PlexError, ServerIdentity};

use crate::error::{ErrorKind, ToolError};

/// What to do where nobody has said which server to use.
pub const UNCONFIGURED: &str = "No Plex server is configured yet, so the usual address of one was tried: \
    run plex-mcp login in a terminal, which finds your server and signs in, then restart plex-mcp.";

/// How a server was found to be open to this program.
#[derive(Debug)]
#[non_exhaustive]
pub enum Access {
    /// The server tells what it is.
    Whole(Box<ServerIdentity>),
    /// The libraries can be read, but what the server is cannot: something in front of it, or the server
    /// itself, refuses `/` alone.
    RootRefused,
}

/// Finds out whether the server answers this client.
///
/// # Errors
///
/// What stands in the way, and what to do about it.
pub async fn check(client: &PlexClient) -> Result<Access, ToolError> {
    match client.server_identity().await {
        Ok(identity) => Ok(Access::Whole(Box::new(identity))),
        Err(error)
            if may_be_the_request(error.kind().into()) && client.libraries().await.is_ok() =>
        {
            Ok(Access::RootRefused)
        }
        Err(error) => Err(judged(client, error.into()).await),
    }
}

/// Returns the error of a call with its cause, after trying what else works.
pub(crate) async fn judged(client: &PlexClient, error: ToolError) -> ToolError {
    match error.kind() {
        ErrorKind::Unauthorized if client.has_token() && client.libraries().await.is_ok() => {
            ToolError::new(
                ErrorKind::Forbidden,
                "Forbidden: only the server owner's token may do this; the one in use is good, but not \
                 the owner's (401)",
            )
            .hint("Use the token of the server's owner, or do without: what is not the owner's alone works.")
        }
        ErrorKind::NotFound | ErrorKind::Upstream if is_about_an_answer(&error) => {
            match not_plex(client).await {
                Some(instead) => instead,
                None => error,
            }
        }
        _ => error,
    }
}

/// Whether another request may be answered where this one was refused.
fn may_be_the_request(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::NotFound | ErrorKind::Upstream
    )
}

/// Whether an error is of an answer that a Plex server may never have given.
fn is_about_an_answer(error: &ToolError) -> bool {
    let message = error.message();
    message.ends_with("(404)") || message.contains("is not what Plex answers")
}

/// Returns the error that says so where no Plex server answers at the address; `None` where one does, or
/// where nothing answers.
pub(crate) async fn not_plex(client: &PlexClient) -> Option<ToolError> {
    let is_plex = match client.open_identity().await {
        Ok(identity) => identity.machine_identifier.is_some(),
        Err(PlexError::NotFound { .. } | PlexError::Malformed { .. }) => false,
        // Whatever stands in the way says nothing about what is behind it.
        Err(_) => true,
    };
    if is_plex {
        return None;
    }
    let url = client.url();
    let origin = url.origin().ascii_serialization();
    let path = url.path().trim_end_matches('/');
    let hint = if path.is_empty() {
        "Check host and port (a server's is usually 32400), and add the path if a proxy has Plex under \
         one; plex-mcp login finds the address."
            .to_owned()
    } else {
        format!(
            "Take {path} off the address if no proxy has Plex there: {origin} may be all of it; plex-mcp \
             login finds the address."
        )
    };
    let error = ToolError::new(
        ErrorKind::Upstream,
        format!(
            "What answers at {origin}{path} is not Plex Media Server: it does not know /identity"
        ),
    );
    Some(error.hint(hint))
}
