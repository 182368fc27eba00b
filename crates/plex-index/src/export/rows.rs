//! Rows as text.

use std::io::{BufWriter, Write};

use rusqlite::{Connection, types::ValueRef};
use serde_json::{Map, Value};

use crate::{error::Result, schema::Table};

/// The formats of exported rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFormat {
    /// As RFC 4180 has it, with a line of names first.
    Csv,
    /// An object a line, without what is null.
    JsonLines,
}

pub(super) fn write(
    connection: &Connection,
    table: &Table,
    format: RowFormat,
    output: impl Write,
) -> Result<u64> {
    let mut output = BufWriter::new(output);
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let mut statement =
        connection.prepare(&format!("SELECT {} FROM {}", names.join(", "), table.name))?;
    if format == RowFormat::Csv {
        write_csv(&mut output, names.iter().map(|name| (*name).to_owned()))?;
    }
    let mut count = 0;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let values = (0..names.len())
            .map(|column| row.get_ref(column))
            .collect::<rusqlite::Result<Vec<_>>>()?;
        match format {
            RowFormat::Csv => write_csv(&mut output, values.into_iter().map(text))?,
            RowFormat::JsonLines => {
                let cells = names
                    .iter()
                    .zip(values)
                    .map(|(name, value)| ((*name).to_owned(), json(value)));
                let object: Map<String, Value> =
                    cells.filter(|(_, value)| !value.is_null()).collect();
                writeln!(output, "{}", Value::Object(object))?;
            }
        }
        count += 1;
    }
    output.flush()?;
    Ok(count)
}

/// Writes one line of CSV.
fn write_csv(output: &mut impl Write, cells: impl Iterator<Item = String>) -> std::io::Result<()> {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            output.write_all(b",")?;
        }
        if cell.contains([',', '"', '\r', '\n']) {
            write!(output, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            output.write_all(cell.as_bytes())?;
        }
    }
    output.write_all(b"\r\n")
}

fn text(value: ValueRef<'_>) -> String {
    match json(value) {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn json(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into(),
        // No public table holds bytes.
        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
    }
}
