//! How long a search is waited for when another has answered.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, select};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::error::{PlexError, Result};

/// The part of an operation's time that the others have once one has answered. Each search finds what the others
/// do not, so that a slow one is worth waiting for; one that hangs must not cost the answer that is there.
const PART: u32 = 6;

/// Waits for several searches, and no longer for the others than is sensible once one has answered.
pub(super) struct Patience {
    answered: watch::Sender<bool>,
    late: Duration,
}

impl Patience {
    /// Returns the patience of an operation that may take so long.
    pub(super) fn of(timeout: Duration) -> Self {
        Self {
            answered: watch::Sender::new(false),
            late: timeout / PART,
        }
    }

    /// Waits for a search. What `is_answer` denies is none, such as that the server has no such search.
    ///
    /// # Errors
    ///
    /// Its own, and [`PlexError::Timeout`] when it is late.
    pub(super) async fn wait<T>(
        &self,
        asked: impl Future<Output = Result<T>>,
        is_answer: impl Fn(&T) -> bool,
    ) -> Result<T> {
        let late = async {
            // The sender is there for as long as this is.
            let _ = self.answered.subscribe().wait_for(|so| *so).await;
            sleep(self.late).await;
        };
        match select(pin!(asked), pin!(late)).await {
            Either::Left((found, _)) => {
                if found.as_ref().is_ok_and(is_answer) {
                    self.answered.send_replace(true);
                }
                found
            }
            Either::Right(_) => Err(PlexError::Timeout { after: self.late }),
        }
    }
}
