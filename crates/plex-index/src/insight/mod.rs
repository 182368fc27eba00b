//! Questions that many people ask, answered by our own statements.

pub mod audit;
mod named;
pub mod recommend;
pub mod stats;
mod works;

pub use named::Person;
use rusqlite::Connection;

use crate::{
    error::{IndexError, Result},
    index::Index,
    store::Store,
};

impl Index {
    /// Does `work` on a read-only connection.
    async fn look<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let file = self.file().await?.to_owned();
        let mended = self.mended().await;
        let looking = tokio::task::spawn_blocking(move || work(&Store::reader(&file)?));
        let outcome = looking.await.map_err(|_| IndexError::Closed)?;
        self.or_mended(mended, outcome).await
    }
}
