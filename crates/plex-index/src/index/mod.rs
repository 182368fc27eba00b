//! The index of one server: the handle that everything else is reached by.

mod freshness;
mod keeper;
mod options;

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use plex_client::PlexClient;
use tokio::{
    sync::OnceCell,
    time::{Instant, sleep, timeout},
};

use self::keeper::Keeper;
pub use self::{
    freshness::{Freshness, Progress},
    options::IndexOptions,
};
use crate::{
    error::{IndexError, Result},
    sandbox::{Answer, Query, QueryError},
    store::{Lead, LocalClock, Store},
    sync::{Round, Scope, Writer},
    worker::QueryWorker,
};

/// How often the state of the work is looked at while somebody waits for it.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// How often the lead is asked for before it is plain that another process has it.
const TAKE_OVER_TRIES: u32 = 10;

/// How long a call waits for a snapshot that is usable but could be fresher.
const FRESHEN_WAIT: Duration = Duration::from_millis(1_500);

/// A snapshot younger than this is fresh enough to be asked at once.
const FRESH_S: i64 = 60;

/// How far [`Index::sync`] looks.
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
    /// The UUIDs of the libraries that may be known, where not all may.
    allowed: OnceLock<Vec<String>>,
    file: OnceCell<PathBuf>,
    keeper: Mutex<Option<Keeper>>,
}

impl Index {
    /// An index of the server behind `client`. Nothing is asked or written before the first call.
    pub fn new(client: PlexClient, options: IndexOptions) -> Self {
        let worker = options.worker.clone().map(QueryWorker::new);
        let shared = Shared {
            client,
            options,
            worker,
            allowed: OnceLock::new(),
            file: OnceCell::new(),
            keeper: Mutex::new(None),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Names the libraries that may be known, by UUID, where not all may. The first list counts: what
    /// it means is settled then.
    pub fn allow(&self, uuids: Vec<String>) {
        // A later list is not an error: the same names may mean other libraries by now.
        let _ = self.shared.allowed.set(uuids);
    }

    /// The libraries that may be known; `None` for all.
    fn allowed(&self) -> Result<Option<Vec<String>>> {
        match (self.shared.options.limited, self.shared.allowed.get()) {
            (false, _) => Ok(None),
            (true, Some(uuids)) => Ok(Some(uuids.clone())),
            (true, None) => Err(IndexError::NothingAllowed),
        }
    }

    /// The client of the server.
    pub fn client(&self) -> &PlexClient {
        &self.shared.client
    }

    /// The file of the snapshot; the server is asked once which one it is.
    ///
    /// # Errors
    ///
    /// Those of the client, or when the directory cannot be made.
    pub async fn file(&self) -> Result<&Path> {
        let find = async {
            let allowed = self.allowed()?;
            let server = self.shared.client.server_identity().await?;
            let options = &self.shared.options;
            let name = server
                .machine_identifier
                .unwrap_or_else(|| self.shared.client.url().to_string());
            Ok::<_, IndexError>(
                options
                    .place
                    .file(&name, allowed.as_deref(), &options.identity)?,
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
            if let Some(freshness) = Freshness::read(&file).await? {
                return self.freshened(&file, freshness).await;
            }
            if let Some(error) = self.keeper().as_ref().and_then(Keeper::error) {
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
            let working = self.keeper().as_ref().and_then(|keeper| {
                // The last round of one that is gone is over: waiting for it would be no wait.
                (!keeper.is_gone()).then(|| keeper.next_round())
            });
            match working {
                // A round that ends is worth a look at once.
                Some(round) => drop(timeout(LOOK_EVERY, round).await),
                None => sleep(LOOK_EVERY).await,
            }
        }
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
        Ok(worker.run(file, query).await?)
    }

    /// Brings the snapshot up to date now, all details included, and hears how far it is.
    ///
    /// # Errors
    ///
    /// [`IndexError::Led`] when another process does so; those of the client, the store and the
    /// files.
    pub async fn sync(&self, depth: Depth, mut report: impl FnMut(Progress)) -> Result<Freshness> {
        let file = self.file().await?.to_owned();
        let lead = self.take_over(&file).await?;
        let mut round = self.round(&file, lead)?;
        let work = async {
            match depth {
                Depth::Everything => round.sweep().await?,
                Depth::Changes => round.tier_one().await?,
            }
            while round.tier_two().await? {}
            Ok::<_, IndexError>(())
        };
        {
            let mut work = std::pin::pin!(work);
            loop {
                match timeout(LOOK_EVERY, &mut work).await {
                    Ok(done) => break done?,
                    Err(_) => report(Progress::read(&file).await?),
                }
            }
        }
        round.close().await;
        Freshness::read(&file).await?.ok_or(IndexError::Closed)
    }

    /// How fresh and how complete the snapshot is; `None` when there is none that could be asked.
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
        let round = self.keeper().as_ref().map(Keeper::next_round);
        let Some(round) = round.filter(|_| age > FRESH_S) else {
            return Ok(freshness);
        };
        if timeout(FRESHEN_WAIT, round).await.is_err() {
            return Ok(freshness);
        }
        Ok(Freshness::read(file).await?.unwrap_or(freshness))
    }

    /// Keeps the snapshot fresh from here, unless another process does.
    fn tend(&self, file: &Path) -> Result<()> {
        let mut keeper = self.keeper();
        if let Some(keeper) = keeper.as_ref().filter(|keeper| !keeper.is_gone()) {
            keeper.wake();
            return Ok(());
        }
        if let Some(lead) = Lead::take(file)? {
            *keeper = Some(Keeper::start(self.round(file, lead)?));
        }
        Ok(())
    }

    /// Takes the lead, from this index's own work if that has it.
    async fn take_over(&self, file: &Path) -> Result<Lead> {
        drop(self.keeper().take());
        for _ in 0..TAKE_OVER_TRIES {
            if let Some(lead) = Lead::take(file)? {
                return Ok(lead);
            }
            // Our own work may still be closing its files.
            sleep(LOOK_EVERY).await;
        }
        Err(IndexError::Led)
    }

    fn round(&self, file: &Path, lead: Lead) -> Result<Round> {
        let options = &self.shared.options;
        let store = Store::open(
            file,
            LocalClock::new(options.timezone.clone()),
            options.keep_paths,
        )?;
        let scope = Scope(self.allowed()?);
        Ok(Round::new(
            self.shared.client.clone(),
            Writer::start(store, lead),
            scope,
            Arc::clone(&options.now),
        ))
    }

    /// A keeper is a handle: a thread that panicked while it held it cannot have broken it.
    fn keeper(&self) -> MutexGuard<'_, Option<Keeper>> {
        self.shared
            .keeper
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
