//! The channel among the hosts: which endpoint answers, and who may ask it.

use std::sync::Arc;
use std::time::Duration;

use hyper::header::{self, HeaderMap};
use hyper::{Method, StatusCode};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

use super::asked::Asked;
use super::routes::{Handler, ROUTES, Route};
use super::said::{Refused, Said, outcome};
use crate::emulator::Emulator;
use crate::parameters::{Query, decode};
use crate::server::{Asked as Request, Host, Outcome, Traffic};

/// What every connection to the channel shares.
pub(super) struct Room {
    emulator: Arc<Emulator>,
    traffic: Traffic,
    /// Held by whoever opens ports: two who did so at once would be in each other's way.
    opening: Arc<Mutex<()>>,
}

impl Room {
    pub(super) fn new(emulator: Arc<Emulator>) -> Self {
        Self {
            emulator,
            traffic: Traffic::new(Duration::ZERO, 0),
            opening: Arc::default(),
        }
    }

    fn routed(&self, asked: &Request<'_>) -> Result<Outcome, Refused> {
        from_this_machine(asked.headers)?;
        let path = asked.path.trim_end_matches('/');
        let segments: Vec<String> = path.split('/').skip(1).map(decode).collect();
        let (route, captures) = route(asked.method, &segments, asked.path)?;
        let request = Asked {
            captures,
            query: Query::parse(asked.query),
            body: asked.body.to_vec(),
        };
        Ok(match route.handler {
            Handler::Now(handler) => outcome(handler(&self.emulator, &request)),
            Handler::Long(handler) => {
                let emulator = Arc::clone(&self.emulator);
                later(tokio::task::spawn_blocking(move || {
                    handler(&emulator, &request)
                }))
            }
            Handler::Later(handler) => {
                let (emulator, opening) = (Arc::clone(&self.emulator), Arc::clone(&self.opening));
                // A task of its own: it is done to its end, though whoever asked leaves.
                let doing = tokio::spawn(async move {
                    let _alone = opening.lock().await;
                    handler(emulator, request).await
                });
                let later = async move {
                    let ended =
                        |_| Refused::with(StatusCode::INTERNAL_SERVER_ERROR, "it ended in between");
                    outcome(doing.await.map_err(ended).and_then(|said| said))
                };
                let mut outcome = Outcome::new(StatusCode::OK, "application/json", "");
                outcome.later = Some(Box::pin(later));
                outcome
            }
        })
    }
}

/// Returns the answer that there is once a task has ended.
fn later(doing: JoinHandle<Said>) -> Outcome {
    let mut known = Outcome::new(StatusCode::OK, "application/json", "");
    known.later = Some(Box::pin(async move {
        let ended = |_| Refused::with(StatusCode::INTERNAL_SERVER_ERROR, "it ended in between");
        outcome(doing.await.map_err(ended).and_then(|said| said))
    }));
    known
}

impl Host for Room {
    const NAME: &'static str = "control";

    const HEADERS: &'static [(&'static str, &'static str)] = &[("cache-control", "no-store")];

    fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    fn answer(&self, asked: &Request<'_>) -> Outcome {
        self.routed(asked).unwrap_or_else(|why| outcome(Err(why)))
    }

    fn failure(&self, status: u16) -> Outcome {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        outcome(Err(Refused::with(status, status.to_string())))
    }
}

fn route(
    method: &Method,
    segments: &[String],
    path: &str,
) -> Result<(&'static Route, Vec<String>), Refused> {
    let mut methods = Vec::new();
    for route in ROUTES {
        if let Some(captures) = route.captures(segments) {
            if route.method == *method {
                return Ok((route, captures));
            }
            methods.push(route.method.as_str());
        }
    }
    Err(if methods.is_empty() {
        Refused::missing(format!(
            "there is no {path} here: `plex-emulator --control-endpoints` lists what there is"
        ))
    } else {
        Refused::with(
            StatusCode::METHOD_NOT_ALLOWED,
            format!("{path} takes {}", methods.join(", ")),
        )
    })
}

/// Refuses pages of the web, which a browser on this machine would let through: they come with an `Origin`, or
/// under a name that somebody made to lead here.
fn from_this_machine(headers: &HeaderMap) -> Result<(), Refused> {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let name = host.map(|host| host.rsplit_once(':').map_or(host, |(name, _)| name));
    let is_here = matches!(name, None | Some("127.0.0.1" | "localhost"));
    if is_here && !headers.contains_key(header::ORIGIN) {
        return Ok(());
    }
    Err(Refused::with(
        StatusCode::FORBIDDEN,
        "only programs of this machine may ask here, at 127.0.0.1 or localhost",
    ))
}
