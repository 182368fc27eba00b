//! How items are edited: by field, by tag, with locks.

mod family;
mod fields;
mod items;
mod parse;
mod preferences;

pub(super) use items::edit_playlist;
pub(crate) use items::{item, items_of_section};
pub(crate) use preferences::item_preferences;

use crate::answer::Refusal;
use crate::world::NotMoved;

/// Says what became of something that was to be moved.
pub(super) fn moved(outcome: Result<(), NotMoved>) -> Result<(), Refusal> {
    outcome.map_err(|problem| match problem {
        NotMoved::NoSuchMember => Refusal::NotFound,
        NotMoved::NoSuchPlace => Refusal::BadRequest,
    })
}
