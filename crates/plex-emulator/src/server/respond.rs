//! From a request to its response: record, fault, answer, compress.

use std::future::poll_fn;
use std::io::Write as _;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body::Body as _;
use hyper::body::Incoming;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Request, Response, StatusCode};

use super::body::{Body, Broken, Ending};
use super::exchange::{Outcome, Request as Exchange};
use super::host::Host;
use super::live::{Live, Pending};
use crate::fault::Fault;

/// The most bytes of a request's body that are kept: more than any picture that clients send.
const MAX_REQUEST_BODY: usize = 16 * 1024 * 1024;

/// Answers one request. An error breaks the connection off. What the connection is to become when
/// HTTP has let go of it is put in `pending`.
pub(super) async fn respond<H: Host>(
    host: &H,
    mut request: Request<Incoming>,
    pending: &Mutex<Option<Pending>>,
) -> Result<Response<Body>, Broken> {
    let upgrade = hyper::upgrade::on(&mut request);
    let (head, body) = request.into_parts();
    let path = head.uri.path().to_owned();
    let raw_query = head.uri.query().unwrap_or("").to_owned();
    let traffic = host.traffic();
    traffic
        .recorder
        .record(head.method.as_str(), &path, &raw_query, &head.headers);

    let suffered = traffic.faults.suffered_by(&path);
    let latency = traffic.latency().saturating_add(suffered.latency);
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    match suffered.fault {
        Some(Fault::Reset) => return Err(Broken),
        Some(Fault::Stall) => std::future::pending::<()>().await,
        _ => {}
    }
    let body = read(body).await;

    let asked = Exchange {
        method: &head.method,
        path: &path,
        query: &raw_query,
        headers: &head.headers,
        body: &body,
    };
    let mut outcome = match &suffered.fault {
        Some(Fault::Status(status)) => host.failure(*status),
        Some(Fault::RateLimit(wait)) => host
            .failure(429)
            .with_header(header::RETRY_AFTER, wait.as_secs().to_string()),
        Some(Fault::NotApplied) => host.pretend(&asked),
        _ => host.answer(&asked),
    };
    if let Some(wait) = outcome.wait.take() {
        wait.over().await;
    }
    if let Some(later) = outcome.later.take() {
        let endpoint = outcome.endpoint;
        outcome = later.await;
        outcome.endpoint = endpoint;
    }
    if let Some(log) = &traffic.log {
        log.write(H::NAME, &asked, &outcome);
    }
    let body = match outcome.live.take() {
        None => return Ok(dress::<H>(outcome, suffered.fault.as_ref(), &head.headers)),
        Some(Live::Upgraded(conversation)) => {
            let becomes = Pending {
                upgrade,
                conversation,
                fault: suffered.fault,
            };
            *pending.lock().unwrap_or_else(PoisonError::into_inner) = Some(becomes);
            Body::whole(Bytes::new())
        }
        Some(Live::Long { from, length }) => {
            if let Ok(content_type) = HeaderValue::from_str(&outcome.content_type) {
                outcome.headers.insert(header::CONTENT_TYPE, content_type);
            }
            Body::Long { from, left: length }
        }
        Some(Live::Streamed(telling)) => {
            let content_type = HeaderValue::from_str(&outcome.content_type);
            if let Ok(content_type) = content_type {
                outcome.headers.insert(header::CONTENT_TYPE, content_type);
            }
            Body::Told(telling(suffered.fault))
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = outcome.status;
    *response.headers_mut() = outcome.headers;
    Ok(response)
}

/// Reads a request's body to its end, so that the connection can be used again, and keeps its
/// beginning.
async fn read(mut body: Incoming) -> Vec<u8> {
    let mut kept = Vec::new();
    while let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        if let Ok(data) = frame.into_data() {
            let room = MAX_REQUEST_BODY.saturating_sub(kept.len());
            kept.extend_from_slice(data.get(..room).unwrap_or(&data));
        }
    }
    kept
}

/// Puts the host's headers on, compresses when asked, and lets the fault do its work.
fn dress<H: Host>(outcome: Outcome, fault: Option<&Fault>, request: &HeaderMap) -> Response<Body> {
    let mut headers = outcome.headers;
    let mut put = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    for (name, value) in H::HEADERS {
        put(HeaderName::from_static(name), value);
    }
    let content_type = match fault {
        Some(Fault::ContentType(other)) => other,
        _ => &outcome.content_type,
    };
    // What has no content has no type of it.
    if outcome.status != StatusCode::NO_CONTENT {
        put(header::CONTENT_TYPE, content_type);
    }

    let mut body = outcome.body;
    if let Some(Fault::Malformed) = fault {
        body.truncate(body.len() / 2);
    }
    if let Some(Fault::Bomb(bytes)) = fault {
        body = padded(&body, *bytes);
    }
    // Padding comes after the end of what could be compressed.
    let is_padded = matches!(fault, Some(Fault::Endless | Fault::Oversized(_)));
    let may_compress = is_text(&outcome.content_type) && !body.is_empty() && !is_padded;
    if may_compress && takes_gzip(request) {
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

/// Returns the body with spaces after it, up to `length` bytes.
fn padded(body: &[u8], length: u64) -> Bytes {
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let mut padded = body.to_vec();
    padded.resize(length.max(body.len()), b' ');
    padded.into()
}

fn gzip(body: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    // Writing into a Vec does not fail.
    let _ = encoder.write_all(body);
    encoder.finish().unwrap_or_default().into()
}
