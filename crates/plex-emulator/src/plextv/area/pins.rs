//! Signing in: an application makes a PIN, a person says yes.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::super::cloud::Cloud;
use super::super::pins::Pin;
use super::super::question::Question;
use super::super::reply::{done, refuse, say};
use super::common::date;
use crate::server::Outcome;

/// Answers `POST /api/v2/pins?strong=`
pub(super) fn make(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let Some(client) = question.value("X-Plex-Client-Identifier") else {
        return no_identifier(question);
    };
    let product = question.value("X-Plex-Product").unwrap_or("0");
    let now = cloud.clock.now_millis();
    let pin = cloud
        .pins
        .make(client, product, question.flag("strong"), now);
    say(question, 201, "pin", &facts(cloud, &pin, now))
}

/// Answers `GET /api/v2/pins/{id}`
pub(super) fn look(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let Some(client) = question.value("X-Plex-Client-Identifier") else {
        return no_identifier(question);
    };
    let now = cloud.clock.now_millis();
    let id = question.capture(0).trim_end_matches(".json").parse().ok();
    // Somebody else's PIN and one that has ended look the same from outside.
    match id.and_then(|id| cloud.pins.find(id, client, now)) {
        Some(pin) => say(question, 200, "pin", &facts(cloud, &pin, now)),
        None => no_code(question),
    }
}

/// Answers `PUT /api/v2/pins/link` with `code`
pub(super) fn link(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let code = question.value("code").unwrap_or("");
    // Every PIN signs the account in that is emulated.
    let is_admin = cloud
        .read()
        .person(question.asker)
        .is_some_and(|person| person.is_admin);
    if is_admin && cloud.pins.approve(code, cloud.clock.now_millis()) {
        done()
    } else {
        no_code(question)
    }
}

/// Answers `GET /auth`: what a browser finds where a person would sign in. Saying yes is for whoever runs
/// the emulator.
pub(super) fn page(_: &Cloud, _: &Question<'_>) -> Outcome {
    const PAGE: &str = "<!doctype html><meta charset=utf-8><title>Emulated plex.tv</title>\
        <h1>This is an emulated plex.tv</h1><p>There is nobody to sign in here. The application \
        goes on when the emulator says yes: by itself after a while, or when it is told to.";
    Outcome::new(StatusCode::OK, "text/html", PAGE)
}

fn no_identifier(question: &Question<'_>) -> Outcome {
    let message = "X-Plex-Client-Identifier is missing";
    refuse(question.wants_json(), 1000, message, 400)
}

fn no_code(question: &Question<'_>) -> Outcome {
    let message = "Code not found or expired";
    refuse(question.wants_json(), 1020, message, 404)
}

fn facts(cloud: &Cloud, pin: &Pin, now: i64) -> Value {
    let left = pin.expires_at.saturating_sub(now).max(0) / 1000;
    json!({
        "id": pin.id,
        "code": pin.code,
        "product": pin.product,
        "trusted": false,
        "qr": format!("https://plex.tv/api/v2/pins/qr/{}", pin.code),
        "clientIdentifier": pin.client_identifier,
        "location": {
            "code": "NL",
            "european_union_member": true,
            "continent_code": "EU",
            "country": "Netherlands",
            "city": "Amsterdam",
            "time_zone": "Europe/Amsterdam",
            "postal_code": "1012",
            "in_privacy_restricted_country": true,
            "subdivisions": "North Holland",
            "coordinates": "52.37, 4.89",
        },
        "expiresIn": left,
        "createdAt": date(pin.created_at.div_euclid(1000)),
        "expiresAt": date(pin.expires_at.div_euclid(1000)),
        "authToken": pin.is_approved.then_some(&cloud.token),
        "newRegistration": pin.is_approved.then_some(false),
    })
}
