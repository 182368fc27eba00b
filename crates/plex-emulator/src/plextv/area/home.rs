//! The home: who lives in it, who comes and goes, and their PINs.

use serde_json::{Value, json};

use super::super::cloud::Cloud;
use super::super::question::Question;
use super::super::reply::{done, refuse, refuse_first, say, tree};
use super::super::state::{Friendship, Person, PersonId, State};
use super::common::{bad, container, forbidden, invalid, no_such_person, not_found};
use crate::answer::Element;
use crate::server::Outcome;

/// Answers `GET /api/v2/home/users`
pub(super) fn users(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    let users: Vec<Value> = members(&state, question.asker).map(member).collect();
    let admin = state.admin();
    let home = json!({
        "id": 1_000_001,
        "name": admin.map(|admin| format!("{}'s home", admin.title)),
        "guestUserID": null,
        "guestUserUUID": null,
        "guestEnabled": false,
        "subscription": admin.is_some_and(|admin| admin.has_plex_pass),
        "users": users,
    });
    say(question, 200, "home", &home)
}

fn member(person: &Person) -> Value {
    json!({
        "id": person.id.0,
        "uuid": person.uuid,
        "title": person.title,
        "username": person.username,
        "email": person.email,
        "friendlyName": person.is_restricted.then_some(&person.title),
        "thumb": person.thumb,
        "hasPassword": !person.is_restricted,
        "restricted": person.is_restricted,
        "restrictionProfile": person.restriction_profile,
        "admin": person.is_admin,
        "guest": false,
        "protected": person.pin.is_some(),
    })
}

/// Returns who lives with the asker; nobody when they live in no home.
fn members(state: &State, asker: PersonId) -> impl Iterator<Item = &Person> {
    let lives_here = state.person(asker).is_some_and(|person| person.is_home);
    state.home().filter(move |_| lives_here)
}

/// Answers `GET /api/home/users`
pub(super) fn users_first(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    let users: Vec<_> = members(&state, question.asker).map(element).collect();
    let admin = state.admin();
    let mut root = container(users.len())
        .with("id", 1_000_001_i64)
        .maybe("name", admin.map(|admin| format!("{}'s home", admin.title)))
        .with("guestUserID", "")
        .with("guestUserUUID", "")
        .with("guestEnabled", false)
        .with(
            "subscription",
            admin.is_some_and(|admin| admin.has_plex_pass),
        );
    root.extend(users);
    tree(200, &root)
}

fn element(person: &Person) -> Element<'_> {
    Element::new("User")
        .with("id", person.id.0.to_string())
        .with("uuid", person.uuid.as_str())
        .with("admin", person.is_admin)
        .with("guest", false)
        .with("restricted", person.is_restricted)
        .with(
            "restrictionProfile",
            person.restriction_profile.as_deref().unwrap_or(""),
        )
        .with("protected", person.pin.is_some())
        .with("title", person.title.as_str())
        .with("username", person.username.as_deref().unwrap_or(""))
        .with("email", person.email.as_deref().unwrap_or(""))
        .with("thumb", person.thumb.as_str())
}

/// Answers `POST /api/home/users?title=` adds somebody managed, `?invitedEmail=` asks somebody to join.
pub(super) fn add(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let now = cloud.now();
    let mut state = cloud.write();
    if let Some(title) = question.value("title") {
        if state.home().count() >= 15 {
            return refuse_first("The home is full", 422);
        }
        let id = state.add_managed(title, now);
        return match state.person(id) {
            Some(person) => tree(201, &element(person)),
            None => no_such_person(),
        };
    }
    let Some(email) = question.value("invitedEmail") else {
        return refuse_first("title or invitedEmail is missing", 400);
    };
    let Some(invited) = state.called(email).map(|person| person.id) else {
        return no_such_person();
    };
    if state.person(invited).is_some_and(|person| person.is_home) {
        return refuse_first("The user is in the home already", 400);
    }
    let asked = Friendship {
        from: question.asker,
        to: invited,
        asked_at: now,
        accepted_at: None,
    };
    let is_asked = state.home_invitations.iter().any(|held| held.to == invited);
    if !is_asked {
        state.home_invitations.push(asked);
    }
    match state.person(invited) {
        Some(person) => tree(201, &element(person)),
        None => no_such_person(),
    }
}

/// Answers `DELETE /api/home/users/{id}`: by the admin, or by whoever leaves.
pub(super) fn remove(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let mut state = cloud.write();
    let Some(id) = member_called(&state, question.capture(0)) else {
        return no_such_person();
    };
    let is_admin = |id| state.person(id).is_some_and(|person| person.is_admin);
    if is_admin(id) || (question.asker != id && !is_admin(question.asker)) {
        return refuse_first("You do not have permission to perform this action", 403);
    }
    state.leave_home(id);
    drop(state);
    cloud.tell_server();
    done()
}

/// Answers `PUT /api/home/users/{id}?pin=&currentPin=`: one's own PIN, or by the admin anybody's. An
/// empty one takes it away.
pub(super) fn set_pin(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let mut state = cloud.write();
    let Some(id) = member_called(&state, question.capture(0)) else {
        return no_such_person();
    };
    let asker_is_admin = state
        .person(question.asker)
        .is_some_and(|person| person.is_admin);
    if id != question.asker && !asker_is_admin {
        return refuse_first("You do not have permission to perform this action", 403);
    }
    let Some(pin) = question.parameter("pin") else {
        return refuse_first("pin is missing", 400);
    };
    let held = state.person(id).and_then(|person| person.pin.clone());
    let is_right = held.is_none() || held.as_deref() == question.value("currentPin");
    if id == question.asker && !is_right {
        return refuse_first("The current PIN is not right", 401);
    }
    if !pin.is_empty() && !is_pin(pin) {
        return refuse_first("A PIN has four digits", 422);
    }
    if let Some(person) = state.person_mut(id) {
        person.pin = Some(pin.to_owned()).filter(|pin| !pin.is_empty());
    }
    match state.person(id) {
        Some(person) => tree(200, &element(person)),
        None => no_such_person(),
    }
}

/// Answers `POST /api/v2/home/users/restricted/{id}?pin=|removePin=1|restrictionProfile=`: by the admin,
/// for somebody managed.
pub(super) fn set_managed(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let mut state = cloud.write();
    let asker = state.person(question.asker);
    if !asker.is_some_and(|person| person.is_admin) {
        return forbidden(question);
    }
    let id = member_called(&state, question.capture(0));
    let Some(person) = id.and_then(|id| state.person_mut(id)) else {
        return not_found(question);
    };
    if !person.is_restricted {
        return refuse(question.wants_json(), 1004, "The user is not managed", 401);
    }
    let pin = question.value("pin");
    if pin.is_some_and(|pin| !is_pin(pin)) {
        return invalid(question, "A PIN has four digits");
    }
    const PROFILES: &[&str] = &["", "little_kid", "older_kid", "teen"];
    let profile = question.parameter("restrictionProfile");
    if profile.is_some_and(|profile| !PROFILES.contains(&profile)) {
        return invalid(question, "There is no such restriction profile");
    }
    let removes = question.flag("removePin");
    if pin.is_none() && profile.is_none() && !removes {
        return bad(question, "Nothing to change");
    }
    if let Some(pin) = pin {
        person.pin = Some(pin.to_owned());
    }
    if removes {
        person.pin = None;
    }
    if let Some(profile) = profile {
        person.restriction_profile = Some(profile.to_owned()).filter(|profile| !profile.is_empty());
    }
    let facts = member(person);
    say(question, 200, "user", &facts)
}

/// Says whether a text can be a PIN: four digits.
fn is_pin(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns who of the home has this number or UUID.
pub(super) fn member_called(state: &State, text: &str) -> Option<PersonId> {
    let mut home = state.home();
    home.find(|person| person.uuid == text || person.id.0.to_string() == text)
        .map(|person| person.id)
}
