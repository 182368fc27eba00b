//! Serves one client over a pair of byte streams, one JSON message a line.

mod handshake;

use std::{io, pin::pin, time::Duration};

use rmcp::{
    RoleServer, ServerHandler, serve_server,
    service::{QuitReason, ServerInitializeError},
    transport::{IntoTransport, stdio_pipes},
};
use thiserror::Error;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use self::handshake::Patient;

/// Time given to calls at work once the server was told to stop.
const GRACE: Duration = Duration::from_millis(4500);

/// Says why serving ended before the client ended it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The client and the server could not agree to start.
    #[error("the protocol could not be started: {0}")]
    Handshake(String),
    /// The connection failed while in use.
    #[error("the connection failed")]
    Connection(#[source] io::Error),
}

/// Serves one client over standard input and output until it closes its side, or `stop` resolves: then
/// nothing more is read, and calls at work are answered if they finish within a few seconds.
///
/// Use a current-thread runtime: with pipes on both sides, as clients start servers, a call then takes a
/// third of the time it takes otherwise. Nothing else may write to standard output meanwhile.
///
/// # Errors
///
/// As [`serve`].
pub async fn serve_stdio<H: ServerHandler>(
    handler: H,
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let stopping = CancellationToken::new();
    let mut serving = pin!(serve(handler, stdio_pipes(), stopping.clone()));
    tokio::select! {
        outcome = &mut serving => return outcome,
        () = stop => stopping.cancel(),
    }
    // Whatever is not answered by now will not be.
    timeout(GRACE, serving).await.unwrap_or(Ok(()))
}

/// Serves one client over any transport of the SDK, until it leaves, or `stop` is cancelled and the calls
/// at work are done.
///
/// Every protocol revision from 2024-11-05 to 2026-07-28 is spoken; the client's first request decides. A
/// client that leaves without having asked anything is not an error.
///
/// # Errors
///
/// When the handshake is refused or the connection fails.
pub async fn serve<H, T, E, A>(
    handler: H,
    transport: T,
    stop: CancellationToken,
) -> Result<(), ServeError>
where
    H: ServerHandler,
    T: IntoTransport<RoleServer, E, A>,
    E: std::error::Error + Send + Sync + 'static,
{
    let transport = Patient::new(transport.into_transport(), stop);
    let service = match serve_server(handler, transport).await {
        Ok(service) => service,
        // Probing clients start a server, look and leave.
        Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(error) => return Err(ServeError::Handshake(error.to_string())),
    };
    match service.waiting().await {
        Ok(QuitReason::JoinError(error)) | Err(error) => {
            Err(ServeError::Connection(io::Error::other(error)))
        }
        Ok(_) => Ok(()),
    }
}
