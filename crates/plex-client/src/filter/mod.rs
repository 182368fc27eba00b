//! Says what is wanted of a library: which items ([`Filter`]), of which type, in which order, which page.

mod condition;
mod expression;
mod query;
mod read;
mod rule;
mod sort;

pub use condition::{Comparison, Condition};
pub use expression::Filter;
pub use query::ItemsQuery;
pub(crate) use query::number_of;
pub use rule::SmartRule;
pub use sort::{Direction, Sort, SortKey};
