//! What a library can be asked for: its fields, their values, the ids its items have elsewhere.

use std::sync::Arc;

use plex_client::{
    ExternalIds, Field, FilterChoice, ItemType, Library, LibraryMeta, Result, Titles,
};

use super::{Plex, memory::Stamp};

impl Plex {
    /// Returns what the items of a library can be filtered and sorted by, remembered until it has
    /// changed.
    pub(crate) async fn library_meta(&self, library: &Library) -> Result<Arc<LibraryMeta>> {
        self.check_library(&library.key).await?;
        let ask = async { self.client.library_meta(&library.key).await.map(Arc::new) };
        self.memory
            .metas
            .get(library.key.clone(), Stamp::of(library), self.now(), ask)
            .await
    }

    /// Returns the values that items of a type have in a field, remembered until the library has changed.
    pub(crate) async fn filter_choices(
        &self,
        library: &Library,
        field: &Field,
        item_type: &ItemType,
    ) -> Result<Arc<Vec<FilterChoice>>> {
        self.check_library(&library.key).await?;
        let key = (
            library.key.clone(),
            item_type.to_string(),
            field.name().to_owned(),
        );
        let ask = async {
            let choices = self
                .client
                .filter_choices(&library.key, field, Some(item_type));
            choices.await.map(Arc::new)
        };
        self.memory
            .choices
            .get(key, Stamp::of(library), self.now(), ask)
            .await
    }

    /// Returns the external ids of a library's items of a type, remembered until it has changed.
    pub(crate) async fn external_ids(
        &self,
        library: &Library,
        item_type: &ItemType,
    ) -> Result<Arc<ExternalIds>> {
        self.check_library(&library.key).await?;
        let key = (library.key.clone(), item_type.to_string());
        let ask = async {
            let ids = self.client.external_ids(&library.key, item_type);
            ids.await.map(Arc::new)
        };
        self.memory
            .external_ids
            .get(key, Stamp::of(library), self.now(), ask)
            .await
    }

    /// Returns the titles of a library's items of a type, where there are not more than `most`,
    /// remembered until it has changed.
    pub(crate) async fn titles(
        &self,
        library: &Library,
        item_type: &ItemType,
        most: u64,
    ) -> Result<Arc<Titles>> {
        self.check_library(&library.key).await?;
        let key = (library.key.clone(), item_type.to_string(), most);
        let ask = async {
            let titles = self.client.titles(&library.key, item_type, most);
            titles.await.map(Arc::new)
        };
        self.memory
            .titles
            .get(key, Stamp::of(library), self.now(), ask)
            .await
    }
}
