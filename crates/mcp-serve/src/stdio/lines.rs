//! A transport of one JSON message a line that answers every request whose id can be read.
//!
//! The SDK's own drops lines that are no JSON and answers those that are no message without their id, so
//! their senders wait for ever.

use std::{collections::VecDeque, io, sync::Arc};

use bytes::{Buf, Bytes, BytesMut};
use futures::StreamExt;
use rmcp::{
    RoleServer,
    model::{ErrorData, RequestId},
    service::{RxJsonRpcMessage, TxJsonRpcMessage},
    transport::Transport,
};
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt},
    sync::Mutex,
    task::JoinHandle,
};
use tokio_util::codec::{Decoder, FramedRead};

use crate::{
    Outgoing,
    message::{Fault, read, readable_id},
};

/// The bytes that a message may have.
const MAX_LINE: usize = 4 * 1024 * 1024;

/// Messages as lines over a pair of byte streams.
pub(super) struct Lines<R, W> {
    reader: FramedRead<R, LineDecoder>,
    writer: Arc<Mutex<Option<W>>>,
    outgoing: Outgoing,
    /// Messages that came in one line.
    read: VecDeque<RxJsonRpcMessage<RoleServer>>,
    faults: VecDeque<Fault>,
    /// The answer to a fault on its way. Nothing more is read before it has gone.
    answering: Option<JoinHandle<()>>,
}

impl<R: AsyncRead, W> Lines<R, W> {
    pub(super) fn new(reader: R, writer: W, outgoing: Outgoing) -> Self {
        Self {
            reader: FramedRead::new(reader, LineDecoder::default()),
            writer: Arc::new(Mutex::new(Some(writer))),
            outgoing,
            read: VecDeque::new(),
            faults: VecDeque::new(),
            answering: None,
        }
    }

    /// Takes in what one line says.
    fn take(&mut self, line: &[u8]) {
        let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        let line = line.trim_ascii();
        if line.first() == Some(&b'[') {
            match serde_json::from_slice::<Vec<&RawValue>>(line) {
                // Revision 2025-03-26 has batches. Each message is answered by itself.
                Ok(batch) if !batch.is_empty() => {
                    for message in batch {
                        self.take_message(message.get().as_bytes());
                    }
                }
                _ => self.faults.push_back(Fault::batch()),
            }
        } else if !line.is_empty() {
            self.take_message(line);
        }
    }

    fn take_message(&mut self, bytes: &[u8]) {
        match read(bytes) {
            Ok(read) => self.read.push_back(read.message),
            Err(fault) if fault.wants_answer => self.faults.push_back(*fault),
            // An answer to what nobody waits for could be answered in turn, and so on for ever.
            Err(fault) => tracing::debug!(error = %fault.error.message, "dropped a message"),
        }
    }
}

impl<R, W> Lines<R, W>
where
    W: AsyncWrite + Send + Unpin + 'static,
{
    /// Writes a message as a line.
    fn write<T: Serialize + Send + 'static>(
        &self,
        message: T,
    ) -> impl Future<Output = io::Result<()>> + Send + use<R, W, T> {
        let writer = Arc::clone(&self.writer);
        let outgoing = self.outgoing.clone();
        async move {
            let mut line = serde_json::to_string(&message)?;
            drop(message);
            if let Some(rewritten) = outgoing.json(&line) {
                line = rewritten;
            }
            line.push('\n');
            let mut writer = writer.lock().await;
            let writer = writer.as_mut().ok_or(io::ErrorKind::NotConnected)?;
            writer.write_all(line.as_bytes()).await?;
            writer.flush().await
        }
    }
}

impl<R, W> Transport<RoleServer> for Lines<R, W>
where
    R: AsyncRead + Send + Unpin + 'static,
    W: AsyncWrite + Send + Unpin + 'static,
{
    type Error = io::Error;

    fn send(
        &mut self,
        item: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        self.write(item)
    }

    /// Returns the next message. It is safe to drop and call again: what was read so far is kept.
    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        loop {
            if let Some(answering) = &mut self.answering {
                // It ends early only with the runtime.
                let _ = answering.await;
                self.answering = None;
            }
            if let Some(fault) = self.faults.pop_front() {
                let write = self.write(fault.into_answer());
                self.answering = Some(tokio::spawn(async move {
                    if let Err(error) = write.await {
                        tracing::debug!(%error, "an answer could not be written");
                    }
                }));
                continue;
            }
            if let Some(message) = self.read.pop_front() {
                return Some(message);
            }
            match self.reader.next().await? {
                Ok(Line::Whole(line)) => self.take(&line),
                Ok(Line::TooLong(id)) => {
                    tracing::warn!(most = MAX_LINE, "dropped a message that is too long");
                    self.faults.push_back(too_long(id));
                }
                Err(error) => {
                    tracing::debug!(%error, "the input cannot be read any further");
                    return None;
                }
            }
        }
    }

    async fn close(&mut self) -> io::Result<()> {
        self.writer.lock().await.take();
        Ok(())
    }
}

fn too_long(id: Option<RequestId>) -> Fault {
    let message = format!("the message has more than {MAX_LINE} bytes");
    Fault::new(id, ErrorData::invalid_request(message, None))
}

/// One line of the input.
#[derive(Debug, PartialEq)]
enum Line {
    Whole(Bytes),
    /// A line that is not kept, and the id of the request in it.
    TooLong(Option<RequestId>),
}

/// Cuts the input into lines of a bounded length.
#[derive(Debug, Default)]
struct LineDecoder {
    /// The bytes in which there is no end of a line.
    searched: usize,
    /// Set within a line that is too long, until its end.
    skipping: bool,
}

impl Decoder for LineDecoder {
    type Item = Line;
    type Error = io::Error;

    fn decode(&mut self, input: &mut BytesMut) -> io::Result<Option<Line>> {
        loop {
            let unseen = input.get(self.searched..).unwrap_or_default();
            let end = unseen.iter().position(|byte| *byte == b'\n');
            let end = end.map(|at| self.searched + at);
            self.searched = 0;
            let length = end.unwrap_or(input.len());
            if self.skipping {
                self.skipping = end.is_none();
                input.advance((length + 1).min(input.len()));
                if self.skipping {
                    return Ok(None);
                }
            } else if length > MAX_LINE {
                let id = readable_id(input);
                self.skipping = true;
                return Ok(Some(Line::TooLong(id)));
            } else if end.is_some() {
                let line = input.split_to(length).freeze();
                input.advance(1);
                return Ok(Some(Line::Whole(line)));
            } else {
                self.searched = length;
                return Ok(None);
            }
        }
    }

    /// Takes the last line, which needs no end.
    fn decode_eof(&mut self, input: &mut BytesMut) -> io::Result<Option<Line>> {
        if let Some(line) = self.decode(input)? {
            return Ok(Some(line));
        }
        self.searched = 0;
        let rest = input.split().freeze();
        Ok((!rest.is_empty()).then_some(Line::Whole(rest)))
    }
}
