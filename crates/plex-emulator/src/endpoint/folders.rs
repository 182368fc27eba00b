//! A section by the folders that its files lie in.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::{Element, Refusal};
use crate::endpoint::listing::page_of;
use crate::face::{Face, section_container};
use crate::seed::Seed;
use crate::server::{Call, Reply};
use crate::world::{ItemId, Section, SectionId, World};

/// Holds what a folder holds.
#[derive(Default)]
struct Folder<'w> {
    /// Folders in it, by their paths.
    folders: BTreeSet<&'w str>,
    /// Items with a file right in it, by the first of those files.
    items: BTreeMap<&'w str, ItemId>,
}

/// An entry of a folder.
enum Entry<'w> {
    Folder(&'w str),
    Item(ItemId),
}

/// Answers `GET /library/sections/{id}/folder[?parent=]`: folders first, then the items whose files lie
/// there. Without a parent, what is in the section's own folders.
pub(crate) fn folder<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let id = call.section(world, 0)?;
    let section = world.section(id).ok_or(Refusal::NotFound)?;
    let files = files(call, world, id, section);
    let parent = match call.query.get("parent") {
        None => None,
        Some(number) => Some(find(&files, number).ok_or(Refusal::NotFound)?),
    };
    let holders: Vec<&str> = match parent {
        Some(path) => vec![path],
        None => section
            .locations
            .iter()
            .map(|one| one.path.trim_end_matches('/'))
            .collect(),
    };
    let mut folder = Folder::default();
    for (file, item) in &files {
        for holder in &holders {
            folder.take(holder, file, *item);
        }
    }
    let folders = folder.folders.into_iter().map(Entry::Folder);
    let items: BTreeSet<ItemId> = folder.items.values().copied().collect();
    let entries: Vec<Entry<'_>> = folders.chain(items.into_iter().map(Entry::Item)).collect();
    let mut root = section_container(section, "By Folder");
    let part = page_of(call, &mut root, &entries);
    let face = Face::listed(world, call.asker());
    root.extend(part.iter().filter_map(|entry| match entry {
        Entry::Folder(path) => Some(shown(section, path)),
        Entry::Item(item) => face.item(*item),
    }));
    Ok(root.into())
}

/// Returns a folder, which has a title and a way in, and nothing else of an item.
fn shown<'w>(section: &'w Section, path: &'w str) -> Element<'w> {
    let number = number(path);
    let title = path.rsplit('/').next().unwrap_or(path);
    Element::metadata("Directory")
        .with(
            "key",
            format!("/library/sections/{}/folder?parent={number}", section.key),
        )
        .with("title", title)
}

/// Returns every file of the section's items that the viewer sees, with the item.
fn files<'w>(
    call: &Call<'_>,
    world: &'w World,
    id: SectionId,
    section: &'w Section,
) -> Vec<(&'w str, ItemId)> {
    let kinds = section.kind.kinds().iter();
    let ids = kinds.flat_map(|kind| world.seen_of(&call.viewer, id, *kind));
    let items = ids.filter_map(|id| Some((id, world.items.get(id)?)));
    items
        .flat_map(|(id, item)| item.files().map(move |path| (path, id)))
        .collect()
}

/// Returns the number by which clients ask for a folder.
fn number(path: &str) -> i64 {
    Seed::of(path).between(1, i64::from(i32::MAX))
}

/// Returns the folder of a number, among those that any file lies in.
fn find<'w>(files: &[(&'w str, ItemId)], number: &str) -> Option<&'w str> {
    let number: i64 = number.parse().ok()?;
    files.iter().find_map(|(file, _)| {
        let ends = file
            .char_indices()
            .filter(|(_, character)| *character == '/');
        let mut folders = ends.filter_map(|(end, _)| file.get(..end));
        folders.find(|folder| self::number(folder) == number)
    })
}

impl<'w> Folder<'w> {
    /// Takes a file in: as itself when it lies right in `holder`, as the folder on its way
    /// otherwise.
    fn take(&mut self, holder: &str, file: &'w str, item: ItemId) {
        let inner = file
            .strip_prefix(holder)
            .and_then(|rest| rest.strip_prefix('/'));
        let Some(inner) = inner else {
            return;
        };
        match inner.split_once('/') {
            None => {
                self.items.insert(file, item);
            }
            Some((_, rest)) => {
                let end = file.len() - rest.len() - 1;
                self.folders.extend(file.get(..end));
            }
        }
    }
}
