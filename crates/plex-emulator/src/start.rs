//! What can go wrong at the start, and the door that everything begins with.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::library::LibraryError;
use crate::server::bind;

/// Says why an emulator did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The library could not be made.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The port could not be taken.
    #[error("cannot listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Takes a loopback port; 0 lets the system choose.
pub(crate) async fn listen(port: u16) -> Result<(TcpListener, SocketAddr), StartError> {
    bind(port)
        .await
        .map_err(|source| StartError::Listen { port, source })
}
