//! Keeps the texts by which full-text search finds an item.

use plex_client::MediaItem;
use rusqlite::params;

use super::{SUMMARY_CHARS, text};
use crate::store::Batch;

/// The most characters of all names of people together.
const PEOPLE_CHARS: usize = 8_000;

impl Batch<'_> {
    /// Replaces the searched text of an item.
    pub(super) fn put_search(&self, id: i64, item: &MediaItem) -> rusqlite::Result<()> {
        let title = joined([
            Some(item.title.as_str()),
            item.original_title.as_deref(),
            item.edition_title.as_deref(),
        ]);
        let parents = joined([
            item.grandparent_title.as_deref(),
            item.parent_title.as_deref(),
        ]);
        let summary = joined([item.tagline.as_deref(), item.summary.as_deref()]);
        let people = joined(
            item.roles
                .iter()
                .map(|role| role.tag.as_str())
                .chain(
                    [&item.directors, &item.writers, &item.producers]
                        .into_iter()
                        .flatten()
                        .map(|tag| tag.tag.as_str()),
                )
                .map(Some),
        );
        let mut put = self.connection().prepare_cached(
            "INSERT OR REPLACE INTO search (rowid, title, parents, summary, people) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        put.execute(params![
            id,
            text(Some(&title), SUMMARY_CHARS),
            text(Some(&parents), SUMMARY_CHARS),
            text(Some(&summary), SUMMARY_CHARS),
            text(Some(&people), PEOPLE_CHARS),
        ])
        .map(drop)
    }
}

impl Batch<'_> {
    /// Lets items be found whose details the server does not tell: by what the listings say of them.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn search_undetailed(&self) -> rusqlite::Result<()> {
        self.connection()
            .execute(
                "INSERT INTO search (rowid, title, parents, summary)
                 SELECT item.id, concat_ws(' · ', item.title, item.original_title, item.edition),
                        concat_ws(' · ', top.title, above.title), concat_ws(' · ', blurb.tagline, blurb.summary)
                 FROM item LEFT JOIN item AS above ON above.id = item.parent_id
                 LEFT JOIN item AS top ON top.id = item.grandparent_id
                 LEFT JOIN blurb ON blurb.item_id = item.id
                 WHERE item.detail_unix IS NULL
                   AND NOT EXISTS (SELECT 1 FROM search_docsize AS held WHERE held.id = item.id)
                 ORDER BY item.id",
                [],
            )
            .map(drop)
    }
}

/// Returns the texts that are there, kept apart so that a phrase does not match across two of them.
fn joined<'t>(texts: impl IntoIterator<Item = Option<&'t str>>) -> String {
    texts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
