//! The leanest client that gets an answer: requests written by hand on one keep-alive connection.

use std::net::SocketAddr;

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

/// Which generation of the protocol is spoken.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Era {
    /// Every request stands for itself.
    Stateless,
    /// Requests belong to a session, and answers come as events.
    Session,
}

impl Era {
    pub(crate) fn revision(self) -> &'static str {
        match self {
            Self::Stateless => "2026-07-28",
            Self::Session => "2025-11-25",
        }
    }
}

/// One client with a connection of its own.
pub(crate) struct HttpClient {
    stream: BufReader<TcpStream>,
    era: Era,
    session: String,
}

impl HttpClient {
    /// Connects, and opens a session where there are sessions.
    pub(crate) async fn connect(address: SocketAddr, era: Era) -> Self {
        let stream = TcpStream::connect(address)
            .await
            .expect("the server listens");
        stream.set_nodelay(true).expect("TCP_NODELAY is settable");
        let mut client = Self {
            stream: BufReader::new(stream),
            era,
            session: String::new(),
        };
        if era == Era::Session {
            client.open_session().await;
        }
        client
    }

    async fn open_session(&mut self) {
        let client = json!({"name": "bench", "version": "0"});
        let params = json!({"protocolVersion": self.era.revision(), "capabilities": {}, "clientInfo": client});
        let initialize =
            json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params});
        self.post(&initialize, "").await;
        let ready = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
        self.post(&ready, "").await;
    }

    /// Calls a tool and insists on an answer.
    pub(crate) async fn call(&mut self, tool: &str, arguments: &Value) {
        let mut params = json!({"name": tool, "arguments": arguments});
        let mut headers = String::new();
        if self.era == Era::Stateless {
            params["_meta"] = json!({
                "io.modelcontextprotocol/protocolVersion": self.era.revision(),
                "io.modelcontextprotocol/clientInfo": {"name": "bench", "version": "0"},
                "io.modelcontextprotocol/clientCapabilities": {},
            });
            headers = format!("Mcp-Method: tools/call\r\nMcp-Name: {tool}\r\n");
        }
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
        let answer = self.post(&message, &headers).await;
        assert!(
            answer.contains(r#""structuredContent""#),
            "{tool}: {answer}"
        );
    }

    async fn post(&mut self, message: &Value, headers: &str) -> String {
        let body = message.to_string();
        let request = format!(
            "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
             Accept: application/json, text/event-stream\r\nMCP-Protocol-Version: {}\r\n\
             Content-Length: {}\r\n{headers}{}\r\n{body}",
            self.era.revision(),
            body.len(),
            self.session,
        );
        self.stream
            .write_all(request.as_bytes())
            .await
            .expect("the connection is open");
        self.answer().await
    }

    /// Reads one answer, and keeps the session it may open.
    async fn answer(&mut self) -> String {
        let status = self.line().await;
        assert!(status.contains(" 20"), "{status}");
        let mut length = Some(0);
        loop {
            let line = self.line().await;
            match line.split_once(": ") {
                Some(("content-length", value)) => length = value.parse().ok(),
                Some(("transfer-encoding", _)) => length = None,
                Some(("mcp-session-id", id)) => self.session = format!("Mcp-Session-Id: {id}\r\n"),
                Some(_) => {}
                None => break,
            }
        }
        match length {
            Some(length) => self.exactly(length).await,
            None => self.chunks().await,
        }
    }

    async fn chunks(&mut self) -> String {
        let mut body = String::new();
        loop {
            let line = self.line().await;
            let size = usize::from_str_radix(&line, 16).expect("a chunk's size");
            body.push_str(&self.exactly(size).await);
            self.line().await;
            if size == 0 {
                return body;
            }
        }
    }

    async fn exactly(&mut self, length: usize) -> String {
        let mut bytes = vec![0; length];
        self.stream
            .read_exact(&mut bytes)
            .await
            .expect("the whole body");
        String::from_utf8(bytes).expect("the body is text")
    }

    async fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).await.expect("a line");
        line.truncate(line.trim_end().len());
        line
    }
}
