//! The account itself.

use serde_json::{Value, json};

use super::super::cloud::Cloud;
use super::super::question::Question;
use super::super::reply::{json_text, say};
use super::super::state::Person;
use crate::answer::Element;
use crate::server::Outcome;

/// Answers `GET /api/v2/user`
pub(super) fn user(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    match state.person(question.asker) {
        Some(person) => {
            let size = state.home().count();
            let mut facts = facts(person, size, cloud.now());
            // An account may have several tokens; the answer has the one that came along.
            if let (Value::Object(facts), Some(token)) =
                (&mut facts, question.value("X-Plex-Token"))
            {
                facts.insert("authToken".to_owned(), token.into());
            }
            say(question, 200, "user", &facts)
        }
        None => super::common::not_found(question),
    }
}

/// Returns everything about an account that its holder is told.
pub(super) fn facts(person: &Person, home_size: usize, now: i64) -> Value {
    let features: &[&str] = if person.has_plex_pass {
        &[
            "webhooks",
            "home",
            "hardware_transcoding",
            "pass",
            "sync",
            "lyrics",
            "premium_music_metadata",
        ]
    } else {
        &["adaptive_bitrate", "collections", "type-first"]
    };
    let service = |identifier: &str, endpoint: &str| {
        json!({
            "identifier": identifier,
            "endpoint": endpoint,
            "token": person.token,
            "secret": null,
            "status": "online",
        })
    };
    let mut facts = json!({
        "id": person.id.0,
        "uuid": person.uuid,
        "username": person.username.as_deref().unwrap_or(&person.title),
        "title": person.title,
        "email": person.email,
        "friendlyName": if person.is_restricted { person.title.as_str() } else { "" },
        "locale": null,
        "confirmed": true,
        "joinedAt": person.joined_at,
        "emailOnlyAuth": false,
        "hasPassword": !person.is_restricted,
        "protected": person.pin.is_some(),
        "thumb": person.thumb,
        "authToken": person.token,
        "mailingListStatus": "removed",
        "mailingListActive": false,
        "scrobbleTypes": "",
        "country": "NL",
        "subscription": {
            "active": person.has_plex_pass,
            "subscribedAt": person.has_plex_pass.then_some("2020-03-01 10:00:00 UTC"),
            "status": if person.has_plex_pass { "Active" } else { "Inactive" },
            "paymentService": null,
            "plan": person.has_plex_pass.then_some("lifetime"),
            "features": features,
        },
        "subscriptionDescription": person.has_plex_pass.then_some("Lifetime Plex Pass"),
        "restricted": person.is_restricted,
        "anonymous": null,
        "restrictionProfile": person.restriction_profile,
        "home": person.is_home,
        "guest": false,
        "homeSize": if person.is_home { home_size } else { 1 },
        "homeAdmin": person.is_admin,
        "maxHomeSize": 15,
    });
    let more = json!({
        "rememberExpiresAt": now + 14 * 86_400,
        "profile": {
            "autoSelectAudio": true,
            "defaultAudioAccessibility": 0,
            "defaultAudioLanguage": "en",
            "defaultAudioLanguages": null,
            "defaultSubtitleLanguage": "en",
            "defaultSubtitleLanguages": null,
            "autoSelectSubtitle": 0,
            "defaultSubtitleAccessibility": 0,
            "defaultSubtitleForced": 0,
            "watchedIndicator": 1,
            "mediaReviewsVisibility": 0,
            "mediaReviewsLanguages": null,
        },
        "entitlements": ["all"],
        "roles": if person.has_plex_pass { vec!["plexpass"] } else { Vec::new() },
        "subscriptions": [],
        "pastSubscriptions": [],
        "trials": [],
        "services": [
            service("metadata-dev", "https://metadata.provider.plex.tv"),
            service("epg", "https://epg.provider.plex.tv"),
        ],
        "adsConsent": null,
        "adsConsentSetAt": null,
        "adsConsentReminderAt": null,
        "experimentalFeatures": false,
        "twoFactorEnabled": false,
        "backupCodesCreated": false,
    });
    if let (Value::Object(facts), Some(pin)) = (&mut facts, &person.pin) {
        let pin = crate::seed::Seed::of(pin).hex(32);
        facts.insert("pin".to_owned(), pin.into());
    }
    if let (Value::Object(facts), Value::Object(more)) = (&mut facts, more) {
        facts.extend(more);
    }
    facts
}

/// Answers `GET /api/v2/ping`: keeps the token alive.
pub(super) fn ping(_: &Cloud, question: &Question<'_>) -> Outcome {
    if question.wants_json() {
        return json_text(200, &json!({"pong": true}));
    }
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<pong>true</pong>";
    Outcome::new(hyper::StatusCode::OK, "application/xml", text)
}

/// Answers `GET /api/claim/token.json`: a token with which a new server is claimed, good for four
/// minutes.
pub(super) fn claim(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let stretch = cloud.now().div_euclid(240);
    let seed = format!("claim {} {stretch}", question.asker.0);
    let token = crate::seed::Seed::of(&seed).hex(20);
    let token = format!("claim-{token}");
    cloud.let_claim(question.asker, &token, (stretch + 1) * 240);
    json_text(200, &json!({"token": token}))
}

/// Answers `GET /:/ip`: the address that the request came from.
pub(super) fn ip(_: &Cloud, _: &Question<'_>) -> Outcome {
    Outcome::new(
        hyper::StatusCode::OK,
        "text/plain; charset=utf-8",
        "203.0.113.7\n",
    )
}

/// Answers `GET /api/v2/geoip?ip_address=`
pub(super) fn geoip(_: &Cloud, _: &Question<'_>) -> Outcome {
    let location = Element::new("location")
        .with("city", "Amsterdam")
        .with("code", "NL")
        .with("continent_code", "EU")
        .with("coordinates", "52.37, 4.89")
        .with("country", "Netherlands")
        .with("european_union_member", true)
        .with("in_privacy_restricted_country", true)
        .with("postal_code", "1012")
        .with("subdivisions", "North Holland")
        .with("time_zone", "Europe/Amsterdam");
    super::super::reply::tree(200, &location)
}
