//! Answers that go on after their head: a connection taken over, a body without an end.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio::sync::mpsc::Receiver;

use crate::fault::Fault;

/// The work of a conversation.
pub(crate) type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Is what a connection becomes once HTTP has let go of it.
pub(crate) type Conversation = Box<dyn FnOnce(TokioIo<Upgraded>, Option<Fault>) -> Work + Send>;

/// A body that comes bit by bit.
pub(crate) type Telling = Box<dyn FnOnce(Option<Fault>) -> Receiver<Bytes> + Send>;

/// Says how an answer goes on.
pub(crate) enum Live {
    /// The connection speaks another protocol from here on.
    Upgraded(Conversation),
    /// The body has so many made-up bytes, from a place on.
    Long { from: u64, length: u64 },
    /// The body goes on for as long as there is something to tell.
    Streamed(Telling),
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Upgraded(_) => "Upgraded",
            Self::Long { .. } => "Long",
            Self::Streamed(_) => "Streamed",
        })
    }
}

/// A conversation that begins when HTTP has let go of its connection.
pub(super) struct Pending {
    pub(super) upgrade: OnUpgrade,
    pub(super) conversation: Conversation,
    pub(super) fault: Option<Fault>,
}

impl Pending {
    /// Converses until either side ends it.
    pub(super) async fn converse(self) {
        if let Ok(upgraded) = self.upgrade.await {
            (self.conversation)(TokioIo::new(upgraded), self.fault).await;
        }
    }
}
