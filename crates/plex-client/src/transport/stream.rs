//! An answer without an end: server-sent events, message by message.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Response;
use tokio::time::timeout;

use super::request::Request;
use super::{ERROR_BODY_BYTES, Transport, body, retry};
use crate::error::{PlexError, Result};

/// One message: its name, and its data line by line.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) event: String,
    pub(crate) data: String,
}

/// Messages as they come.
pub(crate) struct Incoming {
    response: Response,
    reader: Reader,
    label: String,
    limit: u64,
    broken: Box<dyn Fn(&reqwest::Error) -> PlexError + Send + Sync>,
}

impl Incoming {
    /// Takes an answer that has begun. No message may be longer than `limit` bytes; `broken` says what
    /// it means that the connection broke.
    pub(super) fn new(
        response: Response,
        label: String,
        limit: u64,
        broken: impl Fn(&reqwest::Error) -> PlexError + Send + Sync + 'static,
    ) -> Self {
        Self {
            response,
            reader: Reader::default(),
            label,
            limit,
            broken: Box::new(broken),
        }
    }

    /// Waits for a message, but not through a silence longer than this; `None` when the server ended
    /// its answer.
    pub(crate) async fn message(&mut self, silence: Duration) -> Result<Option<Message>> {
        loop {
            if let Some(message) = self.reader.next() {
                return Ok(Some(message));
            }
            if u64::try_from(self.reader.held()).map_or(true, |held| held > self.limit) {
                return Err(PlexError::TooLarge {
                    request: self.label.clone(),
                    limit: self.limit,
                });
            }
            let chunk = timeout(silence, self.response.chunk())
                .await
                .map_err(|_| PlexError::Timeout { after: silence })?
                .map_err(|error| (self.broken)(&error))?;
            match chunk {
                Some(chunk) => self.reader.take(&chunk),
                None => return Ok(None),
            }
        }
    }
}

impl Transport {
    /// Sends a request once and gives its answer as it comes: it may have no end. The time is that
    /// until the answer begins.
    pub(crate) async fn open(self: &Arc<Self>, request: &Request) -> Result<Incoming> {
        let after = self.settings.timeout;
        let response = timeout(after, self.opened(request))
            .await
            .unwrap_or(Err(PlexError::Timeout { after }))?;
        let (transport, asked) = (Arc::clone(self), request.clone());
        Ok(Incoming::new(
            response,
            request.label(),
            self.settings.max_body_bytes.min(request.most_bytes()),
            move |error| transport.not_answered(&asked, error).error,
        ))
    }

    async fn opened(&self, request: &Request) -> Result<Response> {
        let http = self.http().await?;
        let response = self
            .begun(http, request)
            .await
            .map_err(|error| self.not_answered(request, &error).error)?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let wait = retry::asked_to_wait(response.headers());
        let body = body::read(response, ERROR_BODY_BYTES).await;
        Err(self.refused(request, status, wait, &self.said(body)).error)
    }
}

/// Puts lines together to messages, as the HTML standard has it.
#[derive(Debug, Default)]
struct Reader {
    bytes: Vec<u8>,
    message: Message,
}

impl Reader {
    fn take(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Returns how much is held of what is no message yet.
    fn held(&self) -> usize {
        self.bytes.len() + self.message.data.len()
    }

    fn next(&mut self) -> Option<Message> {
        let mut taken = 0;
        let mut whole = None;
        while let Some(rest) = self.bytes.get(taken..)
            && let Some(end) = memchr::memchr(b'\n', rest)
        {
            let line = rest.get(..end).unwrap_or_default();
            let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line));
            taken += end + 1;
            if !line.is_empty() {
                self.message.add(&line);
            } else if self.message.data.is_empty() {
                self.message = Message::default();
            } else {
                whole = Some(std::mem::take(&mut self.message));
                break;
            }
        }
        self.bytes.drain(..taken);
        whole
    }
}

impl Message {
    fn add(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                if !self.data.is_empty() {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            // A comment, or a field that says nothing here.
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(chunks: &[&str]) -> Vec<(String, String)> {
        let mut reader = Reader::default();
        let mut found = Vec::new();
        for chunk in chunks {
            reader.take(chunk.as_bytes());
            while let Some(message) = reader.next() {
                found.push((message.event, message.data));
            }
        }
        assert_eq!(reader.held(), 0);
        found
    }

    fn message(event: &str, data: &str) -> (String, String) {
        (event.to_owned(), data.to_owned())
    }

    #[test]
    fn a_message_is_whole_however_it_is_cut() {
        let text =
            "event: playing\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\n: alive\n\nevent:ping\ndata:{}\n\n";
        let expected = [message("playing", "{\"a\":\n1}"), message("ping", "{}")];
        for at in 0..=text.len() {
            let (before, after) = text.split_at(at);
            assert_eq!(read(&[before, after]), expected, "{at}");
        }
    }

    #[test]
    fn what_has_no_data_is_no_message() {
        assert!(read(&["event: ping\n\n", "\n\n", "retry: 5\n\n"]).is_empty());
        assert_eq!(read(&["event: a\n\ndata: 1\n\n"]), [message("", "1")]);
    }
}
