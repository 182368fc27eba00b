//! Shares by the second API: who shares what with whom, and who has yet to say yes.

use serde_json::{Value, json};

use super::super::cloud::Cloud;
use super::super::question::Question;
use super::super::reply::{done, say};
use super::super::state::{Invited, PersonId, Share, State};
use super::common::{bad, invalid, not_found, person};
use super::sharing::{invited, keys_of, settings_over, share_json};
use crate::server::Outcome;

/// Answers `POST /api/v2/shared_servers`
pub(super) fn add(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let machine_identifier = question.member("machineIdentifier").as_str().unwrap_or("");
    let Some(server) = cloud.server_of(question.asker, machine_identifier) else {
        return not_found(question);
    };
    let mid = server.machine_identifier.as_str();
    let Some(keys) = keys_of(cloud, mid, question.member("librarySectionIds")) else {
        return bad(question, "A library is not one of this server");
    };
    let mut state = cloud.write();
    let Some(invited) = invited(
        &state,
        question.member("invitedId"),
        question.member("invitedEmail"),
    ) else {
        return not_found(question);
    };
    let is_shared = state
        .shares
        .iter()
        .any(|share| share.invited == invited && share.machine_identifier == mid);
    if is_shared || invited == Invited::Person(question.asker) {
        return bad(
            question,
            "You're already sharing this server with this user",
        );
    }
    if let Some(other) = invited.person() {
        let held = state.settings(question.asker, other);
        let Some(changed) = settings_over(held, question.member("settings")) else {
            return invalid(question, "A sharing setting is not allowed");
        };
        *state.settings_mut(question.asker, other) = changed;
    }
    let id = state.add_share(question.asker, mid, invited, keys, cloud.now());
    let facts = state
        .share(id)
        .map(|share| share_json(cloud, &state, share, question.asker));
    drop(state);
    cloud.tell_server();
    say(question, 201, "sharedServer", &facts.unwrap_or_default())
}

/// Answers `POST|PUT /api/v2/shared_servers/{id}`: other libraries, other settings.
pub(super) fn change(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let mut state = cloud.write();
    let Some(share) = named(&state, question).filter(|share| share.owner == question.asker) else {
        return not_found(question);
    };
    let (id, other) = (share.id, share.invited.person());
    let mid = share.machine_identifier.clone();
    let named = question.member("librarySectionIds");
    let Some(keys) = keys_of(cloud, &mid, named) else {
        return bad(question, "A library is not one of this server");
    };
    if let Some(other) = other {
        let held = state.settings(question.asker, other);
        let Some(changed) = settings_over(held, question.member("settings")) else {
            return invalid(question, "A sharing setting is not allowed");
        };
        *state.settings_mut(question.asker, other) = changed;
    }
    if let Some(share) = state.share_mut(id).filter(|_| !named.is_null()) {
        share.sections = keys;
    }
    let facts = state
        .share(id)
        .map(|share| share_json(cloud, &state, share, question.asker));
    drop(state);
    cloud.tell_server();
    say(question, 200, "sharedServer", &facts.unwrap_or_default())
}

/// Answers `DELETE /api/v2/shared_servers/{id}`: by whoever shares, or by whoever was asked.
pub(super) fn stop(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let mut state = cloud.write();
    let Some(id) = named(&state, question).map(|share| share.id) else {
        return not_found(question);
    };
    state.shares.retain(|share| share.id != id);
    drop(state);
    cloud.tell_server();
    done()
}

/// Answers `POST /api/v2/shared_servers/{id}/accept`: by whoever was asked.
pub(super) fn accept(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let mut state = cloud.write();
    let share =
        named(&state, question).filter(|share| share.invited == Invited::Person(question.asker));
    let Some(id) = share.map(|share| share.id) else {
        return not_found(question);
    };
    state.accept_share(id, cloud.now());
    let facts = state
        .share(id)
        .map(|share| share_json(cloud, &state, share, question.asker));
    drop(state);
    cloud.tell_server();
    say(question, 200, "sharedServer", &facts.unwrap_or_default())
}

/// Returns the share that the path names, if it is the asker's or for the asker.
fn named<'s>(state: &'s State, question: &Question<'_>) -> Option<&'s Share> {
    let share = state.share(question.capture(0).parse().ok()?)?;
    let is_theirs =
        share.owner == question.asker || share.invited == Invited::Person(question.asker);
    is_theirs.then_some(share)
}

/// Answers `GET /api/v2/shared_servers/{owned|received}/accepted`
pub(super) fn accepted(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    let Some(is_owned) = side(question.capture(0)) else {
        return not_found(question);
    };
    let shares: Vec<Value> = chosen(&state, question.asker, is_owned, true)
        .map(|share| share_json(cloud, &state, share, question.asker))
        .collect();
    say(question, 200, "sharedServers", &Value::Array(shares))
}

/// Answers `GET /api/v2/shared_servers/invites/{owned|received}/{pending|accepted}`: by person, each with
/// what is shared.
pub(super) fn invitations(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    let is_accepted = match question.capture(1) {
        "accepted" => true,
        "pending" => false,
        _ => return not_found(question),
    };
    let Some(is_owned) = side(question.capture(0)) else {
        return not_found(question);
    };
    let mut list: Vec<(Invited, PersonId, Vec<Value>)> = Vec::new();
    for share in chosen(&state, question.asker, is_owned, is_accepted) {
        let shown = share_json(cloud, &state, share, question.asker);
        let key = (share.invited.clone(), share.owner);
        match list
            .iter_mut()
            .find(|one| (&one.0, one.1) == (&key.0, key.1))
        {
            Some(one) => one.2.push(shown),
            None => list.push((key.0, key.1, vec![shown])),
        }
    }
    let status = if is_accepted { "accepted" } else { "pending" };
    let list: Vec<Value> = list
        .into_iter()
        .map(|(invited, owner, shares)| {
            let email = match &invited {
                Invited::Email(email) => Some(email.clone()),
                Invited::Person(_) => None,
            };
            let other = invited.person().and_then(|id| state.person(id));
            json!({
                "owner": state.person(owner).map(|owner| person(owner, status)),
                "invited": other.map(|other| person(other, status)),
                "invitedEmail": email,
                "sharedServers": shares,
                "sharedSources": [],
            })
        })
        .collect();
    say(question, 200, "invites", &Value::Array(list))
}

fn side(text: &str) -> Option<bool> {
    match text {
        "owned" => Some(true),
        "received" => Some(false),
        _ => None,
    }
}

fn chosen(
    state: &State,
    asker: PersonId,
    is_owned: bool,
    is_accepted: bool,
) -> impl Iterator<Item = &Share> {
    state.shares.iter().filter(move |share| {
        let is_side = if is_owned {
            share.owner == asker
        } else {
            share.invited == Invited::Person(asker)
        };
        is_side && share.accepted_at.is_some() == is_accepted
    })
}
