//! Says why a request is turned away before it reaches the protocol.

use bytes::Bytes;
use http::{
    HeaderValue, Response, StatusCode,
    header::{ALLOW, CONNECTION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
};
use http_body_util::{BodyExt, Full};
use rmcp::model::ErrorData;

use super::answer::Answer;
use crate::message::Fault;

/// Says why a request is not served. Nothing of the request is repeated in the answer.
#[derive(Debug)]
pub(super) enum Refusal {
    NotFound,
    /// The methods that would do.
    MethodNotAllowed(&'static str),
    BadHost,
    ForeignHost,
    ForeignOrigin,
    Query,
    NoBearer,
    WrongBearer,
    NotJson,
    NotAcceptable,
    TooManySessions,
    TooManyListeners,
    /// The client takes no stream, which is what it asks for.
    NoStream,
    /// The bytes that would do.
    TooLarge(usize),
    TooSlow,
    /// The body broke off or its framing was wrong.
    Broken,
    Busy,
    /// As many connections as there may be are at work.
    Crowded,
    /// The body is no message of the protocol; what to answer, with the id if it could be read.
    Message(Box<Fault>),
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::ForeignHost | Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::NoBearer | Self::WrongBearer => StatusCode::UNAUTHORIZED,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotAcceptable | Self::NoStream => StatusCode::NOT_ACCEPTABLE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Busy | Self::Crowded | Self::TooManySessions | Self::TooManyListeners => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::BadHost | Self::Query | Self::Broken | Self::Message(_) => {
                StatusCode::BAD_REQUEST
            }
        }
    }

    fn fault(self) -> Fault {
        let message = match self {
            Self::Message(fault) => return *fault,
            Self::NotFound => "there is nothing here; the endpoint is /mcp".to_owned(),
            Self::MethodNotAllowed(allowed) => format!("only {allowed} is served here"),
            Self::BadHost => "exactly one well-formed Host header is needed".to_owned(),
            Self::ForeignHost => {
                "this server is not known by that Host; its owner can allow it".to_owned()
            }
            Self::ForeignOrigin => {
                "this server does not serve pages of that Origin; its owner can allow the host"
                    .to_owned()
            }
            Self::Query => {
                "the endpoint takes no query; a token belongs in the Authorization header"
                    .to_owned()
            }
            Self::NoBearer => "a bearer token is needed in the Authorization header".to_owned(),
            Self::WrongBearer => "the bearer token is not the right one".to_owned(),
            Self::NotJson => "the Content-Type must be application/json".to_owned(),
            Self::NotAcceptable => {
                "answers are application/json or text/event-stream; Accept allows neither"
                    .to_owned()
            }
            Self::TooManySessions => {
                "too many sessions are open; end one (DELETE) or try again later".to_owned()
            }
            Self::TooManyListeners => {
                "too many requests listen already; end one or try again later".to_owned()
            }
            Self::NoStream => {
                "what listens is answered by text/event-stream, which Accept does not allow"
                    .to_owned()
            }
            Self::TooLarge(most) => format!("the body may have at most {most} bytes"),
            Self::TooSlow => "the body took too long to arrive".to_owned(),
            Self::Broken => "the body could not be read".to_owned(),
            Self::Busy | Self::Crowded => "the server is busy; try again".to_owned(),
        };
        Fault::new(None, ErrorData::invalid_request(message, None))
    }

    /// Returns the response: the status, and a JSON-RPC error with an id only if one is known.
    pub(super) fn into_answer(self) -> Answer {
        let status = self.status();
        let extra = match &self {
            Self::MethodNotAllowed(allowed) => Some((ALLOW, *allowed)),
            Self::NoBearer => Some((WWW_AUTHENTICATE, r#"Bearer realm="mcp""#)),
            Self::WrongBearer => Some((
                WWW_AUTHENTICATE,
                r#"Bearer realm="mcp", error="invalid_token""#,
            )),
            // What is left of the body is not worth waiting for.
            Self::TooLarge(_) | Self::TooSlow | Self::Broken => Some((CONNECTION, "close")),
            Self::Busy | Self::Crowded => Some((RETRY_AFTER, "1")),
            Self::TooManySessions | Self::TooManyListeners => Some((RETRY_AFTER, "60")),
            _ => None,
        };
        // Serialising plain strings and numbers does not fail; an empty body still has its status.
        let body = serde_json::to_vec(&self.fault().into_answer()).unwrap_or_default();
        let mut response = Response::new(Full::new(Bytes::from(body)).boxed());
        *response.status_mut() = status;
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some((name, value)) = extra {
            response
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Message(Box::new(fault))
    }
}
