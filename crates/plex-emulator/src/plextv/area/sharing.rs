//! Servers and what of them is shared, by the first API; and how the second shows a share.

use serde_json::{Value, json};

use super::super::cloud::{Cloud, TvSection};
use super::super::question::{Question, member};
use super::super::reply::{done, refuse_first, say, tree};
use super::super::server::TvServer;
use super::super::state::{Invited, PersonId, Share, SharingSettings, State};
use super::common::{container, date, not_found, person, settings, text_of, with_settings};
use crate::answer::Element;
use crate::seed::Seed;
use crate::server::Outcome;

/// Returns plex.tv's number for a server.
pub(super) fn server_id(machine_identifier: &str) -> u64 {
    20_000_000 + Seed::of(machine_identifier).next() % 1_000_000
}

pub(super) fn name_of(cloud: &Cloud, machine_identifier: &str) -> String {
    let servers = cloud.servers();
    let mut all = servers.iter();
    all.find(|server| server.machine_identifier == machine_identifier)
        .map_or_else(String::new, |server| server.name.clone())
}

fn no_server() -> Outcome {
    refuse_first("Server not found", 404)
}

fn address(server: &TvServer) -> (&str, u16) {
    let first = server.connections.first();
    first.map_or(("", 0), |connection| {
        (connection.address.as_str(), connection.port)
    })
}

/// Answers `GET /api/servers/{machineIdentifier}`: where plex.tv's numbers for the libraries are found.
pub(super) fn server(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let Some(server) = cloud.server_of(question.asker, question.capture(0)) else {
        return no_server();
    };
    let sections = cloud.sections(&server.machine_identifier);
    let (address, port) = address(&server);
    let mut element = Element::new("Server")
        .with("name", server.name.as_str())
        .with("address", address)
        .with("port", u32::from(port))
        .with("version", server.version.as_str())
        .with("scheme", "http")
        .with("host", address)
        .with("localAddresses", address)
        .with("machineIdentifier", server.machine_identifier.as_str())
        .with("createdAt", 1_609_502_400_i64)
        .with("updatedAt", cloud.now())
        .with("owned", true)
        .with("synced", false);
    element.extend(sections.iter().map(section));
    tree(200, &container(1).child(element))
}

fn section(section: &TvSection) -> Element<'_> {
    Element::new("Section")
        .with("id", section.id.to_string())
        .with("key", section.key.as_str())
        .with("type", section.kind)
        .with("title", section.title.as_str())
}

/// Answers `GET /api/v2/servers/{machineIdentifier}`
pub(super) fn server_second(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let Some(server) = cloud.server_of(question.asker, question.capture(0)) else {
        return not_found(question);
    };
    let (address, port) = address(&server);
    let sections = cloud.sections(&server.machine_identifier);
    let facts = json!({
        "name": server.name,
        "address": address,
        "port": port,
        "version": server.version,
        "scheme": "http",
        "synced": false,
        "owned": true,
        "localAddresses": address,
        "machineIdentifier": server.machine_identifier,
        "createdAt": 1_609_502_400,
        "updatedAt": cloud.now(),
        "librarySections": sections.iter().map(library).collect::<Vec<Value>>(),
    });
    say(question, 200, "server", &facts)
}

fn library(section: &TvSection) -> Value {
    let key = section.key.parse::<i64>();
    json!({
        "id": section.id,
        "key": key.map_or_else(|_| json!(section.key), |key| json!(key)),
        "title": section.title,
        "type": section.kind,
    })
}

/// Answers `GET /api/servers/{machineIdentifier}/shared_servers`: whom the server is shared with, and the
/// token of each.
pub(super) fn shares(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let Some(server) = cloud.server_of(question.asker, question.capture(0)) else {
        return no_server();
    };
    let state = cloud.read();
    let shares: Vec<_> = state
        .shares
        .iter()
        .filter(|share| share.machine_identifier == server.machine_identifier)
        .collect();
    let sections = cloud.sections(&server.machine_identifier);
    let mut root = container(shares.len());
    for share in shares {
        root.push(shared_server(&state, &server, &sections, share));
    }
    tree(200, &root)
}

/// Answers `GET /api/servers/{machineIdentifier}/shared_servers/{id}`
pub(super) fn share(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let Some(server) = cloud.server_of(question.asker, question.capture(0)) else {
        return no_server();
    };
    let state = cloud.read();
    let id = question.capture(1).parse().ok();
    let share = id.and_then(|id| state.share(id));
    let Some(share) = share.filter(|share| share.machine_identifier == server.machine_identifier)
    else {
        return refuse_first("Share not found", 404);
    };
    let sections = cloud.sections(&server.machine_identifier);
    let shown = shared_server(&state, &server, &sections, share);
    tree(200, &container(1).child(shown))
}

fn shared_server<'w>(
    state: &'w State,
    server: &'w TvServer,
    sections: &'w [TvSection],
    share: &'w Share,
) -> Element<'w> {
    let other = share.invited.person().and_then(|id| state.person(id));
    let email = match &share.invited {
        Invited::Email(email) => Some(email.as_str()),
        Invited::Person(_) => other.and_then(|other| other.email.as_deref()),
    };
    let other_id = share.invited.person();
    let held = other_id.map(|other| state.settings(share.owner, other));
    let element = Element::new("SharedServer")
        .with("id", share.id.to_string())
        .with(
            "username",
            other.map_or("", |other| {
                other.username.as_deref().unwrap_or(&other.title)
            }),
        )
        .with("email", email.unwrap_or(""))
        .with(
            "userID",
            other_id.map_or_else(String::new, |id| id.0.to_string()),
        )
        .with(
            "accessToken",
            if share.accepted_at.is_some() {
                share.access_token.as_str()
            } else {
                ""
            },
        )
        .with("name", server.name.as_str())
        .with(
            "acceptedAt",
            share
                .accepted_at
                .map_or_else(String::new, |at| at.to_string()),
        )
        .with("invitedAt", share.invited_at)
        .with("owned", false)
        .with("allLibraries", share.sections.is_none());
    let mut element = with_settings(element, &held.unwrap_or_default());
    element.extend(sections.iter().map(|one| {
        let is_shared = share
            .sections
            .as_ref()
            .is_none_or(|shared| shared.contains(&one.key));
        section(one).with("shared", is_shared)
    }));
    element
}

/// Returns a share as the second API shows it to one of the two.
pub(super) fn share_json(cloud: &Cloud, state: &State, share: &Share, asker: PersonId) -> Value {
    let sections = cloud.sections(&share.machine_identifier);
    let shared: Vec<Value> = sections
        .iter()
        .filter(|section| {
            let keys = share.sections.as_ref();
            keys.is_none_or(|keys| keys.contains(&section.key))
        })
        .map(library)
        .collect();
    let other = share.invited.person().and_then(|id| state.person(id));
    let status = if share.accepted_at.is_some() {
        "accepted"
    } else {
        "pending"
    };
    let held = other.map(|other| state.settings(share.owner, other.id));
    let held = settings(&held.unwrap_or_default());
    let email = match &share.invited {
        Invited::Email(email) => Some(email),
        Invited::Person(_) => None,
    };
    let mut invited = other.map(|other| person(other, status));
    if let Some(Value::Object(invited)) = &mut invited {
        invited.insert("sharingSettings".to_owned(), held.clone());
    }
    json!({
        "id": share.id,
        "name": name_of(cloud, &share.machine_identifier),
        "ownerId": share.owner.0,
        "invitedId": other.map(|other| other.id.0),
        "invitedEmail": email,
        "serverId": server_id(&share.machine_identifier),
        "accepted": share.accepted_at.is_some(),
        "acceptedAt": share.accepted_at.map(date),
        "deletedAt": null,
        "leftAt": null,
        "owned": share.owner == asker,
        "inviteToken": Seed::of(&format!("invitation {}", share.id)).hex(20),
        "machineIdentifier": share.machine_identifier,
        "lastSeenAt": date(cloud.now()),
        "numLibraries": shared.len(),
        "invited": invited,
        "owner": state.person(share.owner).map(|owner| person(owner, status)),
        "sharingSettings": held,
        "libraries": shared,
        "allLibraries": share.sections.is_none(),
    })
}

/// Returns the keys of the libraries that a body names, by plex.tv's numbers or by their own; all of the
/// server's when it names none. `None` when it names one that is not there.
pub(super) fn keys_of(
    cloud: &Cloud,
    machine_identifier: &str,
    named: &Value,
) -> Option<Option<Vec<String>>> {
    let named = match named {
        Value::Null => return Some(None),
        Value::Array(named) if named.is_empty() => return Some(None),
        Value::Array(named) => named,
        _ => return None,
    };
    let sections = cloud.sections(machine_identifier);
    let mut keys = Vec::new();
    for one in named {
        let wanted = text_of(one)?;
        let section = sections
            .iter()
            .find(|section| section.id.to_string() == wanted || section.key == wanted)?;
        if !keys.contains(&section.key) {
            keys.push(section.key.clone());
        }
    }
    Some(Some(keys))
}

/// Returns whom a body invites.
pub(super) fn invited(state: &State, id: &Value, email: &Value) -> Option<Invited> {
    if let Some(id) = text_of(id).filter(|id| !id.is_empty()) {
        let found = state.people.iter().find(|one| one.id.0.to_string() == id);
        return found.map(|found| Invited::Person(found.id));
    }
    let email = text_of(email).filter(|email| !email.is_empty())?;
    match state.called(&email) {
        Some(found) => Some(Invited::Person(found.id)),
        None => email.contains('@').then_some(Invited::Email(email)),
    }
}

/// Returns the settings that a body holds, laid over those that there are. `None` when one is not
/// allowed.
pub(super) fn settings_over(mut held: SharingSettings, given: &Value) -> Option<SharingSettings> {
    let given = given.as_object().into_iter().flatten();
    for (name, value) in given {
        if SharingSettings::NAMES.contains(&name.as_str()) && !held.set(name, &text_of(value)?) {
            return None;
        }
    }
    Some(held)
}

/// Answers `POST /api/servers/{machineIdentifier}/shared_servers`
pub(super) fn add(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let Some(server) = cloud.server_of(question.asker, question.capture(0)) else {
        return no_server();
    };
    let mid = server.machine_identifier.as_str();
    let body = question.member("shared_server");
    let Some(keys) = keys_of(cloud, mid, member(body, "library_section_ids")) else {
        return refuse_first("A library is not one of this server", 400);
    };
    let mut state = cloud.write();
    let Some(invited) = invited(
        &state,
        member(body, "invited_id"),
        member(body, "invited_email"),
    ) else {
        return refuse_first("User not found", 404);
    };
    if invited == Invited::Person(question.asker) {
        return refuse_first("You can't share this server with yourself.", 400);
    }
    let is_shared = state
        .shares
        .iter()
        .any(|share| share.invited == invited && share.machine_identifier == mid);
    if is_shared {
        let name = match &invited {
            Invited::Email(email) => email.clone(),
            Invited::Person(id) => state
                .person(*id)
                .map_or_else(String::new, |other| other.title.clone()),
        };
        let message = format!(
            "You're already sharing this server with {name}. Please edit your existing share."
        );
        return refuse_first(&message, 400);
    }
    if let Some(other) = invited.person() {
        let held = state.settings(question.asker, other);
        let Some(changed) = settings_over(held, question.member("sharing_settings")) else {
            return refuse_first("A sharing setting is not allowed", 422);
        };
        *state.settings_mut(question.asker, other) = changed;
    }
    let id = state.add_share(question.asker, mid, invited, keys, cloud.now());
    let sections = cloud.sections(mid);
    let outcome = match state.share(id) {
        Some(share) => tree(
            201,
            &container(1).child(shared_server(&state, &server, &sections, share)),
        ),
        None => no_server(),
    };
    drop(state);
    cloud.tell_server();
    outcome
}

/// Answers `PUT /api/servers/{machineIdentifier}/shared_servers/{id}`: other libraries in place of those
/// that are shared.
pub(super) fn change(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let Some(server) = cloud.server_of(question.asker, question.capture(0)) else {
        return no_server();
    };
    let mid = server.machine_identifier.as_str();
    let named = member(question.member("shared_server"), "library_section_ids");
    let Some(keys) = keys_of(cloud, mid, named) else {
        return refuse_first("A library is not one of this server", 400);
    };
    let mut state = cloud.write();
    let id = question.capture(1).parse().ok();
    let Some(share) = id.and_then(|id| state.share_mut(id)) else {
        return refuse_first("Share not found", 404);
    };
    share.sections = keys;
    let id = share.id;
    let sections = cloud.sections(mid);
    let outcome = match state.share(id) {
        Some(share) => tree(
            200,
            &container(1).child(shared_server(&state, &server, &sections, share)),
        ),
        None => no_server(),
    };
    drop(state);
    cloud.tell_server();
    outcome
}

/// Answers `DELETE /api/servers/{machineIdentifier}/shared_servers/{id}`
pub(super) fn stop(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let Some(server) = cloud.server_of(question.asker, question.capture(0)) else {
        return no_server();
    };
    let mut state = cloud.write();
    let before = state.shares.len();
    state.shares.retain(|share| {
        share.id.to_string() != question.capture(1)
            || share.machine_identifier != server.machine_identifier
    });
    if state.shares.len() == before {
        return refuse_first("Share not found", 404);
    }
    drop(state);
    cloud.tell_server();
    done()
}
