//! The one door out: whatever a command writes to the terminal, to a file of a person's or to the log
//! goes through here, and leaves without tokens.

use std::{
    borrow::Cow,
    fmt::Display,
    io::{self, Write},
    sync::OnceLock,
};

use plex_client::{Redactor, Token};

/// What takes tokens out. Standard output and error are the process's, and so is this.
static REDACTOR: OnceLock<Redactor> = OnceLock::new();

/// How an operation ends that writes to a reader that has gone away.
const GONE: io::ErrorKind = io::ErrorKind::BrokenPipe;

/// Keeps these secrets out of everything that is written from now on. Only the first call counts.
pub(super) fn protect(secrets: impl IntoIterator<Item = Token>) {
    let _ = REDACTOR.set(Redactor::new(secrets));
}

/// Returns a text without tokens: the protected ones, and those that stand after the name of one.
pub(super) fn redacted(text: &str) -> Cow<'_, str> {
    REDACTOR.get_or_init(Redactor::default).redact(text)
}

/// Writes a line to stdout; a reader that has gone away has seen enough.
pub(super) fn print(text: &str) -> io::Result<()> {
    write(&mut io::stdout().lock(), &format!("{text}\n"))
}

/// Writes a text as it is to stdout.
pub(super) fn print_raw(text: &str) -> io::Result<()> {
    write(&mut io::stdout().lock(), text)
}

/// Writes a text as it is to stdout, and says whether there is still somebody who reads it.
pub(super) fn print_to_reader(text: &str) -> io::Result<bool> {
    let mut to = io::stdout().lock();
    let written = to
        .write_all(redacted(text).as_bytes())
        .and_then(|()| to.flush());
    match written {
        Err(error) if error.kind() == GONE => Ok(false),
        other => other.map(|()| true),
    }
}

/// Writes a text to stderr. Where that is closed, nobody listens.
pub(super) fn report(text: &str) {
    let _ = write(&mut io::stderr().lock(), text);
}

/// Says on stderr what went wrong.
pub(super) fn complain(error: &impl Display) {
    report(&format!("plex-mcp: {error}\n"));
}

fn write(to: &mut impl Write, text: &str) -> io::Result<()> {
    let written = to
        .write_all(redacted(text).as_bytes())
        .and_then(|()| to.flush());
    match written {
        Err(error) if error.kind() == GONE => Ok(()),
        other => other,
    }
}

/// Writes texts line by line into something, without tokens.
#[derive(Debug)]
pub(super) struct Lines<W: Write> {
    to: W,
    /// What has come of a line that has not ended: a cut could hide a token from the search.
    begun: Vec<u8>,
}

impl<W: Write> Lines<W> {
    pub(super) fn new(to: W) -> Self {
        Self {
            to,
            begun: Vec::new(),
        }
    }

    fn pass_on(&mut self, length: usize) -> io::Result<()> {
        let whole: Vec<u8> = self.begun.drain(..length).collect();
        let text = String::from_utf8_lossy(&whole);
        self.to.write_all(redacted(&text).as_bytes())
    }
}

impl<W: Write> Write for Lines<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        if let Some(end) = self.begun.iter().rposition(|byte| *byte == b'\n') {
            self.pass_on(end + 1)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl<W: Write> Drop for Lines<W> {
    fn drop(&mut self) {
        // An error here is one of a reader that has gone away, or comes again when the file is closed.
        let _ = self
            .pass_on(self.begun.len())
            .and_then(|()| self.to.flush());
    }
}
