//! The snapshot's database: opening it, and everything that is written to it.

mod batch;
mod clock;
mod facts;
mod file;
mod id;
mod lead;
mod names;
mod open;
mod place;
mod write;

pub use self::place::{Identity, Place};
pub(crate) use self::{
    batch::Batch,
    clock::LocalClock,
    facts::Fact,
    id::{of_item as item_id, of_library as item_id_of_library},
    lead::Lead,
    open::Store,
    write::{List, Walk},
};
