//! Library items and where they are kept.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::attribute::{Attributes, Text, Value, name};
use super::ids::{ItemId, SectionId};
use super::kind::Kind;
use super::media::{Media, Part};
use super::member_list::Members;
use super::tag::{TagId, Tagging};

/// An element that the emulator only passes on: a chapter, a marker, an extra, an image, …
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) name: Text,
    /// JSON holds it as an object, not in a list.
    pub(crate) is_lone: bool,
    pub(crate) attributes: Attributes,
    pub(crate) children: Vec<Node>,
}

/// Anything with a rating key.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) rating_key: Text,
    pub(crate) kind: Kind,
    /// Playlists belong to no section.
    pub(crate) section: Option<SectionId>,
    pub(crate) parent: Option<ItemId>,
    pub(crate) children: Vec<ItemId>,
    pub(crate) attributes: Attributes,
    /// External ids: `imdb://tt0017136`.
    pub(crate) guids: Box<[Text]>,
    pub(crate) tags: Box<[Tagging]>,
    pub(crate) media: Box<[Media]>,
    /// Whatever else its description holds.
    pub(crate) more: Box<[Node]>,
    pub(crate) members: Members,
    /// Trailers, scenes and the like: clips that no listing shows.
    pub(crate) extras: Vec<ItemId>,
    /// Not yet found by a scan.
    pub(crate) is_waiting: bool,
    /// Taken away since. The history still says what it was called.
    is_removed: bool,
}

impl Item {
    pub(crate) fn new(rating_key: Text, kind: Kind, section: Option<SectionId>) -> Self {
        Self {
            rating_key,
            kind,
            section,
            parent: None,
            children: Vec::new(),
            attributes: Attributes::default(),
            guids: Box::default(),
            tags: Box::default(),
            media: Box::default(),
            more: Box::default(),
            members: Members::default(),
            extras: Vec::new(),
            is_waiting: false,
            is_removed: false,
        }
    }

    pub(crate) fn title(&self) -> &str {
        self.attributes.text(name::TITLE).unwrap_or("")
    }

    /// Returns the title that sorting goes by.
    pub(crate) fn sort_title(&self) -> &str {
        self.attributes
            .text(name::TITLE_SORT)
            .unwrap_or_else(|| self.title())
    }

    pub(crate) fn added_at(&self) -> i64 {
        self.attributes.int(name::ADDED_AT).unwrap_or(0)
    }

    pub(crate) fn updated_at(&self) -> i64 {
        self.attributes
            .int(name::UPDATED_AT)
            .unwrap_or_else(|| self.added_at())
    }

    pub(crate) fn index(&self) -> Option<i64> {
        self.attributes.int(name::INDEX)
    }

    pub(crate) fn duration(&self) -> Option<i64> {
        self.attributes.int(name::DURATION)
    }

    /// Returns its files, each with the version that it is of.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (&Media, &Part)> {
        let versions = self.media.iter();
        versions.flat_map(|media| media.parts.iter().map(move |part| (media, part)))
    }

    /// Returns the file of a number, with the version that it is of.
    pub(crate) fn part(&self, number: u32) -> Option<(&Media, &Part)> {
        self.parts().find(|(_, part)| part.id == number)
    }

    /// Returns where its files lie.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.parts().filter_map(|(_, part)| part.file.as_deref())
    }

    /// Adds a tag that the item does not have.
    pub(crate) fn add_tag(&mut self, tagging: Tagging) {
        if self.tags.iter().any(|held| held.tag == tagging.tag) {
            return;
        }
        let mut tags = std::mem::take(&mut self.tags).into_vec();
        tags.push(tagging);
        self.tags = tags.into();
    }

    /// Takes a tag away.
    pub(crate) fn remove_tag(&mut self, tag: TagId) {
        let mut tags = std::mem::take(&mut self.tags).into_vec();
        tags.retain(|held| held.tag != tag);
        self.tags = tags.into();
    }

    /// Tells whether the smart flag is set: the members then come from `content`.
    pub(crate) fn is_smart(&self) -> bool {
        self.attributes
            .get(name::SMART)
            .and_then(Value::as_int)
            .is_some_and(|flag| flag != 0)
    }
}

/// Every item of a server.
#[derive(Clone, Debug, Default)]
pub(crate) struct Items {
    items: Vec<Item>,
    by_key: HashMap<Text, ItemId>,
    /// The collections and playlists among them.
    groups: BTreeSet<ItemId>,
    /// Which of them may have changed, for who adds up what is in lists.
    changes: Vec<ItemId>,
    /// How many there were before those.
    before: u64,
}

/// Changes that are remembered at most.
const CHANGES: usize = 4_096;

impl Items {
    pub(crate) fn add(&mut self, item: Item) -> ItemId {
        let id = ItemId(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
        self.by_key.insert(Arc::clone(&item.rating_key), id);
        if let Some(parent) = item.parent.and_then(|parent| self.get_mut(parent)) {
            parent.children.push(id);
        }
        if matches!(item.kind, Kind::Collection | Kind::Playlist) {
            self.groups.insert(id);
        }
        self.items.push(item);
        id
    }

    /// Takes in something that was there once, and whose names the history still tells.
    pub(crate) fn add_gone(&mut self, mut item: Item) -> ItemId {
        let id = ItemId(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
        item.is_removed = true;
        self.items.push(item);
        id
    }

    /// Returns which may have changed since so many had, and how many have now; none of what is not
    /// remembered.
    pub(super) fn since(&self, seen: u64) -> (Option<&[ItemId]>, u64) {
        let now = self.before + self.changes.len() as u64;
        let skip = seen.checked_sub(self.before);
        let skip = skip.and_then(|skip| usize::try_from(skip).ok());
        (skip.and_then(|skip| self.changes.get(skip..)), now)
    }

    /// Returns how many there are, those that are gone among them.
    pub(crate) fn count(&self) -> usize {
        self.items.len()
    }

    pub(crate) fn get(&self, id: ItemId) -> Option<&Item> {
        self.past(id).filter(|item| !item.is_removed)
    }

    pub(crate) fn get_mut(&mut self, id: ItemId) -> Option<&mut Item> {
        let item = self.items.get_mut(usize::try_from(id.0).ok()?)?;
        if item.is_removed {
            return None;
        }
        if self.changes.len() >= CHANGES {
            self.before += self.changes.len() as u64;
            self.changes.clear();
        }
        self.changes.push(id);
        Some(item)
    }

    /// Returns an item, also one that was taken away since: of that, only the names and the numbers.
    pub(crate) fn past(&self, id: ItemId) -> Option<&Item> {
        self.items.get(usize::try_from(id.0).ok()?)
    }

    /// Takes an item away. Its rating key is nobody's from then on.
    pub(super) fn bury(&mut self, id: ItemId) {
        let Some(item) = self.get_mut(id) else {
            return;
        };
        item.is_removed = true;
        item.tags = Box::default();
        item.media = Box::default();
        item.more = Box::default();
        item.children = Vec::new();
        item.members = Members::default();
        item.extras = Vec::new();
        let key = Arc::clone(&item.rating_key);
        self.by_key.remove(&key);
        self.groups.remove(&id);
    }

    /// Returns the collections that an item stands in.
    pub(super) fn groups_with(&self, member: ItemId) -> Vec<ItemId> {
        let groups = self.groups.iter().copied();
        let holds = |id: &ItemId| {
            self.get(*id)
                .is_some_and(|group| group.kind == Kind::Collection && group.members.holds(member))
        };
        groups.filter(holds).collect()
    }

    /// Takes items out of the collections and playlists that they are members of.
    pub(super) fn forget_members(&mut self, gone: &[ItemId]) {
        for id in self.groups.clone() {
            let held = |item: &&ItemId| {
                self.get(id)
                    .is_some_and(|group| group.members.holds(**item))
            };
            let held: Vec<ItemId> = gone.iter().filter(held).copied().collect();
            let group = if held.is_empty() {
                None
            } else {
                self.get_mut(id)
            };
            if let Some(group) = group {
                for item in held {
                    group.members.remove_item(item);
                }
            }
        }
    }

    /// Returns the item of this rating key, unless it still waits for a scan.
    pub(crate) fn find(&self, rating_key: &str) -> Option<ItemId> {
        let id = *self.by_key.get(rating_key)?;
        self.get(id).filter(|item| !item.is_waiting).map(|_| id)
    }

    pub(crate) fn is_taken(&self, rating_key: &str) -> bool {
        self.by_key.contains_key(rating_key)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (ItemId, &Item)> {
        let all = (0..).map(ItemId).zip(&self.items);
        all.filter(|(_, item)| !item.is_removed)
    }

    /// Returns the items inside `id` that can be played, in order; `id` itself when it can.
    pub(crate) fn leaves(&self, id: ItemId) -> Vec<ItemId> {
        let mut leaves = Vec::new();
        self.collect_leaves(id, &mut leaves);
        leaves
    }

    fn collect_leaves(&self, id: ItemId, leaves: &mut Vec<ItemId>) {
        let Some(item) = self.get(id).filter(|item| !item.is_waiting) else {
            return;
        };
        if item.kind.is_leaf() {
            leaves.push(id);
        }
        for child in &item.children {
            self.collect_leaves(*child, leaves);
        }
    }

    /// Returns the item above, and the one above that.
    pub(crate) fn parents(&self, item: &Item) -> (Option<&Item>, Option<&Item>) {
        let parent = item.parent.and_then(|id| self.past(id));
        let grandparent = parent
            .and_then(|parent| parent.parent)
            .and_then(|id| self.past(id));
        (parent, grandparent)
    }
}
