//! What an item is taken for: match, unmatch, split, merge.

use super::item::wanted;
use super::refreshing::begin;
use crate::answer::{Answer, Refusal};
use crate::server::{Call, Reply};
use crate::world::{ItemId, Work, World};

/// Answers `PUT /library/metadata/{id}/match?guid=&name=&year=`
pub(crate) fn match_to(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, _) = wanted(call, world)?;
    let guid = call.required("guid")?;
    if !guid.contains("://") {
        return Err(Refusal::BadRequest);
    }
    let title = call.query.get("name").filter(|name| !name.is_empty());
    let year = call.number("year");
    let work = Work::Match {
        item: id,
        guid: guid.to_owned(),
        title: title.map(str::to_owned),
        year,
    };
    begin(call, world, work);
    Ok(Answer::Done)
}

/// Answers `PUT /library/metadata/{id}/unmatch`
pub(crate) fn unmatch(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, _) = wanted(call, world)?;
    begin(call, world, Work::Unmatch(id));
    Ok(Answer::Done)
}

/// Answers `PUT /library/metadata/{id}/split`: an item of each version.
pub(crate) fn split(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, _) = wanted(call, world)?;
    world.split_item(id, call.now_millis);
    Ok(Answer::Done)
}

/// Answers `PUT /library/metadata/{id}/merge?ids=2,3`: the others' versions come into it, and they go.
/// All of them are there and of its kind and library, or nothing happens.
pub(crate) fn merge(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let (id, item) = wanted(call, world)?;
    let keys = call.required("ids")?.split(',');
    let others: Option<Vec<ItemId>> = keys.map(|key| world.visible(key, &call.viewer)).collect();
    let others = others.ok_or(Refusal::NotFound)?;
    let fits = |other: &ItemId| {
        let held = world.items.get(*other);
        held.is_some_and(|held| held.kind == item.kind && held.section == item.section)
    };
    if !others.iter().all(fits) {
        return Err(Refusal::BadRequest);
    }
    world.merge_items(id, &others, call.now_millis);
    Ok(Answer::Done)
}
