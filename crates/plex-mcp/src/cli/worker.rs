//! `plex-mcp query-worker`: this program again, in a process of its own, to run statements that
//! models wrote.

use std::{io, process::ExitCode};

use clap::Command;
use plex_mcp::plex_index::{WorkerCommand, worker};

/// The command's name.
pub(super) const NAME: &str = "query-worker";

/// Returns the command; started by this program only.
pub(super) fn command() -> Command {
    Command::new(NAME)
        .about("Run the statements of plex_query")
        .hide(true)
}

/// Returns this program, as a worker.
pub(super) fn itself() -> io::Result<WorkerCommand> {
    Ok(WorkerCommand::new(std::env::current_exe()?, [NAME]))
}

/// Answers statements until there are no more.
pub(super) fn run() -> ExitCode {
    match worker::serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
