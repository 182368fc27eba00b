//! What becomes of one request.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{
    HeaderMap, Method, Request, Response, StatusCode, header::CONTENT_TYPE, request::Parts,
};
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt, Full, combinators::BoxBody};
use rmcp::{ServerHandler, transport::StreamableHttpService};

use super::{
    HEALTH_PATH, MCP_PATH,
    bearer::Bearer,
    body,
    envelope::Envelope,
    hosts::Hosts,
    limits::Limits,
    places::{Place, Places},
    refusal::Refusal,
    seats::{Busy, Seat},
    sessions::Sessions,
};

/// A response as the SDK makes them.
pub(super) type Answer = Response<BoxBody<Bytes, Infallible>>;

/// Everything that answers requests.
pub(super) struct Router<H> {
    pub(super) hosts: Hosts,
    pub(super) bearer: Option<Bearer>,
    pub(super) limits: Limits,
    pub(super) places: Places,
    pub(super) protocol: StreamableHttpService<H, Sessions>,
}

impl<H: ServerHandler> Router<H> {
    /// Answers one request that came over the connection on `seat`.
    pub(super) async fn answer<B>(&self, request: Request<B>, seat: &Arc<Seat>) -> Answer
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let method = request.method().clone();
        let answer = match request.uri().path().trim_end_matches('/') {
            MCP_PATH => self.protocol(request, seat).await,
            HEALTH_PATH => health(&method),
            _ => Err(Refusal::NotFound),
        };
        let answer = answer.unwrap_or_else(Refusal::into_answer);
        // Nothing that the client wrote is logged: a secret may stand where it does not belong.
        tracing::debug!(%method, status = answer.status().as_u16(), "answered a request");
        answer
    }

    /// Lets a request through to the protocol, or not.
    async fn protocol<B>(&self, request: Request<B>, seat: &Arc<Seat>) -> Result<Answer, Refusal>
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
            self.message(head, body, seat).await
        } else {
            let busy = seat.busy();
            let answer = self
                .protocol
                .handle(Request::from_parts(head, Full::<Bytes>::default()))
                .await;
            Ok(Held::by(answer, busy, None))
        }
    }

    /// Hands a message that a client sent to the SDK.
    async fn message<B>(
        &self,
        mut head: Parts,
        body: B,
        seat: &Arc<Seat>,
    ) -> Result<Answer, Refusal>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        if !is_json(&head.headers) {
            return Err(Refusal::NotJson);
        }
        // Until all of it is there, the client counts as idle.
        let body = body::read(body, &self.limits).await?;
        let busy = seat.busy();
        let envelope = Envelope::read(&body)?;
        let mut place = None;
        if envelope.asks_for_work() {
            let taken = self.places.take(self.limits.queue_time).await?;
            head.extensions.insert(taken.clone());
            place = Some(taken);
        }
        let answer = self
            .protocol
            .handle(Request::from_parts(head, Full::new(body)))
            .await;
        // The type was checked, so it is the message that the SDK could not read.
        if answer.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE {
            return Err(envelope.misfit());
        }
        Ok(Held::by(answer, busy, place))
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
struct Held {
    body: BoxBody<Bytes, Infallible>,
    _busy: Busy,
    _place: Option<Place>,
}

impl Held {
    fn by(answer: Answer, busy: Busy, place: Option<Place>) -> Answer {
        answer.map(|body| {
            Self {
                body,
                _busy: busy,
                _place: place,
            }
            .boxed()
        })
    }
}

impl Body for Held {
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
