//! Requests that a server takes and of which nothing is seen here.

use crate::answer::Answer;
use crate::server::{Call, Reply};
use crate::world::World;

/// Answers `PUT /sync/refreshSynclists` and `PUT /sync/refreshContent`: nothing is kept for other devices.
pub(crate) fn refresh_sync(_: &Call<'_>, _: &mut World) -> Reply<'static> {
    Ok(Answer::Done)
}

/// Answers `GET|PUT /video/:/transcode/universal/ping?session=`: whoever plays is still there.
pub(crate) fn ping(call: &Call<'_>, _: &mut World) -> Reply<'static> {
    call.required("session")?;
    Ok(Answer::Done)
}
