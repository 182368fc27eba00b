//! What an address that comes in a parameter, such as `server://…/library/metadata/1,2`, stands for.

use super::asker::Asker;
use super::radio::tuned;
use super::select::{members, smart_items};
use crate::parameters::decode;
use crate::world::{ItemId, Kind, World};

/// Returns the path, with its query, that an address names on this server; none when it is of another, or
/// no address.
pub(crate) fn local_path(world: &World, address: &str) -> Option<String> {
    if let Some(rest) = address.strip_prefix("server://") {
        let (machine, rest) = rest.split_once('/')?;
        let (provider, path) = rest.split_once('/')?;
        let is_here =
            machine == world.server.machine_identifier && provider == "com.plexapp.plugins.library";
        return is_here.then(|| format!("/{path}"));
    }
    if let Some(rest) = address.strip_prefix("provider://") {
        let path = rest.strip_prefix("com.plexapp.plugins.library/")?;
        return Some(format!("/{path}"));
    }
    // The form of old: a section's UUID or nothing, and a path that is encoded once more.
    let rest = address.strip_prefix("library://")?;
    let (uuid, rest) = rest.split_once('/')?;
    let is_here = uuid.is_empty()
        || world
            .numbered_sections()
            .any(|(_, section)| section.uuid == uuid);
    let path = rest
        .strip_prefix("item/")
        .or_else(|| rest.strip_prefix("directory/"))?;
    let path = decode(path);
    is_here.then(|| format!("/{}", path.trim_start_matches('/')))
}

/// Returns what can be played of what an address stands for, in order: the leaves of what has some. What
/// is not there, or not the viewer's to see, is left out.
pub(crate) fn playable_at(world: &World, asker: Asker<'_>, address: &str) -> Vec<ItemId> {
    let items = items_at(world, asker, address).into_iter();
    items.flat_map(|id| leaves(world, asker, id)).collect()
}

/// Returns the items themselves that an address stands for.
pub(crate) fn items_at(world: &World, asker: Asker<'_>, address: &str) -> Vec<ItemId> {
    let Some(path) = local_path(world, address) else {
        return Vec::new();
    };
    let bare = path.split('?').next().unwrap_or("");
    let mut segments = bare.trim_matches('/').split('/');
    let three = (segments.next(), segments.next(), segments.next());
    let (keys, inside) = match three {
        (Some("library"), Some("metadata"), Some(keys)) => (keys, segments.next()),
        (Some("library"), Some("collections"), Some(keys)) => (keys, Some("items")),
        (Some("playlists"), Some(keys), _) => (keys, Some("items")),
        (Some("library"), Some("sections"), Some(key)) if segments.next() == Some("stations") => {
            return radio_of_section(world, asker, key, bare);
        }
        (Some("library"), Some("sections"), Some(_)) => {
            let found = smart_items(world, asker, &path).unwrap_or_default();
            let found = found.iter().copied();
            return found.filter(|id| world.sees(asker.viewer, *id)).collect();
        }
        _ => return Vec::new(),
    };
    let ids = keys
        .split(',')
        .filter_map(|key| world.visible(key, asker.viewer));
    ids.flat_map(|id| match inside {
        None => vec![id],
        Some("station") => tuned(world, bare, &world.leaves(asker.viewer, id)),
        Some("children" | "items") => children(world, asker, id),
        Some("grandchildren") => {
            let inner = children(world, asker, id).into_iter();
            inner.flat_map(|id| children(world, asker, id)).collect()
        }
        Some("allLeaves") => leaves(world, asker, id),
        Some(_) => Vec::new(),
    })
    .collect()
}

/// Returns what a station of a library plays: any of its tracks.
fn radio_of_section(world: &World, asker: Asker<'_>, key: &str, station: &str) -> Vec<ItemId> {
    let section = world.section_by_key(key);
    section.map_or_else(Vec::new, |section| {
        let tracks = world.seen_of(asker.viewer, section, Kind::Track);
        tuned(world, station, &tracks.collect::<Vec<ItemId>>())
    })
}

fn children(world: &World, asker: Asker<'_>, id: ItemId) -> Vec<ItemId> {
    let Some(item) = world.items.get(id) else {
        return Vec::new();
    };
    match item.kind {
        Kind::Playlist | Kind::Collection => {
            let members = members(world, asker, item).into_iter();
            members.map(|member| member.item).collect()
        }
        _ => world.children(asker.viewer, id),
    }
}

fn leaves(world: &World, asker: Asker<'_>, id: ItemId) -> Vec<ItemId> {
    let kind = world.items.get(id).map(|item| item.kind);
    match kind {
        Some(Kind::Playlist | Kind::Collection) => {
            let members = children(world, asker, id).into_iter();
            members
                .flat_map(|id| world.leaves(asker.viewer, id))
                .collect()
        }
        _ => world.leaves(asker.viewer, id),
    }
}
