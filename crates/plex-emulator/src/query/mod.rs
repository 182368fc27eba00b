//! Media queries: which items of a section, in what order.

mod expression;
mod field;
mod matching;
mod moment;
mod orders;
mod select;
mod sort;

pub(crate) use orders::Orders;
pub(crate) use select::{Selection, members, usual_order};
