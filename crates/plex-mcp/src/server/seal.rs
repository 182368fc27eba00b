//! The seal of questions whose answers come with another call: no client can make one or change one,
//! answer it for another call or connection, later than allowed, or twice.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use ring::rand::{SecureRandom, SystemRandom};
use rmcp::model::{RequestStateCodec, SealOptions};
use serde::{Deserialize, Serialize};

use crate::change::Question;

/// How long a person may think, and how long their answer is good.
pub(super) const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// How many answers that were used are remembered. They go when they would have expired.
const MOST_USED: usize = 10_000;

/// Seals the state of questions, so that no client can make or change one; and which of them were
/// used.
pub(super) struct Seal {
    codec: Option<RequestStateCodec>,
    /// What was used, and until when it would have been good.
    used: Mutex<HashMap<String, i64>>,
}

/// Holds what is sealed.
#[derive(Serialize, Deserialize)]
struct State {
    /// What stands for the plan that was asked about.
    plan: String,
    /// Until when an answer is good, in epoch seconds.
    until: i64,
    /// Makes each question another.
    once: String,
}

impl Seal {
    /// Returns a seal with a key of its own, which nobody else has.
    pub(super) fn new() -> Self {
        let mut key = [0; 32];
        let filled = SystemRandom::new().fill(&mut key);
        Self {
            // Without random bytes nothing can be sealed, and then nobody is asked this way.
            codec: filled
                .ok()
                .and_then(|()| RequestStateCodec::try_new(key).ok()),
            used: Mutex::default(),
        }
    }

    /// Seals the state of a question that is about `of`.
    pub(super) fn state(&self, question: &Question, of: &[u8], now: i64) -> Option<String> {
        let mut once = [0; 16];
        SystemRandom::new().fill(&mut once).ok()?;
        let patience = i64::try_from(PATIENCE.as_secs()).unwrap_or(i64::MAX);
        let state = State {
            plan: question.plan.clone(),
            until: now.saturating_add(patience),
            once: format!("{:032x}", u128::from_be_bytes(once)),
        };
        let bytes = serde_json::to_vec(&state).ok()?;
        let sealed = SealOptions::new().associated_data(of);
        Some(self.codec.as_ref()?.seal_with(&bytes, &sealed))
    }

    /// Opens a state once, and returns what stands for the plan that was asked about: it must be of this server and connection, about `of`, in time, and not used.
    pub(super) fn open(&self, sealed: &str, of: &[u8], now: i64) -> Option<String> {
        let bytes = self.codec.as_ref()?.open_with(sealed, of).ok()?;
        let state: State = serde_json::from_slice(&bytes).ok()?;
        if state.until < now {
            return None;
        }
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, until| *until >= now);
        if used.len() >= MOST_USED || used.insert(state.once.clone(), state.until).is_some() {
            return None;
        }
        Some(state.plan)
    }
}
