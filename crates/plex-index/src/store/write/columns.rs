//! The columns of `item` and their values for one item.

use std::{
    hash::{DefaultHasher, Hasher},
    sync::OnceLock,
};

use plex_client::MediaItem;
use rusqlite::{Connection, params_from_iter, types::Value};

use super::{NAME_CHARS, epoch, name, number, seconds, text};
use crate::store::LocalClock;

/// A column's name and its value.
type Cell = (&'static str, Value);

/// The columns of a row that are not the server's own word.
pub(super) struct Bookkeeping<'a> {
    pub(super) id: i64,
    pub(super) rating_key: &'a str,
    pub(super) item_type: &'a str,
    pub(super) library_id: i64,
    pub(super) listing: i64,
    pub(super) detail_unix: Option<i64>,
    /// Bytes of files that count with another item.
    pub(super) shared_bytes: i64,
}

/// The rows of what an item is in.
pub(super) struct Parents {
    pub(super) parent: Option<i64>,
    pub(super) grandparent: Option<i64>,
}

/// The columns of `item` that the server tells. A listing and the details give the same ones.
pub(super) struct Listed {
    cells: Vec<Cell>,
    size: Option<i64>,
}

/// A row of `item`.
pub(super) struct ItemColumns(Vec<Cell>);

impl Listed {
    pub(super) fn of(item: &MediaItem, parents: &Parents, clock: &LocalClock) -> Self {
        let sizes = item
            .media
            .iter()
            .flat_map(|media| &media.parts)
            .filter_map(|part| part.size);
        let size = number(sizes.reduce(u64::saturating_add));
        let title = name(Some(&item.title)).unwrap_or_else(|| "(untitled)".to_owned());
        let title_sort = name(item.title_sort.as_deref()).unwrap_or_else(|| title.clone());
        let mut cells = Vec::with_capacity(COLUMNS);
        cells.extend([
            cell("parent_id", parents.parent),
            cell("grandparent_id", parents.grandparent),
            cell("number", item.index),
            cell("parent_number", item.parent_index),
            cell("year", item.year),
            cell("duration_s", seconds(item.duration)),
            cell("view_count", Some(item.view_count.unwrap_or(0))),
            cell("position_s", seconds(item.view_offset)),
            cell("leaf_count", item.leaf_count),
            cell("viewed_leaf_count", item.viewed_leaf_count),
            cell("versions", number(Some(item.media.len() as u64))),
            cell("rating", item.rating),
            cell("audience_rating", item.audience_rating),
            cell("user_rating", item.user_rating),
            cell("has_poster", Some(item.thumb.is_some())),
            cell("added_unix", epoch(item.added_at)),
            cell("updated_unix", epoch(item.updated_at)),
            cell("viewed_unix", epoch(item.last_viewed_at)),
            cell("title", Some(title)),
            cell("title_sort", Some(title_sort)),
            cell("original_title", name(item.original_title.as_deref())),
            cell("edition", name(item.edition_title.as_deref())),
            cell(
                "released",
                released(item.originally_available_at.as_deref()),
            ),
            cell("added_at", clock.text_at(item.added_at)),
            cell("updated_at", clock.text_at(item.updated_at)),
            cell("last_viewed_at", clock.text_at(item.last_viewed_at)),
            cell("content_rating", name(item.content_rating.as_deref())),
            cell("studio", name(item.studio.as_deref())),
            cell("guid", text(item.guid.as_deref(), NAME_CHARS)),
        ]);
        Self { cells, size }
    }

    /// Returns a hash of all that a listing says of an item and that is kept. It needs to be the same only
    /// for one build of this program: another one's makes rows be written again, nothing worse.
    pub(super) fn fingerprint(&self, item: &MediaItem) -> i64 {
        let mut said = Vec::with_capacity(1_024);
        for (_, value) in &self.cells {
            match value {
                Value::Null => said.push(0),
                Value::Integer(number) => said.extend(number.to_le_bytes()),
                Value::Real(number) => said.extend(number.to_bits().to_le_bytes()),
                Value::Text(text) => said.extend(text.as_bytes()),
                Value::Blob(bytes) => said.extend(bytes),
            }
            // No text has it.
            said.push(0xff);
        }
        for text in [&item.summary, &item.tagline].into_iter().flatten() {
            said.extend(text.as_bytes());
            said.push(0xff);
        }
        // The model serialises to JSON always.
        said.extend(serde_json::to_vec(&item.media).unwrap_or_default());
        // All at once: a hasher is slow with a thousand small pieces.
        let mut hasher = DefaultHasher::new();
        hasher.write(&said);
        hasher.finish().cast_signed()
    }

    /// Adds what is not the server's own word.
    pub(super) fn with(self, book: &Bookkeeping<'_>) -> ItemColumns {
        let Self { mut cells, size } = self;
        let size = size.map(|size| size.saturating_sub(book.shared_bytes).max(0));
        cells.extend([
            cell("size_bytes", size),
            cell("rating_key", Some(book.rating_key.to_owned())),
            cell("type", Some(book.item_type.to_owned())),
            cell("library_id", Some(book.library_id)),
            cell("listing", Some(book.listing)),
            cell("detail_unix", book.detail_unix),
            cell("id", Some(book.id)),
        ]);
        ItemColumns(cells)
    }
}

impl ItemColumns {
    /// Writes the row: a new one, or over the one that has its id.
    pub(super) fn put(&self, connection: &Connection, is_new: bool) -> rusqlite::Result<()> {
        // Every row has the same columns in the same order, so the first one's statements are those of all.
        static STATEMENTS: OnceLock<Statements> = OnceLock::new();
        let statements = STATEMENTS.get_or_init(|| Statements::over(&self.0));
        let write = |sql: &str| {
            connection
                .prepare_cached(sql)?
                .execute(params_from_iter(self.0.iter().map(|(_, value)| value)))
        };
        if is_new {
            write(&statements.insert)?;
        } else if write(&statements.update_apart_from_indexes)? == 0 {
            write(&statements.update)?;
        }
        Ok(())
    }
}

/// How many columns there are.
const COLUMNS: usize = 37;

/// The columns that indexes are over. Details mostly bring no news of them, and a row that keeps them
/// is updated without touching a dozen indexes. (`detail_unix` is not among them: it changes each time,
/// and its index holds what is due only.)
const INDEXED: [&str; 20] = [
    "type",
    "library_id",
    "parent_id",
    "grandparent_id",
    "number",
    "parent_number",
    "year",
    "duration_s",
    "view_count",
    "versions",
    "size_bytes",
    "rating",
    "audience_rating",
    "rating_key",
    "title",
    "added_at",
    "last_viewed_at",
    "content_rating",
    "studio",
    "guid",
];

/// Holds what writes a row. All take all columns as parameters, the last of which is `id`.
struct Statements {
    insert: String,
    update: String,
    /// Updates nothing if a column has changed that an index is over.
    update_apart_from_indexes: String,
}

impl Statements {
    fn over(cells: &[Cell]) -> Self {
        let columns: Vec<(String, &str)> = (1..)
            .zip(cells)
            .map(|(place, (name, _))| (format!("?{place}"), *name))
            .collect();
        let each = |write: fn(&str, &str) -> String, which: &dyn Fn(&str) -> bool| {
            columns
                .iter()
                .filter(|(_, name)| which(name))
                .map(|(place, name)| write(name, place))
                .collect::<Vec<_>>()
        };
        let is_indexed = |name: &str| INDEXED.contains(&name);
        let assignment = |name: &str, place: &str| format!("{name} = {place}");
        Self {
            insert: format!(
                "INSERT INTO item ({}) VALUES ({})",
                each(|name, _| name.to_owned(), &|_| true).join(", "),
                each(|_, place| place.to_owned(), &|_| true).join(", ")
            ),
            update: format!(
                "UPDATE item SET {} WHERE id = ?{}",
                each(assignment, &|name| name != "id").join(", "),
                cells.len()
            ),
            update_apart_from_indexes: format!(
                "UPDATE item SET {} WHERE id = ?{} AND {}",
                each(assignment, &|name| name != "id" && !is_indexed(name)).join(", "),
                cells.len(),
                each(|name, place| format!("{name} IS {place}"), &is_indexed).join(" AND ")
            ),
        }
    }
}

fn cell(column: &'static str, value: Option<impl Into<Value>>) -> Cell {
    (column, value.map_or(Value::Null, Into::into))
}

/// Reads `YYYY-MM-DD`, whether or not a time follows; `None` for what is no date.
fn released(text: Option<&str>) -> Option<String> {
    let date = text?.get(..10)?;
    date.parse::<jiff::civil::Date>()
        .ok()
        .map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::schema;

    #[test]
    fn the_columns_of_indexes_are_known() {
        let mut connection = Connection::open_in_memory().unwrap();
        schema::create(&mut connection).unwrap();
        schema::index(&connection).unwrap();
        schema::index_details(&connection).unwrap();
        let mut columns = connection
            .prepare(
                "SELECT column.name FROM pragma_index_list('item') AS one, pragma_index_info(one.name) AS column
                 WHERE one.name <> 'item_without_detail' AND column.name <> 'id'",
            )
            .unwrap();
        let columns: BTreeSet<String> = columns
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        let known: BTreeSet<String> = INDEXED.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(columns, known);
    }

    #[test]
    fn only_dates_are_dates() {
        assert_eq!(released(Some("1927-01-10")).unwrap(), "1927-01-10");
        assert_eq!(released(Some("1927-01-10 00:00:00")).unwrap(), "1927-01-10");
        for junk in [
            "",
            "1927",
            "0000-00-00",
            "1927-13-45",
            "unknown date",
            "1927-01-1é",
        ] {
            assert_eq!(released(Some(junk)), None, "{junk}");
        }
    }
}
