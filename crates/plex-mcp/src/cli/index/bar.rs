//! A bar on a terminal.

use std::io::{self, IsTerminal};

use plex_mcp::plex_index::Progress;

use crate::cli::output::report;

/// The places of the bar.
const WIDTH: usize = 30;

/// Shows how far the work is, where stderr is a terminal; elsewhere nothing.
pub(in crate::cli) struct Bar {
    watched: bool,
}

impl Bar {
    pub(in crate::cli) fn on_stderr() -> Self {
        Self {
            watched: io::stderr().is_terminal(),
        }
    }

    /// Draws it over what was there.
    pub(in crate::cli) fn show(&mut self, progress: &Progress) {
        if self.watched {
            report(&format!("\r{}\x1b[K", line(progress)));
        }
    }

    /// Takes it away.
    pub(in crate::cli) fn clear(&mut self) {
        if self.watched {
            report("\r\x1b[K");
        }
    }
}

/// Listings first, then details.
fn line(progress: &Progress) -> String {
    let (what, done, total) = match progress.to_list {
        0 => ("details ", progress.detailed, progress.to_detail),
        total => ("listings", progress.listed, total),
    };
    let filled = done
        .saturating_mul(WIDTH as u64)
        .checked_div(total)
        .unwrap_or(0);
    let filled = usize::try_from(filled).unwrap_or(WIDTH).min(WIDTH);
    format!(
        "{what} [{}{}] {done} of {total}",
        "#".repeat(filled),
        "-".repeat(WIDTH - filled)
    )
}
