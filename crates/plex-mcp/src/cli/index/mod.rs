//! `plex-mcp index`: the snapshot by hand.

mod bar;
#[cfg(feature = "demo")]
mod examples;
mod export;
mod report;

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use plex_mcp::{
    PlexMcpServer, ToolError,
    config::Config,
    plex_index::{Depth, Index, IndexError, Lack},
};

pub(super) use self::bar::Bar;
use super::{output::print, target::Target};

/// Returns the command.
pub(super) fn command() -> Command {
    let command = Command::new("index")
        .about("Look after the snapshot that the insights tools ask")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("sync")
                .about("Bring it up to date now, with all details")
                .arg(
                    Arg::new("changes")
                        .long("changes")
                        .action(ArgAction::SetTrue)
                        .help("Only look for changes, unless everything is due"),
                ),
        )
        .subcommand(Command::new("status").about("Say how fresh and how complete it is"))
        .subcommand(Command::new("clear").about("Remove it; it is built anew when it is needed"))
        .subcommand(export::command());
    #[cfg(feature = "demo")]
    let command = command.subcommand(examples::command());
    command
}

/// Does what is asked for.
pub(super) async fn run(
    config: &Config,
    matches: &ArgMatches,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    #[cfg(feature = "demo")]
    if matches.subcommand_name() == Some("examples") {
        examples::run(config).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let target = Target::open(config).await?;
    match work(config, &target, matches).await {
        Err(error) => Err(in_full(&target.server, error).await),
        done => done,
    }
}

/// Returns what went wrong and what to do about it, where the server or the way to it has to do with it.
async fn in_full(
    server: &PlexMcpServer,
    error: Box<dyn std::error::Error>,
) -> Box<dyn std::error::Error> {
    let error = match error.downcast::<IndexError>() {
        Ok(error) if error.plex().is_some() => server.explain_index(*error).await,
        Ok(error) => return error,
        Err(error) => match error.downcast::<ToolError>() {
            Ok(error) => server.explain(*error).await,
            Err(error) => return error,
        },
    };
    let advice = error.advice();
    let advice = advice.map_or_else(String::new, |advice| format!("\n{advice}"));
    format!("{}{advice}", error.message()).into()
}

async fn work(
    config: &Config,
    target: &Target,
    matches: &ArgMatches,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let index = target
        .server
        .index()
        .await?
        .ok_or("no snapshot is kept: --no-index is set, or there is no directory for it")?;
    let calendar = &config.options.calendar;
    match matches.subcommand() {
        Some(("sync", arguments)) => {
            let fresh = sync(index, arguments.get_flag("changes")).await?;
            print(&report::of(&fresh, calendar))?;
            // What is left out because its kind is not known is said, and is no failure.
            if fresh.missing.iter().any(|one| one.what != Lack::Library) {
                return Ok(ExitCode::FAILURE);
            }
        }
        Some(("clear", _)) => index.clear().await?,
        Some(("export", arguments)) => return export::run(index, arguments).await,
        _ => {
            let file = index.file().await?.display().to_string();
            match index.status().await? {
                Some(fresh) => print(&format!(
                    "{}\nfile      {file}",
                    report::of(&fresh, calendar)
                ))?,
                None => print(&format!("There is no snapshot yet; it would be {file}"))?,
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Brings it up to date, with a bar where somebody watches.
async fn sync(
    index: &Index,
    changes: bool,
) -> plex_mcp::plex_index::Result<plex_mcp::plex_index::Freshness> {
    let depth = if changes {
        Depth::Changes
    } else {
        Depth::Everything
    };
    let mut bar = Bar::on_stderr();
    let fresh = index.sync(depth, |progress| bar.show(&progress)).await;
    bar.clear();
    fresh
}
