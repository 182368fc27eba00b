//! The Plex Media Server among the hosts: who asks, which route, and on which wire it answers.

use std::ops::Range;

use bytes::Bytes;
use hyper::header::{self, HeaderMap, HeaderName};
use hyper::{Method, StatusCode};

use super::Shared;
use super::attending::{attend, hand_over};
use super::companion::{Passed, pass_on};
use super::listening::listen;
use super::page::{page, refused};
use crate::answer::{Answer, Element, Refusal, write_json, write_xml};
use crate::endpoint::{DETAILS, ROUTES};
use crate::parameters::{Query, decode};
use crate::server::{
    Access, Call, Handler, Host, Live, Outcome, Reply, Request, Route, Traffic, Wire, find,
};
use crate::world::{Viewer, World};

impl Host for Shared {
    const NAME: &'static str = "";

    const HEADERS: &'static [(&'static str, &'static str)] = &[
        ("x-plex-protocol", "1.0"),
        ("cache-control", "no-cache"),
        ("connection", "Keep-Alive"),
        ("keep-alive", "timeout=20"),
    ];

    fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    fn answer(&self, asked: &Request<'_>) -> Outcome {
        answer(self, asked)
    }

    fn pretend(&self, request: &Request<'_>) -> Outcome {
        let segments = segments(request.path);
        match find(ROUTES, request.method, &segments) {
            Some((route, _)) if matches!(route.handler, Handler::Write(_)) => Outcome {
                endpoint: Some(route.path),
                ..Outcome::new(StatusCode::OK, "text/html", Bytes::new())
            },
            _ => self.answer(request),
        }
    }

    fn failure(&self, status: u16) -> Outcome {
        page(status)
    }
}

/// No path is longer with its query, in bytes: some hundreds of ids fit.
const LONGEST: usize = 8_192;

/// Returns the honest answer.
fn answer(shared: &Shared, asked: &Request<'_>) -> Outcome {
    if asked.path.len() + asked.query.len() > LONGEST {
        return page(414);
    }
    if asked.method == Method::OPTIONS {
        return preflight(asked.headers);
    }
    for companion in shared.companions() {
        companion.settle();
    }
    let now_millis = shared.clock.now_millis();
    if shared.read().is_due(now_millis) {
        shared.write().settle(now_millis);
    }
    let mut segments = segments(asked.path);
    // Behind a last slash stands nothing. But where something is to go, a name that is missing must not
    // stand for all that is there.
    if asked.method != Method::DELETE && segments.len() > 1 && segments.ends_with(&[String::new()])
    {
        segments.pop();
    }
    // HEAD is answered as GET; hyper leaves the body out.
    let method = if asked.method == Method::HEAD {
        &Method::GET
    } else {
        asked.method
    };
    let found = find(ROUTES, method, &segments).or_else(|| as_metadata(method, &segments));
    let mut call = Call {
        captures: Vec::new(),
        query: Query::parse(asked.query),
        headers: asked.headers,
        body: asked.body,
        viewer: Viewer::stranger(),
        orders: &shared.orders,
        now_millis,
    };
    let access = found
        .as_ref()
        .map_or(Access::Account, |(route, _)| route.access);
    // By itself: in a match, the hold on the world would last until its end.
    let admitted = admit(&mut call, access, &shared.read());
    let mut outcome = match admitted {
        Err(refusal) => refused(refusal),
        Ok(()) => match &found {
            None => page(404),
            Some((route, captures)) => {
                call.captures.clone_from(captures);
                ask(shared, route, &call, asked)
            }
        },
    };
    outcome.endpoint = found.map(|(route, _)| route.path);
    if outcome.endpoint == Some(DETAILS) && outcome.status == StatusCode::OK {
        let items = call.capture(0).split(',').count();
        outcome.wait = shared
            .pace
            .as_ref()
            .map(|pace| pace.take(&shared.clock, items));
    }
    outcome
}

/// Answers what a browser asks before it lets a page of another origin ask: that page may, with whatever
/// headers it wants to send, by any method; and for two weeks it need not be asked again. Nobody needs a token for that.
fn preflight(asked: &HeaderMap) -> Outcome {
    let mut outcome = Outcome::new(StatusCode::OK, "text/plain", Bytes::new());
    let echoes = [
        (header::ORIGIN, header::ACCESS_CONTROL_ALLOW_ORIGIN),
        (
            header::ACCESS_CONTROL_REQUEST_HEADERS,
            header::ACCESS_CONTROL_ALLOW_HEADERS,
        ),
    ];
    for (from, to) in echoes {
        if let Some(value) = asked.get(from) {
            outcome.headers.insert(to, value.clone());
        }
    }
    outcome
        .with_header(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            "POST, GET, OPTIONS, DELETE, PUT, HEAD".to_owned(),
        )
        .with_header(header::ACCESS_CONTROL_MAX_AGE, "1209600".to_owned())
}

/// Finds the route of what is asked of a collection as it is of any item.
fn as_metadata(method: &Method, segments: &[String]) -> Option<(&'static Route, Vec<String>)> {
    let (first, rest) = segments.split_first()?;
    let (second, rest) = rest.split_first()?;
    if first != "library" || second != "collections" || rest.is_empty() {
        return None;
    }
    let renamed = [first.clone(), "metadata".to_owned()];
    let renamed: Vec<String> = renamed.into_iter().chain(rest.iter().cloned()).collect();
    find(ROUTES, method, &renamed)
}

/// Returns the parts of a path, decoded.
fn segments(path: &str) -> Vec<String> {
    path.split('/').skip(1).map(decode).collect()
}

/// Lets a route answer.
fn ask(shared: &Shared, route: &Route, call: &Call<'_>, asked: &Request<'_>) -> Outcome {
    let wire = wire(asked.headers);
    match route.handler {
        Handler::Read(handler) => {
            let world = shared.read();
            finish(handler(call, &world), wire)
        }
        Handler::Write(handler) => {
            let outcome = finish(handler(call, &mut shared.write()), wire);
            super::fetching::fetch_what_waits(shared);
            // What was changed may be theirs, and others hear of what they make of it.
            for companion in shared.companions() {
                companion.settle();
            }
            outcome
        }
        Handler::PassOn => pass_on(&shared.companions(), call, asked)
            .and_then(|passed| match passed {
                Passed::To(outcome) => Ok(*outcome),
                Passed::Unknown(player) => hand_over(shared, call, asked, player),
            })
            .unwrap_or_else(refused),
        Handler::Attend(attending) => {
            attend(shared, call, asked, attending).unwrap_or_else(refused)
        }
        Handler::Listen(channel) => listen(shared, call, channel).unwrap_or_else(refused),
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

/// Chooses XML unless JSON is asked for; `*/*` is XML.
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
        Err(refusal) => return refused(refusal),
    };
    let (content_type, body) = match answer {
        Answer::Long {
            content_type,
            total,
            range,
            name,
        } => return long(content_type, total, range, name),
        Answer::OutOfRange { total } => {
            let outcome = page(416);
            return outcome.with_header(header::CONTENT_RANGE, format!("bytes */{total}"));
        }
        Answer::Tree(tree) => return written(&tree, wire),
        Answer::Bytes { content_type, body } => (content_type, body),
        Answer::File {
            content_type,
            name,
            body,
        } => {
            let disposition = format!("attachment; filename=\"{name}\"");
            return Outcome::new(StatusCode::OK, content_type, body)
                .with_header(header::CONTENT_DISPOSITION, disposition);
        }
        Answer::Done => return Outcome::new(StatusCode::OK, "text/html", Bytes::new()),
        Answer::Created(path) => {
            return Outcome::new(StatusCode::CREATED, "text/html", Bytes::new())
                .with_header(header::LOCATION, path);
        }
        Answer::Accepted => return Outcome::new(StatusCode::ACCEPTED, "text/html", Bytes::new()),
        Answer::NoContent => {
            return Outcome::new(StatusCode::NO_CONTENT, "text/html", Bytes::new());
        }
    };
    Outcome::new(StatusCode::OK, content_type, body)
}

/// Returns a file, or the part of it that was asked for.
fn long(
    content_type: &str,
    total: u64,
    range: Option<Range<u64>>,
    name: Option<String>,
) -> Outcome {
    let status = match range {
        Some(_) => StatusCode::PARTIAL_CONTENT,
        None => StatusCode::OK,
    };
    let mut outcome = Outcome::new(status, content_type, Bytes::new())
        .with_header(header::ACCEPT_RANGES, "bytes".to_owned());
    if let Some(Range { start, end }) = &range {
        let said = format!("bytes {start}-{}/{total}", end - 1);
        outcome = outcome.with_header(header::CONTENT_RANGE, said);
    }
    if let Some(name) = name {
        let disposition = format!("attachment; filename=\"{name}\"");
        outcome = outcome.with_header(header::CONTENT_DISPOSITION, disposition);
    }
    let range = range.unwrap_or(0..total);
    outcome.live = Some(Live::Long {
        from: range.start,
        length: range.end - range.start,
    });
    outcome
}

/// Returns a tree on its wire. The window of a paged list is said in the headers as well.
fn written(tree: &Element<'_>, wire: Wire) -> Outcome {
    let (content_type, body) = match wire {
        Wire::Xml => ("text/xml;charset=utf-8", write_xml(tree)),
        Wire::Json => ("application/json", write_json(tree)),
    };
    let outcome = Outcome::new(StatusCode::OK, content_type, body);
    match (tree.get("offset"), tree.get("totalSize")) {
        (Some(offset), Some(total)) => outcome
            .with_header(
                HeaderName::from_static("x-plex-container-start"),
                offset.to_text(),
            )
            .with_header(
                HeaderName::from_static("x-plex-container-total-size"),
                total.to_text(),
            ),
        _ => outcome,
    }
}
