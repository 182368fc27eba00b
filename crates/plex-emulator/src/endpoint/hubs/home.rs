//! The home screen: what to go on with, and what is new.

use super::answer;
use super::deck::on_deck;
use super::recent::{New, recent_row};
use crate::answer::{Element, Refusal};
use crate::endpoint::browse::newest_everywhere;
use crate::endpoint::listing::{SectionSaid, list};
use crate::face::{Row, container};
use crate::server::{Call, Reply};
use crate::world::{ItemId, Section, SectionId, World};

fn hubs<'w>(call: &Call<'_>, world: &'w World, rows: Vec<Row>) -> Reply<'w> {
    let root = Element::container()
        .with("allowSync", true)
        .with("identifier", "com.plexapp.plugins.library");
    answer(call, world, root, rows, None)
}

fn continue_row(call: &Call<'_>, world: &World, identifier: &str) -> Row {
    Row {
        title: "Continue Watching".to_owned(),
        key: "/hubs/continueWatching/items".to_owned(),
        identifier: identifier.to_owned(),
        kind: "mixed",
        items: on_deck(world, &call.viewer, call.now(), |id| {
            call.viewer.sees_section(id)
        }),
        is_promoted: true,
    }
}

/// Answers `GET /hubs/continueWatching` and `/hubs/home/continueWatching`
pub(crate) fn continue_watching<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let row = continue_row(call, world, "continueWatching");
    hubs(call, world, vec![row])
}

/// Answers `GET /hubs/home/recentlyAdded?type=…&sectionID=…`: a list and no hub, despite its path.
pub(crate) fn recently_added<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let number = call.number::<u32>("type");
    let wanted = call
        .query
        .get("sectionID")
        .and_then(|key| world.section_by_key(key));
    if call.query.get("sectionID").is_some() && wanted.is_none() {
        return Err(Refusal::NotFound);
    }
    let items = newest_everywhere(call, world, |id, section| {
        if wanted.is_some_and(|wanted| wanted != id) {
            return None;
        }
        // The type is that of the section; what is listed is what was added.
        let kind = New::of(section).kind;
        let asked =
            number.is_none_or(|number| number == section.top().number() || number == kind.number());
        asked.then_some(kind)
    });
    let root = container().with("mixedParents", true);
    Ok(list(call, world, root, &items, SectionSaid::OnItems).into())
}

/// Returns what is new in each section that has a place at home. One with others of its kind is called by
/// its title.
fn recent_rows(call: &Call<'_>, world: &World) -> Vec<Row> {
    let sections: Vec<_> = at_home(call, world).collect();
    let rows = sections.iter().map(|(id, section)| {
        let alike = |other: &&(SectionId, &Section)| other.1.kind == section.kind;
        let row = recent_row(call, world, *id, section);
        Row {
            title: if sections.iter().filter(alike).count() > 1 {
                format!("Recently Added in {}", section.title)
            } else {
                row.title
            },
            key: format!(
                "/hubs/home/recentlyAdded?type={}&sectionID={}",
                section.kind.top().number(),
                section.key
            ),
            identifier: New::of(section.kind).at_home.to_owned(),
            is_promoted: true,
            ..row
        }
    });
    rows.collect()
}

/// Returns the sections that the viewer sees and that are not left out of home.
fn at_home<'w>(
    call: &Call<'_>,
    world: &'w World,
) -> impl Iterator<Item = (SectionId, &'w Section)> {
    world
        .numbered_sections()
        .filter(|(id, section)| call.viewer.sees_section(*id) && section.hidden == 0)
}

/// Returns the playlists, the last changed first. They are their owner's own.
fn playlists(call: &Call<'_>, world: &World) -> Row {
    let mut items: Vec<ItemId> = world.playlists.of(call.viewer.account).collect();
    let updated_at = |id: &ItemId| world.items.get(*id).map_or(0, |item| item.updated_at());
    items.sort_by_key(|id| (std::cmp::Reverse(updated_at(id)), *id));
    Row {
        title: "Recent Playlists".to_owned(),
        key: "/playlists/all?sort=lastViewedAt:desc".to_owned(),
        identifier: "home.playlists".to_owned(),
        kind: "playlist",
        items,
        is_promoted: true,
    }
}

/// Answers `GET /hubs/items?identifier=`: all that is in a row of the home screen or of a library, by the name
/// that the row has.
pub(crate) fn items<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let wanted = call.required("identifier")?;
    let of_libraries = at_home(call, world)
        .flat_map(|(id, section)| super::section::rows(call, world, id, section));
    let mut rows = rows(call, world).into_iter().chain(of_libraries);
    let row = rows.find(|row| row.identifier == wanted);
    let row = row.ok_or(Refusal::NotFound)?;
    let root = container().with("mixedParents", true);
    Ok(list(call, world, root, &row.items, SectionSaid::OnItems).into())
}

/// Answers `GET /hubs` and `/hubs/home`
pub(crate) fn home<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    hubs(call, world, rows(call, world))
}

/// Returns every row of the home screen.
fn rows(call: &Call<'_>, world: &World) -> Vec<Row> {
    let mut rows = vec![continue_row(call, world, "home.continue")];
    rows.extend(recent_rows(call, world));
    for (id, _) in at_home(call, world) {
        rows.extend(super::manage::at_home(call, world, id));
    }
    rows.push(playlists(call, world));
    rows
}

/// Answers `GET /hubs/promoted?contentDirectoryID=`: of these sections, the hubs that were put on the
/// home screen, each under its own name.
pub(crate) fn promoted<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let wanted = call.query.get("contentDirectoryID");
    let is_wanted =
        |section: &Section| wanted.is_none_or(|keys| keys.split(',').any(|key| key == section.key));
    let mut rows = vec![continue_row(call, world, "home.continue")];
    let sections = at_home(call, world).filter(|(_, section)| is_wanted(section));
    for (id, section) in sections {
        rows.push(Row {
            is_promoted: true,
            ..recent_row(call, world, id, section)
        });
        rows.extend(super::manage::at_home(call, world, id));
    }
    hubs(call, world, rows)
}
