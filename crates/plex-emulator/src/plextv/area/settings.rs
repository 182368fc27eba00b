//! What a person set for their account.

use serde_json::{Value, json};

use super::super::cloud::Cloud;
use super::super::question::Question;
use super::super::reply::{done, refuse, say};
use super::common::{bad, invalid, not_found};
use crate::server::Outcome;

/// The most webhooks that an account can have.
const MOST_WEBHOOKS: usize = 20;

/// Answers `GET /api/v2/user/webhooks`
pub(super) fn webhooks(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    let Some(person) = state.person(question.asker) else {
        return not_found(question);
    };
    if !person.has_plex_pass {
        return no_pass(question);
    }
    let list = listed(&person.settings.webhooks);
    say(question, 200, "webhooks", &list)
}

fn listed(urls: &[String]) -> Value {
    urls.iter().map(|url| json!({"url": url})).collect()
}

fn no_pass(question: &Question<'_>) -> Outcome {
    let message = "Webhooks need a Plex Pass";
    refuse(question.wants_json(), 1000, message, 400)
}

/// Answers `POST /api/v2/user/webhooks` with `urls[]=a&urls[]=b`, which replaces the list; `urls=` clears
/// it.
pub(super) fn set_webhooks(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let mut urls: Vec<String> = Vec::new();
    for url in question.all("urls[]") {
        let is_url = ["http://", "https://"]
            .iter()
            .any(|scheme| url.len() > scheme.len() && url.starts_with(scheme));
        if !is_url {
            return invalid(question, "A webhook is not a valid URL");
        }
        if !urls.iter().any(|held| held == url) {
            urls.push(url.to_owned());
        }
    }
    if urls.is_empty() && question.parameter("urls").is_none() {
        return bad(question, "urls is missing");
    }
    if urls.len() > MOST_WEBHOOKS {
        return invalid(question, "There are too many webhooks");
    }
    let mut state = cloud.write();
    let Some(person) = state.person_mut(question.asker) else {
        return not_found(question);
    };
    if !person.has_plex_pass {
        return no_pass(question);
    }
    person.settings.webhooks = urls;
    let list = listed(&person.settings.webhooks);
    say(question, 201, "webhooks", &list)
}

/// Answers `GET /api/v2/user/{uuid}/settings/opt_outs`
pub(super) fn opt_outs(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    let own = state.person(question.asker);
    let Some(person) = own.filter(|person| person.uuid == question.capture(0)) else {
        return not_found(question);
    };
    let sources = person.settings.opt_outs.iter();
    let sources: Vec<Value> = sources
        .map(|(key, value)| json!({"key": key, "value": value}))
        .collect();
    let list = if question.wants_json() {
        json!({"optOuts": sources})
    } else {
        Value::Array(sources)
    };
    say(question, 200, "optOuts", &list)
}

/// Answers `POST /api/v2/user/{uuid}/settings/opt_outs?key=&value=`
pub(super) fn set_opt_out(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let mut state = cloud.write();
    let own = state.person_mut(question.asker);
    let Some(person) = own.filter(|person| person.uuid == question.capture(0)) else {
        return not_found(question);
    };
    let value = question.value("value").unwrap_or("");
    let is_known = matches!(value, "opt_in" | "opt_out" | "opt_out_managed");
    let key = question.value("key").unwrap_or("");
    let held = person.settings.opt_outs.iter_mut();
    let source = held.into_iter().find(|(name, _)| name == key);
    match source {
        Some((name, held)) if is_known => {
            if name == "tv.plex.provider.music" && value == "opt_out_managed" {
                return invalid(question, "The source has no such choice");
            }
            value.clone_into(held);
            done()
        }
        Some(_) => invalid(question, "The value is not allowed"),
        None => not_found(question),
    }
}

/// Answers `GET /api/v2/user/privacy`
pub(super) fn privacy(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    let Some(person) = state.person(question.asker) else {
        return not_found(question);
    };
    let facts = json!({
        "optOutPlayback": person.settings.opt_out_playback,
        "optOutLibraryStats": person.settings.opt_out_library_stats,
        "domain": "analytics.plex.tv",
        "baseUrl": "https://analytics.plex.tv",
        "metrics": [{"event": "client:search", "status": "identifiable"}],
    });
    say(question, 200, "privacy", &facts)
}

/// Answers `PUT /api/v2/user/privacy` with `optOutPlayback` and `optOutLibraryStats`
pub(super) fn set_privacy(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    {
        let mut state = cloud.write();
        let Some(person) = state.person_mut(question.asker) else {
            return not_found(question);
        };
        if question.value("optOutPlayback").is_some() {
            person.settings.opt_out_playback = question.flag("optOutPlayback");
        }
        if question.value("optOutLibraryStats").is_some() {
            person.settings.opt_out_library_stats = question.flag("optOutLibraryStats");
        }
    }
    privacy(cloud, question)
}

/// Answers `GET /api/v2/user/view_state_sync`
pub(super) fn view_state_sync(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    let Some(person) = state.person(question.asker) else {
        return not_found(question);
    };
    let facts = json!({"consent": person.settings.view_state_sync});
    say(question, 200, "viewStateSync", &facts)
}

/// Answers `PUT /api/v2/user/view_state_sync?consent=`
pub(super) fn set_view_state_sync(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let consent = match question.value("consent") {
        Some("1" | "true" | "True") => true,
        Some("0" | "false" | "False") => false,
        _ => return bad(question, "consent is missing"),
    };
    {
        let mut state = cloud.write();
        let Some(person) = state.person_mut(question.asker) else {
            return not_found(question);
        };
        person.settings.view_state_sync = consent;
    }
    view_state_sync(cloud, question)
}
