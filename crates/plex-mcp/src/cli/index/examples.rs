//! `plex-mcp index examples`: questions, the SQL a model would write, and the answers.
//!
//! They come from the sample library at a fixed moment, so that the same text comes out each time:
//! docs/sql.md holds it, and CI compares.

use std::fmt::Write as _;

use clap::Command;
use plex_emulator::{Clock, Emulator, Library};
use plex_mcp::{
    Calendar,
    config::{Config, IndexConfig},
    plex_index::{Answer, Depth, Index, Query, schema::QUESTIONS},
};
use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{output::print, worker};

/// The moment of the answers: a Sunday in November 2026.
const MOMENT: i64 = 1_794_753_000;

/// Returns the command; for whoever writes the documents.
pub(super) fn command() -> Command {
    Command::new("examples")
        .about("Print what can be asked, as Markdown")
        .hide(true)
}

/// Asks the questions and prints them with their answers.
pub(super) async fn run(config: &Config) -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::builder()
        .library(Library::sample())
        .clock(Clock::manual(MOMENT))
        .start()
        .await?;
    let client = config.client_for(emulator.url(), emulator.token())?;
    let folder = TempDir::with_prefix("plex-mcp-")?;
    let options = IndexConfig::new(folder.path()).options(
        emulator.token(),
        &Calendar::new(jiff::tz::TimeZone::UTC),
        worker::itself()?,
    );
    let index = Index::new(client, options);
    index.sync(Depth::Everything, |_| {}).await?;
    let mut text = String::new();
    for question in &QUESTIONS {
        let answer = index.query(Query::new(question.sql)).await?;
        write!(
            text,
            "**{}**\n\n```sql\n{}\n```\n\n{}\n",
            question.text,
            question.sql,
            table(&answer)
        )?;
    }
    print(text.trim_end())?;
    Ok(())
}

/// Returns the rows as a Markdown table.
fn table(answer: &Answer) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = line(answer.columns.clone());
    text.push_str(&line(
        answer.columns.iter().map(|_| "---".to_owned()).collect(),
    ));
    for row in &answer.rows {
        text.push_str(&line(row.iter().map(cell).collect()));
    }
    text
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.replace('|', "\\|"),
        other => other.to_string(),
    }
}
