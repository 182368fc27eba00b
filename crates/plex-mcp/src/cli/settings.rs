//! `plex-mcp settings`: what can be set, and how.

use std::process::ExitCode;

use clap::Command;
use plex_mcp::config::SETTINGS;

use super::output::print;

/// Returns the command.
pub(super) fn command() -> Command {
    Command::new("settings")
        .about("Print the settings as Markdown: flags, variables and keys of the file")
}

/// Prints the settings.
pub(super) fn run() -> Result<ExitCode, Box<dyn std::error::Error>> {
    print(&markdown())?;
    Ok(ExitCode::SUCCESS)
}

/// Returns the table of settings in docs/options.md.
fn markdown() -> String {
    let mut text =
        "| flag | variable | in the file | default | what it does |\n|---|---|---|---|---|"
            .to_owned();
    for setting in &SETTINGS {
        let value = setting
            .value
            .map(|value| format!(" {value}"))
            .unwrap_or_default();
        let variables: Vec<String> = setting.env.iter().map(|name| format!("`{name}`")).collect();
        let key = setting
            .key()
            .map_or_else(|| "–".to_owned(), |key| format!("`{key}`"));
        let default = setting
            .default
            .map_or_else(|| "–".to_owned(), |default| format!("`{default}`"));
        text.push_str(&format!(
            "\n| `--{}{value}` | {} | {key} | {default} | {} |",
            setting.name,
            variables.join(", "),
            setting.help
        ));
    }
    text
}
