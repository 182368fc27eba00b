//! Rows as they leave the sandbox: JSON values, capped in number, in size and cell by cell.

use rusqlite::{Statement, types::ValueRef};
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use super::{comparison::folded, query::Query, reading::Reading};

/// The most characters of a column's name: `SELECT '…'` names its column after itself.
const MAX_NAME_CHARS: usize = 80;

/// The rows that a statement gave.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Answer {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows: a value for each column; null, a number or a text.
    pub rows: Vec<Vec<Value>>,
    /// There were more rows than were asked for, or than may be given.
    pub more_rows: bool,
    /// The size of the rows ended them, not their number.
    pub too_large: bool,
    /// The number of texts that were shortened.
    pub shortened_cells: u64,
    /// The statement reads what only the details of items tell, and does not look at which items have
    /// theirs: its rows are right once all have.
    pub reads_details: bool,
    /// The public tables that the statement reads, in the order of their names.
    pub tables: Vec<String>,
    /// The statement counts, sums or compares rows, so that each that is missing makes its answer another.
    pub aggregates: bool,
    /// The public tables of which the statement makes something of it that a row is not there, in the order of
    /// their names: where it asks whether there is one, or gives none for those that it finds none for.
    pub weighs_absence_in: Vec<String>,
    /// Where the statement reads these tables, and which of their rows can matter there.
    pub readings: Vec<Reading>,
    /// The statement says in which order its rows come, other than by how well they fit a search.
    pub orders: bool,
    /// The statement says in which order its rows come and how many of them: those that are given are more, or
    /// less, than the others.
    pub picks: bool,
    /// The statement reads who played something.
    pub reads_users: bool,
    /// The statement reads on which device something was played.
    pub reads_devices: bool,
}

impl Answer {
    /// Tells whether the answer can be another if rows of a table that are not there are of items of this type in
    /// the library of this title; `None` is any.
    ///
    /// It is the same where the statement takes no such rows, and where it counts each library for itself and
    /// gives nothing for that one.
    pub fn depends_on(&self, table: &str, item_type: Option<&str>, library: Option<&str>) -> bool {
        let is_given = |title: &str, column: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(column)?.as_str());
            cells.any(|cell| folded(cell) == folded(title))
        };
        let is_left_out = |reading: &Reading| {
            let both = library.zip(reading.library_column);
            both.is_some_and(|(title, column)| {
                !self.picks && !self.rows.is_empty() && !is_given(title, column)
            })
        };
        let readings = self
            .readings
            .iter()
            .filter(|reading| reading.table == table);
        let matters =
            |reading: &Reading| reading.is_of(item_type, library) && !is_left_out(reading);
        let mut readings = readings.peekable();
        readings.peek().is_none() || readings.any(matters)
    }
}

/// Steps the statement until one of the caps is reached.
pub(super) fn read(statement: &mut Statement<'_>, query: &Query) -> rusqlite::Result<Answer> {
    let columns: Vec<String> = statement
        .column_names()
        .map(|name| name.chars().take(MAX_NAME_CHARS).collect())
        .collect();
    let width = columns.len();
    let mut answer = Answer {
        columns,
        ..Answer::default()
    };
    let mut bytes = 0;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if answer.rows.len() >= query.max_rows {
            answer.more_rows = true;
            break;
        }
        let mut cells = Vec::with_capacity(width);
        for column in 0..width {
            let (cell, shortened) = cell(row.get_ref(column)?, query.max_cell_chars);
            answer.shortened_cells += u64::from(shortened);
            bytes += cell_bytes(&cell);
            cells.push(cell);
        }
        if bytes > query.max_bytes && !answer.rows.is_empty() {
            answer.more_rows = true;
            answer.too_large = true;
            break;
        }
        answer.rows.push(cells);
    }
    Ok(answer)
}

/// Returns one cell, and whether it was shortened.
fn cell(value: ValueRef<'_>, max_chars: usize) -> (Value, bool) {
    match value {
        ValueRef::Null => (Value::Null, false),
        ValueRef::Integer(number) => (number.into(), false),
        // Infinity has no JSON.
        ValueRef::Real(number) => (
            Number::from_f64(number).map_or(Value::Null, Value::Number),
            false,
        ),
        ValueRef::Text(bytes) => text(bytes, max_chars),
        ValueRef::Blob(bytes) => (format!("({} bytes)", bytes.len()).into(), false),
    }
}

/// Returns a text of at most `max_chars` characters, looking at no more of it than that takes.
fn text(bytes: &[u8], max_chars: usize) -> (Value, bool) {
    // A character has at most four bytes; what lies beyond cannot be among those shown.
    let head = bytes.get(..max_chars.saturating_mul(4)).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head);
    let shown = head
        .char_indices()
        .nth(max_chars)
        .map_or(head.len(), |(end, _)| end);
    let shortened = shown < head.len() || head.len() < bytes.len();
    let mut text = head.get(..shown).unwrap_or_default().to_owned();
    if shortened {
        text.push('…');
    }
    (text.into(), shortened)
}

/// Returns about how much of the result the cell takes.
fn cell_bytes(cell: &Value) -> usize {
    match cell {
        Value::String(text) => text.len() + 3,
        _ => 8,
    }
}
