//! The command, with a flag for every answer.

use clap::{Arg, ArgAction, Command, builder::PossibleValuesParser};

use super::{access::Access, asking::QUESTIONS};
use crate::cli::{install, login};

/// The word for no question at all.
pub(super) const NONE: &str = "none";

/// Returns the command.
pub(in crate::cli) fn command() -> Command {
    let questions = QUESTIONS.iter().map(|question| question.id).chain([NONE]);
    Command::new("setup")
        .about("Walk through it all: sign in, choose what may be touched, install, ask one question")
        .long_about(
            "Walk through it all: sign in, choose what may be touched, install, ask one question.\n\n\
             Every answer has a flag, and what a flag says is not asked. Where nobody can be asked, the \
             usual answers are taken, and assistants' files are left alone unless --client or --all \
             names them. With --demo it is the sample library, and nobody signs in.",
        )
        .arg(
            Arg::new("again")
                .long("again")
                .action(ArgAction::SetTrue)
                .help("Sign in anew, also where somebody is signed in"),
        )
        .args(login::arguments())
        .arg(
            Arg::new("access")
                .long("access")
                .value_name("WHAT")
                .value_parser(PossibleValuesParser::new(Access::ALL.map(Access::id)))
                .help(
                    "What an assistant may do: look, change what can mostly be taken back, or \
                     everything, deleting included, which is asked about each time",
                ),
        )
        .args(install::selection())
        .arg(
            Arg::new("no-clients")
                .long("no-clients")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["client", "all"])
                .help("Leave the files of all assistants alone"),
        )
        .arg(
            Arg::new("ask")
                .long("ask")
                .value_name("QUESTION")
                .value_parser(PossibleValuesParser::new(questions))
                .help("The question to ask at the end"),
        )
        .arg(
            Arg::new("yes")
                .long("yes")
                .action(ArgAction::SetTrue)
                .help("Take the usual answer to everything that no flag answers"),
        )
}
