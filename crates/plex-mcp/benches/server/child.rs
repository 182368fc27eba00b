//! A `plex-mcp` child process spoken to as an MCP client does.

use std::process::Command;

use serde_json::{Value, json};

#[path = "../../tests/it/wire.rs"]
#[allow(
    dead_code,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests say more, and both stop at the first surprise"
)]
mod wire;

use self::wire::{Wire, initialize, meta};

/// The binary under test: the one cargo built beside this benchmark.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_plex-mcp");

/// A running server, killed when dropped.
pub(crate) struct Server {
    wire: Wire,
    next_id: u64,
}

impl Server {
    /// Starts the server against `url`, without any configuration of this machine's user.
    pub(crate) fn spawn(url: &str, token: &str, scratch: &std::path::Path) -> Self {
        let mut command = Command::new(BINARY);
        command
            .env_clear()
            .env("PLEX_URL", url)
            .env("PLEX_TOKEN", token)
            .env("HOME", scratch)
            .env("TZ", "UTC");
        Self {
            wire: Wire::start(&mut command),
            next_id: 0,
        }
    }

    /// Sends one request and waits for its answer, passing over notifications.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        self.next_id += 1;
        self.answer(
            &json!({"jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params}),
        )
    }

    fn answer(&mut self, request: &Value) -> Value {
        let mut answer = self.wire.ask(request);
        assert!(answer.get("error").is_none(), "{request}: {answer}");
        answer["result"].take()
    }

    /// Waits for a notification.
    pub(crate) fn wait_for(&mut self, method: &str) {
        while self.wire.receive()["method"] != method {}
    }

    /// The handshake of the session-based revisions.
    pub(crate) fn initialize(&mut self) -> Value {
        let answer = self.answer(&initialize("2025-11-25"));
        self.wire
            .send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        answer
    }

    /// The first request of the stateless revision.
    pub(crate) fn discover(&mut self) -> Value {
        self.request("server/discover", json!({"_meta": meta()}))
    }

    /// Calls a tool and insists on a result that is not an error.
    pub(crate) fn call(&mut self, tool: &str, arguments: &Value) -> Value {
        let result = self.request("tools/call", json!({"name": tool, "arguments": arguments}));
        assert!(result["isError"] != true, "{tool}: {result}");
        result
    }

    /// Returns the number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.wire.id()
    }

    /// Resident memory of the child in KiB, as the kernel counts it.
    pub(crate) fn resident_kib(&self) -> u64 {
        self.wire.memory_kib("VmRSS")
    }
}
