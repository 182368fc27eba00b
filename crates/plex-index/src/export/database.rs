//! Everything as a database of plain tables.

use std::{fs::OpenOptions, path::Path};

use rusqlite::{Connection, OpenFlags};

use crate::{error::Result, schema};

pub(super) fn write(snapshot: &Path, to: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(to)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut target = Connection::open_with_flags(to, flags)?;
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
    Ok(())
}
