//! On deck, continue watching, and the hubs that gather titles.

mod deck;
mod home;
mod listing;
mod manage;
mod recent;
mod section;

pub(crate) use home::{
    continue_watching, home, items, promoted, recently_added as home_recently_added,
};
pub(crate) use manage::{
    demote, hubs as in_section, managed, move_hub, move_hub_as_documented, promote,
    reset as reset_managed, update as update_managed,
};
pub(crate) use section::continue_watching as continue_watching_in_section;

use crate::answer::{Element, Refusal};
use crate::endpoint::listing::{SectionSaid, list};
use crate::face::{Row, container, hub, section_container};
use crate::server::{Call, Reply};
use crate::world::World;
use deck::on_deck;

/// Answers `GET /library/onDeck`, `/hubs/home/onDeck` and `/hubs/continueWatching/items`
pub(crate) fn on_deck_everywhere<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let items = on_deck(world, &call.viewer, call.now(), |id| {
        call.viewer.sees_section(id)
    });
    let root = container().with("mixedParents", true);
    Ok(list(call, world, root, &items, SectionSaid::OnItems).into())
}

/// Answers `GET /library/sections/{id}/onDeck`
pub(crate) fn on_deck_in_section<'w>(call: &Call<'_>, world: &'w World) -> Reply<'w> {
    let wanted = call.section(world, 0)?;
    let section = world.section(wanted).ok_or(Refusal::NotFound)?;
    let items = on_deck(world, &call.viewer, call.now(), |id| id == wanted);
    let root = section_container(section, "On Deck").with("mixedParents", true);
    Ok(list(call, world, root, &items, SectionSaid::OnItems).into())
}

/// Returns a container of those hubs that have something in them, or of all when asked for, with one more
/// behind them.
fn answer<'w>(
    call: &Call<'_>,
    world: &'w World,
    root: Element<'w>,
    mut rows: Vec<Row>,
    last: Option<Element<'w>>,
) -> Reply<'w> {
    rows.retain(|row| !row.items.is_empty() || call.query.flag("includeEmpty"));
    let mut root = root.with("size", rows.len() + usize::from(last.is_some()));
    let count = call.number("count");
    root.extend(
        rows.into_iter()
            .map(|row| hub(world, call.asker(), row, count)),
    );
    root.extend(last);
    Ok(root.into())
}
