//! Response bodies, honest and otherwise.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::sync::mpsc::Receiver;

/// A body as it is sent.
pub(crate) enum Body {
    /// The bytes, once.
    Whole(Option<Bytes>),
    /// Half of what was promised, then the connection breaks or hangs.
    Half {
        half: Option<Bytes>,
        promised: u64,
        then: Ending,
        /// The half had its chance to leave.
        is_sent: bool,
    },
    /// `left` more bytes of spaces after `start`; for ever when `left` is `None`.
    Padded {
        start: Option<Bytes>,
        left: Option<u64>,
    },
    /// `left` made-up bytes from a place of a file on.
    Long { from: u64, left: u64 },
    /// What is told, as it is told, until nobody tells any more.
    Told(Receiver<Bytes>),
}

/// Says what follows half a body.
#[derive(Clone, Copy)]
pub(crate) enum Ending {
    Break,
    Hang,
}

/// The connection is to be broken off here.
#[derive(Debug)]
pub(crate) struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("broken off on purpose")
    }
}

impl std::error::Error for Broken {}

impl From<Infallible> for Broken {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// How much of a long body is made at once.
const CHUNK: usize = 64 * 1024;

/// Returns the byte at a place of any file: the same place always has the same.
fn made_up(place: u64) -> u8 {
    u8::try_from(place % 251).unwrap_or(0)
}

static SPACES: [u8; 64 * 1024] = [b' '; 64 * 1024];

impl Body {
    pub(crate) fn whole(bytes: impl Into<Bytes>) -> Self {
        Self::Whole(Some(bytes.into()))
    }

    /// Sends half of `bytes` under a promise of all of them.
    pub(crate) fn half(bytes: &Bytes, then: Ending) -> Self {
        Self::Half {
            half: Some(bytes.slice(..bytes.len() / 2)),
            promised: bytes.len() as u64,
            then,
            is_sent: false,
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        let next = match self.get_mut() {
            Self::Whole(bytes) => bytes.take(),
            Self::Half {
                half,
                then,
                is_sent,
                ..
            } => match (half.take(), then) {
                (Some(bytes), _) => Some(bytes),
                // What was said so far is to arrive first: it is sent while this waits its turn.
                (None, Ending::Break) if !*is_sent => {
                    *is_sent = true;
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                (None, Ending::Break) => return Poll::Ready(Some(Err(Broken))),
                // Nothing will ever wake this task but the end of its connection.
                (None, Ending::Hang) => return Poll::Pending,
            },
            Self::Told(told) => {
                return told
                    .poll_recv(context)
                    .map(|next| next.map(|bytes| Ok(Frame::data(bytes))));
            }
            Self::Long { left: 0, .. } => None,
            Self::Long { from, left } => {
                let now = usize::try_from(*left).unwrap_or(usize::MAX).min(CHUNK);
                let bytes: Vec<u8> = (*from..).take(now).map(made_up).collect();
                *from += now as u64;
                *left -= now as u64;
                Some(bytes.into())
            }
            Self::Padded { start, left } => match (start.take(), left) {
                (Some(bytes), _) => Some(bytes),
                (None, None) => Some(Bytes::from_static(&SPACES)),
                (None, Some(0)) => None,
                (None, Some(left)) => {
                    let now = usize::try_from(*left)
                        .unwrap_or(usize::MAX)
                        .min(SPACES.len());
                    *left -= now as u64;
                    Some(Bytes::from_static(&SPACES).slice(..now))
                }
            },
        };
        Poll::Ready(next.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            Self::Long { left, .. } => SizeHint::with_exact(*left),
            Self::Half { promised, .. } => SizeHint::with_exact(*promised),
            Self::Padded { .. } | Self::Told(_) => SizeHint::default(),
        }
    }
}
