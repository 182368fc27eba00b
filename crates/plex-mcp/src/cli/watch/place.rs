//! The place on the terminal that is drawn over again and again.

use std::{fmt::Write, io};

use plex_mcp::watching::{Scene, frame};

use super::size;
use crate::cli::output::print_to_reader;

/// Hides the cursor, which would jump about.
const HIDE: &str = "\x1b[?25l";
/// Shows it again.
const SHOW: &str = "\x1b[?25h";

/// The place, from where the cursor was.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// How many lines were drawn.
    lines: usize,
    /// Whether it was drawn at all.
    is_drawn: bool,
}

impl Place {
    /// Draws how it stands over what was there; says whether somebody sees it.
    pub(super) fn draw(&mut self, scene: &Scene) -> io::Result<bool> {
        let (columns, rows) = size::of_terminal();
        // A line that is quite full moves the cursor on some terminals, and so does the last row.
        let lines = frame(scene, columns.saturating_sub(1), rows.saturating_sub(1));
        let mut text = String::from(HIDE);
        if self.lines > 0 {
            let _ = write!(text, "\x1b[{}A", self.lines);
        }
        text.push_str("\r\x1b[J");
        for line in &lines {
            text.push_str(line);
            text.push('\n');
        }
        self.lines = lines.len();
        self.is_drawn = true;
        print_to_reader(&text)
    }

    /// Leaves what was drawn, and gives the cursor back.
    pub(super) fn leave(self) -> io::Result<()> {
        if self.is_drawn {
            print_to_reader(SHOW)?;
        }
        Ok(())
    }
}
