//! Becoming somebody else of the same home.

use super::super::cloud::Cloud;
use super::super::question::Question;
use super::super::reply::{refuse, refuse_first, say, tree};
use super::super::state::{Person, State};
use super::account;
use super::common::not_found;
use super::home::member_called;
use crate::answer::Element;
use crate::behaviour::MemberPins;
use crate::server::Outcome;

/// Says why somebody cannot be become.
enum Obstacle {
    Unknown,
    Pin,
}

/// Answers `POST /api/v2/home/users/{uuid}/switch?pin=`
pub(super) fn switch(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    match target(cloud, &state, question) {
        Ok(person) => {
            let facts = account::facts(person, state.home().count(), cloud.now());
            say(question, 201, "user", &facts)
        }
        Err(Obstacle::Unknown) => not_found(question),
        Err(Obstacle::Pin) => {
            let message = "A valid PIN is required to perform this action";
            refuse(question.wants_json(), 1041, message, 403)
        }
    }
}

/// Answers `POST /api/home/users/{id}/switch?pin=`
pub(super) fn switch_first(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let state = cloud.read();
    match target(cloud, &state, question) {
        Ok(person) => tree(201, &element(person)),
        Err(Obstacle::Unknown) => refuse_first("User not found", 404),
        Err(Obstacle::Pin) => refuse_first("A valid PIN is required to perform this action", 403),
    }
}

fn element(person: &Person) -> Element<'_> {
    Element::new("user")
        .with("id", person.id.0.to_string())
        .with("uuid", person.uuid.as_str())
        .with("title", person.title.as_str())
        .with("username", person.username.as_deref().unwrap_or(""))
        .with("email", person.email.as_deref().unwrap_or(""))
        .with("thumb", person.thumb.as_str())
        .with("home", person.is_home)
        .with("restricted", person.is_restricted)
        .with("authToken", person.token.as_str())
        .with("authenticationToken", person.token.as_str())
}

/// Returns whom the asker wants to become, if they may. The admin needs nobody's PIN but their own,
/// unless it is said that they do.
fn target<'s>(
    cloud: &Cloud,
    state: &'s State,
    question: &Question<'_>,
) -> Result<&'s Person, Obstacle> {
    let asker = state
        .person(question.asker)
        .filter(|person| person.is_home)
        .ok_or(Obstacle::Unknown)?;
    let target = member_called(state, question.capture(0))
        .and_then(|id| state.person(id))
        .ok_or(Obstacle::Unknown)?;
    let is_free = cloud.behaviour().member_pins == MemberPins::AdminFree;
    let is_let_in = match &target.pin {
        None => true,
        Some(pin) => {
            question.value("pin") == Some(pin) || (is_free && asker.is_admin && !target.is_admin)
        }
    };
    if is_let_in {
        Ok(target)
    } else {
        Err(Obstacle::Pin)
    }
}
