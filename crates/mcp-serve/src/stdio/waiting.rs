//! Requests that wait for others to be done.
//!
//! What stands behind them must be read: the client may ask whether anybody is there, say that it no longer
//! waits, or answer a question that a request at work asks. So many may wait, and they are kept as small
//! as they came.

use std::collections::VecDeque;

use rmcp::{
    RoleServer,
    model::{JsonRpcMessage, RequestId},
    service::RxJsonRpcMessage,
};

/// The bytes of all that wait. While there are as many, nothing more is read, so that a client that sends
/// without end is slowed down and not stored.
const MOST_BYTES: usize = 1024 * 1024;

/// The first of them are kept as they are, which is all where nobody floods.
const AS_THEY_ARE: usize = 64;

/// The first in are the first out.
#[derive(Default)]
pub(super) struct Waiting {
    first: VecDeque<RxJsonRpcMessage<RoleServer>>,
    /// Those behind the first, written down, with their ids.
    rest: VecDeque<(RequestId, Box<[u8]>)>,
    bytes: usize,
}

impl Waiting {
    pub(super) fn is_empty(&self) -> bool {
        self.first.is_empty() && self.rest.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.bytes >= MOST_BYTES
    }

    /// Puts a request behind all others.
    pub(super) fn push(&mut self, message: RxJsonRpcMessage<RoleServer>) {
        let is_first = self.rest.is_empty() && self.first.len() < AS_THEY_ARE;
        let written = match &message {
            JsonRpcMessage::Request(request) if !is_first => {
                let bytes = serde_json::to_vec(&message).ok();
                bytes.map(|bytes| (request.id.clone(), bytes.into_boxed_slice()))
            }
            _ => None,
        };
        match written {
            Some((id, bytes)) => {
                self.bytes += bytes.len();
                self.rest.push_back((id, bytes));
            }
            None => self.first.push_back(message),
        }
    }

    /// Takes the one that has waited longest.
    pub(super) fn pop(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        if let Some(message) = self.first.pop_front() {
            return Some(message);
        }
        loop {
            let (_, bytes) = self.rest.pop_front()?;
            self.bytes -= bytes.len();
            if self.rest.is_empty() {
                // A burst is over.
                self.rest.shrink_to_fit();
            }
            match serde_json::from_slice(&bytes) {
                Ok(message) => return Some(message),
                // It was written from what had been read.
                Err(error) => tracing::debug!(%error, "dropped a request that waited"),
            }
        }
    }

    /// Leaves out the request of this id.
    pub(super) fn remove(&mut self, id: &RequestId) {
        self.first.retain(
            |message| !matches!(message, JsonRpcMessage::Request(request) if request.id == *id),
        );
        let bytes = &mut self.bytes;
        self.rest.retain(|(waiting, written)| {
            let stays = waiting != id;
            if !stays {
                *bytes -= written.len();
            }
            stays
        });
    }
}
