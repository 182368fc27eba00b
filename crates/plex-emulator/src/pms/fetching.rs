//! Fetching what the server was asked to fetch, after it has answered.

use std::sync::Weak;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Shared;
use crate::endpoint::is_fit;
use crate::world::{Fetch, Postponed};

/// No answer is waited for longer.
const PATIENCE: Duration = Duration::from_secs(10);
/// No answer is read beyond this.
const LARGEST: u64 = 12 * 1024 * 1024;

/// Fetches everything that waits for it, each by itself.
pub(crate) fn fetch_what_waits(shared: &Shared) {
    if shared.read().fetches.iter().all(|fetch| fetch.is_begun) {
        return;
    }
    let waiting = shared.write().begin_fetches();
    for fetch in waiting {
        tokio::spawn(bring(Weak::clone(&shared.me), fetch));
    }
}

/// Fetches one thing and takes it in; what cannot be had, or is nothing of the kind, is forgotten.
async fn bring(shared: Weak<Shared>, fetch: Fetch) {
    let got = tokio::time::timeout(PATIENCE, get(&fetch)).await;
    let Some(shared) = shared.upgrade() else {
        return;
    };
    let mut world = shared.write();
    // A server that was started again waits for nothing.
    if !world.end_fetch(&fetch) {
        return;
    }
    let Ok(Some(bytes)) = got else {
        return;
    };
    if is_fit(fetch.kind, &bytes) {
        let now = shared.clock.now_millis();
        let lag = world.behaviour.artwork_lag;
        let artwork = Postponed::Artwork {
            item: fetch.item,
            kind: fetch.kind,
            bytes,
        };
        world.postpone(lag, artwork, now);
    }
}

/// Returns what is at the address. Asked for as HTTP 1.0, so that it comes in one piece.
async fn get(fetch: &Fetch) -> Option<Bytes> {
    let mut stream = TcpStream::connect(fetch.address).await.ok()?;
    let (path, host) = (&fetch.path, fetch.address);
    let request = format!("GET {path} HTTP/1.0\r\nHost: {host}\r\nAccept: */*\r\n\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    stream.take(LARGEST).read_to_end(&mut answer).await.ok()?;
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let first = answer.split(|byte| *byte == b'\r').next()?;
    let is_fine = first.split(|byte| *byte == b' ').nth(1) == Some(b"200");
    is_fine.then(|| Bytes::from(answer).slice(head + 4..))
}
