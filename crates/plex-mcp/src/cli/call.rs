//! `plex-mcp call`: calls one tool from a shell.

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
};

use clap::{Arg, ArgAction, ArgMatches, Command};
use plex_mcp::{Ask, PlexMcpServer, Progress, Toolset, config::Config, plex_index::Depth};
use serde_json::{Map, Value, json};

use super::{index::Bar, output::print, target::Target};

/// Returns the command.
pub(super) fn command() -> Command {
    Command::new("call")
        .about(
            "Call one tool and print its structured result; exits 1 when the tool gives an error",
        )
        .arg(
            Arg::new("tool")
                .required(true)
                .value_name("TOOL")
                .help("Its name, such as plex_search"),
        )
        .arg(
            Arg::new("arguments")
                .value_name("JSON")
                .default_value("{}")
                .help("Its arguments, such as '{\"query\":\"metropolis\"}'"),
        )
        .arg(
            Arg::new("yes").long("yes").action(ArgAction::SetTrue).help(
                "Agree to what asks for consent: what may be lost, or a change of many items",
            ),
        )
}

/// Calls the tool and prints what it gives.
pub(super) async fn run(
    config: &Config,
    matches: &ArgMatches,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let text = |name: &str| {
        matches
            .get_one::<String>(name)
            .map(String::as_str)
            .unwrap_or_default()
    };
    let outcome = match serde_json::from_str::<Map<String, Value>>(text("arguments")) {
        Ok(arguments) => {
            let mut config = config.clone();
            // It ends with the answer.
            config.options.follows_events = false;
            let target = Target::open(&config).await?;
            if let Some(tool) = target.server.tool(text("tool"))
                && tool.toolset() == Toolset::Insights
            {
                finish_snapshot(&target.server).await;
            }
            let ask = match matches.get_flag("yes") {
                true => Ask::consented(),
                false => Ask::nobody(),
            };
            target
                .server
                .answer_asking(text("tool"), arguments, Progress::none(), ask)
                .await
                .map(|answer| answer.structured)
                .map_err(|error| error.to_json())
        }
        Err(error) => Err(json!({"error": {
            "kind": "invalid_argument",
            "message": format!("the arguments are not a JSON object: {error}"),
        }})),
    };
    let (result, code) = match outcome {
        Ok(result) => (result, ExitCode::SUCCESS),
        Err(error) => (error, ExitCode::FAILURE),
    };
    // People read it on a terminal, programs elsewhere.
    let shown = if io::stdout().is_terminal() {
        format!("{result:#}")
    } else {
        result.to_string()
    };
    print(&shown)?;
    Ok(code)
}

/// Brings the snapshot up to date, with all its details: nobody goes on with it once this program has
/// ended, and the next call would find it as unfinished. What fails is told by the call itself.
async fn finish_snapshot(server: &PlexMcpServer) {
    let Ok(Some(index)) = server.index().await else {
        return;
    };
    let mut bar = Bar::on_stderr();
    let outcome = index
        .sync(Depth::Changes, |progress| bar.show(&progress))
        .await;
    bar.clear();
    if let Err(error) = outcome {
        tracing::info!(%error, "the snapshot could not be finished");
    }
}
