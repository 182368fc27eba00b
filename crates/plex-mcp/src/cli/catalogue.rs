//! `plex-mcp resources` and `plex-mcp prompts`: what there is beside tools.

use std::process::ExitCode;

use clap::Command;
use plex_mcp::{Argument, Prompt, Resource, config::Config};

use super::{output::print, target::configured};

/// Returns the command for resources.
pub(super) fn resources_command() -> Command {
    Command::new("resources").about("Print the resources as Markdown")
}

/// Returns the command for prompts.
pub(super) fn prompts_command() -> Command {
    Command::new("prompts").about("Print the prompts as Markdown")
}

/// Prints the resources. Nothing is sent to Plex.
pub(super) fn resources(config: &Config) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let line = |resource: &Resource| {
        let kept = resource.fresh_for().as_secs();
        format!(
            "\n| `{}` | {} | {kept} s |",
            resource.uri(),
            resource.description()
        )
    };
    let server = configured(config)?;
    let lines: String = server.resources().iter().map(line).collect();
    print(&format!(
        "| resource | what is in it | kept |\n|---|---|---|{lines}"
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the prompts. Nothing is sent to Plex.
pub(super) fn prompts(config: &Config) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let line = |prompt: &Prompt| {
        let arguments: Vec<String> = prompt.arguments().iter().map(argument).collect();
        format!(
            "\n| `{}` | {} | {} |",
            prompt.name(),
            arguments.join(", "),
            prompt.description()
        )
    };
    let server = configured(config)?;
    let lines: String = server.prompts().iter().map(line).collect();
    print(&format!(
        "| prompt | arguments | what comes of it |\n|---|---|---|{lines}"
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Returns the name of an argument, a required one starred.
fn argument(argument: &Argument) -> String {
    let star = if argument.is_required() { "*" } else { "" };
    format!("`{}{star}`", argument.name())
}
