//! Taking items away for good.

use super::item::wanted;
use crate::answer::{Answer, Refusal};
use crate::server::{Call, Reply};
use crate::world::{ItemId, Kind, World};

/// Answers `DELETE /library/metadata/{id}`: an item with its files, and all that is in it. Refused with
/// 403 unless the server's owner allows it with `allowMediaDeletion`.
pub(crate) fn metadata(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, item) = wanted(call, world)?;
    let has_files = !matches!(item.kind, Kind::Collection | Kind::Playlist);
    if has_files && world.preferences.int("allowMediaDeletion", 1) == 0 {
        return Err(Refusal::Forbidden);
    }
    world.remove_item(id, call.now_millis);
    Ok(Answer::Done)
}

/// Answers `DELETE /library/collections/{id}`: the members stay, and lose its tag.
pub(crate) fn collection(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    group(call, world, Kind::Collection)
}

/// Answers `DELETE /playlists/{id}`: what is in it stays.
pub(crate) fn playlist(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    group(call, world, Kind::Playlist)?;
    Ok(Answer::NoContent)
}

fn group(call: &Call<'_>, world: &mut World, kind: Kind) -> Reply<'static> {
    let (id, item): (ItemId, _) = wanted(call, world)?;
    if item.kind != kind {
        return Err(Refusal::NotFound);
    }
    world.remove_item(id, call.now_millis);
    Ok(Answer::Done)
}
