//! Asking the agents again, and looking at files anew.

use super::item::{all_wanted, wanted};
use crate::answer::Answer;
use crate::server::{Call, Reply};
use crate::world::World;

/// Answers `PUT /library/metadata/{ids}/refresh`: what the agents say comes back, but for what is locked.
pub(crate) fn refresh(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    for id in all_wanted(call, world)? {
        world.refresh_item(id, call.now_millis);
    }
    Ok(Answer::Done)
}

/// Answers `PUT /library/metadata/{id}/analyze`: the files are looked at, and are what they were.
pub(crate) fn analyze(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, _) = wanted(call, world)?;
    world.tell_analysis(id, call.now_millis);
    Ok(Answer::Done)
}
