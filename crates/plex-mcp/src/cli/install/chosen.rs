//! Which assistants are meant.

use clap::{Arg, ArgAction, ArgMatches};
use mcp_install::{Assistant, Machine, System};

/// Which assistants were named on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Choice {
    /// These, whether or not they are found.
    Named(Vec<Assistant>),
    /// All that are found, without asking.
    All,
    /// All that are found; the person is asked first.
    Ask,
}

/// Returns the arguments that choose assistants.
pub(in crate::cli) fn selection() -> [Arg; 2] {
    [
        Arg::new("client")
            .long("client")
            .value_name("NAMES")
            .action(ArgAction::Append)
            .value_delimiter(',')
            .value_parser(|text: &str| text.parse::<Assistant>())
            .help(format!(
                "These assistants, without asking; may be repeated: {}",
                Assistant::ALL.map(Assistant::id).join(", ")
            )),
        Arg::new("all")
            .long("all")
            .action(ArgAction::SetTrue)
            .conflicts_with("client")
            .help("All assistants that are found on this machine, without asking"),
    ]
}

impl Choice {
    /// Returns what the command line chose.
    pub(in crate::cli) fn of(matches: &ArgMatches) -> Self {
        match matches.get_many::<Assistant>("client") {
            Some(named) => {
                let mut chosen: Vec<Assistant> = Vec::new();
                for assistant in named {
                    if !chosen.contains(assistant) {
                        chosen.push(*assistant);
                    }
                }
                Self::Named(chosen)
            }
            None if matches.get_flag("all") => Self::All,
            None => Self::Ask,
        }
    }
}

/// Returns where assistants keep their files on this machine.
pub(in crate::cli) fn machine() -> Result<Machine, &'static str> {
    Machine::from_env(System::this(), &|name| std::env::var_os(name))
        .ok_or("there is no home folder to look for assistants in: set HOME to one")
}

/// Returns the assistants that a choice means.
pub(in crate::cli) fn found(choice: &Choice, machine: &Machine) -> Vec<Assistant> {
    match choice {
        Choice::Named(named) => named.clone(),
        Choice::All | Choice::Ask => Assistant::found(machine),
    }
}
