//! The terminal of the person who signs in: what they see and type, and the time that passes.

use std::{
    io::{self, IsTerminal},
    time::{Duration, Instant},
};

use futures::{FutureExt, future::BoxFuture};
use plex_mcp::login::{Clock, Terminal};
use tokio::io::{AsyncBufReadExt, BufReader};

use super::output::print_raw;

/// Clears the line that the cursor is on.
const CLEAR: &str = "\r\u{1b}[2K";

/// Standard output, and standard input for answers.
pub(super) struct StandardTerminal {
    is_interactive: bool,
    /// Whether a line stands there that the next one replaces.
    is_updating: bool,
}

impl StandardTerminal {
    pub(super) fn new() -> Self {
        Self {
            is_interactive: io::stdin().is_terminal() && io::stdout().is_terminal(),
            is_updating: false,
        }
    }

    /// Writes a text. A reader that has gone away has seen enough.
    fn write(&mut self, text: &str) {
        let _ = print_raw(text);
    }
}

impl Terminal for StandardTerminal {
    fn is_interactive(&self) -> bool {
        self.is_interactive
    }

    fn say(&mut self, text: &str) {
        let clear = if std::mem::take(&mut self.is_updating) {
            CLEAR
        } else {
            ""
        };
        self.write(&format!("{clear}{text}\n"));
    }

    fn update(&mut self, line: &str) {
        if self.is_interactive && (self.is_updating || !line.is_empty()) {
            self.is_updating = !line.is_empty();
            self.write(&format!("{CLEAR}{line}"));
        }
    }

    fn ask<'a>(&'a mut self, question: &'a str) -> BoxFuture<'a, Option<String>> {
        self.write(question);
        async {
            let mut line = String::new();
            let read = BufReader::new(tokio::io::stdin())
                .read_line(&mut line)
                .await;
            matches!(read, Ok(1..)).then_some(line)
        }
        .boxed()
    }
}

/// Asks for a yes, and takes anything else for a no.
pub(super) fn agreed(question: &str) -> io::Result<bool> {
    print_raw(question)?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(
        answer.trim().to_ascii_lowercase().as_str(),
        "y" | "yes"
    ))
}

/// The machine's clock.
pub(super) struct WallClock(Instant);

impl WallClock {
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }
}

impl Clock for WallClock {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, span: Duration) -> BoxFuture<'_, ()> {
        tokio::time::sleep(span).boxed()
    }
}
