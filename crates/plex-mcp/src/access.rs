//! What a refusal means, judged by what else works. A 401 or 404 alone does not say whether the token, the
//! address, a proxy or the request is to blame.

use plex_client::{PlexClient, PlexError, ServerIdentity};

use crate::error::{ErrorKind, ToolError};

/// What to do where nobody has said which server to use.
pub const UNCONFIGURED: &str = "No Plex server is configured yet, so the usual address of one was tried: \
    run plex-mcp login in a terminal, which finds your server and signs in, then restart plex-mcp.";

/// Says how a server was found to be open to this program.
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
        Ok(identity) => match identity.machine_identifier {
            Some(_) => Ok(Access::Whole(Box::new(identity))),
            // Anything can answer with an object.
            None => match instead(client).await {
                Some(error) => Err(error),
                None => Ok(Access::Whole(Box::new(identity))),
            },
        },
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
        ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::NotConfigured => {
            instead(client).await.unwrap_or(error)
        }
        ErrorKind::NotFound | ErrorKind::Upstream if is_about_an_answer(&error) => {
            instead(client).await.unwrap_or(error)
        }
        _ => error,
    }
}

/// Tells whether another request may be answered where this one was refused.
fn may_be_the_request(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::NotFound | ErrorKind::Upstream
    )
}

/// Tells whether an error is of an answer that a Plex server may never have given.
fn is_about_an_answer(error: &ToolError) -> bool {
    let message = error.message();
    message.ends_with("(404)") || message.contains("is not what Plex answers")
}

/// Returns the error of an address where something else answers than Plex, or before Plex, judged by the
/// one question that every Plex server answers to anybody; `None` where Plex answers, or nothing does.
pub(crate) async fn instead(client: &PlexClient) -> Option<ToolError> {
    let url = client.url();
    let origin = url.origin().ascii_serialization();
    let path = url.path().trim_end_matches('/');
    let status = match client.open_identity().await {
        Ok(identity) if identity.machine_identifier.is_some() => return None,
        Ok(_) | Err(PlexError::NotFound { .. }) => None,
        Err(PlexError::Malformed { source, .. }) if source.is_no_http() => {
            let error = format!("What answers at {origin} does not speak HTTP");
            return Some(ToolError::new(ErrorKind::Upstream, error).hint(
                "It may take only encrypted connections: use https:// with its plex.direct name, which \
                 plex-mcp login finds. Or another program has that port: a server's is usually 32400.",
            ));
        }
        // What begins as Plex's answer and breaks is a fault of another kind.
        Err(PlexError::Malformed { source, .. })
            if source.place().starts_with("MediaContainer") =>
        {
            return None;
        }
        Err(PlexError::Malformed { .. }) => None,
        Err(PlexError::Unauthorized | PlexError::NotConfigured) => Some(401),
        Err(PlexError::Forbidden { .. }) => Some(403),
        // Whatever stands in the way says nothing about what is behind it.
        Err(_) => return None,
    };
    if let Some(status) = status {
        let error = format!(
            "Something before Plex at {origin}{path} refuses every request, also those that Plex itself \
             answers to anybody ({status})"
        );
        return Some(ToolError::new(ErrorKind::Upstream, error).hint(
            "The token is not to blame: a proxy or a login page wants something of its own. Let \
             plex-mcp pass it, or use the server's own address, which plex-mcp login finds.",
        ));
    }
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
