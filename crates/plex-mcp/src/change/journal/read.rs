//! Reading the journal.

use plex_client::RatingKey;
use rusqlite::{Connection, OptionalExtension, Row, params, types::Type};
use serde::de::DeserializeOwned;

use super::{Entry, EntryStep, Journal, Outcome, Owner};
use crate::error::ToolError;

/// Says which changes are wanted.
#[derive(Debug, Clone, Default)]
pub(in crate::change) struct Wanted {
    /// At most so many are kept, newest first.
    pub(in crate::change) limit: u32,
    /// Not before this moment, in epoch seconds.
    pub(in crate::change) since: Option<i64>,
    /// Only those of this item.
    pub(in crate::change) item: Option<RatingKey>,
}

impl Journal {
    /// Goes through changes, newest first, until enough were kept of what `told` makes of each, which is
    /// also given how many there are. No more than one of them is held with all its steps.
    ///
    /// # Errors
    ///
    /// When the journal cannot be read.
    pub(in crate::change) async fn list<T: Send + 'static>(
        &self,
        owner: &Owner,
        wanted: Wanted,
        told: impl Fn(Entry, usize) -> Option<T> + Send + 'static,
    ) -> Result<Vec<T>, ToolError> {
        let owner = owner.clone();
        self.with(move |connection| {
            let mut statement = connection.prepare(
                "SELECT number, id, at, tool, words, ended, undoes, undone_by FROM changes
                 WHERE server = ?1 AND account = ?2 AND at >= ?3
                   AND (?4 IS NULL OR number IN (SELECT change FROM steps WHERE rating_key = ?4))
                 ORDER BY number DESC",
            )?;
            let key = wanted.item.as_ref().map(RatingKey::as_str);
            let since = wanted.since.unwrap_or(0);
            let rows =
                statement.query_map(params![owner.server, owner.account, since, key], entry)?;
            let found: Vec<(i64, Entry)> = rows.collect::<rusqlite::Result<_>>()?;
            let most = usize::try_from(wanted.limit).unwrap_or(usize::MAX);
            let count = found.len().min(most);
            let mut list = Vec::new();
            for (number, entry) in found {
                if list.len() >= most {
                    break;
                }
                list.extend(told(with_steps(connection, number, entry)?, count));
            }
            Ok(list)
        })
        .await
    }

    /// Returns the change of that id, if the owner has made one.
    ///
    /// # Errors
    ///
    /// When the journal cannot be read.
    pub(in crate::change) async fn get(
        &self,
        owner: &Owner,
        id: &str,
    ) -> Result<Option<Entry>, ToolError> {
        let (owner, id) = (owner.clone(), id.to_owned());
        self.with(move |connection| {
            let found = connection
                .query_row(
                    "SELECT number, id, at, tool, words, ended, undoes, undone_by FROM changes
                     WHERE server = ?1 AND account = ?2 AND id = ?3",
                    params![owner.server, owner.account, id],
                    entry,
                )
                .optional()?;
            found
                .map(|(number, entry)| with_steps(connection, number, entry))
                .transpose()
        })
        .await
    }
}

fn entry(row: &Row<'_>) -> rusqlite::Result<(i64, Entry)> {
    let entry = Entry {
        id: row.get(1)?,
        at: row.get(2)?,
        tool: row.get(3)?,
        words: row.get(4)?,
        ended: row.get(5)?,
        undoes: row.get(6)?,
        undone_by: row.get(7)?,
        steps: Vec::new(),
    };
    Ok((row.get(0)?, entry))
}

fn with_steps(connection: &Connection, number: i64, entry: Entry) -> rusqlite::Result<Entry> {
    let mut statement = connection.prepare_cached(
        "SELECT act, name, before, after, outcome, made FROM steps WHERE change = ?1 ORDER BY place",
    )?;
    let steps = statement.query_map([number], |row| {
        let made: Option<String> = row.get(5)?;
        Ok(EntryStep {
            act: json(row, 0)?,
            name: json(row, 1)?,
            before: json(row, 2)?,
            after: match row.get_ref(3)?.data_type() {
                Type::Null => None,
                _ => Some(json(row, 3)?),
            },
            outcome: row.get::<_, Option<String>>(4)?.as_deref().map(outcome),
            made: made.and_then(|key| RatingKey::new(key).ok()),
        })
    })?;
    Ok(Entry {
        steps: steps.collect::<rusqlite::Result<_>>()?,
        ..entry
    })
}

fn outcome(word: &str) -> Outcome {
    match word {
        "changed" => Outcome::Changed,
        "failed" => Outcome::Failed,
        _ => Outcome::Unknown,
    }
}

/// Reads a column of JSON.
fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
    })
}
