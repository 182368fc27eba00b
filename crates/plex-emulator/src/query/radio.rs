//! What a radio station plays.

use crate::seed::Seed;
use crate::world::{ItemId, Kind, World};

/// How many tracks a station lines up.
const LINED_UP: usize = 100;

/// Returns tracks in an order that looks like chance and is the same for the same station.
pub(super) fn tuned(world: &World, station: &str, tracks: &[ItemId]) -> Vec<ItemId> {
    let mut seed = Seed::of(station);
    let is_track = |id: &&ItemId| {
        let item = world.items.get(**id);
        item.is_some_and(|item| item.kind == Kind::Track && !item.is_waiting)
    };
    let tracks = tracks.iter().filter(is_track);
    let mut ranked: Vec<(u64, ItemId)> = tracks.map(|id| (seed.next(), *id)).collect();
    ranked.sort_unstable();
    let mixed = ranked.into_iter().take(LINED_UP);
    mixed.map(|(_, id)| id).collect()
}
