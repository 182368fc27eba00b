//! Titles, and how well they meet what is looked for.

use crate::server::Call;
use crate::text::folded;
use crate::world::{Item, ItemId, Kind, SectionId, World, name};

/// Returns how well a text meets a query, from 0 to 1: all of it, its beginning, a word, or a word's
/// beginning.
pub(super) fn closeness(text: &str, query: &str) -> Option<f64> {
    let (text, query) = (folded(text), folded(query.trim()));
    if query.is_empty() {
        None
    } else if text == query {
        Some(1.0)
    } else if text.starts_with(&query) {
        Some(0.9)
    } else if text
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word == query)
    {
        Some(0.8)
    } else if text.split_whitespace().any(|word| word.starts_with(&query)) {
        Some(0.7)
    } else {
        None
    }
}

/// An item whose title meets a query.
#[derive(Clone, Copy, Debug)]
pub(super) struct Title {
    pub(super) item: ItemId,
    pub(super) score: f64,
    /// Only its original title does.
    pub(super) is_original: bool,
}

fn meets(item: &Item, query: &str) -> Option<(f64, bool)> {
    let of = |title: Option<&str>| title.and_then(|title| closeness(title, query));
    let shown = of(Some(item.title()))
        .into_iter()
        .chain(of(item.attributes.text(name::TITLE_SORT)))
        .reduce(f64::max);
    let original = of(item.attributes.text(name::ORIGINAL_TITLE));
    match (shown, original) {
        (Some(shown), Some(original)) => Some((shown.max(original), false)),
        (Some(shown), None) => Some((shown, false)),
        (None, original) => original.map(|original| (original, true)),
    }
}

/// Returns the visible items of some kinds whose titles meet the query, best first.
pub(super) fn by_title(call: &Call<'_>, world: &World, kinds: &[Kind], query: &str) -> Vec<Title> {
    let mut found = Vec::new();
    let sections = world
        .numbered_sections()
        .filter(|(id, _)| call.viewer.sees_section(*id));
    for (id, section) in sections {
        // A section that is left out of search has nothing to find.
        if section.hidden == 2 {
            continue;
        }
        for kind in kinds {
            found.extend(in_section(call, world, id, *kind, query));
        }
    }
    sort_best_first(world, &mut found);
    found
}

pub(super) fn in_section(
    call: &Call<'_>,
    world: &World,
    section: SectionId,
    kind: Kind,
    query: &str,
) -> Vec<Title> {
    let items = world.seen_of(&call.viewer, section, kind);
    let scored = items.filter_map(|id| {
        let (score, is_original) = meets(world.items.get(id)?, query)?;
        Some(Title {
            item: id,
            score,
            is_original,
        })
    });
    scored.collect()
}

pub(super) fn sort_best_first(world: &World, found: &mut [Title]) {
    let title = |found: &Title| world.items.get(found.item).map_or("", Item::sort_title);
    found.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| title(a).cmp(title(b)))
    });
}
