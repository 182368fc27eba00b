//! The command line: what to do, with which settings, and how it ends.

mod assistants;
mod call;
mod catalogue;
mod changes;
#[cfg(feature = "demo")]
mod demo;
mod doctor;
#[cfg(feature = "demo")]
mod examples;
mod flags;
mod health;
mod index;
mod install;
mod logging;
mod login;
mod output;
mod pages;
mod serve;
mod settings;
mod setup;
mod signals;
mod status;
mod target;
mod terminal;
mod tools;
mod watch;
mod worker;

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use futures::future::LocalBoxFuture;
use plex_client::Token;
use plex_mcp::config::{Config, ConfigError, Sources};
use secrecy::ExposeSecret;
use tokio::runtime::Builder;

use self::output::complain;

/// The configuration cannot be understood, or the command line.
const MISUSE: u8 = 2;

/// What a command does, and how it ends.
type Work<'a> = LocalBoxFuture<'a, Result<ExitCode, Box<dyn std::error::Error>>>;

/// Runs the program and says how it ended: 0 well, 1 badly, 2 not understood.
pub(crate) fn main() -> ExitCode {
    let matches = settings_alone().unwrap_or_else(|| command().get_matches());
    // It has no environment to read a configuration from, and needs none.
    if matches.subcommand_name() == Some(worker::NAME) {
        return worker::run();
    }
    // Nor have these.
    match matches.subcommand() {
        Some(("completions", arguments)) => {
            return finished(pages::completions(command(), arguments));
        }
        Some(("man", arguments)) => return finished(pages::man(command(), arguments)),
        _ => {}
    }
    match prepared(&matches) {
        Ok(config) => finished(run(&matches, &config)),
        Err(error) => {
            complain(&error);
            ExitCode::from(MISUSE)
        }
    }
}

/// Returns what the command line says where there is nothing in it but settings, as where a client starts the
/// server: all commands with all their options take longer to build than the server takes to answer.
fn settings_alone() -> Option<ArgMatches> {
    let program = Command::new("plex-mcp")
        .disable_help_flag(true)
        .disable_version_flag(true);
    program.args(flags::all()).try_get_matches().ok()
}

/// Returns the whole command line.
fn command() -> Command {
    let mut command = Command::new("plex-mcp")
        .version(env!("CARGO_PKG_VERSION"))
        .about("A Model Context Protocol server for Plex Media Server")
        .long_about(
            "A Model Context Protocol server for Plex Media Server.\n\nWithout a command it serves \
             one client over standard input and output, which is what MCP clients start.",
        )
        .subcommand(serve::command())
        .subcommand(call::command())
        .subcommand(tools::command())
        .subcommand(catalogue::resources_command())
        .subcommand(catalogue::prompts_command())
        .subcommand(login::command())
        .subcommand(login::logout_command())
        .subcommand(setup::command())
        .subcommand(install::command())
        .subcommand(install::uninstall_command())
        .subcommand(status::command())
        .subcommand(watch::command())
        .subcommand(doctor::command())
        .subcommand(settings::command())
        .subcommand(index::command())
        .subcommand(changes::command())
        .subcommand(changes::undo_command())
        .subcommand(health::command())
        .subcommand(pages::completions_command())
        .subcommand(pages::man_command())
        .subcommand(worker::command());
    #[cfg(feature = "demo")]
    {
        command = command
            .subcommand(demo::command())
            .subcommand(examples::command());
    }
    for flag in flags::all() {
        command = command.arg(flag);
    }
    command
}

/// Returns the configuration and the log, ready for any command.
fn prepared(matches: &ArgMatches) -> Result<Config, ConfigError> {
    let config = Config::load(&Sources {
        flag: &|name| flags::value(matches, name),
        env: &|name| std::env::var_os(name),
    })?;
    let secrets = config.secrets();
    output::protect(
        secrets
            .iter()
            .map(|secret| Token::new(secret.expose_secret())),
    );
    logging::start(&config)?;
    for remark in &config.remarks {
        tracing::warn!("{remark}");
    }
    Ok(config)
}

/// Does what the command line asks for.
fn run(matches: &ArgMatches, config: &Config) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let runtime = match config.http {
        // Many clients are worth more than one thread.
        Some(_) => Builder::new_multi_thread(),
        // One client's pipes are driven fastest without handing every message over.
        None => Builder::new_current_thread(),
    }
    .enable_all()
    .build()?;
    // In a box each, so that waiting is compiled once and not for every command.
    let wait = |work: Work<'_>| runtime.block_on(work);
    let ending = match matches.subcommand() {
        Some(("call", arguments)) => wait(Box::pin(call::run(config, arguments))),
        Some(("tools", arguments)) => tools::run(config, arguments),
        Some(("resources", _)) => catalogue::resources(config),
        Some(("prompts", _)) => catalogue::prompts(config),
        #[cfg(feature = "demo")]
        Some(("demo", _)) => wait(Box::pin(demo::run(config))),
        #[cfg(feature = "demo")]
        Some(("examples", _)) => wait(Box::pin(examples::run(config))),
        Some(("login", arguments)) => wait(Box::pin(login::run(config, arguments))),
        Some(("logout", _)) => login::logout(config),
        Some(("setup", arguments)) => wait(Box::pin(setup::run(config, matches, arguments))),
        Some(("health", _)) => wait(Box::pin(health::run(config))),
        Some(("install", arguments)) => install::run(config, matches, arguments),
        Some(("uninstall", arguments)) => install::uninstall(arguments),
        Some(("doctor", arguments)) => wait(Box::pin(doctor::run(config, arguments))),
        Some(("status", _)) => wait(Box::pin(status::run(config))),
        Some(("watch", arguments)) => wait(Box::pin(watch::run(config, arguments))),
        Some(("settings", _)) => settings::run(),
        Some(("index", arguments)) => wait(Box::pin(index::run(config, arguments))),
        Some(("changes", arguments)) => wait(Box::pin(changes::run(config, arguments))),
        Some(("undo", arguments)) => wait(Box::pin(changes::undo(config, arguments))),
        _ => wait(Box::pin(serve::run(config))),
    };
    // What is still going on, a read from standard input for one, is not waited for.
    runtime.shutdown_background();
    ending
}

/// Returns the exit code of a command, after saying what went wrong.
fn finished(ending: Result<ExitCode, Box<dyn std::error::Error>>) -> ExitCode {
    match ending {
        Ok(code) => code,
        Err(error) if error.is::<ConfigError>() => {
            complain(&error);
            ExitCode::from(MISUSE)
        }
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}
