//! Everything as a database of plain tables.

use std::path::Path;

use private_files::Draft;
use rusqlite::{Connection, OpenFlags};

use crate::{error::Result, schema};

pub(super) fn write(snapshot: &Path, to: &Path) -> Result<()> {
    let draft = Draft::for_path(to)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut target = Connection::open_with_flags(draft.path(), flags)?;
    target.execute("ATTACH ?1 AS snapshot", [snapshot.to_string_lossy()])?;
    let transaction = target.transaction()?;
    for table in schema::TABLES
        .iter()
        .filter(|table| table.name != schema::SEARCH)
    {
        // The names are our own constants.
        transaction.execute_batch(&format!(
            "CREATE TABLE main.{0} AS SELECT * FROM snapshot.{0}",
            table.name
        ))?;
    }
    transaction.commit()?;
    target.close().map_err(|(_, error)| error)?;
    draft.place_new()?;
    Ok(())
}
