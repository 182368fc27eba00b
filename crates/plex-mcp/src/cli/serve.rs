//! `plex-mcp serve`, and `plex-mcp` alone: serves one client over standard input and output.

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use clap::Command;
use plex_mcp::config::Config;

use super::target::Target;

/// What a person sees who starts the server by hand.
const ON_A_TERMINAL: &str = "\
plex-mcp serves the Model Context Protocol on standard input and output, and waits for a client.
It is meant to be started by one (Claude, Cursor, VS Code, …) with a configuration such as

  {\"mcpServers\": {\"plex\": {
    \"command\": \"plex-mcp\",
    \"env\": {\"PLEX_URL\": \"http://localhost:32400\", \"PLEX_TOKEN\": \"…\"}}}}

To try it by hand: plex-mcp call plex_get_libraries    (add --demo for a sample library)
To see all there is: plex-mcp --help                   (Ctrl-C ends this)
";

/// The command.
pub(super) fn command() -> Command {
    Command::new("serve").about("Serve one client over standard input and output (the default)")
}

/// Serves until the client closes its side.
pub(super) async fn run(config: &Config) -> Result<ExitCode, Box<dyn std::error::Error>> {
    if io::stdin().is_terminal() {
        let _ = io::stderr().write_all(ON_A_TERMINAL.as_bytes());
    }
    let target = Target::open(config).await?;
    target.server.serve_stdio().await?;
    Ok(ExitCode::SUCCESS)
}
