//! The door: a listener on loopback that can be shut and opened again on the same port.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::{SockRef, Socket};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

use super::Shared;
use super::respond::respond;

/// An accept loop and its connections. Dropping it closes them all at once.
pub(crate) struct Listener {
    accepting: AbortHandle,
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
    pub(crate) fn serve(listener: TcpListener, shared: Arc<Shared>) -> Self {
        let accepting = tokio::spawn(accept(listener, shared)).abort_handle();
        Self { accepting }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    // The set is dropped with this task, and its connections with it.
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(converse(stream, Arc::clone(&shared)));
            }
            // Out of descriptors, most likely: wait for some to be given back.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

/// Serves one connection until either side ends it.
async fn converse(stream: TcpStream, shared: Arc<Shared>) {
    // Without it, small answers wait for the client's delayed acknowledgement.
    let _ = stream.set_nodelay(true);
    let reset = Reset::of(&stream);
    let service = service_fn(|request| {
        let shared = Arc::clone(&shared);
        let reset = &reset;
        async move {
            let outcome = respond(&shared, request).await;
            if outcome.is_err() {
                reset.arm();
            }
            outcome
        }
    });
    // A connection that breaks is its client's business.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .title_case_headers(true)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// A second hold on a connection's socket, with which to make its end a TCP reset.
struct Reset(Option<Socket>);

impl Reset {
    fn of(stream: &TcpStream) -> Self {
        Self(SockRef::from(stream).try_clone().ok())
    }

    /// Once armed, closing the socket throws away what was not sent and resets the connection.
    fn arm(&self) {
        if let Some(socket) = &self.0 {
            let _ = socket.set_linger(Some(Duration::ZERO));
        }
    }
}
