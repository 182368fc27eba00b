//! `plex-mcp index export`.

use std::{io, path::PathBuf, process::ExitCode};

use clap::{Arg, ArgMatches, Command, builder::PossibleValuesParser, value_parser};
use plex_mcp::plex_index::{
    Index, IndexError, RowFormat,
    schema::{self, TABLES},
};
use private_files::Draft;

use super::report;
use crate::cli::output::{Lines, complain};

/// Returns the command.
pub(super) fn command() -> Command {
    let tables: Vec<&str> = TABLES
        .iter()
        .map(|table| table.name)
        .filter(|name| *name != "search")
        .collect();
    Command::new("export")
        .about("Write it as CSV or JSON Lines, a table at a time, or as a SQLite database")
        .arg(
            Arg::new("format")
                .required(true)
                .value_name("FORMAT")
                .value_parser(PossibleValuesParser::new(["csv", "jsonl", "sqlite"])),
        )
        .arg(
            Arg::new("table")
                .value_name("TABLE")
                .value_parser(PossibleValuesParser::new(tables))
                .required_if_eq_any([("format", "csv"), ("format", "jsonl")])
                .hide_possible_values(true)
                .help("Which table, such as movies or plays"),
        )
        .arg(
            Arg::new("output")
                .short('o')
                .long("output")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .required_if_eq("format", "sqlite")
                .help("Where to write [default: standard output]"),
        )
}

/// Writes it. Fails, after writing what there is, when that is not all; what the server does not tell of a
/// few items, it only says.
pub(super) async fn run(
    index: &Index,
    matches: &ArgMatches,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let Some(fresh) = index.status().await? else {
        return Err("there is no snapshot yet: run plex-mcp index sync".into());
    };
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    write(index, matches).await?;
    let table = text("table").filter(|_| text("format") != Some("sqlite"));
    Ok(match report::without(&fresh, table) {
        Some(without) => {
            complain(&without.words);
            match without.is_bearable {
                true => ExitCode::SUCCESS,
                false => ExitCode::FAILURE,
            }
        }
        None => ExitCode::SUCCESS,
    })
}

/// Writes what there is.
async fn write(index: &Index, matches: &ArgMatches) -> Result<(), Box<dyn std::error::Error>> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let output = matches.get_one::<PathBuf>("output");
    let format = match text("format") {
        Some("csv") => RowFormat::Csv,
        Some("jsonl") => RowFormat::JsonLines,
        _ => {
            return Ok(index
                .export_database(output.ok_or("--output is needed")?)
                .await?);
        }
    };
    let table = text("table")
        .and_then(schema::table)
        .ok_or("a table is needed")?;
    match output {
        Some(path) => {
            // Whole or not at all: rows that are missing from a file do not show.
            let draft = Draft::for_path(path)?;
            let output = Lines::new(draft.try_clone()?);
            index.export_rows(table, format, output).await?;
            draft.place_new()?;
        }
        None => {
            let written = index.export_rows(table, format, Lines::new(io::stdout()));
            match written.await {
                // Who reads only the first lines has seen enough.
                Err(IndexError::Files(error)) if error.kind() == io::ErrorKind::BrokenPipe => {}
                other => {
                    other?;
                }
            }
        }
    };
    Ok(())
}
