//! What was found, for people and for programs.

use std::{fmt, time::Duration};

use serde_json::{Map, Value, json};

/// Says what came of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It is as it should be.
    Fine,
    /// It works, but not for everything.
    Limited {
        /// Why.
        cause: String,
        /// What to do for more.
        cure: String,
    },
    /// It does not work.
    Failed {
        /// Why.
        cause: String,
        /// What to do about it.
        cure: String,
    },
    /// There was no need, or it would change something.
    Skipped,
    /// A step that it builds on failed.
    NotRun {
        /// Which one.
        because: &'static str,
    },
}

impl Outcome {
    /// Returns the outcome as one word.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Limited { .. } => "limited",
            Self::Failed { .. } => "failed",
            Self::Skipped => "skipped",
            Self::NotRun { .. } => "not_run",
        }
    }

    fn mark(&self) -> char {
        match self {
            Self::Fine => '✓',
            Self::Limited { .. } => '!',
            Self::Failed { .. } => '✗',
            Self::Skipped | Self::NotRun { .. } => '-',
        }
    }
}

/// A step, as it went.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// Its name: one word, or a tool's.
    pub name: String,
    /// What came of it.
    pub outcome: Outcome,
    /// What was seen, in a line or several.
    pub seen: String,
    /// How long it took.
    pub took: Duration,
}

impl Step {
    fn to_json(&self) -> Value {
        let mut object = Map::new();
        object.insert("step".to_owned(), json!(self.name));
        object.insert("status".to_owned(), json!(self.outcome.as_str()));
        match &self.outcome {
            Outcome::Limited { cause, cure } | Outcome::Failed { cause, cure } => {
                object.insert("cause".to_owned(), json!(cause));
                if !cure.is_empty() {
                    object.insert("cure".to_owned(), json!(cure));
                }
            }
            Outcome::NotRun { because } => {
                object.insert("because".to_owned(), json!(because));
            }
            Outcome::Fine | Outcome::Skipped => {}
        }
        if !self.seen.is_empty() {
            object.insert("seen".to_owned(), json!(self.seen));
        }
        if !matches!(self.outcome, Outcome::Skipped | Outcome::NotRun { .. }) {
            let millis = u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX);
            object.insert("took_ms".to_owned(), json!(millis));
        }
        Value::Object(object)
    }
}

/// The step as people read it: a mark, its name, what was seen; below it cause and cure.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut below = self.seen.lines();
        let first = match &self.outcome {
            Outcome::NotRun { because } => format!("not run: {because} failed"),
            Outcome::Limited { cause, .. } | Outcome::Failed { cause, .. } => cause.clone(),
            Outcome::Fine | Outcome::Skipped => below.next().unwrap_or_default().to_owned(),
        };
        write!(f, "{} {:<27} {first}", self.outcome.mark(), self.name)?;
        for line in below {
            write!(f, "\n{:30}{line}", "")?;
        }
        if let Outcome::Limited { cure, .. } | Outcome::Failed { cure, .. } = &self.outcome
            && !cure.is_empty()
        {
            write!(f, "\n{:30}→ {cure}", "")?;
        }
        Ok(())
    }
}

/// All steps.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// In the order in which they were done.
    pub steps: Vec<Step>,
}

impl Report {
    /// Says whether nothing failed.
    pub fn is_healthy(&self) -> bool {
        self.count("failed") == 0
    }

    /// Returns the step of this name.
    pub fn step(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.name == name)
    }

    /// Returns the report for programs.
    pub fn to_json(&self) -> Value {
        let steps: Vec<Value> = self.steps.iter().map(Step::to_json).collect();
        json!({"ok": self.is_healthy(), "steps": steps})
    }

    fn count(&self, status: &str) -> usize {
        let steps = self.steps.iter();
        steps.filter(|step| step.outcome.as_str() == status).count()
    }
}

/// What it comes to, in a sentence.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed = self.count("failed");
        let not_run = self.count("not_run");
        let limited = self.count("limited");
        match (failed, limited) {
            (0, 0) => write!(f, "All is well: {} steps.", self.steps.len()),
            (0, _) => write!(
                f,
                "It works, with limits at {limited} of {} steps.",
                self.steps.len()
            ),
            _ => {
                let noun = if failed == 1 { "step" } else { "steps" };
                write!(f, "{failed} {noun} failed")?;
                if not_run > 0 {
                    write!(f, "; {not_run} that build on them were not run")?;
                }
                f.write_str(". Start with the first cure above.")
            }
        }
    }
}
