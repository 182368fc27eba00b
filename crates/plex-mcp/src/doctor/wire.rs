//! A client of the protocol as plain as can be: lines of JSON over a pipe in this process.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf, split},
    task::JoinHandle,
    time::timeout,
};

use crate::PlexMcpServer;

/// The bytes that may be under way.
const PIPE_BYTES: usize = 64 * 1024;
/// How long an answer may take; every tool ends sooner by itself.
const PATIENCE: Duration = Duration::from_secs(120);

/// A connection to a server of its own, which ends with it.
pub(super) struct Wire {
    reader: BufReader<ReadHalf<DuplexStream>>,
    writer: WriteHalf<DuplexStream>,
    serving: JoinHandle<()>,
    last_id: u64,
}

impl Wire {
    pub(super) fn to(server: &PlexMcpServer) -> Self {
        let (near, far) = tokio::io::duplex(PIPE_BYTES);
        let server = server.clone();
        let serving = tokio::spawn(async move {
            let (reader, writer) = split(far);
            if let Err(error) = server.serve(reader, writer).await {
                tracing::debug!(%error, "the examined connection ended");
            }
        });
        let (reader, writer) = split(near);
        Self {
            reader: BufReader::new(reader),
            writer,
            serving,
            last_id: 0,
        }
    }

    /// Sends a request and gives its result; an error is what the server says of it.
    pub(super) async fn ask(&mut self, method: &str, params: Value) -> Result<Value, String> {
        self.last_id += 1;
        let id = self.last_id;
        let request = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        self.send(&request).await?;
        let mut answer = timeout(PATIENCE, self.answer_to(id))
            .await
            .map_err(|_| format!("{method} was not answered"))??;
        if let Some(error) = answer.get("error") {
            return Err(format!("{method} was refused: {error}"));
        }
        let result = answer.get_mut("result").map(Value::take);
        result.ok_or_else(|| format!("{method} was answered with neither result nor error"))
    }

    pub(super) async fn tell(&mut self, method: &str) -> Result<(), String> {
        self.send(&json!({"jsonrpc": "2.0", "method": method}))
            .await
    }

    async fn send(&mut self, message: &Value) -> Result<(), String> {
        let line = format!("{message}\n");
        let sent = self.writer.write_all(line.as_bytes()).await;
        sent.map_err(|_| "the server has ended".to_owned())
    }

    /// Reads until the answer comes; what else comes is not asked for.
    async fn answer_to(&mut self, id: u64) -> Result<Value, String> {
        loop {
            let mut line = String::new();
            let read = self.reader.read_line(&mut line).await;
            if !matches!(read, Ok(1..)) {
                return Err("the server has ended".to_owned());
            }
            let message: Value = serde_json::from_str(&line)
                .map_err(|_| "the server wrote something that is no message".to_owned())?;
            if message.get("id") == Some(&json!(id)) {
                return Ok(message);
            }
        }
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
