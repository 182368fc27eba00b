//! What is said of each assistant's file.

use std::io;

use mcp_install::{Applied, Assistant, Change, Plan, Problem};

use crate::cli::output::{complain, print};

/// How it went with all of them.
#[derive(Debug, Default)]
pub(in crate::cli) struct Outcome {
    /// How many files are as they were wanted, by now or before.
    pub(in crate::cli) done: usize,
    /// How many files were left alone.
    pub(in crate::cli) failed: usize,
}

/// Says what would become of a file, as a diff that shows nobody else's values.
pub(super) fn show(plan: &Plan) -> io::Result<()> {
    let what = match plan.change() {
        Change::Create => "a new file",
        Change::Delete => "deleted, because it holds nothing else",
        _ => "edited",
    };
    print(&format!(
        "\n{}: {} ({what})",
        plan.assistant(),
        plan.file().display()
    ))?;
    for line in plan.diff().lines() {
        print(&format!("  {line}"))?;
    }
    Ok(())
}

/// Says that there is nothing to do.
pub(super) fn unchanged(plan: &Plan, what: &str) -> io::Result<()> {
    print(&format!(
        "\n{}: {} {what}.",
        plan.assistant(),
        plan.file().display()
    ))
}

/// Says what was done.
pub(super) fn applied(plan: &Plan, applied: &Applied) -> io::Result<()> {
    let done = match plan.change() {
        Change::Delete => "Deleted.",
        _ => "Written.",
    };
    let kept = match &applied.backup {
        Some(backup) => format!(" What was there before is kept in {}.", backup.display()),
        None => String::new(),
    };
    print(&format!("  {done}{kept} {}", plan.assistant().afterwards()))
}

/// Says why a file was left alone.
pub(super) fn refused(assistant: Assistant, problem: &Problem) {
    complain(&format_args!("{assistant}: {problem}."));
}
