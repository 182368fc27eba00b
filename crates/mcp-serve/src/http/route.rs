//! Answers one request: checks it, and hands it to the SDK.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, header::CONTENT_TYPE, request::Parts};
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Full, combinators::BoxBody};
use rmcp::{
    ServerHandler,
    model::{ClientRequest, JsonRpcMessage},
    transport::StreamableHttpService,
};

use super::{
    answer::{Answer, adapt},
    bearer::Bearer,
    body,
    connections::{Connection, InUse},
    hosts::Hosts,
    limits::Limits,
    media::Takes,
    paths::{HEALTH_PATH, MCP_PATH},
    permits::{RequestPermit, RequestPermits},
    refusal::Refusal,
    sessions::Sessions,
};
use crate::{
    Outgoing,
    message::{Read, is_listening, is_work, read},
};

/// The header that names a session.
const SESSION: &str = "mcp-session-id";

/// Everything that answers requests.
pub(super) struct Router<H> {
    pub(super) hosts: Hosts,
    pub(super) bearer: Option<Bearer>,
    pub(super) limits: Limits,
    pub(super) permits: RequestPermits,
    pub(super) listeners: RequestPermits,
    pub(super) outgoing: Outgoing,
    pub(super) sessions: Arc<Sessions>,
    pub(super) protocol: StreamableHttpService<H, Sessions>,
}

impl<H: ServerHandler> Router<H> {
    /// Answers one request that came over `connection`.
    pub(super) async fn answer<B>(
        &self,
        request: Request<B>,
        connection: &Arc<Connection>,
    ) -> Answer
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let method = request.method().clone();
        let answer = match request.uri().path().trim_end_matches('/') {
            MCP_PATH => self.protocol(request, connection).await,
            HEALTH_PATH => health(&method),
            _ => Err(Refusal::NotFound),
        };
        let answer = match answer {
            Ok(answer) => answer,
            Err(refusal) => {
                let answer = refusal.into_answer();
                adapt(answer, Takes::ANYTHING, None, &self.outgoing).await
            }
        };
        // Nothing that the client wrote is logged: a secret may stand where it does not belong.
        tracing::debug!(%method, status = answer.status().as_u16(), "answered a request");
        answer
    }

    /// Lets a request through to the protocol, or not.
    async fn protocol<B>(
        &self,
        request: Request<B>,
        connection: &Arc<Connection>,
    ) -> Result<Answer, Refusal>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let (mut head, body) = request.into_parts();
        self.hosts.check(&head.uri, &head.headers)?;
        if head.uri.query().is_some() {
            return Err(Refusal::Query);
        }
        if let Some(bearer) = &self.bearer {
            bearer.check(&mut head.headers)?;
        }
        if head.method == Method::POST {
            self.message(head, body, connection).await
        } else {
            let takes = Takes::of(&head.headers);
            if head.method == Method::GET && !takes.events {
                return Err(Refusal::NotAcceptable);
            }
            Takes::both(&mut head.headers);
            let in_use = connection.in_use();
            let answer = self
                .protocol
                .handle(Request::from_parts(head, Full::<Bytes>::default()))
                .await;
            let answer = adapt(answer, takes, None, &self.outgoing).await;
            Ok(Holding::until_sent(answer, in_use, None))
        }
    }

    /// Hands a message that a client sent to the SDK.
    async fn message<B>(
        &self,
        mut head: Parts,
        body: B,
        connection: &Arc<Connection>,
    ) -> Result<Answer, Refusal>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        if !is_json(&head.headers) {
            return Err(Refusal::NotJson);
        }
        let takes = Takes::of(&head.headers);
        if !takes.json && !takes.events {
            return Err(Refusal::NotAcceptable);
        }
        Takes::both(&mut head.headers);
        // Until all of it is there, the client counts as idle.
        let mut body = body::read(body, &self.limits).await?;
        let in_use = connection.in_use();
        let Read { message, mended } = read(&body).map_err(|fault| *fault)?;
        if mended {
            // Serialising what was just read does not fail.
            body = serde_json::to_vec(&message).map_or(body, Bytes::from);
        }
        let (mut id, mut room) = (None, None);
        if let JsonRpcMessage::Request(request) = &message {
            id = Some(request.id.clone());
            if let ClientRequest::InitializeRequest(_) = &request.request {
                room = Some(self.sessions.reserve().ok_or(Refusal::TooManySessions)?);
            }
        }
        let session = head.headers.get(SESSION).and_then(|id| id.to_str().ok());
        if let Some(presence) = session.and_then(|id| self.sessions.presence(id)) {
            head.extensions.insert(presence);
        }
        let mut permit = None;
        if is_listening(&message) {
            if !takes.events {
                return Err(Refusal::NoStream);
            }
            let free = self.listeners.try_acquire();
            let acquired = free.ok_or(Refusal::TooManyListeners)?;
            head.extensions.insert(acquired.clone());
            permit = Some(acquired);
        } else if is_work(&message) {
            let acquired = self.permits.acquire(self.limits.queue_time).await?;
            head.extensions.insert(acquired.clone());
            permit = Some(acquired);
        }
        let answer = self
            .protocol
            .handle(Request::from_parts(head, Full::new(body)))
            .await;
        drop(room);
        let answer = adapt(answer, takes, id.as_ref(), &self.outgoing).await;
        Ok(Holding::until_sent(answer, in_use, permit))
    }
}

/// Says that the process answers, and nothing else.
fn health(method: &Method) -> Result<Answer, Refusal> {
    match *method {
        Method::GET | Method::HEAD => Ok(Response::new(Full::from("ok\n").boxed())),
        _ => Err(Refusal::MethodNotAllowed("GET, HEAD")),
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

/// A response body that holds on to what the request uses until it was sent.
struct Holding {
    body: BoxBody<Bytes, Infallible>,
    _in_use: InUse,
    _permit: Option<RequestPermit>,
}

impl Holding {
    fn until_sent(answer: Answer, in_use: InUse, permit: Option<RequestPermit>) -> Answer {
        answer.map(|body| {
            Self {
                body,
                _in_use: in_use,
                _permit: permit,
            }
            .boxed()
        })
    }
}

impl Body for Holding {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
