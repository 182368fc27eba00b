//! `plex-mcp serve`, and `plex-mcp` alone: serves one client over standard input and output, or
//! any number over HTTP.

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
};

use clap::Command;
use plex_mcp::{
    config::{Config, ConfigError, HttpConfig},
    http::{HttpError, HttpServer, MCP_PATH},
};

use super::{output::report, signals, target::Target};

/// What a person sees who starts the server by hand.
const ON_A_TERMINAL: &str = "\
plex-mcp serves the Model Context Protocol on standard input and output, and waits for a client.
It is meant to be started by one (Claude, Cursor, VS Code, …) with a configuration such as

  {\"mcpServers\": {\"plex\": {\"command\": \"plex-mcp\"}}}

To sign in and add it to your assistants: plex-mcp setup
To try it by hand: plex-mcp call plex_get_libraries    (add --demo for a sample library)
To see all there is: plex-mcp --help                   (Ctrl-C ends this)
";

/// Returns the command.
pub(super) fn command() -> Command {
    Command::new("serve")
        .about("Serve one client over standard input and output (the default), or many with --http")
}

/// Serves until the client closes its side, or the program is told to stop.
pub(super) async fn run(config: &Config) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let stop = signals::stop()?;
    if let Some(http) = &config.http {
        let server = listen(http).await?;
        let target = Target::open(config).await?;
        report(&announcement(&server));
        target.server.serve_http(server, stop).await;
        return Ok(ExitCode::SUCCESS);
    }
    if io::stdin().is_terminal() {
        report(ON_A_TERMINAL);
    }
    let target = Target::open(config).await?;
    target.server.serve_stdio_until(stop).await?;
    Ok(ExitCode::SUCCESS)
}

async fn listen(http: &HttpConfig) -> Result<HttpServer, Box<dyn std::error::Error>> {
    match HttpServer::bind(http.address, http.options.clone()).await {
        Ok(server) => Ok(server),
        Err(error) if error.is_misconfiguration() => {
            Err(ConfigError::new("--http", format!("{error}: {}", cure(&error))).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Says which settings are missing.
fn cure(error: &HttpError) -> &'static str {
    match error {
        HttpError::AllowedHostRequired(_) => "give each with --allowed-host",
        _ => {
            "set PLEX_MCP_HTTP_TOKEN_FILE (or PLEX_MCP_HTTP_TOKEN) to a secret of 32 or more \
             characters, for instance from `openssl rand -hex 32`"
        }
    }
}

/// Returns what a person should know who started the server.
fn announcement(server: &HttpServer) -> String {
    let mut text = format!(
        "plex-mcp serves MCP at http://{}{MCP_PATH} (Ctrl-C ends this)\n",
        server.local_addr()
    );
    if !server.demands_bearer() {
        text.push_str(
            "Without PLEX_MCP_HTTP_TOKEN every program on this machine may use it, so only tools that read, and scans, are offered.\n",
        );
    }
    if server.is_exposed() {
        text.push_str(
            "Others can reach it, and it speaks plain HTTP: put a proxy that does TLS before it, or the token can be read on the way.\n",
        );
    }
    text
}
