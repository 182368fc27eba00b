//! Serves one client over a pair of byte streams, one JSON message a line.

mod bounded;
mod filtered;
mod handshake;
mod lines;
mod listening;
mod waiting;

use std::{io, pin::pin, time::Duration};

use rmcp::{
    RoleServer, ServerHandler, serve_server,
    service::{QuitReason, ServerInitializeError},
    transport::{IntoTransport, Transport, stdio_pipes},
};
use thiserror::Error;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use self::{
    bounded::Bounded, filtered::Filtered, handshake::Patient, lines::Lines, listening::Listening,
};
use crate::Outgoing;

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
    outgoing: Outgoing,
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let stopping = CancellationToken::new();
    let mut serving = pin!(serve_streams(
        handler,
        stdio_pipes(),
        outgoing,
        stopping.clone()
    ));
    tokio::select! {
        outcome = &mut serving => return outcome,
        () = stop => stopping.cancel(),
    }
    // Whatever is not answered by now will not be.
    timeout(GRACE, serving).await.unwrap_or(Ok(()))
}

/// Serves one client over a pair of byte streams, one JSON message a line, as [`serve`] does.
///
/// Every request whose id can be read is answered, whatever else is wrong with it.
///
/// # Errors
///
/// As [`serve`].
pub async fn serve_streams<H, R, W>(
    handler: H,
    (reader, writer): (R, W),
    outgoing: Outgoing,
    stop: CancellationToken,
) -> Result<(), ServeError>
where
    H: ServerHandler,
    R: AsyncRead + Send + Unpin + 'static,
    W: AsyncWrite + Send + Unpin + 'static,
{
    run(handler, Lines::new(reader, writer, outgoing), stop).await
}

/// Serves one client over any transport of the SDK, until it leaves, or `stop` is cancelled and the calls
/// at work are done.
///
/// Every protocol revision from 2024-11-05 to 2026-07-28 is spoken; the client's first request decides. A
/// client that leaves without having asked anything is not an error. A bounded number of requests is at
/// work at once; beyond it nothing more is read. A bounded number listens; more is refused, and what listens
/// ends with the input.
///
/// # Errors
///
/// When the handshake is refused or the connection fails.
pub async fn serve<H, T, E, A>(
    handler: H,
    transport: T,
    outgoing: Outgoing,
    stop: CancellationToken,
) -> Result<(), ServeError>
where
    H: ServerHandler,
    T: IntoTransport<RoleServer, E, A>,
    E: std::error::Error + Send + Sync + 'static,
{
    let transport = Filtered::new(transport.into_transport(), outgoing);
    run(handler, transport, stop).await
}

async fn run<H, T>(handler: H, transport: T, stop: CancellationToken) -> Result<(), ServeError>
where
    H: ServerHandler,
    T: Transport<RoleServer> + 'static,
{
    let transport = Listening::new(Patient::new(Bounded::new(transport), stop));
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
