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

/// Passes a command on to the player that is named in a header, or in the query.
pub(super) fn pass_on(
    companions: &[Arc<dyn Companion>],
    call: &Call<'_>,
    asked: &Asked<'_>,
) -> Result<Outcome, Refusal> {
    let target = call
        .parameter("X-Plex-Target-Client-Identifier")
        .ok_or(Refusal::BadRequest)?;
    let player = companions
        .iter()
        .find(|companion| companion.identifier() == target);
    player
        .and_then(|player| player.pass_on(asked))
        .ok_or(Refusal::NotFound)
}
