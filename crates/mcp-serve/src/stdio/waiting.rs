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

/// So many of them are kept as they are, which is all where nobody floods.
const AS_THEY_ARE: usize = 64;

/// The bytes that one of those may have: what was read takes many times as much as what was written.
const SMALL: usize = 4 * 1024;

/// The first in are the first out.
#[derive(Default)]
pub(super) struct Waiting {
    requests: VecDeque<Waiter>,
    as_they_are: usize,
    bytes: usize,
}

/// A request that waits, and the bytes that it has when it is written down.
struct Waiter {
    kept: Kept,
    bytes: usize,
}

enum Kept {
    AsItIs(Box<RxJsonRpcMessage<RoleServer>>),
    /// Written down, with its id.
    Written(RequestId, Box<[u8]>),
}

/// A request that waited and can be read no more.
pub(super) struct Unreadable(pub(super) RequestId);

impl Waiting {
    pub(super) fn is_empty(&self) -> bool {
        self.requests.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.bytes >= MOST_BYTES
    }

    /// Puts a request behind all others.
    pub(super) fn push(&mut self, message: RxJsonRpcMessage<RoleServer>) {
        let written = serde_json::to_vec(&message).unwrap_or_default();
        let bytes = written.len();
        let may_stay = self.as_they_are < AS_THEY_ARE && bytes <= SMALL;
        let kept = match &message {
            JsonRpcMessage::Request(request) if !may_stay && bytes > 0 => {
                Kept::Written(request.id.clone(), written.into_boxed_slice())
            }
            _ => {
                self.as_they_are += 1;
                Kept::AsItIs(Box::new(message))
            }
        };
        self.bytes += bytes;
        self.requests.push_back(Waiter { kept, bytes });
    }

    /// Takes the one that has waited longest.
    pub(super) fn pop(&mut self) -> Option<Result<RxJsonRpcMessage<RoleServer>, Unreadable>> {
        let waiter = self.requests.pop_front()?;
        self.bytes -= waiter.bytes;
        if self.requests.is_empty() {
            // A burst is over.
            self.requests.shrink_to_fit();
        }
        Some(match waiter.kept {
            Kept::AsItIs(message) => {
                self.as_they_are -= 1;
                Ok(*message)
            }
            Kept::Written(id, written) => serde_json::from_slice(&written).map_err(|error| {
                tracing::warn!(%error, "a request that waited cannot be read again");
                Unreadable(id)
            }),
        })
    }

    /// Leaves out the request of this id.
    pub(super) fn remove(&mut self, id: &RequestId) {
        let (as_they_are, bytes) = (&mut self.as_they_are, &mut self.bytes);
        self.requests.retain(|waiter| {
            let goes = waiter.id() == Some(id);
            if goes {
                *bytes -= waiter.bytes;
                if let Kept::AsItIs(_) = waiter.kept {
                    *as_they_are -= 1;
                }
            }
            !goes
        });
    }
}

impl Waiter {
    fn id(&self) -> Option<&RequestId> {
        match &self.kept {
            Kept::Written(id, _) => Some(id),
            Kept::AsItIs(message) => match &**message {
                JsonRpcMessage::Request(request) => Some(&request.id),
                _ => None,
            },
        }
    }
}
