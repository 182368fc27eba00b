//! The program as an MCP client starts it: pipes on both sides, one JSON message a line. Tests and
//! benchmarks speak to it through this.

use std::{
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    thread::{self, JoinHandle},
};

use serde_json::{Value, json};

/// The program, running. It is killed when this is dropped, unless it has ended.
pub(crate) struct Wire {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    stderr: Option<JoinHandle<String>>,
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
            stderr: Some(stderr),
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
        let stderr = self.stderr.take().unwrap();
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        let status = self.child.wait().unwrap();
        (status.code().unwrap(), rest, stderr.join().unwrap())
    }
}

impl Wire {
    /// Takes the program's input away, for a thread that writes while this one reads.
    pub(crate) fn input(&mut self) -> ChildStdin {
        self.stdin.take().unwrap()
    }

    /// Returns the number of the process.
    #[allow(dead_code, reason = "only benchmarks want to know")]
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Memory of the program in KiB, as the kernel counts it: `VmRSS` now, `VmHWM` at most.
    #[cfg(target_os = "linux")]
    pub(crate) fn memory_kib(&self, what: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let lines = status.lines();
        let mut kib = lines.filter_map(|line| line.strip_prefix(what)?.strip_prefix(':'));
        let kib = kib.next().unwrap().split_whitespace().next().unwrap();
        kib.parse().unwrap()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        // It may have ended by itself already; either way nothing is left behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
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
