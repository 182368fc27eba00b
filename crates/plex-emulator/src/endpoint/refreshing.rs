//! Asking the agents again, and looking at files anew.

use super::item::{all_wanted, wanted};
use crate::answer::Answer;
use crate::server::{Call, Reply};
use crate::world::{Work, World};

/// Answers `PUT /library/metadata/{ids}/refresh`: what the agents say comes back, but for what is locked.
pub(crate) fn refresh(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    for id in all_wanted(call, world)? {
        begin(call, world, Work::Refresh(id));
    }
    Ok(Answer::Done)
}

/// Answers `PUT /library/metadata/{id}/analyze`: the files are looked at, and are what they were.
pub(crate) fn analyze(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, _) = wanted(call, world)?;
    begin(call, world, Work::Analyze(id));
    Ok(Answer::Done)
}

/// Begins some work on an item, which takes as long as work takes on this server.
pub(super) fn begin(call: &Call<'_>, world: &mut World, work: Work) {
    let length = world.behaviour.work;
    world.start_work(work, call.viewer.account, length, call.now_millis);
}
