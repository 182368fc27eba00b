//! What an account could go on with.

use std::collections::HashSet;

use crate::world::{ItemId, Kind, SectionId, Viewer, World};

/// Returns what somebody could go on with: titles begun, and the next episode of shows being watched;
/// the last touched first.
pub(super) fn on_deck(
    world: &World,
    viewer: &Viewer,
    now: i64,
    is_wanted: impl Fn(SectionId) -> bool,
) -> Vec<ItemId> {
    let span = world.preferences.int("OnDeckWindow", 16) * 7 * 86_400;
    let limit = usize::try_from(world.preferences.int("OnDeckLimit", 40)).unwrap_or(usize::MAX);
    let mut deck: Vec<ItemId> = Vec::new();
    let mut shows: HashSet<ItemId> = HashSet::new();
    let mut touched: Vec<_> = world.views.touched(viewer.account).collect();
    touched.sort_by_key(|(id, view)| (std::cmp::Reverse(view.last_viewed_at), *id));
    for (id, view) in touched {
        let Some(item) = world.items.get(id).filter(|_| world.sees(viewer, id)) else {
            continue;
        };
        if view.is_dismissed
            || view.last_viewed_at <= now - span
            || !item.section.is_some_and(&is_wanted)
        {
            continue;
        }
        match item.kind {
            Kind::Movie if view.is_in_progress() => deck.push(id),
            Kind::Episode => {
                let (_, show) = world.items.parents(item);
                let show = show.and_then(|show| world.items.find(&show.rating_key));
                // Its most recent episode speaks for a show.
                let Some(show) = show.filter(|show| shows.insert(*show)) else {
                    continue;
                };
                let next = if view.is_in_progress() {
                    Some(id)
                } else {
                    next_episode(world, viewer, show, id)
                };
                deck.extend(next);
            }
            _ => {}
        }
    }
    deck.truncate(limit);
    deck
}

/// Returns the first episode after `last` that the viewer has not seen.
fn next_episode(world: &World, viewer: &Viewer, show: ItemId, last: ItemId) -> Option<ItemId> {
    world
        .leaves(viewer, show)
        .into_iter()
        .skip_while(|leaf| *leaf != last)
        .skip(1)
        .find(|leaf| !world.views.of(viewer.account, *leaf).is_watched())
}
