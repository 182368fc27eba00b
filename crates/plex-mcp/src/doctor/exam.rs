//! Doing steps in order, and leaving out those that build on a failed one.

use std::time::Instant;

use plex_client::PlexError;

use super::report::{Outcome, Report, Step};
use crate::{ToolError, clean};

/// How much is said in one line about what was seen.
const LINE_CHARS: usize = 400;

/// Every step that every exam has, in order; the tools come after them.
const STEPS: [&str; 18] = [
    "configuration",
    "address",
    "dns",
    "tcp",
    "tls",
    "reachability",
    "token",
    "owner",
    "version",
    "libraries",
    "items",
    "recently added",
    "on deck",
    "search",
    "sessions",
    "history",
    "protocol",
    "tools",
];

/// Holds what stands in the way of a step, or limits it.
pub(super) struct Trouble {
    cause: String,
    cure: String,
    /// Whether the setup works all the same.
    is_limit: bool,
}

impl Trouble {
    /// Returns something that must be cured.
    pub(super) fn new(cause: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            cause: cause.into(),
            cure: cure.into(),
            is_limit: false,
        }
    }

    /// Returns something that one can live with.
    pub(super) fn limit(cause: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            is_limit: true,
            ..Self::new(cause, cure)
        }
    }

    fn outcome(self) -> Outcome {
        let (cause, cure) = (line(&self.cause), line(&self.cure));
        match self.is_limit {
            true => Outcome::Limited { cause, cure },
            false => Outcome::Failed { cause, cure },
        }
    }
}

impl From<ToolError> for Trouble {
    fn from(error: ToolError) -> Self {
        let cure = error.advice().unwrap_or("Look into the log of plex-mcp.");
        Self::new(error.message(), cure)
    }
}

impl From<PlexError> for Trouble {
    fn from(error: PlexError) -> Self {
        ToolError::from(error).into()
    }
}

/// Holds what a step gives: what was seen, and what later steps need.
pub(super) type Finding<T> = Result<(Seen, T), Trouble>;

/// Holds what was seen, line by line, and what limits it. No text of a server's can begin a line.
pub(super) struct Seen {
    lines: Vec<String>,
    limit: Option<Trouble>,
}

impl Seen {
    /// Returns the same with something that one can live with, where there is such.
    pub(super) fn but(self, limit: Option<Trouble>) -> Self {
        Self { limit, ..self }
    }
}

impl From<String> for Seen {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&str> for Seen {
    fn from(text: &str) -> Self {
        Self::from(vec![text.to_owned()])
    }
}

impl From<Vec<String>> for Seen {
    fn from(lines: Vec<String>) -> Self {
        Self {
            lines: lines.iter().map(|text| line(text)).collect(),
            limit: None,
        }
    }
}

/// An exam under way.
pub(super) struct Exam<'a> {
    steps: Vec<Step>,
    tell: &'a mut (dyn FnMut(&Step) + Send),
}

impl<'a> Exam<'a> {
    pub(super) fn new(tell: &'a mut (dyn FnMut(&Step) + Send)) -> Self {
        Self {
            steps: Vec::new(),
            tell,
        }
    }

    /// Does a step unless one that it needs has failed, and gives what it found.
    pub(super) async fn step<T>(
        &mut self,
        name: &str,
        needs: &[&'static str],
        work: impl Future<Output = Finding<T>>,
    ) -> Option<T> {
        if let Some(because) = self.obstacle(needs) {
            self.record(name, Outcome::NotRun { because }, "".into(), Instant::now());
            return None;
        }
        let start = Instant::now();
        match work.await {
            Ok((mut seen, found)) => {
                let limit = seen.limit.take();
                let outcome = limit.map_or(Outcome::Fine, Trouble::outcome);
                self.record(name, outcome, seen, start);
                Some(found)
            }
            Err(trouble) => {
                self.record(name, trouble.outcome(), "".into(), start);
                None
            }
        }
    }

    /// Tells whether a step failed or was not run.
    pub(super) fn is_blocked(&self, name: &'static str) -> bool {
        self.obstacle(&[name]).is_some()
    }

    /// Tells a step as not needed, or not to be done.
    pub(super) fn skip(&mut self, name: &str, needs: &[&'static str], why: &str) {
        let outcome = match self.obstacle(needs) {
            Some(because) => Outcome::NotRun { because },
            None => Outcome::Skipped,
        };
        let why = match outcome {
            Outcome::Skipped => why,
            _ => "",
        };
        self.record(name, outcome, why.into(), Instant::now());
    }

    /// Tells every step that was not done yet as not run.
    pub(super) fn skip_the_rest(&mut self, because: &'static str) {
        for name in STEPS {
            if !self.steps.iter().any(|step| step.name == name) {
                self.skip(name, &[because], "");
            }
        }
    }

    pub(super) fn into_report(self) -> Report {
        Report { steps: self.steps }
    }

    /// Returns the first step of those needed that did not give what others build on. What failed there
    /// is told, not what was left out for it.
    fn obstacle(&self, needs: &[&'static str]) -> Option<&'static str> {
        needs.iter().find_map(|need| {
            let step = self.steps.iter().find(|step| step.name == *need)?;
            match step.outcome {
                Outcome::Failed { .. } => Some(*need),
                Outcome::NotRun { because } => Some(because),
                Outcome::Fine | Outcome::Limited { .. } | Outcome::Skipped => None,
            }
        })
    }

    fn record(&mut self, name: &str, outcome: Outcome, seen: Seen, start: Instant) {
        let step = Step {
            name: name.to_owned(),
            outcome,
            seen: seen.lines.join("\n"),
            took: start.elapsed(),
        };
        (self.tell)(&step);
        self.steps.push(step);
    }
}

/// Returns one line of what may come from a server.
fn line(text: &str) -> String {
    clean::line(text, LINE_CHARS)
}
