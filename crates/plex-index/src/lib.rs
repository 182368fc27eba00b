//! An embedded snapshot of a Plex library, for questions that no endpoint of the server answers.
//!
//! [`Index`] fills a SQLite database from the server in the background, keeps it fresh, and answers
//! SQL over a small documented [`schema`]. Statements come from models: they run in a [`sandbox`],
//! which is a process of its own ([`worker`]).
//!
//! ```no_run
//! # async fn example() -> plex_index::Result<()> {
//! use plex_index::{Identity, Index, IndexOptions, Place, Query, WorkerCommand};
//! # let client = plex_client::PlexClient::new("http://127.0.0.1:32400", "token")?;
//! let options = IndexOptions::new(Place::new("/home/ada/.cache/plex"), Identity::Anonymous)
//!     .worker(WorkerCommand::new("plex-index-worker", [""; 0]));
//! let index = Index::new(client, options);
//! index.ready(std::time::Duration::from_secs(20), |progress| println!("{} %", progress.percent())).await?;
//! let answer = index.query(Query::new("SELECT title FROM movies ORDER BY size_bytes DESC LIMIT 10")).await?;
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

mod error;
mod export;
mod index;
pub mod insight;
pub mod sandbox;
pub mod schema;
mod store;
mod sync;
pub mod worker;

pub use error::{IndexError, Result};
pub use export::RowFormat;
pub use index::{Depth, Freshness, Index, IndexOptions, Progress};
pub use sandbox::{Answer, Query, QueryError};
pub use store::{Identity, Place};
pub use worker::WorkerCommand;
