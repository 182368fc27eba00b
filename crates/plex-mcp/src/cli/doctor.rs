//! `plex-mcp doctor`: looks at the setup, step by step.

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
#[cfg(feature = "demo")]
use plex_mcp::config::Origin;
use plex_mcp::{
    config::Config,
    doctor::{Doctor, Step},
};

use super::output::print;
#[cfg(not(feature = "demo"))]
use super::target::NO_EMULATOR;

/// Returns the command.
pub(super) fn command() -> Command {
    Command::new("doctor")
        .about("Check the setup step by step, changing nothing; exits 1 when a step fails")
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help("Print the findings as JSON, at the end"),
        )
}

/// Examines the configured setup; with `--demo`, the emulated one.
pub(super) async fn run(
    config: &Config,
    matches: &ArgMatches,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    #[cfg(feature = "demo")]
    let emulator = match config.demo {
        true => Some(super::target::sample_server().start().await?),
        false => None,
    };
    #[cfg(feature = "demo")]
    let config = &match &emulator {
        Some(emulator) => config.at(
            emulator.url(),
            emulator.token(),
            Origin::Flag("--demo".into()),
        ),
        None => config.clone(),
    };
    #[cfg(not(feature = "demo"))]
    if config.demo {
        return Err(NO_EMULATOR.into());
    }
    let as_json = matches.get_flag("json");
    // What cannot be shown while it goes on is shown by the exit code.
    let mut tell = |step: &Step| {
        if !as_json {
            let _ = print(&step.to_string());
        }
    };
    let report = Doctor::new(config.clone()).examine(&mut tell).await;
    if as_json {
        print(&format!("{:#}", report.to_json()))?;
    } else {
        print(&format!("\n{report}"))?;
    }
    Ok(if report.is_healthy() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
