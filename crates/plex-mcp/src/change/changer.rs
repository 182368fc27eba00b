//! What changes work with: the server, the journal, the means to ask, and who is changing what.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use plex_client::PlexError;

use super::{
    consent::Ask,
    journal::{Journal, Owner},
    locks::Locks,
};
use crate::{
    error::{ErrorKind, ToolError},
    journal_place::JournalPlace,
    plex::Plex,
    time::Calendar,
};

/// For how long a plan that was declined is not asked for again, in seconds.
const DECLINED_S: i64 = 60;

/// Says how long a change is waited for to show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// How long after a change the server is first looked at again, when it does not show at once.
    pub(crate) settle: Duration,
    /// How often a player is looked at that was told something.
    pub(crate) player_poll: Duration,
    /// How long it is waited for to do it.
    pub(crate) player_wait: Duration,
}

/// After how many multiples of the time to settle the server is looked at again.
const LOOKS: [u32; 4] = [1, 2, 4, 8];

impl Patience {
    /// Returns how long to wait before each further look.
    pub(super) fn pauses(&self, plays: bool) -> Vec<Duration> {
        if !plays {
            return LOOKS
                .map(|times| self.settle.saturating_mul(times))
                .to_vec();
        }
        let poll = self.player_poll.max(Duration::from_millis(1));
        let looks = self.player_wait.as_millis().div_ceil(poll.as_millis());
        vec![poll; usize::try_from(looks).unwrap_or(usize::MAX).clamp(1, 1_000)]
    }
}

/// Holds what changes work with. Clones share it, but for the means to ask, which each call has of its own.
#[derive(Clone)]
pub(crate) struct Changer {
    pub(super) plex: Plex,
    pub(super) calendar: Calendar,
    pub(super) ask: Ask,
    pub(super) shared: Arc<Shared>,
}

/// Holds what all calls share.
pub(super) struct Shared {
    pub(super) journal: Journal,
    pub(super) locks: Locks,
    pub(super) patience: Patience,
    /// What stands for the account, where it is not the server's owner.
    account: String,
    /// Changes that this program is making now.
    running: Mutex<HashSet<String>>,
    /// Plans that were declined, and when.
    declined: Mutex<HashMap<String, i64>>,
}

impl Changer {
    /// Returns a changer for the server, with a journal in `place` or, without one, in memory.
    pub(crate) fn new(
        plex: Plex,
        calendar: Calendar,
        place: Option<JournalPlace>,
        patience: Patience,
    ) -> Self {
        let (directory, account) = match place {
            Some(place) => (Some(place.directory.clone()), place.account().to_owned()),
            None => (None, "token".to_owned()),
        };
        Self {
            plex,
            calendar,
            ask: Ask::nobody(),
            shared: Arc::new(Shared {
                journal: Journal::new(directory),
                locks: Locks::default(),
                patience,
                account,
                running: Mutex::default(),
                declined: Mutex::default(),
            }),
        }
    }

    /// Returns the same with the means to ask of one call.
    pub(crate) fn asking(&self, ask: Ask) -> Self {
        Self {
            ask,
            ..self.clone()
        }
    }

    /// Returns whose changes are made and listed: those of this server and this account. A server's
    /// owner is known whatever token they have, so that signing in anew loses no journal.
    ///
    /// # Errors
    ///
    /// When the server cannot be asked, or does not say which one it is.
    pub(super) async fn owner(&self) -> Result<Owner, ToolError> {
        let server = self.plex.machine_identifier().await?.to_owned();
        let account = match self.plex.accounts().await {
            Ok(_) => "owner".to_owned(),
            Err(error) => match ErrorKind::from(error.kind()) {
                // Which server it is, anybody is told: this must show whether the token is taken.
                ErrorKind::Unauthorized if !self.is_taken().await => return Err(error.into()),
                ErrorKind::Forbidden | ErrorKind::Unauthorized | ErrorKind::NotFound => {
                    self.shared.account.clone()
                }
                _ => return Err(error.into()),
            },
        };
        Ok(Owner { server, account })
    }

    /// Tells whether the server takes the token, as far as the libraries show it.
    async fn is_taken(&self) -> bool {
        let asked = self.plex.libraries().await;
        !asked.is_err_and(|error| matches!(error, PlexError::Unauthorized { .. }))
    }
}

impl Shared {
    /// Notes that a change is being made, until what this returns is dropped.
    pub(super) fn started(&self, id: &str) -> Running<'_> {
        lock(&self.running).insert(id.to_owned());
        Running {
            shared: self,
            id: id.to_owned(),
        }
    }

    /// Tells whether this program is making a change now.
    pub(super) fn is_running(&self, id: &str) -> bool {
        lock(&self.running).contains(id)
    }

    /// Notes that a plan was declined.
    pub(super) fn decline(&self, plan: String, now: i64) {
        let mut declined = lock(&self.declined);
        declined.retain(|_, at| (0..DECLINED_S).contains(&now.saturating_sub(*at)));
        declined.insert(plan, now);
    }

    /// Tells whether a plan was declined just now.
    pub(super) fn was_declined(&self, plan: &str, now: i64) -> bool {
        lock(&self.declined)
            .get(plan)
            .is_some_and(|at| (0..DECLINED_S).contains(&now.saturating_sub(*at)))
    }
}

/// A change that is being made.
pub(super) struct Running<'a> {
    shared: &'a Shared,
    id: String,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        lock(&self.shared.running).remove(&self.id);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
