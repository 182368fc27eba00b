//! Reads a request body that may be endless, or never come.
//!
//! `http-body-util`'s `Limited` bounds the bytes but not the time, and closes the connection on a client
//! that is still sending, which then never sees why.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body::Body;
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout, timeout_at};

use super::{limits::Limits, refusal::Refusal};

/// The time for, and the bytes of, a body that is too large which are still taken in and thrown away: a
/// client that is cut off while it sends may never see the answer that says why.
const DRAIN_TIME: Duration = Duration::from_secs(1);
const DRAIN_BYTES: usize = 8 * 1024 * 1024;

/// Reads a body of at most `limits.body_bytes` within `limits.body_time`.
pub(super) async fn read<B>(mut body: B, limits: &Limits) -> Result<Bytes, Refusal>
where
    B: Body<Data = Bytes> + Unpin,
{
    let deadline = Instant::now() + limits.body_time;
    let mut bytes = BytesMut::new();
    while let Some(frame) = timeout_at(deadline, body.frame())
        .await
        .map_err(|_| Refusal::TooSlow)?
    {
        let Ok(data) = frame.map_err(|_| Refusal::Broken)?.into_data() else {
            continue;
        };
        if data.len() > limits.body_bytes.saturating_sub(bytes.len()) {
            // However this ends, the answer is the same.
            discard(body).await;
            return Err(Refusal::TooLarge(limits.body_bytes));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

/// Takes in and throws away what is left of a body, within bounds.
pub(super) async fn discard<B: Body<Data = Bytes> + Unpin>(body: B) {
    let _ = timeout(DRAIN_TIME, drain(body)).await;
}

async fn drain<B: Body<Data = Bytes> + Unpin>(mut body: B) {
    let mut drained = 0;
    while let Some(Ok(frame)) = body.frame().await
        && drained < DRAIN_BYTES
    {
        drained += frame.data_ref().map_or(0, Bytes::len);
    }
}
