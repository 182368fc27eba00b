//! `plex-mcp completions` and `plex-mcp man`: made from the definition that the help is made from.

use std::{
    error::Error,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

/// The name of the program.
const PROGRAM: &str = "plex-mcp";

/// Returns the command for completions.
pub(super) fn completions_command() -> Command {
    Command::new("completions")
        .about("Print what makes a shell complete the commands and flags of plex-mcp")
        .arg(
            Arg::new("shell")
                .required(true)
                .value_name("SHELL")
                .value_parser(value_parser!(Shell))
                .help("The shell"),
        )
}

/// Returns the command for manual pages; who makes packages uses it.
pub(super) fn man_command() -> Command {
    Command::new("man")
        .about("Write the manual pages into a folder")
        .hide(true)
        .arg(
            Arg::new("folder")
                .required(true)
                .value_name("DIRECTORY")
                .value_parser(value_parser!(PathBuf))
                .help("Where to write them"),
        )
}

/// Prints the completions of a shell.
pub(super) fn completions(
    mut program: Command,
    matches: &ArgMatches,
) -> Result<ExitCode, Box<dyn Error>> {
    let shell = matches.get_one::<Shell>("shell").ok_or("no shell")?;
    let mut script = Vec::new();
    clap_complete::generate(*shell, &mut program, PROGRAM, &mut script);
    // Not by the door that takes tokens out: it would take words of the script for one.
    match io::stdout().lock().write_all(&script) {
        // A reader that has gone away has seen enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error.into()),
        _ => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a page for the program and one for each of its commands.
pub(super) fn man(program: Command, matches: &ArgMatches) -> Result<ExitCode, Box<dyn Error>> {
    let folder = matches.get_one::<PathBuf>("folder").ok_or("no folder")?;
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(program.disable_help_subcommand(true), folder)?;
    Ok(ExitCode::SUCCESS)
}
