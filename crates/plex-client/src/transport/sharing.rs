//! Identical reads that are under way at the same time share one request.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use futures::FutureExt;
use futures::future::{BoxFuture, Shared, WeakShared};

use super::Transport;
use super::request::Request;
use crate::error::Result;

/// A request that several may wait for. It is given up when the last of them has gone.
type Answer = Shared<BoxFuture<'static, Result<Bytes>>>;

/// The same, of somebody who does not wait.
type Waited = WeakShared<BoxFuture<'static, Result<Bytes>>>;

/// The reads that are under way, by what they ask.
#[derive(Default)]
pub(crate) struct Sharing {
    under_way: Mutex<HashMap<String, Waited>>,
}

impl Sharing {
    /// Asks, or waits for the answer that somebody else waits for already.
    pub(crate) async fn send(
        &self,
        transport: &Arc<Transport>,
        request: &Request,
    ) -> Result<Bytes> {
        match request.sharing_key() {
            Some(key) => self.joined(key, transport, request).await,
            None => {
                let answer = transport.send(request).await;
                // Whoever reads from now on must see what was done, not what was asked before it.
                self.lock().clear();
                answer
            }
        }
    }

    fn joined(&self, key: String, transport: &Arc<Transport>, request: &Request) -> Answer {
        let mut under_way = self.lock();
        under_way.retain(|_, answer| is_open(answer));
        if let Some(answer) = under_way.get(&key).and_then(WeakShared::upgrade) {
            return answer;
        }
        let (transport, request) = (Arc::clone(transport), request.clone());
        let answer = async move { transport.send(&request).await }
            .boxed()
            .shared();
        under_way.extend(answer.downgrade().map(|weak| (key, weak)));
        answer
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Waited>> {
        self.under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says whether somebody still waits for it: an answer that came is old.
fn is_open(answer: &Waited) -> bool {
    answer
        .upgrade()
        .is_some_and(|answer| answer.peek().is_none())
}
