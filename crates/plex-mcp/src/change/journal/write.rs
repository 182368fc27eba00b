//! Writing down what will be done, and how it ended.

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::{Ended, Intent, Journal, KEPT_S, MOST, Outcome, Owner};
use crate::error::ToolError;

impl Journal {
    /// Writes down what will be done, and returns its id. Nothing is sent before this.
    ///
    /// # Errors
    ///
    /// When it could not be written: then nothing may be sent.
    pub(in crate::change) async fn begin(&self, intent: Intent) -> Result<String, ToolError> {
        self.with(move |connection| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let id = next_id(&transaction, &intent.day)?;
            transaction.execute(
                "INSERT INTO changes (id, server, account, at, tool, words, undoes)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    id,
                    intent.owner.server,
                    intent.owner.account,
                    intent.at,
                    intent.tool,
                    intent.words,
                    intent.undoes
                ],
            )?;
            let change = transaction.last_insert_rowid();
            for (place, step) in (0_i64..).zip(&intent.steps) {
                transaction.execute(
                    "INSERT INTO steps (change, place, rating_key, act, name, before)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![
                        change,
                        place,
                        step.key.as_ref().map(plex_client::RatingKey::as_str),
                        json(&step.act)?,
                        json(&step.name)?,
                        json(&step.before)?
                    ],
                )?;
            }
            forget_old(&transaction, intent.at)?;
            transaction.commit()?;
            Ok(id)
        })
        .await
    }

    /// Writes down how a change ended. `undone` is the change that it took back, if it did.
    ///
    /// # Errors
    ///
    /// When it could not be written: the change then stands there as interrupted.
    pub(in crate::change) async fn end(
        &self,
        owner: &Owner,
        id: &str,
        words: String,
        steps: Vec<Ended>,
        undone: Option<String>,
    ) -> Result<(), ToolError> {
        let (owner, id) = (owner.clone(), id.to_owned());
        self.with(move |connection| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for (place, step) in (0_i64..).zip(&steps) {
                transaction.execute(
                    "UPDATE steps SET outcome = ?1, after = ?2, made = ?3,
                       rating_key = COALESCE(rating_key, ?3)
                     WHERE place = ?4 AND change = (SELECT number FROM changes WHERE id = ?5)",
                    params![
                        step.outcome.as_str(),
                        step.after.as_ref().map(json).transpose()?,
                        step.made.as_ref().map(plex_client::RatingKey::as_str),
                        place,
                        id
                    ],
                )?;
            }
            transaction.execute(
                "UPDATE changes SET ended = 1, words = ?1 WHERE id = ?2",
                params![words, id],
            )?;
            if let Some(undone) = undone {
                transaction.execute(
                    "UPDATE changes SET undone_by = ?1
                     WHERE id = ?2 AND server = ?3 AND account = ?4",
                    params![id, undone, owner.server, owner.account],
                )?;
            }
            transaction.commit()
        })
        .await
    }
}

impl Outcome {
    /// Returns the word for it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// Returns the next id of a day: `c-20261127-0007`.
fn next_id(connection: &Connection, day: &str) -> rusqlite::Result<String> {
    let last: i64 = connection.query_row(
        "SELECT COALESCE(MAX(CAST(substr(id, 12) AS INTEGER)), 0) FROM changes
         WHERE substr(id, 1, 11) = 'c-' || ?1 || '-'",
        [day],
        |row| row.get(0),
    )?;
    Ok(format!("c-{day}-{:04}", last + 1))
}

/// Takes out what is too old, and what is too much.
fn forget_old(transaction: &Transaction<'_>, now: i64) -> rusqlite::Result<()> {
    transaction.execute(
        "DELETE FROM changes WHERE at < ?1
         OR number <= (SELECT MAX(number) FROM changes) - ?2",
        params![now.saturating_sub(KEPT_S), MOST],
    )?;
    Ok(())
}

/// Writes something as JSON.
fn json(value: &impl serde::Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}
