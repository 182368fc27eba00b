//! Friends, and what each of them may do.

use serde_json::{Value, json};

use super::super::cloud::Cloud;
use super::super::question::Question;
use super::super::reply::{done, refuse, refuse_first, say, tree};
use super::super::state::{Friendship, Person, PersonId, SharingSettings, State};
use super::common::{
    bad, container, date, invalid, no_such_person, not_found, person, settings, with_settings,
};
use super::sharing::share_json;
use crate::answer::Element;
use crate::server::Outcome;

/// Answers `GET /api/users`: everybody whom the asker shares with, is friends with or lives with.
pub(super) fn users(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    let asker = question.asker;
    let users: Vec<_> = acquaintances(&state, asker)
        .map(|other| user(cloud, &state, asker, other))
        .collect();
    let mut root = container(users.len());
    root.extend(users);
    tree(200, &root)
}

fn acquaintances(state: &State, asker: PersonId) -> impl Iterator<Item = &Person> {
    let lives_in_home = state.person(asker).is_some_and(|person| person.is_home);
    state.people.iter().filter(move |other| {
        let is_friend = state
            .friendship(asker, other.id)
            .is_some_and(|friendship| friendship.accepted_at.is_some());
        let is_shared_with = state
            .shares
            .iter()
            .any(|share| share.owner == asker && share.invited.person() == Some(other.id));
        other.id != asker && (is_friend || is_shared_with || (lives_in_home && other.is_home))
    })
}

fn user<'w>(cloud: &Cloud, state: &'w State, asker: PersonId, other: &'w Person) -> Element<'w> {
    let element = Element::new("User")
        .with("id", other.id.0.to_string())
        .with("title", other.title.as_str())
        .with("username", other.username.as_deref().unwrap_or(""))
        .with("email", other.email.as_deref().unwrap_or(""))
        .with("recommendationsPlaylistId", "")
        .with("thumb", other.thumb.as_str())
        .with("protected", other.pin.is_some())
        .with(
            "home",
            other.is_home || state.is_asked_home(asker, other.id),
        )
        .with("restricted", other.is_restricted);
    let mut element = with_settings(element, &state.settings(asker, other.id));
    let shares = state
        .shares
        .iter()
        .filter(|share| share.owner == asker && share.invited.person() == Some(other.id));
    for share in shares {
        let all = cloud.sections(&share.machine_identifier).len();
        let server = Element::new("Server")
            .with("id", share.id.to_string())
            .with(
                "serverId",
                super::sharing::server_id(&share.machine_identifier).to_string(),
            )
            .with("machineIdentifier", share.machine_identifier.as_str())
            .with(
                "name",
                super::sharing::name_of(cloud, &share.machine_identifier),
            )
            .with("lastSeenAt", cloud.now())
            .with(
                "numLibraries",
                share.sections.as_ref().map_or(all, Vec::len),
            )
            .with("allLibraries", share.sections.is_none())
            .with("owned", true)
            .with("pending", share.accepted_at.is_none());
        element.push(server);
    }
    element
}

/// Answers `PUT /api/users/{id}?filterMovies=…`: sets sharing settings, as `/api/v2/sharings` does.
pub(super) fn set_first(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    match change_settings(cloud, question) {
        Ok(_) => done(),
        Err(Obstacle::Unknown) => no_such_person(),
        Err(Obstacle::Restricted) => refuse_first(RESTRICTED, 422),
        Err(Obstacle::Value) => refuse_first("A value is not allowed", 422),
    }
}

/// Answers `PUT /api/v2/sharings/{userId}?allowSync=&filterMovies=…`
pub(super) fn set(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    match change_settings(cloud, question) {
        Ok(held) => say(question, 200, "sharingSettings", &settings(&held)),
        Err(Obstacle::Unknown) => not_found(question),
        Err(Obstacle::Restricted) => invalid(question, RESTRICTED),
        Err(Obstacle::Value) => invalid(question, "A value is not allowed"),
    }
}

const RESTRICTED: &str = "The user has a restriction profile";

enum Obstacle {
    Unknown,
    Restricted,
    Value,
}

/// Changes the settings of a share. Each filter is kept to the letter and replaces the whole of what it was.
fn change_settings(cloud: &Cloud, question: &Question<'_>) -> Result<SharingSettings, Obstacle> {
    let mut state = cloud.write();
    let other = acquaintances(&state, question.asker)
        .find(|other| other.is_called(question.capture(0)))
        .ok_or(Obstacle::Unknown)?;
    let id = other.id;
    let has_profile = other.restriction_profile.is_some();
    let mut changed = state.settings(question.asker, id);
    for name in SharingSettings::NAMES {
        let Some(value) = question.query.get(name) else {
            continue;
        };
        if name.starts_with("filter") && has_profile {
            return Err(Obstacle::Restricted);
        }
        if !changed.set(name, value) {
            return Err(Obstacle::Value);
        }
    }
    *state.settings_mut(question.asker, id) = changed.clone();
    drop(state);
    cloud.tell_server();
    Ok(changed)
}

/// Answers `DELETE /api/v2/sharings/{userId}` and `DELETE /api/v2/friends/{id}`: ends the friendship, and
/// with it what the two share.
pub(super) fn part(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let mut state = cloud.write();
    let other = state
        .people
        .iter()
        .find(|other| other.is_called(question.capture(0)))
        .map(|other| other.id);
    let Some(other) = other else {
        return not_found(question);
    };
    if !state.part(question.asker, other) {
        return not_found(question);
    }
    drop(state);
    cloud.tell_server();
    done()
}

/// Returns how a friendship stands for one of the two.
fn status(friendship: &Friendship, asker: PersonId) -> &'static str {
    match friendship.accepted_at {
        Some(_) => "accepted",
        None if friendship.from == asker => "pending_sent",
        None => "pending_received",
    }
}

/// Answers `GET /api/v2/friends?status=&includeSharedServers=&includeSharingSettings=`
pub(super) fn friends(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    let asker = question.asker;
    let wanted = question.value("status").unwrap_or("accepted");
    let lives_in_home = state.person(asker).is_some_and(|person| person.is_home);
    let mut list = Vec::new();
    for other in state.people.iter().filter(|other| other.id != asker) {
        let friendship = state.friendship(asker, other.id);
        let shares_home = lives_in_home && other.is_home;
        let standing = match friendship {
            Some(friendship) => status(friendship, asker),
            None if shares_home => "accepted",
            None => continue,
        };
        let is_wanted = standing == wanted || (wanted == "pending" && standing != "accepted");
        if !is_wanted {
            continue;
        }
        let mut facts = person(other, standing);
        let mut set = |key: &str, value: Value| {
            if let Some(facts) = facts.as_object_mut() {
                facts.insert(key.to_owned(), value);
            }
        };
        if let Some(accepted_at) = friendship.and_then(|friendship| friendship.accepted_at) {
            set("friendshipCreatedAt", json!(date(accepted_at)));
        }
        if question.flag("includeSharingSettings") {
            set(
                "sharingSettings",
                settings(&state.settings(asker, other.id)),
            );
        }
        if question.flag("includeSharedServers") {
            let shares = state
                .shares
                .iter()
                .filter(|share| share.owner == asker && share.invited.person() == Some(other.id));
            let shares: Vec<Value> = shares
                .map(|share| share_json(cloud, &state, share, asker))
                .collect();
            set("sharedServers", json!(shares));
        }
        if question.flag("includeSharedSources") {
            set("sharedSources", json!([]));
        }
        list.push(facts);
    }
    say(question, 200, "friends", &Value::Array(list))
}

/// Answers `POST /api/v2/friends/invite?identifier=`
pub(super) fn invite(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let Some(identifier) = question.value("identifier") else {
        return bad(question, "identifier is missing");
    };
    let mut state = cloud.write();
    let asker = question.asker;
    let Some(other) = state.called(identifier).map(|other| other.id) else {
        return not_found(question);
    };
    if other == asker {
        return invalid(question, "You cannot be your own friend");
    }
    match state.friendship(asker, other) {
        // Two who asked each other are friends.
        Some(held) if held.accepted_at.is_none() && held.to == asker => {
            let now = cloud.now();
            state.befriend(asker, other, now);
        }
        Some(_) => {
            let message = "You have asked already";
            return refuse(question.wants_json(), 1000, message, 422);
        }
        None => state.friendships.push(Friendship {
            from: asker,
            to: other,
            asked_at: cloud.now(),
            accepted_at: None,
        }),
    }
    match state.person(other) {
        Some(other) => say(question, 201, "friend", &person(other, "pending")),
        None => not_found(question),
    }
}

/// Answers `POST /api/v2/friends/{id}/accept`
pub(super) fn accept(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let mut state = cloud.write();
    let asker = question.asker;
    let now = cloud.now();
    let other = state
        .friendships
        .iter()
        .filter(|held| held.to == asker && held.accepted_at.is_none())
        .map(|held| held.from)
        .find(|from| from.0.to_string() == question.capture(0));
    let Some(other) = other else {
        return not_found(question);
    };
    state.befriend(asker, other, now);
    let Some(friend) = state.person(other) else {
        return not_found(question);
    };
    let mut facts = person(friend, "accepted");
    if let Some(facts) = facts.as_object_mut() {
        facts.insert("friendshipCreatedAt".to_owned(), json!(date(now)));
    }
    say(question, 200, "friend", &facts)
}

/// Answers the paths that were there once: `/api/friends`, `/api/invites/requests`, …
pub(super) fn removed(cloud: &Cloud, _: &Question<'_>) -> Outcome {
    gone(cloud)
}

/// Returns what they answer.
pub(super) fn gone(_: &Cloud) -> Outcome {
    refuse_first("This endpoint was deprecated and removed", 410)
}
