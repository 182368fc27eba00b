//! A server that answers as it is told, also with what no server should answer.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use plex_client::{PlexClient, PlexClientBuilder, RetryPolicy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(crate) const TOKEN: &str = "t0p-s3cret-token";

/// What to do with a request.
pub(crate) enum Reply {
    /// Send this and wait for the next request on the same connection.
    Keep(Vec<u8>),
    /// Send this and close the connection.
    Close(Vec<u8>),
    /// Send this and then nothing, without closing.
    Stall(Vec<u8>),
    /// Send this, then the second for ever.
    Flood(Vec<u8>, Vec<u8>),
}

impl Reply {
    /// An answer as a server gives it.
    pub(crate) fn status(status: &str, content_type: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut answer = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        answer.extend_from_slice(body);
        Self::Keep(answer)
    }

    pub(crate) fn json(body: impl AsRef<[u8]>) -> Self {
        Self::status("200 OK", "application/json", body)
    }

    /// An error as PMS gives it: a page, whatever was asked for.
    pub(crate) fn page(status: &str) -> Self {
        let body = format!("<html><head></head><body><h1>{status}</h1></body></html>");
        Self::status(status, "text/html", body)
    }
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// Method, path and query.
    pub(crate) line: String,
    /// The lines after it, as they came.
    pub(crate) headers: Vec<String>,
    /// Which connection it came on.
    pub(crate) connection: usize,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

/// What a server answers: given a request, and how many came before.
type Answer = dyn Fn(&Seen, usize) -> Reply + Send + Sync;

/// A server on loopback, as long as its runtime runs.
pub(crate) struct Script {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Script {
    /// Starts a server that answers each request by what `answer` says: given the request, and how
    /// many came before.
    pub(crate) async fn start(
        answer: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let script = Self {
            url,
            seen: Arc::clone(&seen),
        };
        let answer: Arc<Answer> = Arc::new(answer);
        tokio::spawn(async move {
            for connection in 0.. {
                let Ok((stream, _)) = listener.accept().await else {
                    return;
                };
                tokio::spawn(converse(
                    stream,
                    connection,
                    Arc::clone(&seen),
                    Arc::clone(&answer),
                ));
            }
        });
        script
    }

    /// The requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// A client for this server that does not wait long.
    pub(crate) fn client(&self) -> PlexClientBuilder {
        client(&self.url)
    }
}

/// A client that does not wait long, and keeps nothing on disk.
pub(crate) fn client(url: &str) -> PlexClientBuilder {
    PlexClient::builder()
        .url(url)
        .token(TOKEN)
        .client_identifier("test")
        .retry(RetryPolicy::default().pause(Duration::from_millis(1)))
}

async fn converse(
    mut stream: TcpStream,
    connection: usize,
    seen: Arc<Mutex<Vec<Seen>>>,
    answer: Arc<Answer>,
) {
    while let Some(request) = read_request(&mut stream, connection).await {
        let before = {
            let mut seen = seen.lock().unwrap();
            seen.push(request.clone());
            seen.len() - 1
        };
        match answer(&request, before) {
            Reply::Keep(bytes) => {
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Reply::Close(bytes) => {
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
                return;
            }
            Reply::Stall(bytes) => {
                let _ = stream.write_all(&bytes).await;
                std::future::pending::<()>().await;
            }
            Reply::Flood(head, more) => {
                let _ = stream.write_all(&head).await;
                while stream.write_all(&more).await.is_ok() {}
                return;
            }
        }
    }
}

async fn read_request(stream: &mut TcpStream, connection: usize) -> Option<Seen> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).await.ok()? == 0 {
            return None;
        }
        bytes.push(byte[0]);
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut lines = text.lines().map(str::to_owned);
    Some(Seen {
        line: lines.next()?.trim_end_matches(" HTTP/1.1").to_owned(),
        headers: lines.filter(|line| !line.is_empty()).collect(),
        connection,
    })
}
