//! One round of work on a snapshot: whatever is due.

use std::{collections::HashMap, fmt, sync::Arc};

use futures::future::try_join;
use plex_client::{LibraryKey, PlexClient};

use super::{detail, fresh, history, listing, lists, scope, scope::Scope, writer::Writer};
use crate::{
    error::Result,
    store::{Batch, Fact, Listing},
};

/// A pass or sweep older than this is begun anew, or due again: at most once a day.
const DAY_S: i64 = 24 * 3600;

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

impl Updater {
    pub(crate) fn new(client: PlexClient, writer: Writer, scope: Scope, now: Now) -> Self {
        Self {
            client,
            writer,
            scope,
            now,
            stubborn: HashMap::new(),
        }
    }

    /// Goes on with a pass that was cut short, sweeps if that is due, or looks for what is new.
    ///
    /// # Errors
    ///
    /// Those of the client and the store. What was done until then stays done.
    pub(crate) async fn tier_one(&mut self) -> Result<()> {
        let now = (self.now)();
        let standing = self.writer.write(Standing::read).await?;
        let resumable = standing.pass_began.is_some_and(|began| now - began < DAY_S);
        if resumable {
            return self.finish_pass(standing.pass_is_full).await;
        }
        if standing.swept.is_none_or(|swept| now - swept >= DAY_S) {
            return self.sweep().await;
        }
        let differing = fresh::refresh(&self.client, &self.writer, &self.scope, now).await?;
        self.sweep_some(differing).await
    }

    /// A pass over everything.
    ///
    /// # Errors
    ///
    /// Those of the client and the store.
    pub(crate) async fn sweep(&mut self) -> Result<()> {
        let libraries = self.scope.libraries(&self.client).await?;
        let listings = scope::listings(&self.client, &libraries).await?;
        let now = (self.now)();
        self.writer
            .write(move |batch| {
                batch.put_libraries(&libraries)?;
                batch.begin_pass(&listings, true, now)
            })
            .await?;
        self.finish_pass(true).await
    }

    /// Fetches some of the details that are due. Gives whether more are.
    ///
    /// # Errors
    ///
    /// Those of the client and the store.
    pub(crate) async fn tier_two(&self) -> Result<bool> {
        detail::fill_some(&self.client, &self.writer).await
    }

    /// Gives up the snapshot, and waits until its files are closed.
    pub(crate) async fn close(self) {
        self.writer.close().await;
    }

    /// Walks what is left of the running pass; a full one also takes the history and the lists.
    async fn finish_pass(&self, full: bool) -> Result<()> {
        let beside = async {
            if !full {
                return Ok(());
            }
            let libraries: Vec<LibraryKey> = self
                .scope
                .libraries(&self.client)
                .await?
                .into_iter()
                .map(|library| library.key)
                .collect();
            history::refresh(&self.client, &self.writer, &self.scope, &libraries, true).await?;
            lists::refresh(&self.client, &self.writer, &self.scope, &libraries, true).await
        };
        try_join(listing::walk(&self.client, &self.writer), beside).await?;
        let now = (self.now)();
        self.writer
            .write(move |batch| {
                batch.set_fact(Fact::Refreshed, now)?;
                batch.end_pass()
            })
            .await
    }

    /// A pass over the listings that count differently here and there, and did not before.
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
