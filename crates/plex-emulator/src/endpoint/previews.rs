//! What was found out about the files of a library, and is to be found out anew.

use crate::answer::Answer;
use crate::server::{Call, Reply};
use crate::world::{Item, World};

/// Answers `DELETE /library/sections/{id}/indexes`: no pictures to seek by any more.
pub(crate) fn forget_indexes(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let indexes = world.names.intern("indexes");
    change_all(call, world, |item| {
        for media in &mut item.media {
            for part in &mut media.parts {
                part.own.remove(indexes);
            }
        }
    })
}

/// Answers `DELETE /library/sections/{id}/intros`: it is not known any more where titles are shown.
pub(crate) fn forget_intros(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let kind = world.names.intern("type");
    change_all(call, world, |item| {
        let is_intro = |node: &crate::world::Node| {
            &*node.name == "Marker" && node.attributes.text(kind) == Some("intro")
        };
        if item.more.iter().any(is_intro) {
            let nodes = std::mem::take(&mut item.more).into_vec();
            item.more = nodes.into_iter().filter(|node| !is_intro(node)).collect();
        }
    })
}

/// Changes every item of a library, without a trace in when it was changed.
fn change_all(call: &Call<'_>, world: &mut World, change: impl Fn(&mut Item)) -> Reply<'static> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(crate::answer::Refusal::NotFound)?;
    let kinds = section.kind.kinds().iter();
    let all: Vec<_> = kinds
        .flat_map(|kind| section.items(*kind))
        .copied()
        .collect();
    for item in all {
        if let Some(item) = world.items.get_mut(item) {
            change(item);
        }
    }
    world.version += 1;
    Ok(Answer::Done)
}
