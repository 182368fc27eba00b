//! Serves the protocol over each transport.

use mcp_serve::{
    Outgoing,
    http::HttpServer,
    stdio::{self, ServeError},
};
use rmcp::{RoleServer, transport::IntoTransport};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_util::sync::CancellationToken;

use crate::{PlexMcpServer, Tool};

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
        let outgoing = self.outgoing();
        let stop = CancellationToken::new();
        stdio::serve_streams(self.for_connection(), (reader, writer), outgoing, stop).await
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
        self.serve_stdio_until(std::future::pending()).await
    }

    /// Does as [`serve_stdio`](Self::serve_stdio), but also ends when `stop` resolves: nothing more
    /// is read, and calls at work are answered if they finish within a few seconds.
    ///
    /// # Errors
    ///
    /// As [`serve`](Self::serve).
    pub async fn serve_stdio_until(self, stop: impl Future<Output = ()>) -> Result<(), ServeError> {
        let outgoing = self.outgoing();
        stdio::serve_stdio(self.for_connection(), outgoing, stop).await
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
        let outgoing = offered.outgoing();
        http.with_outgoing(outgoing).serve(offered, stop).await;
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
        let outgoing = self.outgoing();
        stdio::serve(
            self.for_connection(),
            transport,
            outgoing,
            CancellationToken::new(),
        )
        .await
    }

    /// Takes tokens out of every text that leaves over a transport, whoever wrote it.
    fn outgoing(&self) -> Outgoing {
        let client = self.client().clone();
        Outgoing::new(move |text| client.without_token(text))
    }
}
