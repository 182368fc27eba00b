//! Invitations by the first API, which is gone unless it is said to be alive.

use super::super::cloud::Cloud;
use super::super::question::Question;
use super::super::reply::{refuse_first, tree};
use super::super::state::{Invited, PersonId, Share, State};
use crate::answer::Element;
use crate::behaviour::Invitations;
use crate::server::Outcome;

/// Returns what is answered where these are gone.
fn gone(cloud: &Cloud) -> Option<Outcome> {
    let is_gone = cloud.behaviour().invitations == Invitations::Gone;
    is_gone.then(|| super::friends::gone(cloud))
}

/// Answers `GET /api/invites/requests`: whoever wants to share something with the asker.
pub(super) fn received(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    gone(cloud).unwrap_or_else(|| listed(cloud, question, false))
}

/// Answers `GET /api/invites/requested`: whom the asker wants to share something with.
pub(super) fn sent(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    gone(cloud).unwrap_or_else(|| listed(cloud, question, true))
}

fn is_of(share: &Share, question: &Question<'_>, is_sent: bool) -> bool {
    let is_its = match is_sent {
        true => share.owner == question.asker,
        false => share.invited == Invited::Person(question.asker),
    };
    is_its && share.accepted_at.is_none()
}

fn listed(cloud: &Cloud, question: &Question<'_>, is_sent: bool) -> Outcome {
    let state = cloud.read();
    let shares = state.shares.iter();
    let shares = shares.filter(|share| is_of(share, question, is_sent));
    let mut root = Element::container();
    root.extend(shares.map(|share| invite(cloud, &state, share, is_sent)));
    tree(200, &root)
}

fn invite<'s>(cloud: &Cloud, state: &'s State, share: &'s Share, is_sent: bool) -> Element<'s> {
    let other = match is_sent {
        true => share.invited.person().and_then(|id| state.person(id)),
        false => state.person(share.owner),
    };
    let email = match &share.invited {
        Invited::Email(email) => email.as_str(),
        Invited::Person(_) => other.map_or("", |one| one.email.as_deref().unwrap_or("")),
    };
    let servers = cloud.servers();
    let server = servers
        .iter()
        .find(|server| server.machine_identifier == share.machine_identifier);
    let name = server.map_or_else(String::new, |server| server.name.clone());
    let all = cloud.sections(&share.machine_identifier).len();
    Element::new("Invite")
        .with("id", share.id.to_string())
        .with("createdAt", share.invited_at)
        .with("friend", true)
        .with("home", false)
        .with("server", true)
        .with("username", other.map_or("", |one| one.title.as_str()))
        .with("email", email)
        .with("thumb", other.map_or("", |one| one.thumb.as_str()))
        .with("friendlyName", other.map_or("", |one| one.title.as_str()))
        .child(Element::new("Server").with("name", name).with(
            "numLibraries",
            share.sections.as_ref().map_or(all, Vec::len),
        ))
}

/// Answers `PUT /api/invites/requests/{id}`: yes.
pub(super) fn accept(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    if let Some(gone) = gone(cloud) {
        return gone;
    }
    let mut state = cloud.write();
    let Some(id) = named(&state, question, false) else {
        return refuse_first("Invite not found", 404);
    };
    state.accept_share(id, cloud.now());
    drop(state);
    cloud.tell_server();
    tree(200, &Element::container())
}

/// Answers `DELETE /api/invites/requested/{id}`: not after all.
pub(super) fn take_back(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    // Whom one has asked to join the home is called by their own number.
    if question.flag("home") {
        let mut state = cloud.write();
        let other = question.capture(0).parse().ok().map(PersonId);
        let is_over = other.is_some_and(|other| state.ask_home_no_longer(question.asker, other));
        if is_over {
            return tree(200, &Element::container());
        }
    }
    if let Some(gone) = gone(cloud) {
        return gone;
    }
    let mut state = cloud.write();
    let Some(id) = named(&state, question, true) else {
        return refuse_first("Invite not found", 404);
    };
    state.shares.retain(|share| share.id != id);
    drop(state);
    cloud.tell_server();
    tree(200, &Element::container())
}

fn named(state: &State, question: &Question<'_>, is_sent: bool) -> Option<u64> {
    let share = state.share(question.capture(0).parse().ok()?)?;
    is_of(share, question, is_sent).then_some(share.id)
}
