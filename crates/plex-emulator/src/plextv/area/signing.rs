//! Signing in with name and password, and out.

use serde_json::{Value, json};

use super::super::cloud::Cloud;
use super::super::question::Question;
use super::super::reply::{done, refuse, say};
use super::account::facts;
use super::common::bad;
use crate::server::Outcome;

/// Answers `POST /api/v2/users/signin` with `login` and `password`: the account, with a token of its own.
pub(super) fn sign_in(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let (Some(login), Some(password)) = (question.value("login"), question.value("password"))
    else {
        return bad(question, "login or password is missing");
    };
    match signed_in(cloud, login, password) {
        Some(facts) => say(question, 201, "user", &facts),
        None => refuse(
            question.wants_json(),
            1001,
            "User could not be authenticated",
            401,
        ),
    }
}

/// Answers `POST /users/sign_in.json` and `/users/sign_in.xml`: name and password stand in
/// `user[login]` and `user[password]`, or in the header of basic authentication.
pub(super) fn sign_in_first(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    let given = (
        question.value("user[login]").map(str::to_owned),
        question.value("user[password]").map(str::to_owned),
    );
    let given = match given {
        (Some(login), Some(password)) => Some((login, password)),
        _ => question.basic(),
    };
    let Some((login, password)) = given else {
        return bad(question, "login or password is missing");
    };
    let Some(facts) = signed_in(cloud, &login, &password) else {
        let refusal = json!({"error": "Invalid email, username, or password."});
        return say(question, 401, "errors", &refusal);
    };
    if question.wants_json() {
        return say(question, 201, "user", &json!({ "user": facts }));
    }
    say(question, 201, "user", &facts)
}

/// Returns the account of whoever signs in so, with both names that the token has.
fn signed_in(cloud: &Cloud, login: &str, password: &str) -> Option<Value> {
    let now = cloud.now();
    let mut state = cloud.write();
    let token = state.sign_in(login, password)?;
    let size = state.home().count();
    let mut facts = facts(state.by_token(&token)?, size, now);
    if let Value::Object(facts) = &mut facts {
        facts.insert("authToken".to_owned(), token.as_str().into());
        facts.insert("authentication_token".to_owned(), token.into());
    }
    Some(facts)
}

/// Answers `DELETE /api/v2/users/signout`: the token is good for nothing from now on.
pub(super) fn sign_out(cloud: &Cloud, question: &Question<'_>) -> Outcome {
    if let Some(token) = question.value("X-Plex-Token") {
        cloud.write().sign_out(token);
    }
    done()
}
