//! Who is asking: SQLite's authorizer sees our own statements, the foreign one, and what SQLite does
//! on behalf of it, and cannot tell them apart.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

use rusqlite::hooks::{AuthContext, Authorization};

use super::allow;

/// The stages of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Stage {
    /// Statements of our own, and of SQLite's for them.
    Own,
    /// The foreign statement is being compiled.
    Compiling,
    /// The foreign statement runs, and full-text search asks things for it.
    Running,
}

/// The stage of one connection, shared with its authorizer.
#[derive(Debug, Clone)]
pub(super) struct StageGuard(Arc<AtomicU8>);

impl Default for StageGuard {
    fn default() -> Self {
        Self(Arc::new(AtomicU8::new(Stage::Own as u8)))
    }
}

impl StageGuard {
    pub(super) fn set(&self, stage: Stage) {
        self.0.store(stage as u8, Ordering::Relaxed);
    }

    /// The authorizer of the connection whose stage this is.
    pub(super) fn authorizer(&self) -> impl Fn(AuthContext<'_>) -> Authorization + Send + use<> {
        let stage = Arc::clone(&self.0);
        move |request| {
            let stage = stage.load(Ordering::Relaxed);
            let allowed = stage == Stage::Own as u8
                || allow::is_allowed(&request)
                || (stage == Stage::Running as u8 && allow::is_asked_by_search(&request));
            if allowed {
                Authorization::Allow
            } else {
                Authorization::Deny
            }
        }
    }
}
