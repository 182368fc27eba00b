//! `plex-mcp`: a Model Context Protocol server for Plex Media Server.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
