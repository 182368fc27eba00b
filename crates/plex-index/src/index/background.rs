//! Keeps a snapshot fresh in the background, as long as somebody asks.

use std::{
    future::Future,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
    time::{Instant, sleep},
};

use super::{freshness::Standing, news::News};
use crate::{
    error::{IndexError, Result},
    sync::{Heard, Updater},
};

/// The time between two looks for changes while somebody asks now and then.
const EVERY: Duration = Duration::from_secs(300);

/// The least time between two looks for changes when somebody asks.
const AT_MOST_EVERY: Duration = Duration::from_secs(60);

/// The time after the last call at which the server is left in peace, and the lock to others.
const IDLE: Duration = Duration::from_secs(30 * 60);

/// The least time between two rounds that are for what the server tells.
const AFTER_NEWS: Duration = Duration::from_secs(10);

/// The time after the last call for which the snapshot is kept fresh by what the server tells by itself.
const FOLLOWED: Duration = Duration::from_secs(24 * 3600);

/// The time between two looks at the file while there is nothing else to do.
const LOOK_AT_FILE_EVERY: Duration = Duration::from_secs(10);

/// The work that a background has done so far.
#[derive(Debug, Clone, Default)]
struct State {
    rounds: u64,
    error: Option<Arc<IndexError>>,
    /// All that can be read for now has been.
    rests: bool,
}

/// Remembers when somebody last asked.
#[derive(Debug)]
struct Calls {
    last: Mutex<Instant>,
    another: Notify,
}

/// The handle to the work. Dropped, the work ends where it is.
#[derive(Debug)]
pub(super) struct Background {
    task: JoinHandle<()>,
    state: watch::Receiver<State>,
    calls: Arc<Calls>,
}

impl Background {
    /// Starts working.
    pub(super) fn start(updater: Updater, file: PathBuf, news: Arc<News>) -> Self {
        let calls = Arc::new(Calls {
            last: Mutex::new(Instant::now()),
            another: Notify::new(),
        });
        let (report, state) = watch::channel(State::default());
        let task = tokio::spawn(keep(updater, file, report, Arc::clone(&calls), news));
        Self { task, state, calls }
    }

    /// Tells the work that somebody asks.
    pub(super) fn wake(&self) {
        *self
            .calls
            .last
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Instant::now();
        self.calls.another.notify_one();
    }

    /// Says whether the work has ended because nobody asked for long.
    pub(super) fn is_gone(&self) -> bool {
        self.task.is_finished()
    }

    /// Returns why the last round failed, if it did.
    pub(super) fn error(&self) -> Option<Arc<IndexError>> {
        self.state.borrow().error.clone()
    }

    /// Says whether all details are read that the server tells for now.
    pub(super) fn rests(&self) -> bool {
        self.state.borrow().rests
    }

    /// Waits until another round is done.
    pub(super) fn next_round(&self) -> impl Future<Output = ()> + use<> {
        let mut state = self.state.clone();
        let rounds = state.borrow().rounds;
        async move {
            // A background that is gone does no more rounds: whoever waits has a limit of their own.
            let _ = state.wait_for(|state| state.rounds > rounds).await;
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Calls {
    fn idle(&self) -> Duration {
        self.last
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .elapsed()
    }
}

/// Works: rounds, and details between them, until nobody has asked for long.
async fn keep(
    mut updater: Updater,
    file: PathBuf,
    report: watch::Sender<State>,
    calls: Arc<Calls>,
    news: Arc<News>,
) {
    loop {
        let began = Instant::now();
        report.send_modify(|state| state.rests = false);
        let done = updater.tier_one().await;
        if let Err(error) = &done {
            tracing::warn!(%error, "the snapshot could not be brought up to date");
        }
        let is_damage = |error: &IndexError| error.is_damage();
        if done.as_ref().is_err_and(is_damage) {
            // Whoever asks next begins anew.
            updater.discard().await;
            return;
        }
        let works = done.is_ok();
        report.send_modify(|state| {
            state.rounds += 1;
            state.error = done.err().map(Arc::new);
        });
        if works && let Err(error) = fill(&mut updater, &calls, &news, began).await {
            tracing::warn!(%error, "details could not be fetched");
            if error.is_damage() {
                updater.discard().await;
                return;
            }
        }
        report.send_modify(|state| state.rests = true);
        match rest(&mut updater, &file, &calls, &news, began).await {
            Next::Round => {}
            Next::Damage => {
                updater.discard().await;
                return;
            }
        }
        if calls.idle() >= patience(&news) {
            return;
        }
    }
}

/// What comes after a rest.
enum Next {
    Round,
    Damage,
}

/// Rests until it is time for another round, and reads what the server tells meanwhile.
async fn rest(
    updater: &mut Updater,
    file: &Path,
    calls: &Calls,
    news: &News,
    began: Instant,
) -> Next {
    // Asked again, look again, but not at every call.
    let wait = async {
        sleep(AT_MOST_EVERY.saturating_sub(began.elapsed())).await;
        calls.another.notified().await;
    };
    let mut wait = std::pin::pin!(wait);
    let mut damaged = std::pin::pin!(damage(file));
    let mut due = std::pin::pin!(sleep(EVERY));
    // What was told leaves something for a round to find.
    let mut leaves = false;
    loop {
        tokio::select! {
            () = &mut wait => return Next::Round,
            () = &mut due => {
                let idle = calls.idle();
                // While nobody asks, what the server tells is enough.
                if leaves || idle < IDLE || idle >= patience(news) {
                    return Next::Round;
                }
                due.set(sleep(EVERY));
            }
            heard = news.next() => match hear(updater, &heard).await {
                Ok(true) => {}
                Ok(false) => {
                    leaves = true;
                    due.set(sleep(AFTER_NEWS.saturating_sub(began.elapsed())));
                }
                Err(error) if error.is_damage() => return Next::Damage,
                // A round has all that was missed by it, and is not put off by more of it.
                Err(_) if leaves => {}
                Err(_) => {
                    leaves = true;
                    due.set(sleep(AFTER_NEWS));
                }
            },
            () = &mut damaged => return Next::Damage,
        }
    }
}

/// Returns how long after the last call the work goes on.
fn patience(news: &News) -> Duration {
    if news.is_followed() { FOLLOWED } else { IDLE }
}

/// Reads what the server told of. Gives whether that was all there is to do about it.
async fn hear(updater: &mut Updater, heard: &Heard) -> Result<bool> {
    let outcome = updater.follow(heard).await;
    if let Err(error) = &outcome {
        tracing::warn!(%error, "what the server told of could not be read");
    }
    outcome
}

/// Fetches details until none is due, it is time for another round, or nobody asks any more.
async fn fill(updater: &mut Updater, calls: &Calls, news: &News, began: Instant) -> Result<()> {
    while began.elapsed() < EVERY && calls.idle() < IDLE {
        if let Some(heard) = news.take() {
            let outcome = hear(updater, &heard).await;
            if !matches!(outcome, Ok(true)) {
                // Another round is due.
                news.put_back();
                outcome?;
                break;
            }
        }
        if !updater.tier_two().await? {
            break;
        }
    }
    Ok(())
}

/// Waits until the file is none that could be read: somebody removed it, or wrote over it.
async fn damage(file: &Path) {
    loop {
        sleep(LOOK_AT_FILE_EVERY).await;
        if matches!(Standing::of(file).await, Ok(Standing::Unreadable)) {
            return;
        }
    }
}
