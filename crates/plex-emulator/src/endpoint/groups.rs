//! Collections and playlists.

use crate::answer::{Element, Refusal};
use crate::endpoint::listing::page_of;
use crate::face::{Face, Trim, container, section_number};
use crate::query::members;
use crate::server::{Call, Reply};
use crate::world::{Item, ItemId, Kind, Member, World, name};

/// Answers `GET /playlists`, by `playlistType`, `smart` and `title`.
pub(crate) fn playlists<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let query = &call.query;
    // Versions to be made are a list of their own.
    if query.get("type") == Some("42") {
        return super::optimizing::list(world);
    }
    let is_wanted = |item: &&Item| {
        let given = item.attributes.text(name::PLAYLIST_TYPE);
        let title = item.title().to_lowercase();
        query
            .get("playlistType")
            .is_none_or(|wanted| given == Some(wanted))
            && query
                .get("smart")
                .is_none_or(|_| query.flag("smart") == item.is_smart())
            && query
                .get("title")
                .is_none_or(|part| title.contains(&part.to_lowercase()))
    };
    let own = world.playlists.of(call.viewer.account);
    let items: Vec<ItemId> = own
        .filter(|id| world.items.get(*id).as_ref().is_some_and(is_wanted))
        .collect();
    let mut root = Element::container();
    let part = page_of(call, &mut root, &items);
    let face = Face::listed(world, call.asker());
    root.extend(part.iter().filter_map(|id| face.item(*id)));
    Ok(root.into())
}

fn group<'w>(call: &Call<'_>, world: &'w World, kind: Kind) -> Result<(ItemId, &'w Item), Refusal> {
    let id = world
        .visible(call.capture(0), &call.viewer)
        .ok_or(Refusal::NotFound)?;
    let item = world.items.get(id).filter(|item| item.kind == kind);
    Ok((id, item.ok_or(Refusal::NotFound)?))
}

/// Answers `GET /playlists/{id}`
pub(crate) fn playlist<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    // Keys of playlists and of items are of one series: the server shows whatever has the key.
    let id = world.visible(call.capture(0), &call.viewer);
    alone(call, world, id.ok_or(Refusal::NotFound)?)
}

/// Answers `GET /library/collections/{id}`
pub(crate) fn collection<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (id, _) = group(call, world, Kind::Collection)?;
    alone(call, world, id)
}

pub(super) fn alone<'w>(call: &Call<'_>, world: &'w World, id: ItemId) -> Reply<'w> {
    let includes = super::item::includes(call);
    let trim = Trim::of(&call.query);
    let face = Face::detailed(world, call.asker(), &includes).trimmed(&trim);
    let mut root = container().with("size", 1_i64);
    root.extend(face.item(id));
    Ok(root.into())
}

/// Answers `GET /playlists/{id}/items`
pub(crate) fn playlist_items<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = world.visible(call.capture(0), &call.viewer);
    let item = id.and_then(|id| world.items.get(id));
    match item.ok_or(Refusal::NotFound)? {
        item if item.kind == Kind::Playlist => items_of(call, world, item),
        // And fails on what is in something that is no playlist.
        _ => Err(Refusal::Internal),
    }
}

/// Answers `GET /library/collections/{id}/children` and `/items`
pub(crate) fn collection_items<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let (_, item) = group(call, world, Kind::Collection)?;
    let former = world.former_members(&item.rating_key, call.now_millis);
    let members = match former {
        // Others than whoever changed it may see less of it.
        Some(former) => former
            .into_iter()
            .filter(|member| world.sees(&call.viewer, member.item))
            .collect(),
        None => members(world, call.asker(), item),
    };
    list_of(call, world, item, &members)
}

/// Returns the members of a collection or playlist, in their order.
pub(super) fn items_of<'w>(call: &Call<'_>, world: &'w World, group: &'w Item) -> Reply<'w> {
    let members = members(world, call.asker(), group);
    list_of(call, world, group, &members)
}

fn list_of<'w>(
    call: &Call<'_>,
    world: &'w World,
    group: &'w Item,
    members: &[Member],
) -> Reply<'w> {
    let is_playlist = group.kind == Kind::Playlist;
    let mut root = if is_playlist {
        let millis: i64 = members
            .iter()
            .filter_map(|member| world.items.get(member.item)?.duration())
            .sum();
        Element::container()
            .with(
                "composite",
                format!(
                    "/playlists/{}/composite/{}",
                    group.rating_key,
                    group.updated_at()
                ),
            )
            // Seconds here, though milliseconds everywhere else.
            .with("duration", millis / 1000)
            .with("leafCount", members.len())
            .maybe("playlistType", group.attributes.text(name::PLAYLIST_TYPE))
            .with("ratingKey", &*group.rating_key)
            .with("smart", group.is_smart())
            .with("title", group.title())
    } else {
        let section = group.section.and_then(|id| world.section(id));
        let mut root = container();
        if let Some(section) = section {
            root.set("librarySectionID", section_number(section));
            root.set("librarySectionTitle", section.title.as_str());
            root.set("librarySectionUUID", section.uuid.as_str());
        }
        root.with(
            "title1",
            section.map_or("", |section| section.title.as_str()),
        )
        .with("title2", group.title())
    };
    let part = page_of(call, &mut root, members);
    let guids = call.query.flag("includeGuids");
    let face = Face::listed(world, call.asker())
        .with_section()
        .with_guids(guids);
    for member in part {
        let Some(mut item) = face.item(member.item) else {
            continue;
        };
        if is_playlist && member.id != 0 {
            item.set("playlistItemID", member.id);
        }
        root.push(item);
    }
    Ok(root.into())
}
