//! The server: who may reach it at all, its connections, and its end.

use std::{
    convert::Infallible,
    io,
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use rmcp::{
    ServerHandler,
    transport::{StreamableHttpServerConfig, StreamableHttpService},
};
use thiserror::Error;
use tokio::{
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    bearer::Bearer,
    hosts::{AllowedHost, Hosts},
    limits::{HEAD_BYTES, Limits},
    listen,
    places::Places,
    route::Router,
    seats::{Seat, Seats},
    sessions::Sessions,
    stall::Stall,
};

/// How long connections get to send what they still hold, after the last request was finished.
const CLOSING_TIME: Duration = Duration::from_millis(500);

/// Who may use the server, and how much of the machine.
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
}

/// Why the server cannot be started.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum HttpError {
    /// Others can reach the server, and nothing would keep them out.
    #[error(
        "other machines can reach {0}, so a token is needed: set PLEX_MCP_HTTP_TOKEN_FILE (or \
         PLEX_MCP_HTTP_TOKEN) to a secret of {min} or more characters, for instance from `openssl rand -hex 32`",
        min = Bearer::MIN_CHARS
    )]
    BearerRequired(String),
    /// Others can reach the server, and it does not know by which name.
    #[error(
        "other machines can reach {0}, so the names they may use for it are needed: give each with --allowed-host"
    )]
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
    /// Whether the settings must change before it can work.
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

    /// The address listened on.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Whether every request must carry a bearer.
    pub fn demands_bearer(&self) -> bool {
        self.options.bearer.is_some()
    }

    /// Whether other machines can reach the server.
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
        } = options;
        let ending = Ending::default();
        let router = Arc::new(Router {
            hosts: Hosts::new(address.ip(), &allowed_hosts),
            bearer,
            places: Places::new(limits.requests),
            protocol: protocol(handler, &limits, ending.streams.clone()),
            limits,
        });
        let seats = Seats::new(router.limits.connections);
        let connections = TaskTracker::new();
        let mut stop = pin!(stop);
        loop {
            let stream = tokio::select! {
                stream = listen::accept(&listener, &seats) => stream,
                () = &mut stop => break,
            };
            match seats.take() {
                Some(seat) => {
                    connections.spawn(converse(Arc::clone(&router), stream, seat, ending.clone()));
                }
                None => tracing::warn!("refused a connection: all others are at work"),
            }
        }
        drop(listener);
        ending
            .run(&router.places, &connections, router.limits.grace)
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
    async fn run(self, places: &Places, connections: &TaskTracker, grace: Duration) {
        self.requests.cancel();
        if timeout(grace, places.all_free()).await.is_err() {
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

/// The protocol, by the SDK. Whether a host or an origin may be served, and how long a body may be,
/// was decided before a request comes here.
fn protocol<H>(
    handler: H,
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
    StreamableHttpService::new(
        move || Ok(handler.clone()),
        Arc::new(Sessions::new(limits)),
        config,
    )
}

/// Answers the requests of one connection.
async fn converse<H: ServerHandler>(
    router: Arc<Router<H>>,
    stream: TcpStream,
    seat: Arc<Seat>,
    ending: Ending,
) {
    let limits = &router.limits;
    let io = TokioIo::new(Stall::new(stream, limits.stalled_write));
    let service = service_fn(|request| {
        let (router, seat) = (Arc::clone(&router), Arc::clone(&seat));
        async move { Ok::<_, Infallible>(router.answer(request, &seat).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.idle)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(io, service);
    let mut connection = pin!(connection);
    let outcome = tokio::select! {
        outcome = connection.as_mut() => outcome,
        () = seat.lost() => Ok(()),
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

/// A server on loopback that answers to a public name has a proxy or a tunnel before it.
fn is_exposed(listening: IpAddr, allowed_hosts: &[AllowedHost]) -> bool {
    !AllowedHost::from(listening).is_loopback()
        || !allowed_hosts.iter().all(AllowedHost::is_loopback)
}
