//! `plex-mcp tools`: what there is to call.

use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command, builder::PossibleValuesParser};
use plex_mcp::{Options, PlexMcpServer, Tool, config::Config};
use serde_json::{Value, json};

use super::output::print;

/// Returns the command.
pub(super) fn command() -> Command {
    let formats = PossibleValuesParser::new(["table", "markdown", "json"]);
    Command::new("tools").about("Print the tools").arg(
        Arg::new("format")
            .long("format")
            .value_parser(formats)
            .default_value("table")
            .help("As a table, as the documents have them, or with their schemas"),
    )
}

/// Prints the tools. Nothing is sent to Plex.
pub(super) fn run(
    config: &Config,
    matches: &ArgMatches,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let server = PlexMcpServer::with_options(config.client()?, config.options.clone());
    let format = matches.get_one::<String>("format").map(String::as_str);
    print(&match format {
        Some("json") => {
            serde_json::to_string_pretty(&server.tools().iter().map(as_json).collect::<Vec<_>>())?
        }
        Some("markdown") => tools_markdown(server.tools()),
        _ => format!("{}{}", table(server.tools()), limits(&config.options)),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Returns what the tools are limited to, a line each.
fn limits(options: &Options) -> String {
    let mut text = String::new();
    if options.choice.read_only {
        text.push_str("\n\nOnly tools that change nothing (--read-only).");
    }
    if !options.libraries.is_empty() {
        text.push_str(&format!(
            "\n\nOnly these libraries: {} (--libraries).",
            options.libraries.join(", ")
        ));
    }
    text
}

/// Returns a tool as the documents describe it.
fn as_json(tool: &Tool) -> Value {
    let mut shown = json!({
        "name": tool.name(),
        "title": tool.title(),
        "description": tool.description(),
        "toolset": tool.toolset().as_str(),
        "effect": tool.effect().letter().to_string(),
        "inputSchema": tool.input_schema().as_ref(),
    });
    if let (false, Some(shown)) = (tool.shows_pictures(), shown.as_object_mut()) {
        let schema = tool.output_schema().as_ref().clone();
        shown.insert("outputSchema".into(), Value::Object(schema));
    }
    shown
}

/// Returns the names of a tool's arguments, the required ones starred.
fn arguments(tool: &Tool) -> Vec<String> {
    let schema = tool.input_schema();
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let properties = schema.get("properties").and_then(Value::as_object);
    let names = properties
        .into_iter()
        .flat_map(|properties| properties.keys());
    names
        .map(|name| {
            if required.contains(&name.as_str()) {
                format!("{name}*")
            } else {
                name.clone()
            }
        })
        .collect()
}

/// Returns one line a tool.
fn table(tools: &[Tool]) -> String {
    let width = tools
        .iter()
        .map(|tool| tool.name().len())
        .max()
        .unwrap_or(0);
    let line = |tool: &Tool| {
        let arguments = arguments(tool).join(", ");
        format!(
            "{} {:<8}  {:<width$}  {:<18} {arguments}",
            tool.effect().letter(),
            tool.toolset().as_str(),
            tool.name(),
            tool.title()
        )
    };
    tools.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Returns the table of tools in docs/tools.md.
fn tools_markdown(tools: &[Tool]) -> String {
    let mut text = "| tool | | arguments | what it does |\n|---|---|---|---|".to_owned();
    for tool in tools {
        let names: Vec<String> = arguments(tool)
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        let names = if names.is_empty() {
            "–".to_owned()
        } else {
            names.join(", ")
        };
        text.push_str(&format!(
            "\n| `{}` | {} | {names} | {} |",
            tool.name(),
            tool.effect().letter(),
            // What follows is for models: a schema.
            tool.description().lines().next().unwrap_or_default()
        ));
    }
    text
}
