//! Collections, each of which is of one library.

use plex_client::{LibraryKey, MediaItem, Page, PageRequest, Result};

use super::Plex;

impl Plex {
    /// Returns a page of a library's collections.
    pub(crate) async fn collections(
        &self,
        library: &LibraryKey,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        self.check_library(library).await?;
        self.client.collections(library, page).await
    }
}
