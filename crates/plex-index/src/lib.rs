#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod error;
mod export;
mod index;
pub mod insight;
mod language;
pub mod sandbox;
pub mod schema;
mod store;
mod sync;
pub mod worker;

pub use error::{IndexError, Result};
pub use export::RowFormat;
pub use index::{Depth, Details, Following, Freshness, Index, IndexOptions, Progress};
pub use language::language;
pub use sandbox::{Answer, Query, QueryError};
pub use store::{Identity, Lack, Missing, SnapshotDirectory};
pub use sync::Heard;
pub use worker::WorkerCommand;
