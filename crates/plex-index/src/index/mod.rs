//! The index of one server: the handle that everything else is reached by.

mod background;
mod freshness;
mod news;
mod options;

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use plex_client::{PlexClient, PlexError};
use tokio::{
    sync::OnceCell,
    time::{Instant, sleep, timeout},
};

use self::{background::Background, freshness::Standing, news::News};
pub use self::{
    freshness::{Details, Freshness, Progress},
    news::Following,
    options::IndexOptions,
};
use crate::{
    error::{IndexError, Result},
    sandbox::{Answer, Query, QueryError},
    store::{Lack, LocalClock, Store, WriterLock},
    sync::{Scope, Updater, Writer},
    worker::QueryWorker,
};

/// The time between two looks at the state of the work while somebody waits for it.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// The tries to take the lock before it is plain that another process has it.
const TAKE_OVER_TRIES: u32 = 10;

/// The time that a call waits for a snapshot that is usable but could be fresher.
const FRESHEN_WAIT: Duration = Duration::from_millis(1_500);

/// A snapshot younger than this is fresh enough to be asked at once.
const FRESH_S: i64 = 60;

/// The depths to which [`Index::sync`] looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What times and counts tell; everything if that is due, or was begun and not ended.
    Changes,
    /// Everything, which also finds what leaves no trace.
    Everything,
}

/// The index of one server. Cheap to clone; the work ends with the last clone.
#[derive(Clone)]
pub struct Index {
    shared: Arc<Shared>,
}

struct Shared {
    client: PlexClient,
    options: IndexOptions,
    worker: Option<QueryWorker>,
    file: OnceCell<PathBuf>,
    background: Mutex<Option<Background>>,
    /// What the server tells by itself.
    news: Arc<News>,
    /// How often a damaged snapshot was removed. Held while one is.
    mended: tokio::sync::Mutex<u64>,
}

impl Index {
    /// Makes an index of the server behind `client`, which knows the libraries that `options` allow and
    /// no others. Nothing is asked or written before the first call.
    pub fn new(client: PlexClient, options: IndexOptions) -> Self {
        let worker = options.worker.clone().map(QueryWorker::new);
        let shared = Shared {
            client,
            options,
            worker,
            file: OnceCell::new(),
            background: Mutex::new(None),
            news: Arc::default(),
            mended: tokio::sync::Mutex::new(0),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Returns the client of the server. Nobody outside gets it: it knows all libraries.
    pub(crate) fn client(&self) -> &PlexClient {
        &self.shared.client
    }

    /// Returns the file of the snapshot; the server is asked once which one it is.
    ///
    /// # Errors
    ///
    /// Those of the client, or when the directory cannot be made.
    pub async fn file(&self) -> Result<&Path> {
        let find = async {
            let client = &self.shared.client;
            let name = match client.machine_identifier().await {
                Ok(name) => name,
                Err(PlexError::Unsupported { .. }) => client.url().as_str(),
                Err(error) => return Err(error.into()),
            };
            let options = &self.shared.options;
            Ok::<_, IndexError>(
                options
                    .place
                    .file(name, options.libraries(), &options.identity)?,
            )
        };
        Ok(self.shared.file.get_or_try_init(|| find).await?.as_path())
    }

    /// Makes sure that the snapshot can be asked, and that somebody keeps it fresh.
    ///
    /// The first time this builds it, in the background: a call waits for at most `wait` and hears
    /// on the way how far it is. When it is usable but could be fresher, a call waits a moment.
    ///
    /// # Errors
    ///
    /// [`IndexError::Building`] when it is not usable yet; why building it failed; those of the
    /// client and of the files.
    pub async fn ready(
        &self,
        wait: Duration,
        mut report: impl FnMut(Progress),
    ) -> Result<Freshness> {
        let file = self.file().await?.to_owned();
        let began = Instant::now();
        self.tend(&file)?;
        loop {
            let mended = self.mended().await;
            let leads = self.background().as_ref().map(Background::is_gone);
            match Standing::of(&file).await? {
                Standing::Usable(freshness) => return self.freshened(&file, *freshness).await,
                // What this process works on was there when it began.
                Standing::Unreadable if leads == Some(false) => self.mend(&file, mended).await?,
                // The work has ended over it.
                Standing::Unreadable if leads == Some(true) => self.tend(&file)?,
                Standing::Unreadable | Standing::Unfinished => {}
            }
            if let Some(error) = self.background().as_ref().and_then(Background::error) {
                return Err(IndexError::Sync(error));
            }
            let progress = Progress::read(&file).await?;
            if began.elapsed() >= wait {
                return Err(IndexError::Building {
                    percent: progress.percent(),
                    retry_after: progress.time_left(began.elapsed()),
                });
            }
            report(progress);
            let working = self.background().as_ref().and_then(|background| {
                // The last round of one that is gone is over: waiting for it would be no wait.
                (!background.is_gone()).then(|| background.next_round())
            });
            match working {
                // A round that ends is worth a look at once.
                Some(round) => drop(timeout(LOOK_EVERY, round).await),
                None => sleep(LOOK_EVERY).await,
            }
        }
    }

    /// Waits for the details of all items for at most `wait`, and hears on the way how far they are. Call
    /// [`Index::ready`] first.
    ///
    /// # Errors
    ///
    /// Those of the client, the store and the files.
    pub async fn details(
        &self,
        wait: Duration,
        mut report: impl FnMut(Progress),
    ) -> Result<Details> {
        let file = self.file().await?.to_owned();
        let began = Instant::now();
        let mut at_first = None;
        loop {
            // Asked before the snapshot is: what was read until then is in it.
            let rests = self
                .background()
                .as_ref()
                .is_some_and(|background| !background.is_gone() && background.rests());
            let freshness = Freshness::read(&file).await?.ok_or(IndexError::Closed)?;
            let due = freshness.items.saturating_sub(freshness.detailed);
            let in_vain = rests
                || freshness
                    .missing
                    .iter()
                    .any(|one| one.what == Lack::Details);
            if due == 0 || in_vain {
                return Ok(Details {
                    freshness,
                    retry_after: None,
                });
            }
            let read = freshness
                .detailed
                .saturating_sub(*at_first.get_or_insert(freshness.detailed));
            if began.elapsed() >= wait {
                let left = freshness::details_left(due, read, began.elapsed());
                return Ok(Details {
                    freshness,
                    retry_after: Some(left),
                });
            }
            report(Progress::read(&file).await?);
            sleep(LOOK_EVERY).await;
        }
    }

    /// Takes part of what the server tells by itself, as long as what this returns is kept: what it passes
    /// on is read at once, and while nobody asks the snapshot is kept fresh by that alone, for a day after
    /// the last call.
    ///
    /// ```
    /// # fn example(index: plex_index::Index, key: plex_client::RatingKey) {
    /// use plex_index::Heard;
    ///
    /// let following = index.follow();
    /// following.hear(Heard::of_items([key]));
    /// # }
    /// ```
    #[must_use]
    pub fn follow(&self) -> Following {
        Following::new(Arc::clone(&self.shared.news))
    }

    /// Runs a statement that nobody here wrote, in a process of its own.
    ///
    /// # Errors
    ///
    /// [`QueryError`], those of the client and of the files. Call [`Index::ready`] first.
    pub async fn query(&self, query: Query) -> Result<Answer> {
        let file = self.file().await?;
        let Some(worker) = &self.shared.worker else {
            return Err(QueryError::Worker {
                message: "no program to run them is configured".to_owned(),
            }
            .into());
        };
        let mended = self.mended().await;
        let answer = worker.run(file, query).await.map_err(IndexError::from);
        self.or_mended(mended, answer).await
    }

    /// Returns an outcome; where it is that the snapshot is damaged, this is built anew, which the error
    /// then says.
    pub(crate) async fn or_mended<T>(&self, mended: u64, outcome: Result<T>) -> Result<T> {
        match outcome {
            Err(error) if error.is_damage() => {
                tracing::warn!(%error, "the snapshot is damaged and is built anew");
                let file = self.file().await?.to_owned();
                self.mend(&file, mended).await?;
                Err(IndexError::Building {
                    percent: 0,
                    retry_after: Duration::from_secs(2),
                })
            }
            outcome => outcome,
        }
    }

    /// Returns how often a damaged snapshot was removed until now.
    pub(crate) async fn mended(&self) -> u64 {
        *self.shared.mended.lock().await
    }

    /// Removes a damaged snapshot and begins anew, unless another call has since it was `mended` so often.
    async fn mend(&self, file: &Path, mended: u64) -> Result<()> {
        let mut count = self.shared.mended.lock().await;
        if *count != mended {
            return Ok(());
        }
        let lock = self.take_over(file).await?;
        Store::remove(file)?;
        drop(lock);
        *count += 1;
        self.tend(file)
    }

    /// Brings the snapshot up to date now, all details included, and hears how far it is.
    ///
    /// # Errors
    ///
    /// [`IndexError::Led`] when another process does so; those of the client, the store and the
    /// files.
    pub async fn sync(&self, depth: Depth, mut report: impl FnMut(Progress)) -> Result<Freshness> {
        let file = self.file().await?.to_owned();
        match self.sync_once(&file, depth, &mut report).await {
            // What was damaged is gone now.
            Err(error) if error.is_damage() => self.sync_once(&file, depth, &mut report).await,
            outcome => outcome,
        }
    }

    async fn sync_once(
        &self,
        file: &Path,
        depth: Depth,
        report: &mut impl FnMut(Progress),
    ) -> Result<Freshness> {
        let lock = self.take_over(file).await?;
        let mut updater = self.updater(file, lock)?;
        let work = async {
            match depth {
                Depth::Everything => updater.sweep().await?,
                Depth::Changes => updater.tier_one().await?,
            }
            while updater.tier_two().await? {}
            Ok::<_, IndexError>(())
        };
        let outcome = {
            let mut work = std::pin::pin!(work);
            loop {
                match timeout(LOOK_EVERY, &mut work).await {
                    Ok(done) => break done,
                    Err(_) => report(Progress::read(file).await?),
                }
            }
        };
        if outcome.as_ref().is_err_and(IndexError::is_damage) {
            updater.discard().await;
        } else {
            updater.close().await;
        }
        outcome?;
        Freshness::read(file).await?.ok_or(IndexError::Closed)
    }

    /// Returns how fresh and how complete the snapshot is; `None` when there is none that could be asked.
    ///
    /// # Errors
    ///
    /// Those of the client and the store.
    pub async fn status(&self) -> Result<Option<Freshness>> {
        Freshness::read(self.file().await?).await
    }

    /// Removes the snapshot.
    ///
    /// # Errors
    ///
    /// [`IndexError::Led`] when another process works on it; those of the files.
    pub async fn clear(&self) -> Result<()> {
        let file = self.file().await?.to_owned();
        let _lead = self.take_over(&file).await?;
        Store::remove(&file)
    }

    /// Waits a moment for a fresher snapshot, when this one could be and somebody here works on it.
    async fn freshened(&self, file: &Path, freshness: Freshness) -> Result<Freshness> {
        let age = (self.shared.options.now)() - freshness.refreshed;
        let round = self.background().as_ref().map(Background::next_round);
        let Some(round) = round.filter(|_| age > FRESH_S) else {
            return Ok(freshness);
        };
        let is_done = timeout(FRESHEN_WAIT, round).await.is_ok();
        // What was read once is not for a token that the server takes no more, until it is taken again.
        let error = self.background().as_ref().and_then(Background::error);
        if let Some(error) = error.filter(|error| error.is_refusal()) {
            return Err(IndexError::Sync(error));
        }
        if !is_done {
            return Ok(freshness);
        }
        Ok(Freshness::read(file).await?.unwrap_or(freshness))
    }

    /// Keeps the snapshot fresh from here, unless another process does.
    fn tend(&self, file: &Path) -> Result<()> {
        let mut background = self.background();
        if let Some(background) = background
            .as_ref()
            .filter(|background| !background.is_gone())
        {
            background.wake();
            return Ok(());
        }
        if let Some(lock) = WriterLock::take(file)? {
            *background = Some(Background::start(
                self.updater(file, lock)?,
                file.to_owned(),
                Arc::clone(&self.shared.news),
            ));
        }
        Ok(())
    }

    /// Takes the lock, from this index's own work if that has it.
    async fn take_over(&self, file: &Path) -> Result<WriterLock> {
        drop(self.background().take());
        for _ in 0..TAKE_OVER_TRIES {
            if let Some(lock) = WriterLock::take(file)? {
                return Ok(lock);
            }
            // Our own work may still be closing its files.
            sleep(LOOK_EVERY).await;
        }
        Err(IndexError::Led)
    }

    fn updater(&self, file: &Path, lock: WriterLock) -> Result<Updater> {
        let options = &self.shared.options;
        let store = Store::open(file, LocalClock::new(options.zone()), options.keep_paths)?;
        let scope = Scope(options.libraries.clone());
        Ok(Updater::new(
            self.shared.client.clone(),
            Writer::start(store, lock)?,
            scope,
            Arc::clone(&options.now),
        ))
    }

    /// Locks the background. It is a handle: a thread that panicked while it held it cannot have broken it.
    fn background(&self) -> MutexGuard<'_, Option<Background>> {
        self.shared
            .background
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index")
            .field("client", &self.shared.client)
            .field("file", &self.shared.file.get())
            .finish()
    }
}
