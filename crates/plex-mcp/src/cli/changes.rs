//! `plex-mcp changes` and `plex-mcp undo`: the journal of changes, from a shell.

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use plex_mcp::{Ask, Options, PlexMcpServer, Progress, config::Config};
use serde_json::{Map, Value, json};

use super::{output::print, target::Target};

/// Returns the command that lists changes.
pub(super) fn command() -> Command {
    Command::new("changes")
        .about("Print what was changed through this program, newest first")
        .arg(
            Arg::new("limit")
                .long("limit")
                .value_name("N")
                .value_parser(value_parser!(u32).range(1..=1000))
                .default_value("20")
                .help("At most so many"),
        )
        .arg(
            Arg::new("since")
                .long("since")
                .value_name("WHEN")
                .help("From then on: a date, or a span back from now such as 30d"),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help("As JSON"),
        )
}

/// Returns the command that takes one back.
pub(super) fn undo_command() -> Command {
    Command::new("undo")
        .about("Take a change back, as `changes` lists it")
        .arg(
            Arg::new("id")
                .required(true)
                .value_name("ID")
                .help("Its id, such as c-20261127-0007"),
        )
        .arg(
            Arg::new("dry-run")
                .long("dry-run")
                .action(ArgAction::SetTrue)
                .help("Only tell what would change"),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help("As JSON"),
        )
}

/// Prints the journal.
pub(super) async fn run(
    config: &Config,
    matches: &ArgMatches,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let mut arguments = Map::new();
    arguments.insert(
        "limit".to_owned(),
        json!(matches.get_one::<u32>("limit").copied().unwrap_or(20)),
    );
    if let Some(since) = matches.get_one::<String>("since") {
        arguments.insert("since".to_owned(), json!(since));
    }
    show(config, "plex_get_changes", arguments, matches, listed).await
}

/// Takes a change back. Whoever types this agrees to it.
pub(super) async fn undo(
    config: &Config,
    matches: &ArgMatches,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let id = matches.get_one::<String>("id").cloned().unwrap_or_default();
    let arguments = Map::from_iter([
        ("change_id".to_owned(), json!(id)),
        ("dry_run".to_owned(), json!(matches.get_flag("dry-run"))),
    ]);
    show(config, "plex_undo", arguments, matches, undone).await
}

/// Calls a tool, whichever are switched on for models, and prints what it gives.
async fn show(
    config: &Config,
    tool: &str,
    arguments: Map<String, Value>,
    matches: &ArgMatches,
    words: fn(&Value) -> String,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let target = Target::open(&for_the_person(config, tool)).await?;
    let outcome = answer(&target.server, tool, arguments).await;
    let (result, code) = match outcome {
        Ok(result) => (result, ExitCode::SUCCESS),
        Err(error) => (error, ExitCode::FAILURE),
    };
    let text = match (matches.get_flag("json"), io::stdout().is_terminal()) {
        (true, true) => format!("{result:#}"),
        (true, false) => result.to_string(),
        (false, _) => words(&result),
    };
    print(&text)?;
    Ok(code)
}

async fn answer(
    server: &PlexMcpServer,
    tool: &str,
    arguments: Map<String, Value>,
) -> Result<Value, Value> {
    let answer = server.answer_asking(tool, arguments, Progress::none(), Ask::consented());
    match answer.await {
        Ok(answer) => Ok(answer.structured),
        Err(error) => Err(error.to_json()),
    }
}

/// Returns the configuration without what only limits models: it is the person who asks. Where the
/// person has said that nothing is to change, nothing does.
fn for_the_person(config: &Config, tool: &str) -> Config {
    let mut config = config.clone();
    let is_change = tool == "plex_undo";
    let read_only = config.options.choice.read_only && is_change;
    config.options.choice = Options::default().choice;
    config.options.choice.read_only = read_only;
    config.options.choice.allow_destructive = true;
    config
}

/// Writes the journal a line each: when, what, and how it stands.
fn listed(result: &Value) -> String {
    if let Some(error) = failure(result) {
        return error;
    }
    let rows: Vec<String> = rows(result).map(line).collect();
    if rows.is_empty() {
        return "Nothing was changed through this program on this server.".to_owned();
    }
    let mut text = rows.join("\n");
    if result["has_more"] == true {
        text.push_str("\n… and more: raise --limit");
    }
    text
}

/// Writes one change in a line.
fn line(row: &Value) -> String {
    let text = |name: &str| row[name].as_str().unwrap_or_default();
    let at = text("at").get(..16).unwrap_or_default().replace('T', " ");
    let stands = match (text("undone_by"), text("state"), text("undo")) {
        (by, ..) if !by.is_empty() => format!("taken back by {by}"),
        (_, state, _) if !state.is_empty() => state.to_owned(),
        (.., "yes" | "") => String::new(),
        (.., undo) => match undo.strip_prefix("no: ") {
            Some(why) => format!("cannot be undone: {why}"),
            None => format!("undo: {undo}"),
        },
    };
    let line = format!("{}  {at}  {}", text("change_id"), text("did"));
    match stands.as_str() {
        "" => line,
        stands => format!("{line} ({stands})"),
    }
}

/// Writes what was taken back.
fn undone(result: &Value) -> String {
    if let Some(error) = failure(result) {
        return error;
    }
    let text = |name: &str| result[name].as_str().unwrap_or_default();
    let mut lines = Vec::new();
    for name in ["did", "would"] {
        if !text(name).is_empty() {
            lines.push(format!("{}.", text(name)));
        }
    }
    for (name, why) in [("unchanged", "why"), ("failed", "error")] {
        for row in result[name].as_array().into_iter().flatten() {
            let reason = match &row[why] {
                serde_json::Value::String(text) => Some(text.as_str()),
                error => error["message"].as_str(),
            };
            lines.push(format!(
                "  {}: {}",
                row["title"].as_str().unwrap_or("?"),
                reason.unwrap_or_default()
            ));
        }
    }
    if lines.is_empty() {
        lines.push("Nothing was to be taken back.".to_owned());
    }
    lines.join("\n")
}

fn rows(result: &Value) -> impl Iterator<Item = &Value> {
    result["items"].as_array().into_iter().flatten()
}

/// Returns an error in words, if that is what it is.
fn failure(result: &Value) -> Option<String> {
    let error = result.get("error")?;
    let text = |name: &str| error[name].as_str().unwrap_or_default();
    Some(match text("hint") {
        "" => text("message").to_owned(),
        hint => format!("{}\n{hint}", text("message")),
    })
}
