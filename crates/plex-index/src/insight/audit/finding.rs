//! One thing found, and how it is read from a statement.

use rusqlite::Connection;

use super::query::Scope;

/// One thing found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Finding {
    /// The title of the film, show, artist or album.
    pub title: String,
    /// Its year.
    pub year: Option<i64>,
    /// Its season, where it is about one.
    pub season: Option<i64>,
    /// The title of its library.
    pub library: String,
    /// The keys by which other tools take it.
    pub rating_keys: Vec<String>,
    /// The space that it takes; for duplicates, the space of all but the largest copy.
    pub size_bytes: Option<u64>,
    /// Why it is a finding.
    pub why: String,
}

/// Reads findings of a statement with the columns `title`, `year`, `season`, `library`,
/// `rating_keys` (apart by spaces, which no key holds), `size_bytes` and `why`. `:library` and `:since`
/// may be used in it; `since` is what is old enough.
pub(super) fn findings(
    connection: &Connection,
    scope: &Scope,
    since: i64,
    sql: &str,
) -> rusqlite::Result<Vec<Finding>> {
    let mut statement = connection.prepare(&sql.replace("{title}", TITLE))?;
    if statement.parameter_index(":library")?.is_some() {
        statement.raw_bind_parameter(":library", scope.library)?;
    }
    if statement.parameter_index(":since")?.is_some() {
        statement.raw_bind_parameter(":since", since)?;
    }
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let keys: String = row.get("rating_keys")?;
        found.push(Finding {
            title: row.get("title")?,
            year: row.get("year")?,
            season: row.get("season")?,
            library: row.get("library")?,
            rating_keys: keys.split(' ').map(str::to_owned).collect(),
            size_bytes: row.get("size_bytes")?,
            why: row.get("why")?,
        });
    }
    Ok(found)
}

/// A film's or an episode's title as findings name it, `Harbour S02E05 The Long Night`: what
/// `{title}` stands for. The show is joined as `top`.
const TITLE: &str = "CASE WHEN item.type = 'episode' AND top.id IS NOT NULL
  THEN top.title || printf(' S%02dE%02d ', item.parent_number, item.number) || item.title
  ELSE item.title END";
