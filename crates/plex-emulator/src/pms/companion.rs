//! Players that the server knows, and to which it passes commands on.

use std::sync::Arc;

use crate::answer::Refusal;
use crate::server::{Asked, Call, Outcome};

/// A player, as the server knows it.
pub(crate) trait Companion: Send + Sync {
    /// Returns its client identifier.
    fn identifier(&self) -> &str;

    /// Brings it to what time it is, and with it its session.
    fn settle(&self);

    /// Returns what it answers to a command; nothing when the server does not reach it.
    fn pass_on(&self, asked: &Asked<'_>) -> Option<Outcome>;
}

/// What became of a command.
pub(super) enum Passed<'c> {
    To(Box<Outcome>),
    /// None of these players has this identifier.
    Unknown(&'c str),
}

/// Passes a command on to the player that is named in a header, or in the query.
pub(super) fn pass_on<'c>(
    companions: &[Arc<dyn Companion>],
    call: &'c Call<'_>,
    asked: &Asked<'_>,
) -> Result<Passed<'c>, Refusal> {
    let target = call
        .parameter("X-Plex-Target-Client-Identifier")
        .ok_or(Refusal::BadRequest)?;
    let player = companions
        .iter()
        .find(|companion| companion.identifier() == target);
    match player {
        Some(player) => player
            .pass_on(asked)
            .map(|outcome| Passed::To(Box::new(outcome)))
            .ok_or(Refusal::NotFound),
        None => Ok(Passed::Unknown(target)),
    }
}
