//! People and libraries by name, as questions name them.

use plex_client::text::folded;
use rusqlite::Connection;

use crate::error::{IndexError, Result};

/// A person the server knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) id: i64,
    pub(super) name: String,
}

/// The person of that name, however it is capitalised.
///
/// # Errors
///
/// [`IndexError::Unknown`] with the names there are.
pub(super) fn person(connection: &Connection, wanted: &str) -> Result<Person> {
    let mut all = connection.prepare("SELECT id, name FROM account ORDER BY name")?;
    let people: Vec<Person> = all
        .query_map([], |row| {
            Ok(Person {
                id: row.get(0)?,
                name: row.get(1)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    match people
        .iter()
        .find(|person| folded(&person.name) == folded(wanted))
    {
        Some(person) => Ok(person.clone()),
        None => Err(IndexError::Unknown {
            what: "user",
            wanted: wanted.to_owned(),
            known: people.into_iter().map(|person| person.name).collect(),
        }),
    }
}

/// The row id of a library: by its id at the server, then by its title.
///
/// # Errors
///
/// [`IndexError::Unknown`] with the titles there are; [`IndexError::Ambiguous`] for a title that
/// several have.
pub(super) fn library(connection: &Connection, wanted: &str) -> Result<i64> {
    let mut all = connection.prepare("SELECT id, key, title FROM library ORDER BY id")?;
    let libraries: Vec<(i64, String, String)> = all
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    if let Some((id, ..)) = libraries.iter().find(|(_, key, _)| key == wanted) {
        return Ok(*id);
    }
    let titled: Vec<_> = libraries
        .iter()
        .filter(|(.., title)| folded(title) == folded(wanted))
        .collect();
    match titled.as_slice() {
        [(id, ..)] => Ok(*id),
        [] => Err(IndexError::Unknown {
            what: "library",
            wanted: wanted.to_owned(),
            known: libraries.into_iter().map(|(.., title)| title).collect(),
        }),
        several => Err(IndexError::Ambiguous {
            what: "library",
            wanted: wanted.to_owned(),
            ids: several.iter().map(|(_, key, _)| key.clone()).collect(),
        }),
    }
}
