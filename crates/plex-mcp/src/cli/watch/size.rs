//! How large the terminal is.

use std::{
    process::{Command, Stdio},
    sync::Mutex,
    time::{Duration, Instant},
};

/// What is taken where nobody says.
const USUAL: (usize, usize) = (80, 24);
/// How long it is known.
const KEPT: Duration = Duration::from_secs(2);

/// What was last known, and when that was asked.
static KNOWN: Mutex<Option<((usize, usize), Instant)>> = Mutex::new(None);

/// Returns the columns and the rows of the terminal.
pub(super) fn of_terminal() -> (usize, usize) {
    let Ok(mut known) = KNOWN.lock() else {
        return USUAL;
    };
    match *known {
        Some((size, asked)) if asked.elapsed() < KEPT => size,
        _ => {
            let size = asked().unwrap_or_else(from_environment);
            *known = Some((size, Instant::now()));
            size
        }
    }
}

/// Asks the system's own tool, which is there wherever such terminals are: the call that it makes is one
/// that this program cannot make itself without unsafe code.
fn asked() -> Option<(usize, usize)> {
    let mut stty = Command::new("stty");
    let stty = stty.arg("size").stderr(Stdio::null());
    let said = stty.stdin(Stdio::inherit()).output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    let (rows, columns) = said.trim().split_once(' ')?;
    let size = (columns.parse().ok()?, rows.parse().ok()?);
    (size.0 > 0 && size.1 > 0).then_some(size)
}

/// Returns what shells say of it.
fn from_environment() -> (usize, usize) {
    let number = |name: &str| std::env::var(name).ok()?.parse::<usize>().ok();
    let above = |number: Option<usize>, usual| number.filter(|it| *it > 0).unwrap_or(usual);
    (
        above(number("COLUMNS"), USUAL.0),
        above(number("LINES"), USUAL.1),
    )
}
