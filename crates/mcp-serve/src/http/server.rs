//! Listens, serves connections, and ends in order.

use std::{
    convert::Infallible,
    io,
    net::{IpAddr, SocketAddr},
    pin::{Pin, pin},
    sync::Arc,
    time::Duration,
};

use http::Request;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use rmcp::{
    ServerHandler,
    transport::{StreamableHttpServerConfig, StreamableHttpService},
};
use thiserror::Error;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};
use tokio_io_timeout::TimeoutWriter;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    bearer::Bearer,
    body,
    connections::{Connection, Connections},
    hosts::{AllowedHost, Hosts},
    limits::{HEAD_BYTES, Limits},
    listener,
    permits::RequestPermits,
    refusal::Refusal,
    route::Router,
    sessions::Sessions,
};
use crate::Outgoing;

/// Time given to connections to send what they still hold, after the last request was finished.
const CLOSING_TIME: Duration = Duration::from_millis(500);

/// Connections too many that are told so at once.
const REFUSED_AT_ONCE: usize = 32;

/// Time given to a connection too many to send its request and to take the refusal.
const REFUSING_TIME: Duration = Duration::from_secs(2);

/// Says who may use the server, and how much of the machine.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct HttpOptions {
    /// The secret that every request must carry. Optional only where nobody else can reach the
    /// server: on a loopback address that goes by no other name.
    pub bearer: Option<Bearer>,
    /// Names by which clients address the server, beyond the machine's own names for itself.
    pub allowed_hosts: Vec<AllowedHost>,
    /// Bounds on what clients may use.
    pub limits: Limits,
    /// Takes out of every text what nobody outside may see.
    pub outgoing: Outgoing,
}

/// Says why the server cannot be started.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum HttpError {
    /// Others can reach the server, and nothing would keep them out.
    #[error("other machines can reach {0}, so a bearer token is needed")]
    BearerRequired(String),
    /// Others can reach the server, and it does not know by which name.
    #[error("other machines can reach {0}, so the names they may use for it are needed")]
    AllowedHostRequired(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
}

impl HttpError {
    /// Returns whether the settings must change before it can work.
    pub fn is_misconfiguration(&self) -> bool {
        !matches!(self, Self::Listen { .. })
    }
}

/// A server that listens already, but does not serve yet.
#[derive(Debug)]
pub struct HttpServer {
    listener: TcpListener,
    address: SocketAddr,
    options: HttpOptions,
}

impl HttpServer {
    /// Listens on `address`; port 0 takes any free one.
    ///
    /// # Errors
    ///
    /// When others could reach the server without being kept out, or the address cannot be had.
    pub async fn bind(address: SocketAddr, options: HttpOptions) -> Result<Self, HttpError> {
        check_exposure(address, &options)?;
        let listen = async {
            let listener = TcpListener::bind(address).await?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        };
        let (listener, address) = listen
            .await
            .map_err(|source| HttpError::Listen { address, source })?;
        Ok(Self {
            listener,
            address,
            options,
        })
    }

    /// Rewrites every text that leaves with `outgoing`.
    #[must_use]
    pub fn with_outgoing(mut self, outgoing: Outgoing) -> Self {
        self.options.outgoing = outgoing;
        self
    }

    /// Returns the address listened on.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Returns whether every request must carry a bearer.
    pub fn demands_bearer(&self) -> bool {
        self.options.bearer.is_some()
    }

    /// Returns whether other machines can reach the server.
    pub fn is_exposed(&self) -> bool {
        is_exposed(self.address.ip(), &self.options.allowed_hosts)
    }

    /// Serves `handler` until `stop` resolves; then takes no more requests, finishes those at work
    /// (for at most [`Limits::grace`]), and closes every connection.
    ///
    /// A session, and each request outside of one, gets its own clone of the handler.
    pub async fn serve<H>(self, handler: H, stop: impl Future<Output = ()>)
    where
        H: ServerHandler + Clone,
    {
        let Self {
            listener,
            address,
            options,
        } = self;
        let HttpOptions {
            bearer,
            allowed_hosts,
            limits,
            outgoing,
        } = options;
        let ending = Ending::default();
        let sessions = Arc::new(Sessions::new(&limits));
        let router = Arc::new(Router {
            hosts: Hosts::new(address.ip(), &allowed_hosts),
            bearer,
            permits: RequestPermits::new(limits.requests),
            listeners: RequestPermits::new(limits.listeners),
            outgoing,
            protocol: protocol(
                handler,
                Arc::clone(&sessions),
                &limits,
                ending.streams.clone(),
            ),
            sessions,
            limits,
        });
        let open = Connections::new(router.limits.connections);
        let connections = TaskTracker::new();
        let refusing = Arc::new(Semaphore::new(REFUSED_AT_ONCE));
        let mut stop = pin!(stop);
        loop {
            let stream = tokio::select! {
                stream = listener::next(&listener, &open) => stream,
                () = &mut stop => break,
            };
            match open.open() {
                Some(connection) => {
                    connections.spawn(serve_connection(
                        Arc::clone(&router),
                        stream,
                        connection,
                        ending.clone(),
                    ));
                }
                None => {
                    tracing::debug!("refused a connection: all others are at work");
                    // Whoever comes while as many are being told so waits outside.
                    if let Ok(permit) = Arc::clone(&refusing).acquire_owned().await {
                        connections.spawn(refuse(stream, permit));
                    }
                }
            }
        }
        drop(listener);
        ending
            .run(&router.permits, &connections, router.limits.grace)
            .await;
    }
}

/// The three steps in which serving ends.
#[derive(Debug, Clone, Default)]
struct Ending {
    /// Connections finish the request they are at.
    requests: CancellationToken,
    /// Streams and sessions, which could last for ever, end.
    streams: CancellationToken,
    /// Connections are cut.
    connections: CancellationToken,
}

impl Ending {
    async fn run(self, permits: &RequestPermits, connections: &TaskTracker, grace: Duration) {
        self.requests.cancel();
        if timeout(grace, permits.all_returned()).await.is_err() {
            tracing::warn!("stopping, though requests are still at work");
        }
        self.streams.cancel();
        connections.close();
        if timeout(CLOSING_TIME, connections.wait()).await.is_err() {
            tracing::debug!("cutting the connections that are left");
        }
        self.connections.cancel();
    }
}

/// Sets up the SDK's service. Hosts, origins and the length of bodies are checked before a request comes
/// here: the SDK reads only the first of several `Host` headers, compares addresses as text, and logs
/// what it refuses.
fn protocol<H>(
    handler: H,
    sessions: Arc<Sessions>,
    limits: &Limits,
    ending: CancellationToken,
) -> StreamableHttpService<H, Sessions>
where
    H: ServerHandler + Clone,
{
    let config = StreamableHttpServerConfig::default()
        .disable_allowed_hosts()
        .with_max_request_body_bytes(limits.body_bytes)
        // One answer is one JSON object; events only where there is more than one to send.
        .with_json_response(true)
        // The sessions decide for whom a stream begins with an event without data.
        .with_sse_retry(None)
        .with_cancellation_token(ending);
    StreamableHttpService::new(move || Ok(handler.clone()), sessions, config)
}

/// Answers the requests of one connection.
async fn serve_connection<H: ServerHandler>(
    router: Arc<Router<H>>,
    stream: TcpStream,
    open: Arc<Connection>,
    ending: Ending,
) {
    let limits = &router.limits;
    let io = TokioIo::new(timed(stream, limits.stalled_write));
    let service = service_fn(|request| {
        let (router, open) = (Arc::clone(&router), Arc::clone(&open));
        async move { Ok::<_, Infallible>(router.answer(request, &open).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.idle)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(io, service);
    let mut connection = pin!(connection);
    let outcome = tokio::select! {
        outcome = connection.as_mut() => outcome,
        () = open.closed() => Ok(()),
        () = ending.requests.cancelled() => {
            connection.as_mut().graceful_shutdown();
            tokio::select! {
                outcome = connection => outcome,
                () = ending.connections.cancelled() => Ok(()),
            }
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(%error, "a connection ended badly");
    }
}

/// Answers one request with 503 over a connection too many: one that is closed without a word looks like
/// a server that is broken.
async fn refuse(stream: TcpStream, _permit: OwnedSemaphorePermit) {
    let service = service_fn(|request: Request<Incoming>| async {
        body::discard(request.into_body()).await;
        Ok::<_, Infallible>(Refusal::Crowded.into_answer())
    });
    let connection = http1::Builder::new()
        .keep_alive(false)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    // However it ends, the connection is closed.
    let _ = timeout(REFUSING_TIME, connection).await;
}

/// Fails a write of which the other side takes nothing for `limit`: a client that asks but does not
/// read would otherwise hold its connection, and what it asked for, as long as it likes.
fn timed(stream: TcpStream, limit: Duration) -> Pin<Box<TimeoutWriter<TcpStream>>> {
    let mut writer = TimeoutWriter::new(stream);
    writer.set_timeout(Some(limit));
    Box::pin(writer)
}

fn check_exposure(address: SocketAddr, options: &HttpOptions) -> Result<(), HttpError> {
    let HttpOptions {
        bearer,
        allowed_hosts,
        ..
    } = options;
    if !is_exposed(address.ip(), allowed_hosts) {
        return Ok(());
    }
    if bearer.is_none() {
        return Err(HttpError::BearerRequired(address.to_string()));
    }
    if allowed_hosts.is_empty() {
        return Err(HttpError::AllowedHostRequired(address));
    }
    Ok(())
}

/// Returns whether others can reach the server. One on loopback that answers to a public name has a
/// proxy or a tunnel before it.
fn is_exposed(listening: IpAddr, allowed_hosts: &[AllowedHost]) -> bool {
    !AllowedHost::from(listening).is_loopback()
        || !allowed_hosts.iter().all(AllowedHost::is_loopback)
}
