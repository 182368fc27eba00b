//! Which items go with which: alike, next, most played.

use std::collections::{HashMap, HashSet};

use super::World;
use super::ids::ItemId;
use super::item::Item;
use super::kind::Kind;
use super::tag::{TagId, TagKind};
use super::viewer::Viewer;

/// How many alike items are found.
const ALIKE: usize = 12;

/// Returns how much a shared tag says.
fn weight(kind: TagKind) -> usize {
    match kind {
        TagKind::Director | TagKind::Collection => 4,
        TagKind::Writer | TagKind::Role => 3,
        TagKind::Genre | TagKind::Style | TagKind::Mood => 2,
        TagKind::Country => 1,
        TagKind::Producer
        | TagKind::Label
        | TagKind::Format
        | TagKind::Subformat
        | TagKind::Similar
        | TagKind::Tag => 0,
    }
}

impl World {
    /// Returns what is like an item, the most alike first: artists that either calls similar, and what
    /// shares more than a genre and a country otherwise.
    pub(crate) fn similar(&self, viewer: &Viewer, id: ItemId) -> Vec<ItemId> {
        let Some(item) = self.items.get(id) else {
            return Vec::new();
        };
        let own: HashMap<TagId, usize> = item
            .tags
            .iter()
            .filter_map(|tagging| Some((tagging.tag, weight(self.tags.get(tagging.tag)?.kind))))
            .collect();
        let likeness = |other: &Item| {
            let named = self.calls_similar(item, other) || self.calls_similar(other, item);
            let shared = other
                .tags
                .iter()
                .filter_map(|tagging| own.get(&tagging.tag));
            shared.sum::<usize>() + if named { 100 } else { 0 }
        };
        let scored = self
            .others_like(viewer, id, item)
            .filter_map(|(other, held)| {
                let likeness = likeness(held);
                (likeness > 3).then_some((likeness, other))
            });
        let mut scored: Vec<(usize, ItemId)> = scored.collect();
        scored.sort_by_key(|(likeness, other)| (std::cmp::Reverse(*likeness), *other));
        scored.truncate(ALIKE);
        scored.into_iter().map(|(_, other)| other).collect()
    }

    fn calls_similar(&self, item: &Item, other: &Item) -> bool {
        let mut tags = item
            .tags
            .iter()
            .filter_map(|tagging| self.tags.get(tagging.tag));
        tags.any(|tag| tag.kind == TagKind::Similar && *tag.text == *other.title())
    }

    /// Returns the others of an item's kind in its section that the viewer may see.
    fn others_like<'w>(
        &'w self,
        viewer: &'w Viewer,
        id: ItemId,
        item: &Item,
    ) -> impl Iterator<Item = (ItemId, &'w Item)> {
        let section = item.section.into_iter();
        let kind = item.kind;
        let items = section.flat_map(move |section| self.seen_of(viewer, section, kind));
        let others = items.filter(move |other| *other != id);
        others.filter_map(|other| Some((other, self.items.get(other)?)))
    }

    /// Returns other items with the first tag of a kind that an item has and any other shares, and the tag.
    pub(crate) fn by_the_same(
        &self,
        viewer: &Viewer,
        id: ItemId,
        kind: TagKind,
    ) -> Option<(TagId, Vec<ItemId>)> {
        let item = self.items.get(id)?;
        let tags = self.taggings(viewer, item).map(|tagging| tagging.tag);
        let mut of_kind =
            tags.filter(|tag| self.tags.get(*tag).is_some_and(|tag| tag.kind == kind));
        of_kind.find_map(|tag| {
            let has = |held: &Item| held.tags.iter().any(|tagging| tagging.tag == tag);
            let others = self
                .others_like(viewer, id, item)
                .filter(|(_, held)| has(held));
            let others: Vec<ItemId> = others.map(|(other, _)| other).collect();
            (!others.is_empty()).then_some((tag, others))
        })
    }

    /// Returns what an account would go on with in a show or a season: what it has begun, what comes
    /// after what it saw last, or the first.
    pub(crate) fn up_next(&self, viewer: &Viewer, id: ItemId) -> Option<ItemId> {
        let leaves = self.leaves(viewer, id);
        let view = |leaf: &ItemId| self.views.of(viewer.account, *leaf);
        let latest = leaves
            .iter()
            .enumerate()
            .filter(|(_, leaf)| view(leaf).last_viewed_at > 0);
        let Some((at, leaf)) = latest.max_by_key(|(_, leaf)| view(leaf).last_viewed_at) else {
            return leaves.first().copied();
        };
        if view(leaf).is_in_progress() {
            return Some(*leaf);
        }
        let unseen = |leaf: &&ItemId| !view(leaf).is_watched();
        let after = leaves.iter().skip(at + 1).find(unseen);
        after.or_else(|| leaves.iter().find(unseen)).copied()
    }

    /// Returns the tracks of an artist that everybody together has played most.
    pub(crate) fn popular(&self, viewer: &Viewer, id: ItemId) -> Vec<ItemId> {
        let leaves: HashSet<ItemId> = self.leaves(viewer, id).into_iter().collect();
        let mut plays: HashMap<ItemId, usize> = HashMap::new();
        let played = self.history.plays().iter().map(|play| play.item);
        for item in played.filter(|item| leaves.contains(item)) {
            *plays.entry(item).or_default() += 1;
        }
        let mut popular: Vec<(usize, ItemId)> = plays
            .into_iter()
            .map(|(item, count)| (count, item))
            .collect();
        popular.sort_by_key(|(count, item)| (std::cmp::Reverse(*count), *item));
        popular.truncate(ALIKE);
        popular.into_iter().map(|(_, item)| item).collect()
    }

    /// Tells whether an item of the kind is one that others go with.
    pub(crate) fn has_related(kind: Kind) -> bool {
        matches!(kind, Kind::Movie | Kind::Show | Kind::Artist | Kind::Album)
    }
}
