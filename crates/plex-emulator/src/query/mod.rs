//! Media queries: which items of a section, in what order.

mod address;
mod asker;
mod choices;
mod expression;
mod field;
mod matching;
mod moment;
pub(crate) mod offer;
mod orders;
mod radio;
mod scope;
mod select;
mod sort;

pub(crate) use address::{items_at, local_path, playable_at};
pub(crate) use asker::Asker;
pub(crate) use choices::{Choice, choices};
pub(crate) use expression::applies;
pub(crate) use orders::Orders;
pub(crate) use select::{Selection, has_own_order, is_radio, members, sorted, usual_order};
