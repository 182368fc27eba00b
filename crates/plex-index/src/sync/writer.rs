//! The thread that owns the writing connection.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use tokio::sync::{mpsc, oneshot};

use crate::{
    error::{IndexError, Result},
    store::{Batch, Store, WriterLock},
};

/// Jobs that wait for the thread; who brings another one waits.
const MOST_WAITING: usize = 4;

type Job = Box<dyn FnOnce(&mut Store) + Send>;

/// Hands work to the thread. The thread ends when the handle is gone: it finishes what it is at,
/// closes the database and only then lets go of the lock.
#[derive(Debug)]
pub(crate) struct Writer {
    jobs: mpsc::Sender<Job>,
    discard: Arc<AtomicBool>,
    ended: oneshot::Receiver<()>,
}

impl Writer {
    /// Starts the thread.
    ///
    /// # Errors
    ///
    /// When the system gives none.
    pub(crate) fn start(mut store: Store, lock: WriterLock) -> io::Result<Self> {
        let (jobs, mut waiting) = mpsc::channel::<Job>(MOST_WAITING);
        let (end, ended) = oneshot::channel();
        let discard = Arc::new(AtomicBool::new(false));
        let discarded = Arc::clone(&discard);
        let work = move || {
            while let Some(job) = waiting.blocking_recv() {
                job(&mut store);
            }
            // What cannot be kept is fetched again.
            let _ = store.flush();
            store.close(discarded.load(Ordering::Relaxed));
            drop(lock);
            // Most of the time nobody waits for the end.
            let _ = end.send(());
        };
        thread::Builder::new()
            .name("snapshot-writer".to_owned())
            .spawn(work)?;
        Ok(Self {
            jobs,
            discard,
            ended,
        })
    }

    /// Ends the thread, which then removes the snapshot, and waits until it has.
    pub(crate) async fn discard(self) {
        self.discard.store(true, Ordering::Relaxed);
        self.close().await;
    }

    /// Ends the thread and waits until it has.
    pub(crate) async fn close(self) {
        drop(self.jobs);
        // An error means that the thread is gone, too.
        let _ = self.ended.await;
    }

    /// Does `work`, all of it or nothing.
    ///
    /// # Errors
    ///
    /// Those of SQLite; [`IndexError::Closed`] when the thread is gone.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Batch<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        self.hand_over(|store| store.write(work)).await
    }

    /// Does `work`, which readers see some seconds later: see [`Store::write_later`].
    ///
    /// # Errors
    ///
    /// Those of SQLite; [`IndexError::Closed`] when the thread is gone.
    pub(crate) async fn write_later<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Batch<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        self.hand_over(|store| store.write_later(work)).await
    }

    async fn hand_over<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let (done, outcome) = oneshot::channel();
        let job: Job = Box::new(move |store| {
            // Nobody waits any more: what was done stays done.
            let _ = done.send(work(store));
        });
        self.jobs.send(job).await.map_err(|_| IndexError::Closed)?;
        Ok(outcome.await.map_err(|_| IndexError::Closed)??)
    }
}
