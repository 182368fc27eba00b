//! Shows whose seasons are left out.

use crate::behaviour::FlattenSeasons;
use crate::world::{Item, World};

/// Tells whether a show's seasons are to be left out: by its own preference or, where it has none, its
/// library's.
pub(super) fn hides_seasons(world: &World, show: &Item) -> bool {
    let mut attributes = show.attributes.iter();
    let own = attributes.find(|(name, _)| world.names.text(*name) == "flattenSeasons");
    let own = own.and_then(|(_, value)| value.as_int());
    match own.filter(|own| *own >= 0) {
        Some(own) => match world.behaviour.flatten_seasons {
            FlattenSeasons::OneHides => own == 1,
            FlattenSeasons::ZeroHides => own == 0,
        },
        None => {
            let section = show.section.and_then(|id| world.section(id));
            let chosen = section.and_then(|section| section.preferences.get("flattenSeasons"));
            match chosen.map(String::as_str) {
                Some("1") => true,
                Some("2") => show.children.len() == 1,
                _ => false,
            }
        }
    }
}
