//! People, genres and the like, and what has them.

use std::collections::{BTreeMap, HashMap};

use super::titles::closeness;
use crate::server::Call;
use crate::world::{ItemId, SectionId, Tag, TagId, TagKind, World};

/// A tag whose text meets a query, and the visible items that have it.
pub(super) struct Tagged<'w> {
    pub(super) id: TagId,
    pub(super) tag: &'w Tag,
    pub(super) score: f64,
    pub(super) items: BTreeMap<SectionId, Vec<ItemId>>,
}

/// Returns the tags of some kinds whose texts meet the query and which something visible has, best first.
/// The items are gone through once, however many tags there are.
pub(super) fn by_text<'w>(
    call: &Call<'_>,
    world: &'w World,
    kinds: &[TagKind],
    query: &str,
) -> Vec<Tagged<'w>> {
    let of_kind = world
        .tags
        .iter()
        .filter(|(_, tag)| kinds.contains(&tag.kind));
    let mut found: Vec<Tagged<'w>> = of_kind
        .filter_map(|(id, tag)| {
            Some(Tagged {
                id,
                tag,
                score: closeness(&tag.text, query)?,
                items: BTreeMap::new(),
            })
        })
        .collect();
    if found.is_empty() {
        return found;
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    let places: HashMap<TagId, usize> = found
        .iter()
        .enumerate()
        .map(|(place, tagged)| (tagged.id, place))
        .collect();
    let sections = world
        .numbered_sections()
        .filter(|(id, section)| call.viewer.sees_section(*id) && section.hidden != 2);
    for (section_id, section) in sections {
        let items = section
            .kind
            .kinds()
            .iter()
            .flat_map(|kind| world.seen_of(&call.viewer, section_id, *kind));
        for id in items {
            let item = world.items.get(id).into_iter();
            let taggings = item.flat_map(|item| world.taggings(&call.viewer, item));
            for tagging in taggings {
                let place = places.get(&tagging.tag);
                if let Some(tagged) = place.and_then(|place| found.get_mut(*place)) {
                    tagged.items.entry(section_id).or_default().push(id);
                }
            }
        }
    }
    found.retain(|tagged| !tagged.items.is_empty());
    found
}
