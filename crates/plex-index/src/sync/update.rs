//! One round of work on a snapshot: whatever is due.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::Arc,
    time::Duration,
};

use futures::future::{BoxFuture, try_join};
use plex_client::{LibraryKey, PlexClient, RatingKey};

use super::{
    albums, detail, failure, follow, follow::Heard, fresh, history, listing, lists, scope,
    scope::Scope, writer::Writer,
};
use crate::{
    error::Result,
    store::{Batch, Fact, Listing},
};

/// A pass or sweep older than this is begun anew, or due again: at most once a day.
const DAY_S: i64 = 24 * 3600;

/// The time that the first pass waits for the count of a listing.
const FIRST_PATIENCE: Duration = Duration::from_secs(8);

/// Epoch seconds.
pub(crate) type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Works on a snapshot; only its leader has one.
pub(crate) struct Updater {
    pub(crate) client: PlexClient,
    pub(crate) writer: Writer,
    pub(crate) scope: Scope,
    pub(crate) now: Now,
    /// Listings that were swept and still counted differently from the server, with its count then:
    /// sweeping them again would not help.
    stubborn: HashMap<(i64, String), u64>,
    /// Items whose details were asked for in vain since the last look for changes.
    given_up: HashSet<RatingKey>,
}

/// The progress of the passes.
struct Standing {
    swept: Option<i64>,
    pass_began: Option<i64>,
    pass_is_full: bool,
}

impl Standing {
    fn read(batch: &mut Batch<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            swept: Fact::Swept.read(batch.connection())?,
            pass_began: Fact::PassBegan.read(batch.connection())?,
            pass_is_full: Fact::PassIsFull.read::<i64>(batch.connection())? == Some(1),
        })
    }
}

/// What it does comes in boxes, so that it is compiled into this crate: the body of an `async fn` is compiled
/// where it is awaited, once in each crate that does.
impl Updater {
    pub(crate) fn new(client: PlexClient, writer: Writer, scope: Scope, now: Now) -> Self {
        Self {
            client,
            writer,
            scope,
            now,
            stubborn: HashMap::new(),
            given_up: HashSet::new(),
        }
    }

    /// Goes on with a pass that was cut short, sweeps if that is due, or looks for what is new.
    ///
    /// # Errors
    ///
    /// Those of the client and the store. What was done until then stays done.
    pub(crate) fn tier_one(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            let now = (self.now)();
            let standing = self.writer.write(Standing::read).await?;
            let resumable = standing.pass_began.is_some_and(|began| now - began < DAY_S);
            if resumable {
                return self.finish_pass(standing.pass_is_full).await;
            }
            if standing.swept.is_none_or(|swept| now - swept >= DAY_S) {
                return self.sweep().await;
            }
            self.given_up.clear();
            let differing = fresh::refresh(&self.client, &self.writer, &self.scope, now).await?;
            self.sweep_some(differing).await
        })
    }

    /// Makes a pass over everything.
    ///
    /// # Errors
    ///
    /// Those of the client and the store.
    pub(crate) fn sweep(&mut self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.given_up.clear();
            let libraries = self.scope.libraries(&self.client, &self.writer).await?;
            let swept = self.writer.write(Standing::read).await?.swept;
            // Somebody waits for the first pass: what hangs must not keep the rest from being asked about.
            let patience = swept.is_none().then_some(FIRST_PATIENCE);
            let (listings, error) =
                scope::listings(&self.client, &self.writer, &libraries, patience).await?;
            if let Some(error) = error.filter(|_| listings.is_empty()) {
                return Err(error);
            }
            let now = (self.now)();
            self.writer
                .write(move |batch| batch.begin_pass(&listings, true, now))
                .await?;
            self.finish_pass(true).await
        })
    }

    /// Fetches some of the details that are due. Gives whether it is worth going on. Those that the server
    /// cannot tell are noted as missing.
    ///
    /// # Errors
    ///
    /// What is wrong with the whole server, and those of the store.
    pub(crate) fn tier_two(&mut self) -> BoxFuture<'_, Result<bool>> {
        Box::pin(async move {
            match detail::fill_some(&self.client, &self.writer, &mut self.given_up).await {
                Err(error) if !failure::is_of_server(&self.client, &error).await => {
                    tracing::warn!(%error, "details could not be fetched");
                    Ok(false)
                }
                outcome => outcome,
            }
        })
    }

    /// Reads what the server told of. Gives whether that is all there is to do about it; otherwise a look
    /// for changes does the rest.
    ///
    /// # Errors
    ///
    /// Those of the client and the store.
    pub(crate) fn follow<'a>(&'a mut self, heard: &'a Heard) -> BoxFuture<'a, Result<bool>> {
        Box::pin(async move {
            let standing = self.writer.write(Standing::read).await?;
            if heard.missed || standing.swept.is_none() || standing.pass_began.is_some() {
                return Ok(false);
            }
            let now = (self.now)();
            follow::follow(&self.client, &self.writer, &self.scope, heard, now).await
        })
    }

    /// Removes the snapshot, and waits until that is done.
    pub(crate) async fn discard(self) {
        self.writer.discard().await;
    }

    /// Gives up the snapshot, and waits until its files are closed.
    pub(crate) async fn close(self) {
        self.writer.close().await;
    }

    /// Walks what is left of the running pass; a full one also takes the history and the lists.
    async fn finish_pass(&mut self, full: bool) -> Result<()> {
        let libraries = self.scope.libraries(&self.client, &self.writer).await?;
        let beside = async {
            if !full {
                return Ok(());
            }
            let libraries: Vec<LibraryKey> = libraries
                .iter()
                .map(|library| library.key.clone())
                .collect();
            history::refresh(&self.client, &self.writer, &self.scope, &libraries, true).await?;
            lists::refresh(&self.client, &self.writer, &self.scope, &libraries, true).await
        };
        let (walked, ()) = try_join(listing::walk(&self.client, &self.writer), beside).await?;
        albums::fill(&self.client, &self.writer, &libraries).await?;
        for place in &walked.failed {
            self.stubborn.remove(place);
        }
        let error = walked.error.filter(|_| full && walked.read == 0);
        let brought_any = self.writer.write(|batch| batch.any_met()).await?.is_some();
        if let Some(error) = error.filter(|_| !brought_any) {
            // Nothing could be read: that is no pass.
            self.writer.write(|batch| batch.give_up_pass()).await?;
            return Err(error);
        }
        let now = (self.now)();
        self.writer
            .write(move |batch| {
                batch.set_fact(Fact::Refreshed, now)?;
                batch.end_pass()
            })
            .await
    }

    /// Makes a pass over the listings that count differently here and there, and did not before.
    async fn sweep_some(&mut self, differing: Vec<Listing>) -> Result<()> {
        let known = |walk: &Listing| {
            self.stubborn
                .get(&(walk.library_id, walk.item_type.clone()))
                == Some(&walk.total)
        };
        let listings: Vec<Listing> = differing.into_iter().filter(|walk| !known(walk)).collect();
        if listings.is_empty() {
            return Ok(());
        }
        for walk in &listings {
            self.stubborn
                .insert((walk.library_id, walk.item_type.clone()), walk.total);
        }
        let now = (self.now)();
        self.writer
            .write(move |batch| batch.begin_pass(&listings, false, now))
            .await?;
        self.finish_pass(false).await
    }
}

impl fmt::Debug for Updater {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Updater")
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}
