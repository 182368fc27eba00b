//! Libraries, how much is in them, and their scans.

use plex_client::{Library, LibraryCounts, LibraryKey, Result};

use super::{Plex, concurrent::each, memory::Stamp};
use crate::error::ToolError;

impl Plex {
    /// Returns the libraries that may be shown, remembered for a minute.
    pub(crate) async fn libraries(&self) -> Result<Vec<Library>> {
        let ask = async { self.admitted(self.client.libraries().await?) };
        self.memory
            .libraries
            .get((), Stamp::NONE, self.now(), ask)
            .await
    }

    /// Returns the libraries as they are now.
    pub(crate) async fn libraries_now(&self) -> Result<Vec<Library>> {
        let libraries = self.admitted(self.client.libraries().await?)?;
        self.memory
            .libraries
            .put((), Stamp::NONE, self.now(), libraries.clone());
        Ok(libraries)
    }

    /// Returns how much is in a library, remembered until it has changed.
    pub(crate) async fn library_counts(&self, library: &Library) -> Result<LibraryCounts> {
        if library.refreshing {
            // Its stamps change only when the scan ends, its counts all the while.
            return self.library_counts_now(library).await;
        }
        let ask = self.client.library_counts(library);
        self.memory
            .counts
            .get(library.key.clone(), Stamp::of(library), self.now(), ask)
            .await
    }

    /// Returns how much is in a library now.
    pub(crate) async fn library_counts_now(&self, library: &Library) -> Result<LibraryCounts> {
        self.client.library_counts(library).await
    }

    /// Returns the libraries as they are now and how much is in each, or why that could not be had.
    pub(crate) async fn counted_libraries(&self) -> Result<Vec<(Library, Result<LibraryCounts>)>> {
        let libraries = self.libraries_now().await?;
        let counted = libraries.into_iter().map(|library| async move {
            let counts = self.library_counts(&library).await;
            (library, counts)
        });
        Ok(each(counted.collect()).await)
    }

    /// Starts a scan, and forgets what was known of libraries.
    ///
    /// # Errors
    ///
    /// Those of the client; `internal` when it fails in a way that none should.
    pub(crate) async fn refresh_library(
        &self,
        library: &LibraryKey,
        path: Option<&str>,
    ) -> Result<(), ToolError> {
        self.check_library(library).await?;
        let (plex, library, path) = (self.clone(), library.clone(), path.map(str::to_owned));
        // A caller that goes away takes back neither the scan nor what it makes untrue.
        let work = tokio::spawn(async move {
            let started = plex.client.refresh_library(&library, path.as_deref()).await;
            plex.forget();
            started
        });
        match work.await {
            Ok(started) => Ok(started?),
            Err(_) => Err(ToolError::internal("the scan failed unexpectedly")),
        }
    }

    /// Forgets what was known of libraries and what is in them: something has changed.
    pub(crate) fn forget(&self) {
        self.memory.libraries.forget();
        self.memory.counts.forget();
        self.memory.metas.forget();
        self.memory.choices.forget();
        self.memory.external_ids.forget();
        self.memory.titles.forget();
        self.memory.versions.forget();
    }
}
