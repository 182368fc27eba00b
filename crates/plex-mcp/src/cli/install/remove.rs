//! `plex-mcp uninstall`.

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use mcp_install::{Assistant, Change, Plan, Problem, Server};

use super::{
    chosen::{self, Choice},
    entry::{NAME, own_command},
    report::{self, Outcome},
    write::{Asking, carry_out},
};
use crate::cli::output::print;

const REMOVING: Asking = Asking {
    question: "Take this away?",
    unasked: "Nothing was taken away: nobody can be asked here. Name assistants with --client, or take it \
              out of all of these with --all.",
};

/// Returns the command.
pub(in crate::cli) fn command() -> Command {
    Command::new("uninstall")
        .about("Take plex-mcp out of the files of assistants again, and nothing else")
        .args(chosen::selection())
        .arg(
            Arg::new("name")
                .long("name")
                .value_name("NAME")
                .default_value(NAME)
                .help("The name by which assistants know it"),
        )
        .arg(
            Arg::new("dry-run")
                .long("dry-run")
                .action(ArgAction::SetTrue)
                .help("Only show what would be taken away"),
        )
}

/// Takes the entry out of the files that have it.
pub(in crate::cli) fn run(matches: &ArgMatches) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let name = matches
        .get_one::<String>("name")
        .map_or(NAME, String::as_str);
    let server = Server::new(name, own_command()?);
    let choice = Choice::of(matches);
    let machine = chosen::machine()?;
    // An entry may outlive the assistant, so all of their files are looked at.
    let (assistants, is_named) = match &choice {
        Choice::Named(named) => (named.clone(), true),
        Choice::All | Choice::Ask => (Assistant::ALL.to_vec(), false),
    };
    let mut outcome = Outcome::default();
    let mut plans = Vec::new();
    for assistant in assistants {
        match Plan::uninstall(assistant, &machine, &server) {
            Ok(plan) if plan.change() == Change::Nothing => {
                if is_named {
                    report::unchanged(&plan, "has no such entry")?;
                }
            }
            Ok(plan) => {
                report::show(&plan)?;
                plans.push(plan);
            }
            // An entry of that name that starts something else is not there to be taken away.
            Err(Problem::Taken { .. }) if !is_named => {}
            Err(problem) => {
                report::refused(assistant, &problem);
                outcome.failed += 1;
            }
        }
    }
    if plans.is_empty() && outcome.failed == 0 && !is_named {
        print("No assistant has an entry of plex-mcp.")?;
    }
    carry_out(&choice, matches, &plans, outcome, &REMOVING)
}
