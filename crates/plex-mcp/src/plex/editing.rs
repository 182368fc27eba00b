//! Editing what libraries say of their items.

use plex_client::{ItemEdit, LibraryKey, RatingKey, Result};

use super::Plex;

impl Plex {
    /// Edits an item of a library.
    pub(crate) async fn edit_item(
        &self,
        library: &LibraryKey,
        item: &RatingKey,
        edit: &ItemEdit,
    ) -> Result<()> {
        self.check_library(library).await?;
        self.check_item(item).await?;
        let items = std::slice::from_ref(item);
        self.client.edit_items(library, items, edit).await
    }
}
