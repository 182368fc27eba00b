//! Tells what is wrong with the server as a whole from what is wrong with a part of it.

use plex_client::{ErrorKind, PlexClient, PlexError};

use super::writer::Writer;
use crate::{
    error::{IndexError, Result},
    store::Place,
};

/// Says whether the server could not be talked to.
pub(super) fn is_connection(error: &PlexError) -> bool {
    matches!(error.kind(), ErrorKind::Unreachable | ErrorKind::Timeout)
}

/// Says whether the server has too much to do, whatever it is asked for: to ask for less at a time, or for
/// something else, only adds to that.
pub(super) fn is_overload(error: &PlexError) -> bool {
    matches!(error, PlexError::RateLimited { .. } | PlexError::StartingUp)
}

/// Says whether the whole server is behind an error: then nothing else is worth asking for. A part that
/// hangs or breaks the connection is told from a server that does by asking for something else.
pub(super) async fn is_of_server(client: &PlexClient, error: &IndexError) -> bool {
    match error.plex() {
        Some(error) if is_connection(error) => client.open_identity().await.is_err(),
        Some(_) => false,
        // Otherwise it is the snapshot's own fault.
        None => !matches!(
            error,
            IndexError::Incomplete { .. }
                | IndexError::Forgotten { .. }
                | IndexError::Repeated { .. }
                | IndexError::TooMany { .. }
        ),
    }
}

/// Says why a part could not be read.
pub(super) fn why(error: &IndexError) -> String {
    error.plex().map_or_else(|| error.to_string(), why_of)
}

/// Says why a part could not be read, in the words of the client but for a token that is refused: that the rest
/// of the snapshot could be read shows that it is good.
pub(super) fn why_of(error: &PlexError) -> String {
    match error {
        PlexError::Unauthorized { .. } => {
            "Plex, or a proxy before it, refuses the token for this (401), though it takes it for other requests"
                .to_owned()
        }
        error => error.to_string(),
    }
}

/// Notes the outcome of reading a part: what could not be read is missing from now on, what could is no
/// more. Gives whether it could.
///
/// # Errors
///
/// What is wrong with the whole server, and those of the store.
pub(super) async fn noted<T>(
    client: &PlexClient,
    writer: &Writer,
    place: Place,
    outcome: Result<T>,
) -> Result<Option<T>> {
    match outcome {
        Ok(value) => {
            writer
                .write(move |batch| batch.clear_missing(&place))
                .await?;
            Ok(Some(value))
        }
        Err(error) if is_of_server(client, &error).await => Err(error),
        Err(error) => {
            tracing::warn!(%error, what = place.what(), "a part of the snapshot could not be read");
            let why = why(&error);
            writer
                .write(move |batch| batch.put_missing(&place, &why, (None, None)))
                .await?;
            Ok(None)
        }
    }
}
