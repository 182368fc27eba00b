//! Taking items away for good.

use super::item::wanted;
use crate::answer::{Answer, Refusal};
use crate::behaviour::DeletionRefusal;
use crate::server::{Call, Reply};
use crate::world::{ItemId, Kind, World};

/// Answers `DELETE /library/metadata/{id}`: an item with its files, and all that is in it. Refused with
/// 403 (or 400, see [`DeletionRefusal`]) unless the server's owner allows it with `allowMediaDeletion`.
pub(crate) fn metadata(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, item) = wanted(call, world)?;
    let has_files = !matches!(item.kind, Kind::Collection | Kind::Playlist);
    if has_files {
        allowed(world)?;
    }
    world.delete_item(id, call.now_millis);
    Ok(Answer::Done)
}

/// Refuses to delete files where the owner does not allow it.
fn allowed(world: &World) -> Result<(), Refusal> {
    if world.preferences.int("allowMediaDeletion", 1) != 0 {
        return Ok(());
    }
    Err(match world.behaviour.deletion_refusal {
        DeletionRefusal::Forbidden => Refusal::Forbidden,
        DeletionRefusal::BadRequest => Refusal::BadRequest,
    })
}

/// Answers `DELETE /library/metadata/{id}/media/{media}`: one version with its files. With the last of
/// them the item goes too.
pub(crate) fn version(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, item) = wanted(call, world)?;
    let wanted = call.capture(1).parse().map_err(|_| Refusal::NotFound)?;
    if !item.media.iter().any(|media| media.id == wanted) {
        return Err(Refusal::NotFound);
    }
    allowed(world)?;
    world.remove_version(id, wanted, call.now_millis);
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
