//! plex.tv among the hosts: which endpoint answers, and who may ask it.

use hyper::StatusCode;

use super::area::{Access, ROUTES, Route};
use super::cloud::{Cloud, Described};
use super::question::{Question, wants_json};
use super::reply::{refuse, refuse_first};
use crate::parameters::decode;
use crate::server::{Asked, Host, Outcome, Traffic, captures};

impl Host for Cloud {
    const NAME: &'static str = "plex.tv";

    const HEADERS: &'static [(&'static str, &'static str)] = &[
        ("cache-control", "no-cache"),
        ("x-content-type-options", "nosniff"),
    ];

    fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    fn answer(&self, asked: &Asked<'_>) -> Outcome {
        let path = match asked.path.trim_end_matches('/') {
            "" => "/",
            path => path,
        };
        let segments: Vec<String> = path.split('/').skip(1).map(decode).collect();
        let mut fitting = ROUTES.iter().filter(|route| route.method == *asked.method);
        let found = fitting.find_map(|route| Some((route, captures(route.path, &segments)?)));
        let Some((route, captured)) = found else {
            return refuse(wants_json(asked), 1002, "Not found", 404);
        };
        let mut question = Question::new(asked, captured);
        let mut outcome = match admit(self, route, &mut question) {
            Some(refusal) => refusal,
            None => (route.handler)(self, &question),
        };
        outcome.endpoint = Some(route.path);
        outcome
    }

    fn failure(&self, status: u16) -> Outcome {
        match status {
            401 => refuse(true, 1001, "User could not be authenticated", 401),
            429 => refuse(true, 1003, "Too many requests, please try again later", 429),
            404 => refuse(true, 1002, "Not found", 404),
            status => refuse(true, 1000, "It went wrong", status),
        }
    }
}

/// Finds out who asks, and refuses those who may not.
fn admit(cloud: &Cloud, route: &Route, question: &mut Question<'_>) -> Option<Outcome> {
    let (asker, is_admin) = {
        let state = cloud.read();
        let token = question.value("X-Plex-Token");
        match token.and_then(|token| state.by_token(token)) {
            Some(person) => (person.id, person.is_admin),
            None if route.access == Access::Open => return None,
            None => return Some(stranger(route, question)),
        }
    };
    question.asker = asker;
    if route.access == Access::Admin && !is_admin {
        let message = "You do not have permission to perform this action";
        return Some(if is_first(route) {
            refuse_first(message, 403)
        } else {
            refuse(question.wants_json(), 1004, message, 403)
        });
    }
    if let Some(client_identifier) = question.value("X-Plex-Client-Identifier") {
        let described = Described {
            client_identifier,
            name: question.value("X-Plex-Device-Name"),
            product: question.value("X-Plex-Product"),
            version: question.value("X-Plex-Version"),
            platform: question.value("X-Plex-Platform"),
            platform_version: question.value("X-Plex-Platform-Version"),
            device: question.value("X-Plex-Device"),
            model: question.value("X-Plex-Model"),
            provides: question.value("X-Plex-Provides"),
        };
        cloud.note_device(asker, described);
    }
    None
}

/// Tells whether a path is one of the first API, which words refusals in its own way.
fn is_first(route: &Route) -> bool {
    route.path.starts_with("/api/") && !route.path.starts_with("/api/v2/")
        || route.path.starts_with("/devices")
}

fn stranger(route: &Route, question: &Question<'_>) -> Outcome {
    if is_first(route) {
        let body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <errors>\n  <error>Invalid authentication token.</error>\n</errors>\n";
        return Outcome::new(StatusCode::UNAUTHORIZED, "application/xml", body);
    }
    refuse(
        question.wants_json(),
        1001,
        "User could not be authenticated",
        401,
    )
}
