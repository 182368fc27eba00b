//! The snapshot's database: opening it, and everything that is written to it.

mod batch;
mod clock;
mod directory;
mod facts;
mod file;
mod id;
mod keys;
mod names;
mod open;
mod write;
mod writer_lock;

pub(crate) use self::{
    batch::Batch,
    clock::LocalClock,
    facts::Fact,
    id::{of_library as item_id_of_library, of_list as list_id},
    open::Store,
    write::{List, Listing, Place},
    writer_lock::WriterLock,
};
pub use self::{
    directory::{Identity, SnapshotDirectory},
    write::{Lack, Missing},
};
