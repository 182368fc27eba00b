//! Events on their way out, with every text rewritten that may not leave.

use std::{
    borrow::Cow,
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame};
use http_body_util::combinators::BoxBody;

use crate::Outgoing;

/// A body of events. However it is cut into frames, an event goes out once it is whole: a text that may not
/// leave could stand on both sides of a cut.
pub(super) struct Rewritten {
    body: BoxBody<Bytes, Infallible>,
    outgoing: Outgoing,
    /// What has come of an event that has no end yet.
    held: BytesMut,
    /// How much of it was looked through for an end.
    seen: usize,
    /// What comes after the events.
    after: Option<Frame<Bytes>>,
    is_over: bool,
}

impl Rewritten {
    pub(super) fn new(body: BoxBody<Bytes, Infallible>, outgoing: Outgoing) -> Self {
        Self {
            body,
            outgoing,
            held: BytesMut::new(),
            seen: 0,
            after: None,
            is_over: false,
        }
    }

    /// Takes the events out that are whole, and rewrites them.
    fn whole(&mut self) -> Option<Bytes> {
        let end = self.seen + last_end(self.held.get(self.seen..).unwrap_or_default())?;
        self.seen = 0;
        let whole = self.held.split_to(end).freeze();
        Some(rewritten(whole, &self.outgoing))
    }

    /// Takes everything out, whole or not.
    fn rest(&mut self) -> Option<Bytes> {
        self.seen = 0;
        let rest = std::mem::take(&mut self.held).freeze();
        (!rest.is_empty()).then(|| rewritten(rest, &self.outgoing))
    }
}

impl Body for Rewritten {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        loop {
            if let Some(frame) = self.after.take() {
                return Poll::Ready(Some(Ok(frame)));
            }
            if self.is_over {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => {
                        self.held.extend_from_slice(&data);
                        if let Some(whole) = self.whole() {
                            return Poll::Ready(Some(Ok(Frame::data(whole))));
                        }
                        // An end of three signs may have begun.
                        self.seen = self.held.len().saturating_sub(3);
                    }
                    Err(other) => self.after = Some(other),
                },
                Some(Err(never)) => match never {},
                None => self.is_over = true,
            }
            if (self.is_over || self.after.is_some())
                && let Some(rest) = self.rest()
            {
                return Poll::Ready(Some(Ok(Frame::data(rest))));
            }
        }
    }
}

/// Returns where the last event ends that is whole, with its empty line.
fn last_end(bytes: &[u8]) -> Option<usize> {
    (1..=bytes.len()).rev().find(|end| {
        let before = bytes.get(..*end).unwrap_or_default();
        [&b"\n\n"[..], b"\r\n\r\n", b"\n\r\n"]
            .iter()
            .any(|sign| before.ends_with(sign))
    })
}

/// Rewrites the texts of events, each with the signs that end it.
fn rewritten(events: Bytes, outgoing: &Outgoing) -> Bytes {
    let text = String::from_utf8_lossy(&events);
    let mut out = String::new();
    let mut message = String::new();
    let mut is_changed = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        if let Some(data) = bare.strip_prefix("data:") {
            // One message may come in several lines, which are its lines.
            if !message.is_empty() {
                message.push('\n');
            }
            message.push_str(data.strip_prefix(' ').unwrap_or(data));
            continue;
        }
        is_changed |= put(&mut out, &mut message, outgoing);
        match outgoing.text(bare) {
            Some(said) => {
                is_changed = true;
                out.push_str(&said.replace(['\n', '\r'], " "));
                out.push_str(line.get(bare.len()..).unwrap_or("\n"));
            }
            None => out.push_str(line),
        }
    }
    is_changed |= put(&mut out, &mut message, outgoing);
    match is_changed {
        true => Bytes::from(out),
        false => events.clone(),
    }
}

/// Puts a message after what is there, and says whether it was rewritten.
fn put(out: &mut String, message: &mut String, outgoing: &Outgoing) -> bool {
    if message.is_empty() {
        return false;
    }
    let said = std::mem::take(message);
    let (said, is_changed) = match outgoing.json(&said) {
        Some(json) => (Cow::Owned(json), true),
        None => (Cow::Borrowed(&*said), false),
    };
    for line in said.split('\n') {
        out.push_str("data: ");
        out.push_str(line);
        out.push('\n');
    }
    is_changed
}

#[cfg(test)]
mod tests {
    use futures::stream;
    use http_body_util::{BodyExt, StreamBody};

    use super::*;

    fn outgoing() -> Outgoing {
        Outgoing::new(|text| {
            text.contains("s3cret")
                .then(|| text.replace("s3cret", "[redacted]"))
        })
    }

    async fn sent(frames: Vec<&[u8]>) -> String {
        let frames = frames.into_iter().map(Bytes::copy_from_slice);
        let frames: Vec<_> = frames.map(|data| Ok(Frame::data(data))).collect();
        let body = BodyExt::boxed(StreamBody::new(stream::iter(frames)));
        let sent = Rewritten::new(body, outgoing()).collect().await.unwrap();
        String::from_utf8(sent.to_bytes().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn events_are_rewritten_however_they_are_written_and_cut() {
        for (written, expected) in [
            (
                "id: 1\ndata: {\"a\":\"a s3cret\"}\n\n",
                "id: 1\ndata: {\"a\":\"a [redacted]\"}\n\n",
            ),
            (
                "data:{\"a\":\"s3cret\"}\n\n",
                "data: {\"a\":\"[redacted]\"}\n\n",
            ),
            (
                "data: {\"a\":\ndata: \"s3cret\"}\n\n:\n\n",
                "data: {\"a\":\"[redacted]\"}\n\n:\n\n",
            ),
            (
                "event: message\r\ndata: {\"a\":\"s3cret\"}\r\n\r\n",
                "event: message\r\ndata: {\"a\":\"[redacted]\"}\n\r\n",
            ),
            (
                ": s3cret\n\nid: s3cret\n\n",
                ": [redacted]\n\nid: [redacted]\n\n",
            ),
            // Without an end.
            ("data: no s3cret", "data: no [redacted]\n"),
            ("data:{\"a\":1}\n\n:\n\n", "data:{\"a\":1}\n\n:\n\n"),
        ] {
            let written = written.as_bytes();
            for at in 0..=written.len() {
                let (before, after) = written.split_at(at);
                let whole = sent(vec![before, after]).await;
                assert_eq!(whole, expected, "{at}");
            }
            let single: Vec<&[u8]> = written.chunks(1).collect();
            assert_eq!(sent(single).await, expected);
        }
    }

    #[tokio::test]
    async fn an_event_goes_out_as_soon_as_it_is_whole() {
        let begun: Vec<Result<_, Infallible>> =
            vec![Ok(Frame::data(Bytes::from_static(b"data: 1\n\ndata: 2")))];
        let frames = futures::StreamExt::chain(stream::iter(begun), stream::pending());
        let mut body = Rewritten::new(BodyExt::boxed(StreamBody::new(frames)), outgoing());
        let first = body.frame().await.unwrap().unwrap().into_data().unwrap();
        assert_eq!(first, "data: 1\n\n");
        assert!(futures::FutureExt::now_or_never(body.frame()).is_none());
    }
}
