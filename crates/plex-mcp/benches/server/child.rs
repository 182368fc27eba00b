//! A `plex-mcp` child process spoken to as an MCP client does: one JSON line a message, over pipes.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// The binary under test: the one cargo built beside this benchmark.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_plex-mcp");

/// A running server, killed when dropped.
pub(crate) struct Server {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    next_id: u64,
}

impl Server {
    /// Starts the server against `url`, without any configuration of this machine's user.
    pub(crate) fn spawn(url: &str, token: &str, scratch: &std::path::Path) -> Self {
        let mut child = Command::new(BINARY)
            .env_clear()
            .env("PLEX_URL", url)
            .env("PLEX_TOKEN", token)
            .env("HOME", scratch)
            .env("TZ", "UTC")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let stdin = child.stdin.take().expect("stdin is piped");
        let stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
        Self {
            child,
            stdin,
            stdout,
            next_id: 0,
        }
    }

    /// Sends one request and waits for its answer, passing over notifications.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        self.next_id += 1;
        let id = self.next_id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let mut line = String::new();
            let read = self.stdout.read_line(&mut line).expect("stdout is read");
            assert!(read > 0, "the server ended while {method} was open");
            let mut answer: Value = serde_json::from_str(&line).expect("stdout carries JSON only");
            if answer["id"] == id {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].take();
            }
        }
    }

    /// The handshake of the session-based revisions.
    pub(crate) fn initialize(&mut self) -> Value {
        let answer = self.request(
            "initialize",
            json!({
                "protocolVersion": "2025-11-25",
                "capabilities": {},
                "clientInfo": {"name": "bench", "version": "0"},
            }),
        );
        self.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        answer
    }

    /// The first request of the stateless revision.
    pub(crate) fn discover(&mut self) -> Value {
        self.request(
            "server/discover",
            json!({"_meta": {
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientInfo": {"name": "bench", "version": "0"},
                "io.modelcontextprotocol/clientCapabilities": {},
            }}),
        )
    }

    /// Calls a tool and insists on a result that is not an error.
    pub(crate) fn call(&mut self, tool: &str, arguments: &Value) -> Value {
        let result = self.request("tools/call", json!({"name": tool, "arguments": arguments}));
        assert!(result["isError"] != true, "{tool}: {result}");
        result
    }

    /// Resident memory of the child in KiB, as the kernel counts it.
    pub(crate) fn resident_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .expect("the child is alive");
        status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.split_whitespace().next())
            .and_then(|kib| kib.parse().ok())
            .expect("VmRSS is given in KiB")
    }

    fn send(&mut self, message: &Value) {
        let mut line = message.to_string();
        line.push('\n');
        self.stdin
            .write_all(line.as_bytes())
            .expect("stdin is open");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself already; either way nothing is left behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
