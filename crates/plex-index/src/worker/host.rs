//! The parent: keeps one child, asks it, and replaces it when it is gone.

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use futures::future::BoxFuture;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    process::{Child, ChildStdin, ChildStdout, Command},
    sync::Mutex,
    time::timeout,
};

use super::protocol::{OUT_OF_TIME, Request, Response};
use crate::sandbox::{Answer, Query, QueryError};

/// The time beyond its limit that the parent gives a child that ought to have stopped itself.
const PATIENCE: Duration = Duration::from_secs(2);

/// The longest time that a statement waits for those before it.
const QUEUE_PATIENCE: Duration = Duration::from_secs(10);

/// The most bytes of an answer: cells are capped long before.
const MAX_RESPONSE_BYTES: u64 = 16 << 20;

/// The command that starts a child which calls [`serve`](super::serve).
#[derive(Debug, Clone)]
pub struct WorkerCommand {
    program: PathBuf,
    arguments: Vec<OsString>,
    timezone: Option<String>,
}

impl WorkerCommand {
    /// Takes a program and its arguments.
    pub fn new(
        program: impl Into<PathBuf>,
        arguments: impl IntoIterator<Item = impl Into<OsString>>,
    ) -> Self {
        Self {
            program: program.into(),
            arguments: arguments.into_iter().map(Into::into).collect(),
            timezone: None,
        }
    }

    /// Sets the IANA name of the timezone of SQL's `'localtime'`; the system's unless it is given.
    #[must_use]
    pub fn timezone(mut self, name: impl Into<String>) -> Self {
        self.timezone = Some(name.into());
        self
    }

    fn spawn(&self) -> io::Result<Running> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).env_clear().kill_on_drop(true);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if let Some(timezone) = &self.timezone {
            command.env("TZ", timezone);
        }
        let mut child = command.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        Ok(Running {
            child,
            input,
            output: BufReader::new(output),
        })
    }
}

/// A child that waits for a statement.
#[derive(Debug)]
struct Running {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// The ways in which an exchange with a child goes wrong.
enum Failure {
    /// It ended before it answered; nothing, where even that cannot be said.
    Ended(Option<ExitStatus>),
    /// It did not answer in time.
    Stuck,
}

/// Answers statements in a process of their own, one at a time.
#[derive(Debug)]
pub struct QueryWorker {
    command: WorkerCommand,
    /// The child between two statements. During one, the exchange owns it: a caller that goes away
    /// takes the child with it, and no answer is ever read by someone else.
    idle: Mutex<Option<Running>>,
}

impl QueryWorker {
    /// Makes a worker that starts its child when the first statement comes.
    pub fn new(command: WorkerCommand) -> Self {
        Self {
            command,
            idle: Mutex::new(None),
        }
    }

    /// Runs `query` on the snapshot at `path`.
    ///
    /// # Errors
    ///
    /// [`QueryError`]: what is wrong with the statement, that it took too much, or that the child
    /// cannot be started.
    pub fn run<'a>(
        &'a self,
        path: &'a Path,
        query: Query,
    ) -> BoxFuture<'a, Result<Answer, QueryError>> {
        Box::pin(async move {
            let Ok(mut idle) = timeout(QUEUE_PATIENCE, self.idle.lock()).await else {
                return Err(QueryError::Busy);
            };
            let patience = query.time_limit + PATIENCE;
            let request = Request {
                path: path.to_owned(),
                query,
            };
            let mut line = serde_json::to_vec(&request).map_err(|error| broken(&error))?;
            line.push(b'\n');

            // A child that has been idle for long has gone by itself; that is no one's fault.
            if let Some(mut running) = idle.take() {
                match running.exchange(&line, patience).await {
                    Ok(response) => return settle(&mut idle, running, response),
                    Err(Failure::Ended(Some(status))) if status.success() => {}
                    Err(failure) => return Err(failure.into()),
                }
            }
            let mut running = self.command.spawn().map_err(|error| broken(&error))?;
            match running.exchange(&line, patience).await {
                Ok(response) => settle(&mut idle, running, response),
                Err(failure) => Err(failure.into()),
            }
        })
    }
}

/// Puts the child back for the next statement and gives the answer.
fn settle(idle: &mut Option<Running>, running: Running, response: Response) -> Response {
    *idle = Some(running);
    response
}

impl Running {
    async fn exchange(&mut self, line: &[u8], patience: Duration) -> Result<Response, Failure> {
        let answered = timeout(patience, async {
            self.input.write_all(line).await?;
            let mut answer = Vec::new();
            (&mut self.output)
                .take(MAX_RESPONSE_BYTES)
                .read_until(b'\n', &mut answer)
                .await?;
            serde_json::from_slice(&answer).map_err(io::Error::other)
        });
        match answered.await {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(_)) => Err(Failure::Ended(self.status().await)),
            Err(_) => Err(Failure::Stuck),
        }
    }

    /// Returns the child's exit status when it has ended.
    async fn status(&mut self) -> Option<ExitStatus> {
        timeout(Duration::from_secs(1), self.child.wait())
            .await
            .ok()?
            .ok()
    }
}

impl From<Failure> for QueryError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Stuck => Self::TimeLimit,
            Failure::Ended(Some(status)) if status.code() == Some(OUT_OF_TIME) => Self::TimeLimit,
            Failure::Ended(_) => Self::Stopped,
        }
    }
}

/// Tells that the child cannot be used at all.
fn broken(error: &dyn std::error::Error) -> QueryError {
    QueryError::Worker {
        message: error.to_string(),
    }
}
