//! How much an assistant may do.

use clap::ArgMatches;

use super::person::Person;
use crate::cli::flags;

/// How much an assistant may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Only look.
    Look,
    /// Change what can mostly be taken back: what is on without settings.
    Change,
    /// Everything, by which something may be lost too.
    Everything,
}

impl Access {
    /// All of them, the least first.
    pub(super) const ALL: [Self; 3] = [Self::Look, Self::Change, Self::Everything];

    /// Returns the word for it on a command line.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Change => "change",
            Self::Everything => "everything",
        }
    }

    fn described(self) -> &'static str {
        match self {
            Self::Look => "only look: what there is, what is playing, what was watched",
            Self::Change => {
                "look, play, mark, rate, make lists; most of it can be taken back, nothing is deleted"
            }
            Self::Everything => {
                "everything, metadata, settings and deleting too; you are asked before anything is lost"
            }
        }
    }

    /// Returns the settings that say so.
    fn args(self) -> &'static [&'static str] {
        match self {
            Self::Look => &["--read-only"],
            Self::Change => &[],
            Self::Everything => &["--toolsets", "all", "--allow-destructive"],
        }
    }

    fn named(text: &str) -> Option<Self> {
        let at = text.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        at.and_then(|at| Self::ALL.get(at).copied()).or_else(|| {
            Self::ALL
                .into_iter()
                .find(|access| access.id().eq_ignore_ascii_case(text))
        })
    }
}

/// Returns the settings for what the person allows; none where settings on the command line say it.
pub(super) async fn choose(
    matches: &ArgMatches,
    all: &ArgMatches,
    person: &mut Person,
) -> Vec<String> {
    let is_said = ["read-only", "allow-destructive", "toolsets", "tools"]
        .iter()
        .any(|name| flags::value(all, name).is_some());
    let chosen = match matches.get_one::<String>("access") {
        Some(word) => Access::named(word),
        None if is_said => None,
        None => {
            person.say("\nWhat may your assistant do?");
            for (number, access) in (1..).zip(Access::ALL) {
                person.say(&format!("  {number}  {}", access.described()));
            }
            Some(
                person
                    .choose("Which? [1-3; 2] ", Access::Change, Access::named)
                    .await,
            )
        }
    };
    let args = chosen.map_or(&[][..], Access::args);
    args.iter().map(|arg| (*arg).to_owned()).collect()
}
