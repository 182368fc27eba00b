//! Media queries: which items of a section, in what order, which of them.

mod orders;

pub(crate) use orders::Orders;
