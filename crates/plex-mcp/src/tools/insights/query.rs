//! `plex_query`.

use plex_index::Answer;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::time::Instant;

use super::{
    failure,
    snapshot::{SnapshotView, all_known, details, notes, notice, ready},
    unread,
};
use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    tools::tool::Define,
};

/// The most characters of a cell.
const CELL_CHARS: usize = 500;

/// What is kept free of a result for everything but its rows.
const ENVELOPE_BYTES: usize = 1_000;

/// Rows of a read-only statement over the snapshot.
pub(crate) struct Query;

/// What to ask.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// One SELECT statement.
    #[schemars(length(min = 1, max = 8000))]
    sql: String,
    #[serde(default = "hundred")]
    #[schemars(range(min = 1, max = 1000))]
    limit: u32,
}

fn hundred() -> u32 {
    100
}

/// A value of a row.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Cell(Value);

impl JsonSchema for Cell {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Cell".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // A number, a text or null; naming these as types is more than some clients understand.
        json_schema!({"not": {"anyOf": [{"type": "object"}, {"type": "array"}]}})
    }
}

/// The rows.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Rows {
    /// The names of the columns.
    columns: Vec<String>,
    /// The rows: a value for each column; null where there is none.
    items: Vec<Vec<Cell>>,
    /// Whether there are more rows.
    has_more: bool,
    /// What was cut, and what could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    /// How fresh the snapshot is.
    snapshot: SnapshotView,
}

impl Define for Query {
    const NAME: &'static str = "plex_query";
    const TITLE: &'static str = "Ask the library in SQL";
    const DESCRIPTION: &'static str = include_str!("query.txt").trim_ascii_end();
    const TOOLSET: Toolset = Toolset::Insights;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = Rows;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let began = Instant::now();
        let (index, mut freshness) = ready(call).await?;
        let mut query = plex_index::Query::new(args.sql.as_str());
        query.max_rows = usize::try_from(args.limit).unwrap_or(usize::MAX);
        query.max_bytes = call.options.max_result_bytes.saturating_sub(ENVELOPE_BYTES);
        query.max_cell_chars = CELL_CHARS;
        let ask = async || {
            let answer = index.query(query.clone()).await;
            answer.map_err(|error| failure::of_query(error, &args.sql))
        };
        let mut answer = ask().await?;
        if answer.reads_details && freshness.detailed < freshness.items {
            let details = details(call, index, began).await?;
            all_known(&details)?;
            freshness = details.freshness;
            answer = ask().await?;
        }
        // Who asks for fewer rows than come unasked wants the first of them.
        let is_cut = answer.more_rows && args.limit < hundred();
        unread::is_true(&answer, is_cut, &freshness)?;
        Ok(Rows {
            note: notes([note(&answer), notice(&freshness)]),
            has_more: answer.more_rows,
            columns: answer
                .columns
                .iter()
                .map(|name| clean::line(name, CELL_CHARS))
                .collect(),
            items: answer
                .rows
                .into_iter()
                .map(|row| row.into_iter().map(cell).collect())
                .collect(),
            snapshot: SnapshotView::of(&freshness, &call.options.calendar),
        })
    }
}

/// Returns a cell cleaned like all text: a statement can put together what no title holds.
fn cell(value: Value) -> Cell {
    Cell(match value {
        Value::String(text) => clean::line(&text, CELL_CHARS + 1).into(),
        other => other,
    })
}

/// Returns what was cut, if anything was.
fn note(answer: &Answer) -> Option<String> {
    let mut notes = Vec::new();
    if answer.too_large {
        notes.push(
            "The rows were cut to the size of a result: select fewer columns or rows.".to_owned(),
        );
    }
    if answer.shortened_cells > 0 {
        notes.push(format!(
            "{} long texts were shortened.",
            answer.shortened_cells
        ));
    }
    (!notes.is_empty()).then(|| notes.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_holds_the_schema_as_it_is() {
        assert!(
            Query::DESCRIPTION.ends_with(&plex_index::schema::summary()),
            "query.txt should end with:\n{}",
            plex_index::schema::summary()
        );
    }
}
