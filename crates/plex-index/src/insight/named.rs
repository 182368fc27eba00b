//! What the snapshot knows by name. Whoever asks says by id what is meant: how a name that a person gives is
//! compared with those there are is no matter of the snapshot, so that every question finds alike.

use plex_client::{Account, AccountId, ItemType, Library, LibraryKey, RatingKey};
use rusqlite::{Connection, OptionalExtension};

use crate::{
    error::{IndexError, Result},
    index::Index,
    insight::works::Works,
    store::Fact,
};

/// A person whose plays are asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Whose plays are theirs.
    pub id: AccountId,
    /// How an answer calls them.
    pub name: String,
}

impl Index {
    /// Returns the people whom the snapshot knows, by name.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn people(&self) -> Result<Vec<Account>> {
        self.look(|connection| {
            let mut all = connection.prepare("SELECT id, name FROM account ORDER BY name, id")?;
            let people = all.query_map([], |row| {
                let mut account = Account::default();
                account.id = Some(AccountId::new(row.get(0)?));
                account.name = row.get(1)?;
                Ok(account)
            })?;
            Ok(people.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    /// Returns the libraries that the snapshot knows: their ids, types and titles.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn libraries(&self) -> Result<Vec<Library>> {
        self.look(|connection| {
            let mut all = connection.prepare("SELECT key, title, type FROM library ORDER BY id")?;
            let mut rows = all.query([])?;
            let mut libraries = Vec::new();
            while let Some(row) = rows.next()? {
                let mut library = Library::default();
                library.key = LibraryKey::new(row.get::<_, String>(0)?)?;
                library.title = row.get(1)?;
                library.library_type = row.get::<_, String>(2)?.parse().unwrap_or_default();
                libraries.push(library);
            }
            Ok(libraries)
        })
        .await
    }

    /// Returns the genres of films and shows, by name.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn genres(&self) -> Result<Vec<String>> {
        self.look(|connection| {
            let mut all = connection.prepare(
                "SELECT name FROM tag WHERE kind = 'genre' AND EXISTS
                   (SELECT 1 FROM item_tag JOIN item ON item.id = item_tag.item_id
                    WHERE item_tag.tag_id = tag.id AND item.type IN ('movie', 'show'))
                 ORDER BY name",
            )?;
            let genres = all.query_map([], |row| row.get(0))?;
            Ok(genres.collect::<rusqlite::Result<_>>()?)
        })
        .await
    }

    /// Returns the type of an item; `None` for one that is not in the snapshot.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn type_of(&self, item: &RatingKey) -> Result<Option<ItemType>> {
        let item = item.to_string();
        self.look(move |connection| {
            let mut find = connection.prepare("SELECT type FROM item WHERE rating_key = ?1")?;
            let found = find.query_row([item], |row| row.get::<_, String>(0));
            Ok(found
                .optional()?
                .map(|item_type| item_type.parse().unwrap_or_default()))
        })
        .await
    }

    /// Returns the one of some films and shows that stands for them all, where they are copies and
    /// editions of one work; `None` where they are several works, or none that the snapshot knows.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub async fn work_of(&self, items: Vec<RatingKey>) -> Result<Option<RatingKey>> {
        self.look(move |connection| {
            let works = Works::read(connection)?;
            let mut find = connection.prepare("SELECT id FROM item WHERE rating_key = ?1")?;
            let mut only = None;
            for item in items {
                let id = find.query_row([item.as_str()], |row| row.get(0));
                // What the snapshot does not know may be anything.
                let Some(work) = id.optional()?.and_then(|id| works.of(id)) else {
                    return Ok(None);
                };
                match &only {
                    Some((known, _)) if *known != work => return Ok(None),
                    Some(_) => {}
                    None => only = Some((work, item)),
                }
            }
            Ok(only.map(|(_, item)| item))
        })
        .await
    }
}

/// Returns the owner of the token, whom the server may not name to others.
pub(super) fn owner(connection: &Connection) -> rusqlite::Result<Person> {
    let mut find = connection.prepare("SELECT name FROM account WHERE id = ?1 AND name <> ''")?;
    let name = find
        .query_row([AccountId::OWNER.get()], |row| row.get(0))
        .optional()?;
    // Who is refused the history is a guest.
    let is_guest = Fact::SeesHistory.read::<i64>(connection)? == Some(0);
    let unnamed = if is_guest {
        "the account of this token"
    } else {
        "the owner"
    };
    Ok(Person {
        id: AccountId::OWNER,
        name: name.unwrap_or_else(|| unnamed.to_owned()),
    })
}

/// Returns the row id of a library of the server.
///
/// # Errors
///
/// [`IndexError::Unknown`] for one that is not in the snapshot.
pub(super) fn library(connection: &Connection, key: &LibraryKey) -> Result<i64> {
    let mut find = connection.prepare("SELECT id FROM library WHERE key = ?1")?;
    let id = find
        .query_row([key.as_str()], |row| row.get(0))
        .optional()?;
    id.ok_or_else(|| IndexError::Unknown {
        what: "library",
        id: key.to_string(),
    })
}
