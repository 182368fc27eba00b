//! A websocket over the same client as every other request: its certificates, headers, and what it does
//! not follow.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::{SinkExt, StreamExt};
use reqwest::header::{CONNECTION, HeaderValue, UPGRADE};
use reqwest::header::{SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION};
use reqwest::{Response, StatusCode, Upgraded};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Error as Broken;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::request::Request;
use super::{ERROR_BODY_BYTES, Transport, body, redirects, retry};
use crate::error::{PlexError, Result, UnreachableCause};
use crate::wire::DecodeError;

/// The silence after which the other side is asked whether it is there. Proxies give up a connection
/// after a minute without a sign of life, and some sooner.
const SILENCE: Duration = Duration::from_secs(15);
/// The time within which it answers, or is taken for lost.
const ANSWER: Duration = Duration::from_secs(10);
/// What is read at once. A usual message has a few hundred bytes.
const AT_ONCE: usize = 16 << 10;

/// A server that sends messages over a websocket.
pub(crate) struct Socket {
    stream: WebSocketStream<Upgraded>,
    transport: Arc<Transport>,
    label: String,
    limit: u64,
    /// Whether the other side was asked for a sign of life, and has given none yet.
    is_asked: bool,
    /// Whether nothing came yet, not even a sign of life.
    is_mute: bool,
}

/// Why no websocket was opened.
pub(crate) struct NotOpened {
    pub(crate) error: PlexError,
    /// Whether something on the way may not let websockets through, while it lets other requests.
    pub(crate) is_for_websockets: bool,
}

impl From<PlexError> for NotOpened {
    fn from(error: PlexError) -> Self {
        Self {
            error,
            is_for_websockets: false,
        }
    }
}

impl Transport {
    /// Opens a websocket. The time is that until it is open; no message may be longer than `limit` bytes,
    /// nor than an answer may be.
    pub(crate) async fn open_websocket(
        self: &Arc<Self>,
        request: &Request,
        limit: u64,
    ) -> Result<Socket, NotOpened> {
        let after = self.settings.timeout;
        let upgraded = timeout(after, self.upgraded(request))
            .await
            .unwrap_or_else(|_| Err(PlexError::Timeout { after }.into()))?;
        let limit = limit.min(self.settings.max_body_bytes);
        let most = usize::try_from(limit).ok();
        let config = WebSocketConfig::default()
            .read_buffer_size(AT_ONCE)
            .write_buffer_size(0)
            .max_frame_size(most)
            .max_message_size(most);
        Ok(Socket {
            stream: WebSocketStream::from_raw_socket(upgraded, Role::Client, Some(config)).await,
            transport: Arc::clone(self),
            label: request.label(),
            limit,
            is_asked: false,
            is_mute: true,
        })
    }

    /// Shakes hands, and gives the connection.
    async fn upgraded(&self, request: &Request) -> Result<Upgraded, NotOpened> {
        let http = self.http().await?;
        let key = generate_key();
        let send = |url| {
            http.get(url)
                .headers(request.headers().clone())
                .header(CONNECTION, HeaderValue::from_static("Upgrade"))
                .header(UPGRADE, HeaderValue::from_static("websocket"))
                .header(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"))
                .header(SEC_WEBSOCKET_KEY, &key)
                .send()
        };
        let response = redirects::followed(self.url(request), send)
            .await
            .map_err(|error| self.not_answered(request, &error).error)?;
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            return Err(self.not_switched(request, response).await);
        }
        let accepted = response.headers().get(SEC_WEBSOCKET_ACCEPT);
        if accepted.is_none_or(|accept| accept != derive_accept_key(key.as_bytes()).as_str()) {
            return Err(no_websocket(request));
        }
        let upgraded = response.upgrade().await;
        Ok(upgraded.map_err(|error| self.not_answered(request, &error).error)?)
    }

    /// Says what it means that the answer to a handshake was another.
    async fn not_switched(&self, request: &Request, response: Response) -> NotOpened {
        let status = response.status();
        if status.is_success() {
            return no_websocket(request);
        }
        let wait = retry::asked_to_wait(response.headers());
        let detail = self.said(body::read(response, ERROR_BODY_BYTES).await);
        NotOpened {
            error: self.refused(request, status, wait, &detail).error,
            // What proxies answer that know no websockets, or forbid them.
            is_for_websockets: matches!(status.as_u16(), 400 | 403..=406 | 426 | 501 | 505),
        }
    }
}

fn no_websocket(request: &Request) -> NotOpened {
    NotOpened {
        error: PlexError::Malformed {
            request: request.label(),
            source: DecodeError::new("it is no websocket", ""),
        },
        is_for_websockets: true,
    }
}

impl Socket {
    /// Waits for a message; `None` when the server ended the connection. A server that gives no sign of
    /// life, though it was asked for one, has timed out.
    pub(crate) async fn message(&mut self) -> Result<Option<Bytes>> {
        loop {
            let patience = if self.is_asked { ANSWER } else { SILENCE };
            match timeout(patience, self.stream.next()).await {
                Ok(Some(Ok(frame))) => {
                    self.is_asked = false;
                    self.is_mute = false;
                    match frame {
                        Frame::Text(text) => return Ok(Some(text.into())),
                        Frame::Binary(bytes) => return Ok(Some(bytes)),
                        Frame::Close(_) => return Ok(None),
                        // Reading on sends the answer to a ping.
                        Frame::Ping(_) | Frame::Pong(_) | Frame::Frame(_) => {}
                    }
                }
                Ok(Some(Err(error))) => return self.broken(&error),
                Ok(None) => return Ok(None),
                Err(_) if self.is_asked => return Err(lost()),
                Err(_) => {
                    self.is_asked = true;
                    // What is sent to a dead connection waits in the system, until that is full.
                    match timeout(ANSWER, self.stream.send(Frame::Ping(Bytes::new()))).await {
                        Ok(Ok(())) => {}
                        Ok(Err(error)) => return self.broken(&error),
                        Err(_) => return Err(lost()),
                    }
                }
            }
        }
    }

    /// Says whether nothing has come over it.
    pub(crate) fn is_mute(&self) -> bool {
        self.is_mute
    }

    /// Says what it means that the connection broke.
    fn broken(&self, error: &Broken) -> Result<Option<Bytes>> {
        let request = self.label.clone();
        Err(match error {
            Broken::ConnectionClosed | Broken::AlreadyClosed => return Ok(None),
            Broken::Capacity(_) => PlexError::TooLarge {
                request,
                limit: self.limit,
            },
            Broken::Io(error) => self.cut(&error.to_string()),
            // It went away without a word.
            Broken::Protocol(error) if error.to_string().contains("without closing") => {
                self.cut(&error.to_string())
            }
            other => PlexError::Malformed {
                request,
                source: DecodeError::garbled(self.transport.redactor.excerpt(&other.to_string())),
            },
        })
    }

    fn cut(&self, detail: &str) -> PlexError {
        self.transport.cut(&self.transport.redactor.excerpt(detail))
    }
}

fn lost() -> PlexError {
    PlexError::Timeout {
        after: SILENCE + ANSWER,
    }
}

impl Transport {
    /// Returns the error that the connection to the server broke.
    pub(crate) fn cut(&self, detail: &str) -> PlexError {
        PlexError::Unreachable {
            server: self.base.origin().ascii_serialization(),
            cause: UnreachableCause::BrokenOff,
            tls: None,
            detail: detail.to_owned(),
        }
    }
}
