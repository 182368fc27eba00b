//! What the tests share: a server over an emulator, and the program as a client starts it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio},
    thread::{self, JoinHandle},
    time::Duration,
};

use jiff::Timestamp;
use plex_client::{PlexClient, RetryPolicy};
use plex_emulator::{Clock, Emulator, EmulatorBuilder, Library};
use plex_mcp::{
    Calendar, ErrorKind, Options, PlexMcpServer, ToolError, Toolset,
    plex_index::{Identity, IndexOptions, SnapshotDirectory, WorkerCommand},
};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

/// When the tests take place, in seconds since the epoch. The sample library dates itself by the
/// clock: two emulators agree only if they were started at the same second.
const NOW: i64 = 1_790_000_000;

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

    /// Over the sample library, with every tool there is.
    pub(crate) async fn over_everything() -> Self {
        Self::limited(|options| options.choice.toolsets = Toolset::ALL.to_vec()).await
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
        let worker = WorkerCommand::new(env!("CARGO_BIN_EXE_plex-mcp"), ["query-worker"]);
        let snapshot = IndexOptions::new(SnapshotDirectory::new(home.path()), Identity::Anonymous)
            .timezone(jiff::tz::TimeZone::UTC)
            .clock(|| NOW)
            .worker(worker.timezone("UTC"));
        options.index = Some(snapshot);
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

/// An emulator whose clock stands still.
fn at_rest() -> EmulatorBuilder {
    Emulator::builder().clock(Clock::manual(NOW))
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

/// The program as an MCP client starts it: pipes on both sides, one message a line.
pub(crate) struct Wire {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    stderr: JoinHandle<String>,
}

impl Wire {
    /// Starts the program.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        // Read all the while: a full pipe would stop the program.
        let mut log = child.stderr.take().unwrap();
        let stderr = thread::spawn(move || {
            let mut text = String::new();
            log.read_to_string(&mut text).unwrap();
            text
        });
        Self {
            child,
            stdin,
            stdout,
            stderr,
        }
    }

    /// Sends one line as it is.
    pub(crate) fn send_raw(&mut self, line: &str) {
        let stdin = self.stdin.as_mut().unwrap();
        stdin.write_all(line.as_bytes()).unwrap();
        stdin.write_all(b"\n").unwrap();
        stdin.flush().unwrap();
    }

    /// Sends one message.
    pub(crate) fn send(&mut self, message: &Value) {
        self.send_raw(&message.to_string());
    }

    /// The next line, which must be a message.
    pub(crate) fn receive(&mut self) -> Value {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        serde_json::from_str(&line)
            .unwrap_or_else(|error| panic!("{line:?} is no message: {error}"))
    }

    /// Sends a request and gives the answer to it.
    pub(crate) fn ask(&mut self, request: &Value) -> Value {
        self.send(request);
        loop {
            let message = self.receive();
            if message["id"] == request["id"] {
                return message;
            }
        }
    }

    /// Opens a session as clients of the older revisions do.
    pub(crate) fn initialize(&mut self) -> Value {
        let answer = self.ask(&initialize("2025-11-25"));
        self.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        answer
    }

    /// Sends the program a signal.
    #[cfg(unix)]
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        let program = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(program, signal).unwrap();
    }

    /// Waits for the program to end by itself, its input still open: its exit code.
    #[cfg(unix)]
    pub(crate) fn ended(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    /// Closes the program's input and waits for its end: its exit code, and what it wrote last.
    pub(crate) fn finish(mut self) -> (i32, String, String) {
        drop(self.stdin.take());
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        let status = self.child.wait().unwrap();
        (status.code().unwrap(), rest, self.stderr.join().unwrap())
    }
}

/// The request that opens a session in the older revisions.
pub(crate) fn initialize(version: &str) -> Value {
    json!({"jsonrpc": "2.0", "id": "init", "method": "initialize", "params": {
        "protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}})
}

/// What every request of revision 2026-07-28 carries.
pub(crate) fn meta() -> Value {
    json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    })
}
