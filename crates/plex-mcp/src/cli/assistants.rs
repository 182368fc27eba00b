//! The configuration for the assistants that are on this machine.

use std::io;

use mcp_install::{Assistant, Change, Machine, Plan, Server, System};

/// The name under which assistants know the server.
const NAME: &str = "plex";

/// What fits any assistant.
const ANY: &str = r#"{"mcpServers": {"plex": {"command": "COMMAND"}}}"#;

/// Returns what to put into the files of the assistants that are found here; what fits most of them
/// where none is found.
pub(super) fn configuration() -> io::Result<String> {
    let command = std::env::current_exe()?.display().to_string();
    let server = Server::new(NAME, &command);
    let machine = Machine::from_env(system(), &|name| std::env::var_os(name));
    let found = machine.as_ref().map(Assistant::found).unwrap_or_default();
    let plans = found.into_iter().filter_map(|assistant| {
        // A file that cannot be understood is left for its owner to look at.
        Plan::install(assistant, machine.as_ref()?, &server).ok()
    });
    let told: Vec<String> = plans.map(|plan| described(&plan)).collect();
    if told.is_empty() {
        let entry = ANY.replace(
            "COMMAND",
            &command.replace('\\', "\\\\").replace('"', "\\\""),
        );
        return Ok(format!(
            "\nFor your assistant (Claude Desktop, Cursor and others):\n\n{entry}"
        ));
    }
    Ok(format!(
        "\nFor the assistants found here:\n{}",
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

/// Returns the system that this program was built for.
fn system() -> System {
    if cfg!(windows) {
        System::Windows
    } else if cfg!(target_os = "macos") {
        System::MacOs
    } else {
        System::Linux
    }
}
