//! Arranging the hubs of a library: which are shown where, and in what order.

use super::answer;
use super::section::rows;
use crate::answer::{Answer, Element, Refusal};
use crate::behaviour::HubMoves;
use crate::endpoint::stations;
use crate::face::{Row, section_number, without_numbers};
use crate::query::members;
use crate::server::{Call, Reply};
use crate::world::{
    Item, ItemId, Kind, ManagedHub, Section, SectionId, World, move_behind, move_worn,
};

/// Returns what a hub is called that shows a collection.
fn identifier(section: &Section, collection: &Item) -> String {
    format!(
        "custom.collection.{}.{}",
        section.key, collection.rating_key
    )
}

/// Returns a hub that nobody has arranged: what is new is at home, everything is recommended.
fn usual(row: &Row) -> ManagedHub {
    let name = &row.identifier;
    let is_recent = name.contains("recentlyadded")
        || name.contains("recent.added")
        || name.starts_with("photo.recent");
    ManagedHub {
        identifier: without_numbers(name).to_owned(),
        is_recommended: true,
        is_at_home: is_recent,
        is_shared: is_recent,
        place: None,
    }
}

/// Returns the collection that a hub shows, as long as it is there for whoever asks.
fn shown<'w>(call: &Call<'_>, world: &'w World, hub: &ManagedHub) -> Option<(ItemId, &'w Item)> {
    let id = world.visible(hub.collection()?, &call.viewer)?;
    let item = world.items.get(id)?;
    (item.kind == Kind::Collection).then_some((id, item))
}

/// Returns the hubs of a library in their order, each with its title: as they were arranged, and behind
/// them what has come since.
fn arranged(call: &Call<'_>, world: &World, id: SectionId) -> Vec<(ManagedHub, String)> {
    let Some(section) = world.section(id) else {
        return Vec::new();
    };
    // What is being watched stays where it is.
    let built_in = rows(call, world, id, section).into_iter();
    let built_in: Vec<(ManagedHub, String)> = built_in
        .filter(|row| !row.identifier.contains("inprogress"))
        .map(|row| (usual(&row), row.title))
        .collect();
    let title = |hub: &ManagedHub| match hub.collection() {
        Some(_) => shown(call, world, hub).map(|(_, item)| item.title().to_owned()),
        None => {
            let mut same = built_in
                .iter()
                .filter(|(usual, _)| usual.identifier == hub.identifier);
            same.next().map(|(_, title)| title.clone())
        }
    };
    let held = section.hubs.iter();
    let mut hubs: Vec<(ManagedHub, String)> = held
        .filter_map(|hub| Some((hub.clone(), title(hub)?)))
        .collect();
    for (hub, title) in built_in {
        if !section
            .hubs
            .iter()
            .any(|held| held.identifier == hub.identifier)
        {
            hubs.push((hub, title));
        }
    }
    hubs
}

fn element<'w>((hub, title): (ManagedHub, String)) -> Element<'w> {
    let at_home = match (hub.is_at_home, hub.is_shared) {
        (true, true) => "all",
        (true, false) => "admin",
        (false, true) => "shared",
        (false, false) => "none",
    };
    let is_custom = hub.collection().is_some();
    Element::new("Hub")
        .with("identifier", hub.identifier)
        .with("title", title)
        .with(
            "recommendationsVisibility",
            if hub.is_recommended { "all" } else { "none" },
        )
        .with("homeVisibility", at_home)
        .with("promotedToRecommended", hub.is_recommended)
        .with("promotedToOwnHome", hub.is_at_home)
        .with("promotedToSharedHome", hub.is_shared)
        .with("deletable", is_custom)
}

/// Answers `GET /hubs/sections/{id}/manage?metadataItemId=`: all hubs, or that of one collection, which
/// is none until it is put somewhere.
pub(crate) fn managed<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let mut hubs = arranged(call, world, id);
    if let Some(key) = call.query.get("metadataItemId") {
        hubs.retain(|(hub, _)| hub.collection() == Some(key));
    }
    let mut root = Element::container().with("size", hubs.len());
    root.extend(hubs.into_iter().map(element));
    Ok(root.into())
}

/// Returns what the parameters say of where a hub is shown: what is not said is not so.
fn visibility(call: &Call<'_>, identifier: String) -> ManagedHub {
    ManagedHub {
        identifier,
        is_recommended: call.query.flag("promotedToRecommended"),
        is_at_home: call.query.flag("promotedToOwnHome"),
        is_shared: call.query.flag("promotedToSharedHome"),
        place: None,
    }
}

/// Changes the arrangement of a library's hubs.
fn arrange(
    call: &Call<'_>,
    world: &mut World,
    id: SectionId,
    with: impl FnOnce(&mut Vec<ManagedHub>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let hubs = arranged(call, world, id).into_iter();
    let mut hubs: Vec<ManagedHub> = hubs.map(|(hub, _)| hub).collect();
    with(&mut hubs)?;
    if let Some(section) = world.section_mut(id) {
        section.hubs = hubs;
    }
    world.version += 1;
    Ok(())
}

/// Answers `POST /hubs/sections/{id}/manage?metadataItemId=`: puts a collection among the hubs, at the
/// end, or changes where it is shown.
pub(crate) fn promote<'w>(call: &Call<'_>, world: &'w mut World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let key = call.required("metadataItemId")?;
    let item = world.visible(key, &call.viewer);
    let item = item.and_then(|id| world.items.get(id));
    let item = item.filter(|item| item.kind == Kind::Collection && item.section == Some(id));
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let name = identifier(section, item.ok_or(Refusal::BadRequest)?);
    let new = visibility(call, name);
    arrange(call, world, id, |hubs| {
        match hubs.iter_mut().find(|hub| hub.identifier == new.identifier) {
            Some(held) => *held = new.at(held.place),
            None => hubs.push(new),
        }
        Ok(())
    })?;
    Ok(Answer::Done)
}

/// Answers `PUT /hubs/sections/{id}/manage/{identifier}`: where a hub is shown.
pub(crate) fn update(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let id = call.section(world, 0)?;
    let new = visibility(call, call.capture(1).to_owned());
    arrange(call, world, id, |hubs| {
        let held = hubs.iter_mut().find(|hub| hub.identifier == new.identifier);
        let held = held.ok_or(Refusal::NotFound)?;
        *held = new.at(held.place);
        Ok(())
    })?;
    Ok(Answer::Done)
}

/// Answers `DELETE /hubs/sections/{id}/manage/{identifier}`: no longer a hub. Those that are the server's
/// own stay.
pub(crate) fn demote(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let id = call.section(world, 0)?;
    let name = call.capture(1).to_owned();
    arrange(call, world, id, |hubs| {
        let at = hubs.iter().position(|hub| hub.identifier == name);
        let at = at.ok_or(Refusal::NotFound)?;
        if hubs.remove(at).collection().is_none() {
            return Err(Refusal::BadRequest);
        }
        Ok(())
    })?;
    Ok(Answer::Done)
}

/// Answers `DELETE /hubs/sections/{id}/manage`: everything as it was at first.
pub(crate) fn reset(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    let id = call.section(world, 0)?;
    if let Some(section) = world.section_mut(id) {
        section.hubs.clear();
    }
    world.version += 1;
    Ok(Answer::Done)
}

/// Answers `PUT /hubs/sections/{id}/manage/{identifier}/move?after=`: behind another, or to the
/// beginning. What is no hub cannot be moved (400).
pub(crate) fn move_hub(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    move_named(call, world, call.capture(1))
}

/// Answers `PUT /hubs/sections/{id}/manage/move?identifier=&after=`: the same, as it is documented.
pub(crate) fn move_hub_as_documented(call: &Call<'_>, world: &mut World) -> Reply<'static> {
    move_named(call, world, call.required("identifier")?)
}

fn move_named(call: &Call<'_>, world: &mut World, name: &str) -> Reply<'static> {
    let id = call.section(world, 0)?;
    let after = call.query.get("after");
    let wears_out = world.behaviour.hub_moves == HubMoves::WearingOut;
    arrange(call, world, id, |hubs| {
        let moved = if wears_out {
            move_worn(hubs, name, after)
        } else {
            let after = after.map(|after| move |hub: &ManagedHub| hub.identifier == after);
            move_behind(hubs, |hub| hub.identifier == name, after)
        };
        moved.map_err(|_| Refusal::BadRequest)
    })?;
    Ok(Answer::Done)
}

/// Answers `GET /hubs/sections/{id}?count=`
pub(crate) fn hubs<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let root = Element::container()
        .with("allowSync", true)
        .with("identifier", "com.plexapp.plugins.library")
        .with("librarySectionID", section_number(section))
        .with("librarySectionTitle", section.title.as_str())
        .with("librarySectionUUID", section.uuid.as_str());
    let rows = rows(call, world, id, section);
    let rows = recommended(call, world, id, rows);
    answer(call, world, root, rows, stations::hub(section))
}

/// Returns the rows of a library as they were arranged: those that are not recommended are left out, and
/// collections stand among them.
fn recommended(call: &Call<'_>, world: &World, id: SectionId, built_in: Vec<Row>) -> Vec<Row> {
    let is_arranged = world
        .section(id)
        .is_some_and(|section| !section.hubs.is_empty());
    if !is_arranged {
        return built_in;
    }
    let mut left = built_in;
    let mut rows: Vec<Row> = Vec::new();
    for (hub, _) in arranged(call, world, id) {
        let found = match hub.collection() {
            Some(_) => custom(call, world, &hub),
            None => {
                let at = left
                    .iter()
                    .position(|row| without_numbers(&row.identifier) == hub.identifier);
                at.map(|at| left.remove(at))
            }
        };
        rows.extend(found.filter(|_| hub.is_recommended));
    }
    // What cannot be arranged comes first, as ever.
    left.extend(rows);
    left
}

/// Returns the collections of a library that were put on the home screen of whoever looks.
pub(super) fn at_home(call: &Call<'_>, world: &World, id: SectionId) -> Vec<Row> {
    let hubs = world
        .section(id)
        .map_or(&[] as &[ManagedHub], |section| &section.hubs);
    let is_shown = |hub: &&ManagedHub| match call.viewer.is_owner {
        true => hub.is_at_home,
        false => hub.is_shared,
    };
    let rows = hubs.iter().filter(is_shown);
    rows.filter_map(|hub| custom(call, world, hub))
        .map(|row| Row {
            is_promoted: true,
            ..row
        })
        .collect()
}

/// Returns a collection as a hub.
fn custom(call: &Call<'_>, world: &World, hub: &ManagedHub) -> Option<Row> {
    let (_, item) = shown(call, world, hub)?;
    let members = members(world, call.asker(), item).into_iter();
    let subtype = item.attributes.text(crate::world::name::SUBTYPE);
    let kind = subtype.and_then(Kind::from_name).unwrap_or(Kind::Movie);
    Some(Row {
        title: item.title().to_owned(),
        key: format!("/library/collections/{}/children", item.rating_key),
        identifier: hub.identifier.clone(),
        kind: kind.type_name(),
        items: members.map(|member| member.item).collect(),
        is_promoted: false,
    })
}
