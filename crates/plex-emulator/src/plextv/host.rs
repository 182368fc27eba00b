//! plex.tv among the hosts: which of its endpoints there are, and who may ask.

use std::sync::{PoisonError, RwLock};

use hyper::{Method, StatusCode};
use serde_json::Value;

use super::answer::{self, Wanted};
use super::pins::Pins;
use super::{ACCOUNT_TOKEN, TvServer};
use crate::clock::Clock;
use crate::parameters::Query;
use crate::server::{Asked, Host, Outcome, Traffic};

/// The state of plex.tv.
pub(super) struct PlexTvHost {
    pub(super) pins: Pins,
    pub(super) account: String,
    pub(super) servers: RwLock<Vec<TvServer>>,
    pub(super) clock: Clock,
    pub(super) traffic: Traffic,
}

impl Host for PlexTvHost {
    const HEADERS: &'static [(&'static str, &'static str)] = &[
        ("cache-control", "no-cache"),
        ("x-content-type-options", "nosniff"),
    ];

    fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    fn answer(&self, asked: &Asked<'_>) -> Outcome {
        let question = Question::new(asked);
        let segments: Vec<&str> = asked.path.trim_matches('/').split('/').collect();
        match (asked.method, segments.as_slice()) {
            (&Method::POST, ["api", "v2", "pins"]) => self.make_pin(&question),
            (&Method::PUT, ["api", "v2", "pins", "link"]) => self.link_pin(&question),
            (&Method::GET, ["api", "v2", "pins", id]) => self.look_at_pin(id, &question),
            (&Method::GET, ["api", "v2", "user"]) => self.user(&question),
            (&Method::GET, ["api", "v2", "resources"]) => self.resources(&question),
            (&Method::GET, ["auth"]) => sign_in_page(),
            _ => self.failure(404),
        }
    }

    fn failure(&self, status: u16) -> Outcome {
        match status {
            401 => unauthorized(),
            429 => refusal(1003, "Too many requests, please try again later", 429),
            404 => refusal(1002, "Not found", 404),
            status => refusal(1000, "It went wrong", status),
        }
    }
}

/// A request as the endpoints see it: what is asked for may stand in the query, in a header, or in
/// a form.
struct Question<'a> {
    asked: &'a Asked<'a>,
    query: Query,
    form: Query,
}

impl<'a> Question<'a> {
    fn new(asked: &'a Asked<'a>) -> Self {
        Self {
            asked,
            query: Query::parse(asked.query),
            form: Query::parse(&String::from_utf8_lossy(asked.body)),
        }
    }

    fn value(&self, name: &str) -> Option<&str> {
        let header = || self.asked.headers.get(name)?.to_str().ok();
        self.query
            .get(name)
            .or_else(|| self.form.get(name))
            .or_else(header)
            .filter(|value| !value.is_empty())
    }

    fn flag(&self, name: &str) -> bool {
        matches!(self.value(name), Some("1" | "true"))
    }

    fn is_signed_in(&self) -> bool {
        self.value("X-Plex-Token") == Some(ACCOUNT_TOKEN)
    }
}

impl PlexTvHost {
    fn make_pin(&self, question: &Question<'_>) -> Outcome {
        let Some(client) = question.value("X-Plex-Client-Identifier") else {
            return no_identifier();
        };
        let product = question.value("X-Plex-Product").unwrap_or("0");
        let now = self.clock.now_millis();
        let pin = self
            .pins
            .make(client, product, question.flag("strong"), now);
        json(StatusCode::CREATED, &answer::pin(&pin, now))
    }

    fn look_at_pin(&self, id: &str, question: &Question<'_>) -> Outcome {
        let Some(client) = question.value("X-Plex-Client-Identifier") else {
            return no_identifier();
        };
        let now = self.clock.now_millis();
        // Somebody else's PIN and one that has ended look the same from outside.
        let pin = id
            .parse()
            .ok()
            .and_then(|id| self.pins.find(id, client, now));
        match pin {
            Some(pin) => json(StatusCode::OK, &answer::pin(&pin, now)),
            None => no_code(),
        }
    }

    fn link_pin(&self, question: &Question<'_>) -> Outcome {
        if !question.is_signed_in() {
            return unauthorized();
        }
        let code = question.value("code").unwrap_or("");
        if self.pins.approve(code, self.clock.now_millis()) {
            Outcome::new(StatusCode::NO_CONTENT, "application/json", "")
        } else {
            no_code()
        }
    }

    fn user(&self, question: &Question<'_>) -> Outcome {
        if question.is_signed_in() {
            json(StatusCode::OK, &answer::user(&self.account))
        } else {
            unauthorized()
        }
    }

    fn resources(&self, question: &Question<'_>) -> Outcome {
        if !question.is_signed_in() {
            return unauthorized();
        }
        let wanted = Wanted {
            https: question.flag("includeHttps"),
            relay: question.flag("includeRelay"),
        };
        let servers = self.servers.read().unwrap_or_else(PoisonError::into_inner);
        let resources = answer::resources(&servers, &wanted, self.clock.now_millis());
        json(StatusCode::OK, &resources)
    }
}

fn json(status: StatusCode, body: &Value) -> Outcome {
    Outcome::new(status, "application/json", body.to_string())
}

fn refusal(code: u32, message: &str, status: u16) -> Outcome {
    let body = answer::error(code, message, status);
    json(
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        &body,
    )
}

fn unauthorized() -> Outcome {
    refusal(1001, "User could not be authenticated", 401)
}

fn no_identifier() -> Outcome {
    refusal(1000, "X-Plex-Client-Identifier is missing", 400)
}

fn no_code() -> Outcome {
    refusal(1020, "Code not found or expired", 404)
}

/// What a browser finds where a person would sign in. Saying yes is for whoever runs the emulator.
fn sign_in_page() -> Outcome {
    const PAGE: &str = "<!doctype html><meta charset=utf-8><title>Emulated plex.tv</title>\
        <h1>This is an emulated plex.tv</h1><p>There is nobody to sign in here. The application \
        goes on when the emulator says yes: by itself after a while, or when it is told to.";
    Outcome::new(StatusCode::OK, "text/html", PAGE)
}
