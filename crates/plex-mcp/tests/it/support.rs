//! What the tests share: a server over an emulator, and the program as a client starts it.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
    time::Duration,
};

use jiff::Timestamp;
use plex_client::{PlexClient, RetryPolicy};
use plex_emulator::{Emulator, EmulatorBuilder, Library};
use plex_mcp::{
    Calendar, ErrorKind, Options, PlexMcpServer, ToolError, Toolset,
    plex_index::{Identity, IndexOptions, SnapshotDirectory, WorkerCommand},
};
use serde_json::{Map, Value};
use tempfile::TempDir;

pub(crate) use crate::wire::{Wire, initialize, meta};
use crate::worlds::{NOW, at_rest};

/// A server and the emulator it talks to.
pub(crate) struct Fixture {
    pub(crate) emulator: Emulator,
    pub(crate) server: PlexMcpServer,
    /// Where its snapshot is, if it has one.
    _home: Option<TempDir>,
}

impl Fixture {
    /// A server without a snapshot.
    pub(crate) fn of(emulator: Emulator, server: PlexMcpServer) -> Self {
        Self {
            emulator,
            server,
            _home: None,
        }
    }

    /// Over the sample library, where time stands still.
    pub(crate) async fn sample() -> Self {
        Self::at_rest_over(Library::sample(), |_| {}).await
    }

    /// Over a library made to measure, where time stands still, as the user wants it.
    pub(crate) async fn at_rest_over(library: Library, choose: impl FnOnce(&mut Options)) -> Self {
        let emulator = at_rest().library(library).start().await.unwrap();
        let mut options = options();
        options.calendar = options.calendar.with_clock(now);
        choose(&mut options);
        let client = client(emulator.url(), emulator.token());
        Self::of(emulator, PlexMcpServer::with_options(client, options))
    }

    /// Over the sample library, with every tool there is, also those that may lose something.
    pub(crate) async fn over_everything() -> Self {
        Self::limited(|options| {
            options.choice.toolsets = Toolset::ALL.to_vec();
            options.choice.allow_destructive = true;
        })
        .await
    }

    /// Over a library made to measure.
    pub(crate) async fn holding(library: Library) -> Self {
        Self::over(Emulator::builder().library(library)).await
    }

    /// Over an emulator made to measure.
    pub(crate) async fn over(builder: EmulatorBuilder) -> Self {
        let emulator = builder.start().await.unwrap();
        let server =
            PlexMcpServer::with_options(client(emulator.url(), emulator.token()), options());
        Self::of(emulator, server)
    }

    /// Over the sample library, where time stands still, limited as the user says, with a snapshot.
    pub(crate) async fn limited(limit: impl FnOnce(&mut Options)) -> Self {
        Self::limited_over(Library::sample(), limit).await
    }

    /// The same over another library.
    pub(crate) async fn limited_over(library: Library, limit: impl FnOnce(&mut Options)) -> Self {
        let emulator = at_rest()
            .library(library)
            .scan_duration(Duration::from_secs(3_600))
            .start()
            .await
            .unwrap();
        let home = tempfile::tempdir().unwrap();
        let mut options = options();
        options.calendar = options.calendar.with_clock(now);
        limit(&mut options);
        let client = client(emulator.url(), emulator.token());
        options.index = Some(snapshot_in(home.path()));
        Self {
            emulator,
            server: PlexMcpServer::with_options(client, options),
            _home: Some(home),
        }
    }

    /// Calls a tool.
    pub(crate) async fn call(&self, tool: &str, arguments: Value) -> Result<Value, ToolError> {
        self.server.call(tool, object(arguments)).await
    }

    /// Calls a tool that must succeed.
    pub(crate) async fn ok(&self, tool: &str, arguments: Value) -> Value {
        self.call(tool, arguments.clone())
            .await
            .unwrap_or_else(|error| panic!("{tool} {arguments}: {error}"))
    }

    /// Calls a tool that must fail in this way.
    pub(crate) async fn err(&self, tool: &str, arguments: Value, kind: ErrorKind) -> ToolError {
        match self.call(tool, arguments.clone()).await {
            Err(error) if error.kind() == kind => error,
            other => panic!("{tool} {arguments}: wanted {kind}, got {other:?}"),
        }
    }
}

/// A snapshot in this directory, where time stands still too.
pub(crate) fn snapshot_in(directory: &Path) -> IndexOptions {
    let worker = WorkerCommand::new(env!("CARGO_BIN_EXE_plex-mcp"), ["query-worker"]);
    IndexOptions::new(SnapshotDirectory::new(directory), Identity::Anonymous)
        .timezone(jiff::tz::TimeZone::UTC)
        .clock(|| NOW)
        .worker(worker.timezone("UTC"))
}

/// The server's clock beside it.
fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

/// A client that gives up soon and tries once.
pub(crate) fn client(url: &str, token: &str) -> PlexClient {
    PlexClient::builder()
        .url(url)
        .token(token)
        .client_identifier("plex-mcp-tests")
        .timeout(Duration::from_secs(30))
        .retry(RetryPolicy::none())
        .build()
        .unwrap()
}

/// How many tools there are without configuration.
pub(crate) fn tool_count() -> usize {
    PlexMcpServer::new(client("http://127.0.0.1:9", ""))
        .tools()
        .len()
}

/// Times in UTC, scans looked at often.
pub(crate) fn options() -> Options {
    let mut options = Options::default();
    options.calendar = Calendar::new(jiff::tz::TimeZone::UTC);
    options.scan_poll = Duration::from_millis(5);
    // What is asked for in every way there is cannot be waited for each time.
    options.wait_most = Duration::from_millis(1);
    options
}

/// The rows of a list.
pub(crate) fn items(result: &Value) -> &Vec<Value> {
    result["items"]
        .as_array()
        .unwrap_or_else(|| panic!("no items in {result}"))
}

/// JSON as the arguments of a call.
pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}

/// The program, free of the environment of whoever runs the tests.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plex-mcp"));
    let home = std::env::temp_dir().join("plex-mcp-tests");
    command
        .env_clear()
        .env("HOME", &home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_STATE_HOME", home.join("state"));
    command
}

/// Runs the program to its end.
pub(crate) fn run(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).output().unwrap()
}

/// What a program wrote, as text.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
