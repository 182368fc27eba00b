//! What the commands write to the terminal.

use std::{
    fmt::Display,
    io::{self, Write},
};

/// Writes a line to stdout; a reader that has gone away has seen enough.
pub(super) fn print(text: &str) -> io::Result<()> {
    match writeln!(io::stdout().lock(), "{text}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Says on stderr what went wrong.
pub(super) fn complain(error: &impl Display) {
    // Where stderr is closed, nobody listens.
    let _ = writeln!(io::stderr(), "plex-mcp: {error}");
}
