//! The door: a listener on loopback that can be shut and opened again on the same port.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::{SockRef, Socket};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use super::host::Host;
use super::respond::respond;
use super::tls::Tls;

/// An accept loop and its connections. Dropping it closes them all at once.
pub(crate) struct Listener {
    accepting: JoinHandle<()>,
    is_open: bool,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Takes a loopback port; 0 lets the system choose.
pub(crate) async fn bind(port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

impl Listener {
    /// Lets `host` answer whoever comes, behind TLS if there is a certificate for it.
    pub(crate) fn serve<H: Host>(listener: TcpListener, host: Arc<H>, tls: Option<Tls>) -> Self {
        let accepting = tokio::spawn(accept(listener, host, tls));
        Self {
            accepting,
            is_open: true,
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Closes it, as dropping it does.
    pub(crate) fn shut(&mut self) {
        self.is_open = false;
        self.accepting.abort();
    }

    /// Ends when it has let go of its port, which a task that is told to end does a little later.
    pub(crate) async fn gone(mut self) {
        let _ = (&mut self.accepting).await;
    }
}

async fn accept<H: Host>(listener: TcpListener, host: Arc<H>, tls: Option<Tls>) {
    // The set is dropped with this task, and its connections with it.
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(welcome(stream, Arc::clone(&host), tls.clone()));
            }
            // Out of descriptors, most likely: wait for some to be given back.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

/// Prepares one connection, and serves it.
async fn welcome<H: Host>(stream: TcpStream, host: Arc<H>, tls: Option<Tls>) {
    // Without it, small answers wait for the client's delayed acknowledgement.
    let _ = stream.set_nodelay(true);
    let reset = Reset::of(&stream);
    match tls {
        None => converse(stream, &host, &reset).await,
        // A client that does not take the certificate leaves; that is its business.
        Some(tls) => {
            if let Ok(stream) = tls.accept(stream).await {
                converse(stream, &host, &reset).await;
            }
        }
    }
}

/// Serves one connection until either side ends it.
async fn converse<H: Host>(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    host: &Arc<H>,
    reset: &Reset,
) {
    let pending = Mutex::new(None);
    let becomes = &pending;
    let service = service_fn(|request| async move {
        let outcome = respond(&**host, request, becomes).await;
        if outcome.is_err() {
            reset.arm();
        }
        outcome
    });
    // A connection that breaks is its client's business.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .title_case_headers(true)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades()
        .await;
    let pending = pending.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(pending) = pending {
        pending.converse().await;
    }
}

/// A second hold on a connection's socket, with which to make its end a TCP reset.
struct Reset(Option<Socket>);

impl Reset {
    fn of(stream: &TcpStream) -> Self {
        Self(SockRef::from(stream).try_clone().ok())
    }

    /// Arms the socket: closing it then throws away what was not sent and resets the connection.
    fn arm(&self) {
        if let Some(socket) = &self.0 {
            let _ = socket.set_linger(Some(Duration::ZERO));
        }
    }
}
