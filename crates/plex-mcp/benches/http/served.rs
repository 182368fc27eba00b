//! A `plex-mcp` child process that serves over HTTP.

use std::{
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::child::BINARY;

/// A running server, killed when dropped.
pub(crate) struct Served {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Served {
    /// Starts the server against `url`, without any configuration of this machine's user.
    pub(crate) fn start(url: &str, token: &str, scratch: &Path) -> Self {
        let mut child = Command::new(BINARY)
            .args(["serve", "--http", "127.0.0.1:0"])
            .env_clear()
            .env("PLEX_URL", url)
            .env("PLEX_TOKEN", token)
            .env("HOME", scratch)
            .env("TZ", "UTC")
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut stderr = BufReader::new(child.stderr.take().expect("stderr is piped"));
        let mut line = String::new();
        stderr
            .read_line(&mut line)
            .expect("the server says where it listens");
        // What it says later must not fill the pipe.
        std::thread::spawn(move || stderr.read_to_end(&mut Vec::new()));
        let address = line
            .split_once("http://")
            .and_then(|(_, rest)| rest.split_once("/mcp"))
            .and_then(|(address, _)| address.parse().ok())
            .expect("the first line names the address");
        Self { child, address }
    }
}

impl Served {
    /// Returns the number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself already; either way nothing is left behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
