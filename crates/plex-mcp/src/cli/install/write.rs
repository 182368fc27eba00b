//! `plex-mcp install`.

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
};

use clap::{Arg, ArgAction, ArgMatches, Command};
use mcp_install::{Assistant, Change, Machine, Plan};
use plex_mcp::config::Config;

use super::{
    chosen::{self, Choice},
    entry::{Entry, NAME},
    report::{self, Outcome},
};
use crate::cli::{output::print, terminal};

/// What fits an assistant that is not known here.
const ANY: Assistant = Assistant::Cursor;

/// What is said where nothing was found.
const NOBODY: &str = "No assistant was found on this machine. Name one with --client, or see what to \
                      paste with --print.";

const WRITING: Asking = Asking {
    question: "Write this?",
    unasked: "Nothing was written: nobody can be asked here. Name assistants with --client, or take all of \
              these with --all.",
};

/// Returns the command.
pub(in crate::cli) fn command() -> Command {
    Command::new("install")
        .about("Add plex-mcp to the assistants on this machine: Claude, Cursor, VS Code and others")
        .long_about(
            "Add plex-mcp to the assistants on this machine: Claude, Cursor, VS Code and others.\n\n\
             What would be written is shown first. Only the entry of plex-mcp changes, the rest of a \
             file stays byte for byte as it was, and a copy of it is kept beside it. Settings that are \
             given here are written into the entry: plex-mcp install --read-only. A token never is.",
        )
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
                .help("Only show what would be written"),
        )
        .arg(
            Arg::new("print")
                .long("print")
                .action(ArgAction::SetTrue)
                .conflicts_with("dry-run")
                .help("Only print the entries, to paste them by hand"),
        )
}

/// Adds the entry to the files of the assistants that were chosen.
pub(in crate::cli) fn run(
    config: &Config,
    all: &ArgMatches,
    matches: &ArgMatches,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let name = matches
        .get_one::<String>("name")
        .map_or(NAME, String::as_str);
    let entry = Entry::of(name, all, config)?;
    let choice = Choice::of(matches);
    let machine = chosen::machine()?;
    if matches.get_flag("print") {
        return print_entries(&choice, &machine, &entry);
    }
    let assistants = chosen::found(&choice, &machine);
    if assistants.is_empty() {
        return Err(NOBODY.into());
    }
    let (plans, outcome) = plans(&assistants, &machine, &entry)?;
    for remark in entry.remarks(config) {
        print(&format!("\n{remark}"))?;
    }
    carry_out(&choice, matches, &plans, outcome, &WRITING)
}

/// What is asked before files are changed, and what is said where nobody can be asked.
pub(super) struct Asking {
    pub(super) question: &'static str,
    pub(super) unasked: &'static str,
}

/// Changes the files: of assistants that were named, or all, at once, and others once the person agrees.
pub(super) fn carry_out(
    choice: &Choice,
    matches: &ArgMatches,
    plans: &[Plan],
    mut outcome: Outcome,
    asking: &Asking,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let goes_ahead = match choice {
        _ if plans.is_empty() || matches.get_flag("dry-run") => false,
        Choice::Named(_) | Choice::All => true,
        Choice::Ask if !io::stdin().is_terminal() => {
            print(&format!("\n{}", asking.unasked))?;
            outcome.failed += plans.len();
            false
        }
        Choice::Ask => terminal::agreed(&format!("\n{} [y/N] ", asking.question))?,
    };
    if goes_ahead {
        apply(plans, &mut outcome)?;
    }
    Ok(match outcome.failed {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// Shows what would be written to each file, and returns what there is to do. A file that cannot be
/// understood keeps nothing from the others.
pub(in crate::cli) fn plans(
    assistants: &[Assistant],
    machine: &Machine,
    entry: &Entry,
) -> io::Result<(Vec<Plan>, Outcome)> {
    let mut outcome = Outcome::default();
    let mut plans = Vec::new();
    for assistant in assistants {
        match Plan::install(*assistant, machine, &entry.server()) {
            Ok(plan) if plan.change() == Change::Nothing => {
                report::unchanged(&plan, "has it already")?;
                outcome.done += 1;
            }
            Ok(plan) => {
                report::show(&plan)?;
                plans.push(plan);
            }
            Err(problem) => {
                report::refused(*assistant, &problem);
                outcome.failed += 1;
            }
        }
    }
    Ok((plans, outcome))
}

/// Makes the edits, one file after another.
pub(in crate::cli) fn apply(plans: &[Plan], outcome: &mut Outcome) -> io::Result<()> {
    for plan in plans {
        match plan.apply() {
            Ok(applied) => {
                print(&format!(
                    "\n{}: {}",
                    plan.assistant(),
                    plan.file().display()
                ))?;
                report::applied(plan, &applied)?;
                outcome.done += 1;
            }
            Err(problem) => {
                report::refused(plan.assistant(), &problem);
                outcome.failed += 1;
            }
        }
    }
    Ok(())
}

/// Prints what to paste; what fits most of them where none is found.
fn print_entries(
    choice: &Choice,
    machine: &Machine,
    entry: &Entry,
) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let assistants = chosen::found(choice, machine);
    for assistant in &assistants {
        print(&format!(
            "{assistant}, in {}:\n\n{}\n",
            assistant.file(machine).display(),
            Plan::entry_of(*assistant, &entry.server()).trim_end()
        ))?;
    }
    if assistants.is_empty() {
        print(Plan::entry_of(ANY, &entry.server()).trim_end())?;
    }
    Ok(ExitCode::SUCCESS)
}
