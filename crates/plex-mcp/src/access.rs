//! What a refusal means, judged by what else works. A 401 or 404 alone does not say whether the token, the
//! address, a proxy or the request is to blame.

use plex_client::{PlexClient, PlexError, ServerIdentity};

use crate::{
    clean,
    error::{Cause, ErrorKind, ToolError},
    plex,
};

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

/// Says which names of `--libraries` are no library's, and which libraries there are; `None` when each is one's.
/// It is for whoever set this up: a model is not told of libraries that it may not see.
///
/// # Errors
///
/// What asking the server gives.
pub async fn unknown_libraries(
    client: &PlexClient,
    wanted: &[String],
) -> Result<Option<Unknown>, ToolError> {
    /// The most libraries that are listed.
    const LISTED: usize = 30;
    if wanted.is_empty() {
        return Ok(None);
    }
    let libraries = client.libraries().await?;
    let unknown = plex::unknown_libraries(&libraries, wanted);
    if unknown.is_empty() || libraries.is_empty() {
        return Ok(None);
    }
    let quoted = |name: &str| clean::quoted(name, 60);
    let names: Vec<String> = unknown.iter().map(|name| quoted(name)).collect();
    let known: Vec<String> = libraries
        .iter()
        .take(LISTED)
        .map(|library| quoted(&library.title))
        .collect();
    Ok(Some(Unknown {
        is_all: unknown.len() == wanted.len(),
        words: format!(
            "--libraries: no library, or more than one, is called {}",
            names.join(", ")
        ),
        advice: format!(
            "Name libraries by title or id; there are {}.",
            known.join(", ")
        ),
    }))
}

/// Names that are no library's.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Unknown {
    /// No other is named, so that nothing can be shown.
    pub is_all: bool,
    /// Says which.
    pub words: String,
    /// Says what there is.
    pub advice: String,
}

/// Returns the error of a call with its cause, after trying what else works.
pub(crate) async fn judged(client: &PlexClient, error: ToolError) -> ToolError {
    match (error.kind(), error.cause()) {
        (_, Cause::Scope) => error,
        // What has answered over this connection takes such.
        (_, Cause::Cut) if client.has_been_answered() => error
            .hint("It answered a moment ago: try again, and if it goes on, restart the server."),
        (ErrorKind::Unauthorized, cause)
            if client.has_token() && client.libraries().await.is_ok() =>
        {
            let request = match cause {
                Cause::Refused(request) => Some(request.as_str()),
                _ => None,
            };
            refused(client, request).await
        }
        (ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::NotConfigured, _)
        | (_, Cause::Answer) => instead(client).await.unwrap_or(error),
        _ => error,
    }
}

/// Returns the error of a request whose token was refused, though it is good for others: judged by whose it is,
/// and by what was asked for.
async fn refused(client: &PlexClient, request: Option<&str>) -> ToolError {
    let of_request = request.map_or_else(String::new, |request| format!(" for {request}"));
    // Only the owner is told who has used the server.
    if client.accounts().await.is_ok() {
        return ToolError::new(
            ErrorKind::Upstream,
            format!(
                "Plex, or a proxy before it, refuses the token{of_request} (401), though it is good and the \
                 server owner's: it is taken for other requests"
            ),
        )
        .hint(AT_FAULT);
    }
    if request.is_some_and(is_for_guests) {
        return ToolError::new(
            ErrorKind::Upstream,
            format!(
                "Plex, or a proxy before it, refuses the token{of_request} (401), though it is good and guests \
                 may ask this: it is taken for other requests"
            ),
        )
        .hint(AT_FAULT);
    }
    ToolError::new(
        ErrorKind::Forbidden,
        "Forbidden: only the server owner's token may do this; the one in use is good, but not \
         the owner's (401)",
    )
    .hint(
        "Use the token of the server's owner, or do without: what is not the owner's alone works.",
    )
}

/// What to do where a good token is refused.
const AT_FAULT: &str = "The token is not to blame: look at the proxy, if there is one, and into the log of Plex \
    Media Server; restarting it may help.";

/// Tells whether a request is one that everybody may make with whom something is shared.
fn is_for_guests(request: &str) -> bool {
    let path = request.strip_prefix("GET ").unwrap_or_default();
    [
        "/library/sections",
        "/library/metadata",
        "/library/search",
        "/hubs",
        "/playlists",
    ]
    .iter()
    .any(|start| path.starts_with(start))
        && !path.ends_with("/refresh")
}

/// Tells whether another request may be answered where this one was refused.
fn may_be_the_request(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Unauthorized | ErrorKind::Forbidden | ErrorKind::NotFound | ErrorKind::Upstream
    )
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
        Err(PlexError::Unauthorized { .. } | PlexError::NotConfigured) => Some(401),
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
