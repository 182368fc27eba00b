//! Taking the snapshot elsewhere: a table as CSV or JSON Lines, or everything as a SQLite database
//! of plain tables.

mod database;
mod rows;

use std::{io::Write, path::Path};

pub use self::rows::RowFormat;
use crate::{
    error::{IndexError, Result},
    index::Index,
    schema::Table,
    store::Store,
};

impl Index {
    /// Writes all rows of a public table. Gives how many there were.
    ///
    /// # Errors
    ///
    /// Those of the store and of `output`.
    pub async fn export_rows(
        &self,
        table: &'static Table,
        format: RowFormat,
        output: impl Write + Send + 'static,
    ) -> Result<u64> {
        let file = self.file().await?.to_owned();
        let writing = tokio::task::spawn_blocking(move || {
            rows::write(&Store::reader(&file)?, table, format, output)
        });
        writing.await.map_err(|_| IndexError::Closed)?
    }

    /// Writes all public tables into a new SQLite database, readable for its owner only.
    ///
    /// # Errors
    ///
    /// When there is a file already; those of the store.
    pub async fn export_database(&self, to: &Path) -> Result<()> {
        let (file, to) = (self.file().await?.to_owned(), to.to_owned());
        let writing = tokio::task::spawn_blocking(move || database::write(&file, &to));
        writing.await.map_err(|_| IndexError::Closed)?
    }
}
