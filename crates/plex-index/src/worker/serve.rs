//! The child: answers statements until its input ends.

use std::io::{self, BufRead, Write};

use super::{
    protocol::{Request, Response},
    watchdog::Watchdog,
};
use crate::sandbox::{self, Sandbox};

/// Answers one statement a line from standard input on standard output, until there are no more.
///
/// Whoever embeds the index calls this from a program that [`WorkerCommand`](super::WorkerCommand)
/// names. It bounds the heap of SQLite in this process for good and may end the process.
///
/// # Errors
///
/// When the pipes break, a request is not one, or the heap cannot be bounded.
pub fn serve() -> io::Result<()> {
    sandbox::bound_heap().map_err(io::Error::other)?;
    let dog = Watchdog::start();
    let mut output = io::stdout().lock();
    let mut sandbox = Sandbox::default();
    for line in io::stdin().lock().lines() {
        let request: Request = serde_json::from_str(&line?)?;
        dog.begin(request.query.time_limit);
        let response: Response = sandbox.run(&request.path, &request.query);
        dog.end();
        serde_json::to_writer(&mut output, &response)?;
        output.write_all(b"\n")?;
        output.flush()?;
        // The answer is on its way, and nobody waits.
        sandbox.prepare(&request.path);
    }
    Ok(())
}
