//! A link as a picture that a telephone reads off the terminal.

use qrcode::{Color, EcLevel, QrCode};

/// The empty modules that readers want around it.
const QUIET: usize = 2;
/// Black on white whatever the terminal's colours are, and back.
const ON: &str = "\u{1b}[30;107m";
const OFF: &str = "\u{1b}[0m";

/// Returns the picture, two modules a character, or nothing when the text is too long for one.
pub(super) fn picture(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let width = code.width();
    let colors = code.to_colors();
    let is_dark = |x: usize, y: usize| {
        let inside = |at: usize| at.checked_sub(QUIET).filter(|at| *at < width);
        match (inside(x), inside(y)) {
            (Some(x), Some(y)) => colors.get(y * width + x) == Some(&Color::Dark),
            _ => false,
        }
    };
    let side = width + 2 * QUIET;
    let line = |y: usize| -> String {
        (0..side)
            .map(|x| match (is_dark(x, y), is_dark(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            })
            .collect()
    };
    let lines: Vec<String> = (0..side)
        .step_by(2)
        .map(|y| format!("{ON}{}{OFF}", line(y)))
        .collect();
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_are_where_readers_look_for_them() {
        let picture = picture("https://example.org").unwrap();
        let rows: Vec<&str> = picture
            .lines()
            .map(|line| line.strip_prefix(ON).unwrap().strip_suffix(OFF).unwrap())
            .collect();
        let width = rows[0].chars().count();
        assert_eq!(rows.len(), width.div_ceil(2));
        // The quiet zone, then the first finder pattern: seven dark modules over a light ring.
        assert!(rows[0].trim().is_empty());
        assert!(rows[1].starts_with("  █▀▀▀▀▀█ "), "{picture}");
        assert!(rows[1].ends_with(" █▀▀▀▀▀█  "), "{picture}");
    }

    #[test]
    fn what_does_not_fit_gives_none() {
        assert_eq!(picture(&"x".repeat(10_000)), None);
    }
}
