//! From a request to its response: fault, caller, route, answer, wire.

use std::future::poll_fn;
use std::io::Write as _;
use std::pin::Pin;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body::Body as _;
use hyper::body::Incoming;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};

use super::Shared;
use super::body::{Body, Broken, Ending};
use super::call::{Call, Wire};
use super::query::{Query, decode};
use super::router::{Access, Handler, Reply, find};
use crate::answer::{Answer, Refusal, error_page, write_json, write_xml};
use crate::endpoint::ROUTES;
use crate::fault::Fault;
use crate::world::{Viewer, World};

/// A finished answer, before the faults get at it.
struct Outcome {
    status: StatusCode,
    content_type: String,
    body: Bytes,
}

impl Outcome {
    fn page(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            content_type: "text/html".to_owned(),
            body: error_page(status).into(),
        }
    }

    fn empty(status: StatusCode) -> Self {
        Self {
            status,
            content_type: "text/html".to_owned(),
            body: Bytes::new(),
        }
    }
}

/// Answers one request. An error breaks the connection off.
pub(super) async fn respond(
    shared: &Shared,
    request: Request<Incoming>,
) -> Result<Response<Body>, Broken> {
    let (head, body) = request.into_parts();
    let path = head.uri.path().to_owned();
    let raw_query = head.uri.query().unwrap_or("").to_owned();
    shared
        .recorder
        .record(head.method.as_str(), &path, &raw_query, &head.headers);

    let suffered = shared.faults.suffered_by(&path);
    let latency = shared.latency + suffered.latency;
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    match suffered.fault {
        Some(Fault::Reset) => return Err(Broken),
        Some(Fault::Stall) => std::future::pending::<()>().await,
        _ => {}
    }
    drain(body).await;

    let outcome = match &suffered.fault {
        Some(Fault::Status(status)) => Outcome::page(*status),
        _ => answer(shared, &head.method, &path, &raw_query, &head.headers),
    };
    Ok(dress(outcome, suffered.fault.as_ref(), &head.headers))
}

/// Reads a request's body away so that the connection can be used again.
async fn drain(mut body: Incoming) {
    while let Some(Ok(_)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {}
}

/// The honest answer.
fn answer(
    shared: &Shared,
    method: &Method,
    path: &str,
    raw_query: &str,
    headers: &HeaderMap,
) -> Outcome {
    let now_millis = shared.clock.now_millis();
    if shared.read().is_due(now_millis) {
        shared.write().settle(now_millis);
    }
    let segments: Vec<String> = path.split('/').skip(1).map(decode).collect();
    // HEAD is answered as GET; hyper leaves the body out.
    let method = if method == Method::HEAD {
        &Method::GET
    } else {
        method
    };
    let found = find(ROUTES, method, &segments);
    let mut call = Call {
        captures: Vec::new(),
        query: Query::parse(raw_query),
        headers,
        viewer: Viewer::stranger(),
        now_millis,
    };
    let access = found
        .as_ref()
        .map_or(Access::Account, |(route, _)| route.access);
    if let Err(refusal) = admit(&mut call, access, &shared.read()) {
        return Outcome::page(refusal.status());
    }
    let Some((route, captures)) = found else {
        return Outcome::page(404);
    };
    call.captures = captures;
    let wire = wire(headers);
    match route.handler {
        Handler::Read(handler) => {
            let world = shared.read();
            finish(handler(&call, &world), wire)
        }
        Handler::Write(handler) => finish(handler(&call, &mut shared.write()), wire),
    }
}

/// Finds out who asks, and whether they may.
fn admit(call: &mut Call<'_>, access: Access, world: &World) -> Result<(), Refusal> {
    let viewer = world.viewer(call.parameter("X-Plex-Token"));
    match (access, viewer) {
        (Access::Open, viewer) => call.viewer = viewer.unwrap_or_else(Viewer::stranger),
        (_, None) => return Err(Refusal::Unauthorized),
        (Access::Owner(refusal), Some(viewer)) if !viewer.is_owner => return Err(refusal),
        (_, Some(viewer)) => call.viewer = viewer,
    }
    Ok(())
}

/// XML unless JSON is asked for; `*/*` is XML.
fn wire(headers: &HeaderMap) -> Wire {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or("");
    if accept.contains("application/json") {
        Wire::Json
    } else {
        Wire::Xml
    }
}

fn finish(reply: Reply<'_>, wire: Wire) -> Outcome {
    let answer = match reply {
        Ok(answer) => answer,
        Err(refusal) => return Outcome::page(refusal.status()),
    };
    let (content_type, body) = match answer {
        Answer::Tree(tree) => match wire {
            Wire::Xml => ("text/xml;charset=utf-8", write_xml(&tree).into()),
            Wire::Json => ("application/json", write_json(&tree).into()),
        },
        Answer::Bytes { content_type, body } => (content_type, body),
        Answer::Done => return Outcome::empty(StatusCode::OK),
        Answer::NoContent => return Outcome::empty(StatusCode::NO_CONTENT),
    };
    Outcome {
        status: StatusCode::OK,
        content_type: content_type.to_owned(),
        body,
    }
}

/// Puts PMS's headers on, compresses when asked, and lets the fault do its work.
fn dress(outcome: Outcome, fault: Option<&Fault>, request: &HeaderMap) -> Response<Body> {
    let mut headers = HeaderMap::new();
    let mut put = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    put(HeaderName::from_static("x-plex-protocol"), "1.0");
    put(header::CACHE_CONTROL, "no-cache");
    put(header::CONNECTION, "Keep-Alive");
    put(HeaderName::from_static("keep-alive"), "timeout=20");
    let content_type = match fault {
        Some(Fault::ContentType(other)) => other,
        _ => &outcome.content_type,
    };
    put(header::CONTENT_TYPE, content_type);

    let mut body = outcome.body;
    if let Some(Fault::Malformed) = fault {
        body.truncate(body.len() / 2);
    }
    if is_text(&outcome.content_type) && !body.is_empty() && takes_gzip(request) {
        let compressed = gzip(&body);
        put(header::CONTENT_ENCODING, "gzip");
        put(
            HeaderName::from_static("x-plex-content-original-length"),
            &body.len().to_string(),
        );
        put(
            HeaderName::from_static("x-plex-content-compressed-length"),
            &compressed.len().to_string(),
        );
        body = compressed;
    }
    let body = match fault {
        Some(Fault::CutBody) => Body::half(&body, Ending::Break),
        Some(Fault::StallBody) => Body::half(&body, Ending::Hang),
        Some(Fault::Endless) => Body::Padded {
            start: Some(body),
            left: None,
        },
        Some(Fault::Oversized(bytes)) => Body::Padded {
            left: Some(bytes.saturating_sub(body.len() as u64)),
            start: Some(body),
        },
        _ => Body::whole(body),
    };
    let mut response = Response::new(body);
    *response.status_mut() = outcome.status;
    *response.headers_mut() = headers;
    response
}

fn is_text(content_type: &str) -> bool {
    content_type.starts_with("text/xml") || content_type == "application/json"
}

fn takes_gzip(request: &HeaderMap) -> bool {
    request
        .get(header::ACCEPT_ENCODING)
        .and_then(|accepted| accepted.to_str().ok())
        .is_some_and(|accepted| accepted.contains("gzip"))
}

fn gzip(body: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    // Writing into a Vec does not fail.
    let _ = encoder.write_all(body);
    encoder.finish().unwrap_or_default().into()
}
