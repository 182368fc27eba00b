//! People and libraries by name, as questions name them.

use plex_client::text::folded;
use rusqlite::{Connection, OptionalExtension};

use crate::error::{IndexError, Result};

/// A person the server knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) id: i64,
    pub(super) name: String,
}

/// The account of the server's owner.
pub(super) const OWNER: i64 = 1;

/// Returns the owner of the token, whom the server may not name to others.
pub(super) fn owner(connection: &Connection) -> rusqlite::Result<Person> {
    let mut find = connection.prepare("SELECT name FROM account WHERE id = ?1 AND name <> ''")?;
    let name = find.query_row([OWNER], |row| row.get(0)).optional()?;
    Ok(Person {
        id: OWNER,
        name: name.unwrap_or_else(|| "the owner".to_owned()),
    })
}

/// Returns the person of that name or id. The exact spelling comes first; another one names a person only
/// where it names one.
///
/// # Errors
///
/// [`IndexError::Unknown`] with the names there are; [`IndexError::Ambiguous`] with the ids of those
/// whom it fits alike.
pub(super) fn person(connection: &Connection, wanted: &str) -> Result<Person> {
    let mut all = connection.prepare("SELECT id, name FROM account ORDER BY name, id")?;
    let people: Vec<Person> = all
        .query_map([], |row| {
            Ok(Person {
                id: row.get(0)?,
                name: row.get(1)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let spelt = |fits: &dyn Fn(&Person) -> bool| -> Vec<&Person> {
        people.iter().filter(|person| fits(person)).collect()
    };
    let mut fitting = spelt(&|person| person.name == wanted);
    if fitting.is_empty() {
        fitting =
            spelt(&|person| !person.name.is_empty() && folded(&person.name) == folded(wanted));
    }
    if fitting.is_empty() {
        fitting = spelt(&|person| person.id.to_string() == wanted);
    }
    match fitting.as_slice() {
        [person] => Ok((*person).clone()),
        [] => Err(IndexError::Unknown {
            what: "user",
            wanted: wanted.to_owned(),
            known: people
                .into_iter()
                .map(|person| person.name)
                .filter(|name| !name.is_empty())
                .collect(),
        }),
        several => Err(IndexError::Ambiguous {
            what: "user",
            wanted: wanted.to_owned(),
            ids: several
                .iter()
                .map(|person| format!("{} ({})", person.id, person.name))
                .collect(),
        }),
    }
}

/// Returns the row id of a library: by its id at the server, then by its title.
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
