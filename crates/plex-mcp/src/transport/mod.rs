//! Serving the protocol over byte streams, with what real clients do wrong taken care of.

mod handshake;

use std::io;

use rmcp::{
    RoleServer, serve_server,
    service::{QuitReason, ServerInitializeError},
    transport::{IntoTransport, stdio_pipes},
};
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};

use self::handshake::Patient;
use crate::PlexMcpServer;

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
        let transport = Patient::new(transport.into_transport());
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
