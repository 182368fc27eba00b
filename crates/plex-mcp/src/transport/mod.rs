//! Serving the protocol over any transport, with what real clients do wrong taken care of.

mod handshake;

use std::{io, pin::pin, time::Duration};

use rmcp::{
    RoleServer, serve_server,
    service::{QuitReason, ServerInitializeError},
    transport::{IntoTransport, stdio_pipes},
};
use thiserror::Error;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use self::handshake::Patient;
use crate::{PlexMcpServer, Tool, http::HttpServer};

/// How long calls may take to finish once the server was told to stop.
const GRACE: Duration = Duration::from_millis(4500);

/// Why serving ended before the client ended it.
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

impl PlexMcpServer {
    /// Serves one client over a pair of byte streams, one JSON message a line, until the client
    /// closes its side.
    ///
    /// Every protocol revision from 2024-11-05 to 2026-07-28 is spoken; the client's first request
    /// decides. A client that closes the stream without having asked anything is not an error.
    ///
    /// # Errors
    ///
    /// When the handshake is refused or the connection fails.
    pub async fn serve<R, W>(self, reader: R, writer: W) -> Result<(), ServeError>
    where
        R: AsyncRead + Send + Unpin + 'static,
        W: AsyncWrite + Send + Unpin + 'static,
    {
        self.serve_transport((reader, writer)).await
    }

    /// Serves one client over standard input and output.
    ///
    /// Use a current-thread runtime: with pipes on both sides, as clients start servers, a call
    /// then takes a third of the time it takes otherwise. Nothing else may write to standard
    /// output meanwhile.
    ///
    /// # Errors
    ///
    /// As [`serve`](Self::serve).
    pub async fn serve_stdio(self) -> Result<(), ServeError> {
        self.serve_transport(stdio_pipes()).await
    }

    /// As [`serve_stdio`](Self::serve_stdio), but also ends when `stop` resolves: nothing more is
    /// read, and calls at work are answered if they finish within a few seconds.
    ///
    /// # Errors
    ///
    /// As [`serve`](Self::serve).
    pub async fn serve_stdio_until(self, stop: impl Future<Output = ()>) -> Result<(), ServeError> {
        let stopping = CancellationToken::new();
        let mut serving = pin!(self.serve_until(stdio_pipes(), stopping.clone()));
        tokio::select! {
            outcome = &mut serving => return outcome,
            () = stop => stopping.cancel(),
        }
        // Whatever is not answered by now will not be.
        timeout(GRACE, serving).await.unwrap_or(Ok(()))
    }

    /// Serves any number of clients over HTTP until `stop` resolves, and then finishes the requests
    /// at work.
    ///
    /// Where no bearer is demanded, any program on the machine can ask, and only tools that
    /// [do no harm](Tool::is_harmless) are offered. Needs a multi-thread runtime to use more than
    /// one processor.
    pub async fn serve_http(self, http: HttpServer, stop: impl Future<Output = ()>) {
        let offered = if http.demands_bearer() {
            self
        } else {
            self.with_only(Tool::is_harmless)
        };
        http.serve(offered, stop).await;
    }

    /// Serves one client over any transport of the SDK.
    ///
    /// # Errors
    ///
    /// As [`serve`](Self::serve).
    pub async fn serve_transport<T, E, A>(self, transport: T) -> Result<(), ServeError>
    where
        T: IntoTransport<RoleServer, E, A>,
        E: std::error::Error + Send + Sync + 'static,
    {
        self.serve_until(transport, CancellationToken::new()).await
    }

    /// Serves one client until it leaves, or `stop` is cancelled and the calls at work are done.
    async fn serve_until<T, E, A>(
        self,
        transport: T,
        stop: CancellationToken,
    ) -> Result<(), ServeError>
    where
        T: IntoTransport<RoleServer, E, A>,
        E: std::error::Error + Send + Sync + 'static,
    {
        let transport = Patient::new(transport.into_transport(), stop);
        let service = match serve_server(self, transport).await {
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
}
