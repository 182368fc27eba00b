//! Asks what a library can be filtered and sorted by, and which values there are.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::Result;
use crate::field::Field;
use crate::filter::number_of;
use crate::id::LibraryKey;
use crate::model::{FilterChoice, ItemType, LibraryMeta, ListMeta, SortMeta};
use crate::page::PageRequest;
use crate::transport::path;
use crate::transport::request::Request;
use crate::wire::kinds::answer_under;
use crate::wire::object::model;

model! {
    /// An answer of which only what it says about filters is wanted.
    pub(crate) struct MetaAnswer {
        /// That.
        meta: Option<LibraryMeta> = "Meta",
    }
}
answer_under!(MetaAnswer = "MediaContainer");

impl PlexClient {
    /// Returns what the items of a library can be filtered and sorted by: `GET /library/sections/{id}/all`
    /// with `includeMeta=1`, and no items. Servers that do not know that are asked for `/filters` and
    /// `/sorts`, which tell less.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`](crate::PlexError::NotFound) when there is no such library; any other
    /// of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// for of_type in client.library_meta(&library).await?.types {
    ///     let fields: Vec<&str> = of_type.fields.iter().map(|field| &*field.key).collect();
    ///     println!("{}: {}", of_type.item_type, fields.join(", "));
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn library_meta(&self, library: &LibraryKey) -> Result<LibraryMeta> {
        let request = Request::reading(path::section_all(library))
            .query("includeMeta", "1")
            .query("includeAdvanced", "1")
            .page(PageRequest::first(0));
        let found: MetaAnswer = self.ask(&request).await?;
        match found.meta.filter(|meta| !meta.types.is_empty()) {
            Some(meta) => Ok(meta),
            None => self.meta_of_old(library).await,
        }
    }

    /// Returns what servers before 1.15 tell: `GET /library/sections/{id}/filters` and `/sorts`.
    async fn meta_of_old(&self, library: &LibraryKey) -> Result<LibraryMeta> {
        let lists = Request::reading(path::section_filters(library));
        let sorts = Request::reading(path::section_sorts(library));
        let (lists, sorts): (MediaContainer<ListMeta>, MediaContainer<SortMeta>) =
            futures::try_join!(self.ask(&lists), self.ask(&sorts))?;
        Ok(LibraryMeta::of_lists(lists.items, sorts.items))
    }

    /// Lists the values that items of a type have in a field, as
    /// `GET /library/sections/{id}/{field}` lists them: all genres, all directors, all resolutions.
    /// A library of films has tens of thousands of actors.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`](crate::PlexError::NotFound) when the server has no list for that
    /// field; any other of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::{Field, ItemType};
    ///
    /// let genre = Field::new("genre")?;
    /// for choice in client.filter_choices(&library, &genre, Some(&ItemType::Movie)).await? {
    ///     println!("{} is {}", choice.title, choice.value());
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn filter_choices(
        &self,
        library: &LibraryKey,
        field: &Field,
        item_type: Option<&ItemType>,
    ) -> Result<Vec<FilterChoice>> {
        let number = item_type.map(number_of).transpose()?;
        let request = Request::reading(path::section_values(library, field))
            .query_some("type", number.map(|number| number.to_string()));
        let found: MediaContainer<FilterChoice> = self.ask(&request).await?;
        Ok(found.items)
    }
}
