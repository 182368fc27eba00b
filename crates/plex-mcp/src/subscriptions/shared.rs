//! What is followed, as the board and the task that works for it share it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::future::BoxFuture;
use tokio::sync::Notify;
use tokio::task::AbortHandle;

use super::arrivals::Arrivals;
use super::concern::Subject;
use super::followed::{Followed, Found};
use super::inbox::Inbox;
use super::print::Print;
use crate::{
    error::{ErrorKind, ToolError},
    live::Live,
    resources::{Content, Resource, Topic},
};

/// Reads a resource; the text stands for the variable of its URI.
pub(crate) type Read =
    Arc<dyn Fn(Resource, String) -> BoxFuture<'static, Result<Content, ToolError>> + Send + Sync>;

/// Resources that are read at once.
pub(super) const AT_ONCE: usize = 4;

/// What is followed.
pub(super) struct Shared {
    pub(super) live: Live,
    pub(super) read: Read,
    pub(super) followed: Mutex<BTreeMap<String, Followed>>,
    pub(super) arrivals: Arrivals,
    pub(super) task: Mutex<Option<AbortHandle>>,
    pub(super) woken: Notify,
}

impl Shared {
    pub(super) fn followed(&self) -> MutexGuard<'_, BTreeMap<String, Followed>> {
        self.followed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn task(&self) -> MutexGuard<'_, Option<AbortHandle>> {
        self.task.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells whether the task that hears and looks is there.
    pub(super) fn is_at_work(&self) -> bool {
        self.task().as_ref().is_some_and(|task| !task.is_finished())
    }

    /// Reads a resource.
    pub(super) fn look(
        &self,
        resource: Resource,
        variable: String,
    ) -> BoxFuture<'static, Result<Content, ToolError>> {
        (self.read)(resource, variable)
    }

    /// Keeps those who still follow; with the last one, the work ends.
    pub(super) fn retain(&self, keep: impl Fn(&str, &Arc<Inbox>) -> bool) {
        let mut followed = self.followed();
        followed.retain(|uri, one| {
            one.inboxes.retain(|inbox| keep(uri, inbox));
            !one.inboxes.is_empty()
        });
        if followed.is_empty()
            && let Some(task) = self.task().take()
        {
            task.abort();
        }
    }
}

/// Returns what was found of a resource.
///
/// # Errors
///
/// Why it cannot be read, where that does not pass by itself.
pub(super) fn of(topic: Topic, read: Result<Content, ToolError>) -> Result<Found, ToolError> {
    match read {
        Ok(content) => Ok(Found::Read(
            Print::of(&content),
            Subject::of(topic, &content),
        )),
        Err(error) if passes(error.kind()) => Ok(Found::Nothing),
        Err(error) => Err(error),
    }
}

/// Says whether such an error passes by itself.
fn passes(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Unreachable | ErrorKind::Timeout | ErrorKind::StartingUp | ErrorKind::Upstream
    )
}
