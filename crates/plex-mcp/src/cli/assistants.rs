//! The configuration for the assistants that are on this machine.

use std::io;

use mcp_install::{Assistant, Change, Plan, Server};

use super::install::{self, NAME};

/// What fits any assistant.
const ANY: Assistant = Assistant::Cursor;

/// Returns what to put into the files of the assistants that are found here; what fits most of them
/// where none is found.
pub(super) fn configuration() -> io::Result<String> {
    let server = Server::new(NAME, install::own_command()?);
    let machine = install::machine().ok();
    let found = machine.as_ref().map(Assistant::found).unwrap_or_default();
    let plans = found.into_iter().filter_map(|assistant| {
        // A file that cannot be understood is left for its owner to look at.
        Plan::install(assistant, machine.as_ref()?, &server).ok()
    });
    let told: Vec<String> = plans.map(|plan| described(&plan)).collect();
    if told.is_empty() {
        return Ok(format!(
            "\nFor your assistant (Claude Desktop, Cursor and others):\n\n{}",
            Plan::entry_of(ANY, &server).trim_end()
        ));
    }
    Ok(format!(
        "\nFor the assistants found here (plex-mcp install writes it for you):\n{}",
        told.join("\n")
    ))
}

/// Describes what an assistant's file needs.
fn described(plan: &Plan) -> String {
    let title = plan.assistant().title();
    let file = plan.file().display();
    if plan.change() == Change::Nothing {
        return format!("\n{title}: {file} has it already.");
    }
    format!("\n{title}, in {file}:\n\n{}", plan.entry().trim_end())
}
