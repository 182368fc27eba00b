//! The two ways of editing items, and that of playlists.

use super::family::{Move, united};
use super::parse::{edits, plain_edits};
use crate::answer::{Answer, Refusal};
use crate::behaviour::{TagRemovals, UnnamedTags};
use crate::endpoint::item::all_wanted;
use crate::query::{Selection, usual_order};
use crate::server::{Call, Reply};
use crate::world::{Edit, ItemId, Kind, NotEdited, Postponed, SectionId, TagKind, World, name};

/// Returns what is said of an edit that could not be.
fn refused(problem: NotEdited) -> Refusal {
    match problem {
        NotEdited::TitleTaken => Refusal::Conflict,
    }
}

/// Answers `PUT /library/metadata/{ids}?title.value=&title.locked=&genre[0].tag.tag=`
pub(crate) fn item(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let ids = all_wanted(call, world)?;
    edit(call, world, &ids)
}

/// Answers `PUT /library/sections/{id}/all?type=&id=1,2&title.value=`: what is of the type and has one of
/// the ids. Without ids it is everything of the type that a listing with these parameters shows.
pub(crate) fn items_of_section(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let section = call.section(world, 0)?;
    // PMS fails on the name of a type.
    let number: u32 = call
        .required("type")?
        .parse()
        .map_err(|_| Refusal::Internal)?;
    let kind = Kind::from_number(number).ok_or(Refusal::BadRequest)?;
    let ids = match call.query.get("id") {
        Some(keys) => named(call, world, section, kind, keys),
        None => {
            let kind = Selection::kind_of(world, section, &call.query)?;
            let selection = Selection {
                section,
                kind,
                spoken_of: kind,
                query: &call.query,
                order: usual_order(kind),
                asker: call.asker(),
            };
            selection.items(world).to_vec()
        }
    };
    edit(call, world, &ids)
}

/// Returns the items of the keys that are in the section and of the kind.
fn named(
    call: &Call<'_>,
    world: &World,
    section: SectionId,
    kind: Kind,
    keys: &str,
) -> Vec<ItemId> {
    let ids = keys
        .split(',')
        .filter_map(|key| world.visible(key, &call.viewer));
    ids.filter(|id| {
        let item = world.items.get(*id);
        item.is_some_and(|item| item.section == Some(section) && item.kind == kind)
    })
    .collect()
}

/// Edits all of the items, or none when one of them cannot be.
fn edit(call: &Call<'_>, world: &mut World, ids: &[ItemId]) -> Reply<'static> {
    let mut all: Vec<(ItemId, Vec<Edit>)> = Vec::with_capacity(ids.len());
    for id in ids {
        let kind = world.items.get(*id).map(|item| item.kind);
        all.push((*id, edits(&call.query, kind.ok_or(Refusal::NotFound)?)?));
    }
    let has_edition = all.iter().any(|(_, edits)| edits.iter().any(is_edition));
    if has_edition && !world.has_plex_pass() {
        return Err(Refusal::BadRequest);
    }
    for (id, edits) in &all {
        world.may_edit(*id, edits).map_err(refused)?;
    }
    let moves = Move::asked(call, world, ids)?;
    let title = united(world, &all).map(str::to_owned);
    let account = call.viewer.account;
    for (id, mut edits) in all {
        if world.behaviour.tags == UnnamedTags::Dropped {
            drop_unnamed(&mut edits);
        }
        if world.behaviour.tag_removals == TagRemovals::First {
            keep_first_removals(&mut edits);
        }
        let (mut tags, fields): (Vec<Edit>, Vec<Edit>) = edits.into_iter().partition(is_of_tags);
        world.edit(account, id, &fields, call.now_millis);
        if !tags.is_empty() {
            // Joining a collection locks the tag; what the edit says of the lock has the last word.
            let locks = fields.iter().filter(|edit| is_collection_lock(edit));
            tags.extend(locks.cloned());
            let tags = Postponed::Edits {
                account,
                item: id,
                edits: tags,
            };
            world.postpone(world.behaviour.tag_lag, tags, call.now_millis);
        }
        moves.carry_out(world, id, call.now_millis);
    }
    if let Some(title) = title {
        world.unite(ids, &title, call.now_millis);
    }
    Ok(Answer::Done)
}

fn is_of_tags(edit: &Edit) -> bool {
    matches!(
        edit,
        Edit::AddTag(..) | Edit::RemoveTag(..) | Edit::ClearTags(_)
    )
}

fn is_collection_lock(edit: &Edit) -> bool {
    matches!(edit, Edit::Lock(field, _) if field == TagKind::Collection.field())
}

/// Lets the tags of a kind that are named be all that there are, on servers that go by that.
fn drop_unnamed(edits: &mut Vec<Edit>) {
    let mut kinds: Vec<TagKind> = Vec::new();
    for edit in edits.iter() {
        if let Edit::AddTag(kind, _) = edit
            && !kinds.contains(kind)
        {
            kinds.push(*kind);
        }
    }
    let clearings = kinds.into_iter().map(Edit::ClearTags);
    edits.splice(0..0, clearings);
}

/// Lets only the first tag of a kind be taken away, on servers that read no more.
fn keep_first_removals(edits: &mut Vec<Edit>) {
    let mut kinds: Vec<TagKind> = Vec::new();
    edits.retain(|edit| match edit {
        Edit::RemoveTag(kind, _) => {
            let is_first = !kinds.contains(kind);
            kinds.push(*kind);
            is_first
        }
        _ => true,
    });
}

fn is_edition(edit: &Edit) -> bool {
    matches!(edit, Edit::Set(name::EDITION_TITLE, _))
}

/// Edits a playlist of the viewer's own.
pub(in crate::endpoint) fn edit_playlist(
    call: &Call<'_>,
    world: &mut World,
    id: ItemId,
) -> Result<(), Refusal> {
    let edits = plain_edits(&call.query, Kind::Playlist)?;
    world.edit(call.viewer.account, id, &edits, call.now_millis);
    Ok(())
}
