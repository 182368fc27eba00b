//! Making, changing and deleting collections.
//!
//! A collection is a tag that is known by its title in its library: two of one title share their
//! members. Look for the title before another is made, and after an answer that was lost.
//!
//! Whatever goes into a collection or out of it has its field `collection` locked by the server, so that
//! Plex's own collections no longer take it. Who does not want that notes the lock before
//! ([`MediaItem::locks`](crate::MediaItem)) and unlocks it afterwards.

use super::batches::one_batch;
use super::details::DetailsQuery;
use super::playlist_edits::{made, named};
use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::{PlexError, Result};
use crate::filter::{SmartRule, number_of};
use crate::id::{LibraryKey, RatingKey};
use crate::model::{CollectionMode, CollectionOrder, ItemType, MediaItem};
use crate::transport::request::{Method, Request, flag};
use crate::transport::{path, write_path};

/// Changes of how a collection is shown. What is not said stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct CollectionPrefs {
    /// Whether it, or what is in it, is shown among a library's items.
    pub mode: Option<CollectionMode>,
    /// Its order; not of a smart one, which has its rule's.
    pub order: Option<CollectionOrder>,
    /// Whether a smart one goes by what whoever looks has watched, and not by what the owner has.
    pub by_viewer: Option<bool>,
}

impl CollectionPrefs {
    /// Changes nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Shows it, or what is in it, among a library's items, or hides them.
    #[must_use]
    pub fn mode(mut self, mode: CollectionMode) -> Self {
        self.mode = Some(mode);
        self
    }

    /// Sorts it.
    #[must_use]
    pub fn order(mut self, order: CollectionOrder) -> Self {
        self.order = Some(order);
        self
    }

    /// Has a smart one go by what whoever looks has watched.
    #[must_use]
    pub fn by_viewer(mut self, by_viewer: bool) -> Self {
        self.by_viewer = Some(by_viewer);
        self
    }
}

impl PlexClient {
    /// Returns a collection, with its rule if it is smart: `GET /library/collections/{id}`.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] when there is no such collection, also where the id is that of something
    /// else; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, collection: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// let collection = client.collection(&collection).await?;
    /// println!("{} holds {:?} items", collection.title, collection.child_count);
    /// # Ok(()) }
    /// ```
    pub async fn collection(&self, collection: &RatingKey) -> Result<MediaItem> {
        let request = Request::reading(write_path::collection(collection));
        let found: MediaContainer<MediaItem> = self.ask(&request).await?;
        let is_one = |item: &MediaItem| item.item_type == ItemType::Collection;
        let found = found.items.into_iter().find(is_one);
        found.ok_or_else(|| PlexError::NotFound {
            request: request.label(),
        })
    }

    /// Makes a collection of up to [`MAX_BATCH`](crate::MAX_BATCH) items of one type, or empty: `POST /library/collections`.
    /// Returns it with its id. Owners only.
    ///
    /// It holds items of that type, and of that library, for ever; so the items are looked up first. Those that
    /// are not there the server leaves out. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for an empty title, too many items, a type that collections cannot hold,
    /// and an item of another library or type, by which the whole collection would be of that type for
    /// ever; [`PlexError::NotFound`] when none of the items is there;
    /// [`PlexError::Forbidden`] or [`PlexError::Unauthorized`] for others than the owner;
    /// [`PlexError::OutcomeUnknown`] when the answer was lost or cannot be read: look for a collection of
    /// that title; any other of [`PlexError`].
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::{ItemType, ItemsQuery};
    ///
    /// let films = &client.libraries().await?[0].key;
    /// let page = client.library_items(films, &ItemsQuery::new()).await?;
    /// let keys: Vec<_> = page.items.into_iter().filter_map(|film| film.rating_key).collect();
    ///
    /// let made = client.create_collection(films, "Silent", ItemType::Movie, &keys[..3]).await?;
    /// assert_eq!(made.child_count, Some(3));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_collection(
        &self,
        library: &LibraryKey,
        title: &str,
        item_type: ItemType,
        items: &[RatingKey],
    ) -> Result<MediaItem> {
        one_batch(items)?;
        let request = new_collection(library, title, &item_type)?;
        self.check_members(library, &item_type, items).await?;
        let uri = self.uri_of(items).await?;
        let request = request.query("smart", "0").query("uri", uri);
        made(&request, self.change(&request).await?)
    }

    /// Makes a collection that holds what a rule finds, at each look: `POST /library/collections`. Returns it
    /// with its id. It is in the library of the rule, which must say its type of item. Owners only.
    ///
    /// A field in the rule that the server does not know is passed over: look at
    /// [`rule_items`](Self::rule_items) first. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for an empty title, and for a rule that says no type, or one that
    /// collections cannot hold; others as [`create_collection`](Self::create_collection).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::{Field, Filter, ItemType, SmartRule};
    ///
    /// let films = client.libraries().await?.remove(0).key;
    /// let before_sound = Filter::at_most(Field::new("year")?, 1926);
    /// let rule = SmartRule::new(films, ItemType::Movie).filter(before_sound);
    /// let made = client.create_smart_collection("Silent", &rule).await?;
    /// assert_eq!(made.smart, Some(true));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_smart_collection(
        &self,
        title: &str,
        rule: &SmartRule,
    ) -> Result<MediaItem> {
        let item_type = rule.item_type.as_ref().ok_or_else(|| {
            PlexError::invalid_argument("rule", "must say which type of item it finds")
        })?;
        let request = new_collection(&rule.library, title, item_type)?;
        let uri = rule.uri(self.machine_identifier().await?)?;
        let request = request.query("smart", "1").query("uri", uri);
        made(&request, self.change(&request).await?)
    }

    /// Refuses items that a collection of a type and library cannot hold.
    async fn check_members(
        &self,
        library: &LibraryKey,
        item_type: &ItemType,
        items: &[RatingKey],
    ) -> Result<()> {
        let found = self.details_of(items, &DetailsQuery::new()).await?;
        let is_other = |item: &&MediaItem| {
            let of = item.library_section_id.as_ref();
            item.item_type != *item_type || of.is_some_and(|of| of != library)
        };
        match found.iter().find(is_other) {
            None => Ok(()),
            Some(other) => Err(PlexError::invalid_argument(
                "items",
                format!(
                    "must all be of type {item_type} and of library {library}; {:?} is not",
                    other.title
                ),
            )),
        }
    }

    /// Adds items to a collection: `PUT /library/collections/{id}/items`. Each hundred is a request of its
    /// own, with the time of one. What is in it already stays. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::Refused`] when an item is of another library or type, for the whole request, and for
    /// a collection whose record is damaged, which takes nothing; [`PlexError::NotFound`] when there is no
    /// such collection; [`PlexError::OutcomeUnknown`] when an answer was lost, or a request failed after
    /// others were done: what was sent before it is in the collection; any other of [`PlexError`], when
    /// nothing was done.
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, collection: plex_client::RatingKey,
    /// # films: Vec<plex_client::RatingKey>) -> Result<(), plex_client::PlexError> {
    /// client.add_to_collection(&collection, &films).await?;
    /// # Ok(()) }
    /// ```
    pub async fn add_to_collection(
        &self,
        collection: &RatingKey,
        items: &[RatingKey],
    ) -> Result<()> {
        let path = path::collection_items(collection);
        self.add_in_batches(path, items).await.map(drop)
    }

    /// Takes an item out of a collection: `DELETE /library/collections/{id}/items/{item}`. Owners only. Never
    /// sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] when there is no such collection, or the item is not in it;
    /// [`PlexError::OutcomeUnknown`] when the answer was lost; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, collection: plex_client::RatingKey,
    /// # film: plex_client::RatingKey) -> Result<(), plex_client::PlexError> {
    /// client.remove_from_collection(&collection, &film).await?;
    /// # Ok(()) }
    /// ```
    pub async fn remove_from_collection(
        &self,
        collection: &RatingKey,
        item: &RatingKey,
    ) -> Result<()> {
        let path = write_path::collection_member(collection, item);
        self.act(&Request::changing(Method::Delete, path)).await
    }

    /// Moves an item of a collection behind another, or to the beginning:
    /// `PUT /library/collections/{id}/items/{item}/move`. It shows where the collection is in
    /// [`CollectionOrder::Custom`]. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`remove_from_collection`](Self::remove_from_collection).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, collection: plex_client::RatingKey,
    /// # film: plex_client::RatingKey) -> Result<(), plex_client::PlexError> {
    /// client.move_in_collection(&collection, &film, None).await?;
    /// # Ok(()) }
    /// ```
    pub async fn move_in_collection(
        &self,
        collection: &RatingKey,
        item: &RatingKey,
        after: Option<&RatingKey>,
    ) -> Result<()> {
        let path = write_path::collection_move(collection, item);
        let request =
            Request::changing(Method::Put, path).query_some("after", after.map(RatingKey::as_str));
        self.act(&request).await
    }

    /// Replaces the rule of a smart collection, all of it: `PUT /library/collections/{id}/items`. To change a
    /// part, read the rule ([`SmartRule::of`]), change it and write it back. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`add_to_collection`](Self::add_to_collection). A collection that is not smart takes what the
    /// rule finds as items: look at `smart` first.
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, collection: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::SmartRule;
    ///
    /// if let Some(rule) = SmartRule::of(&client.collection(&collection).await?)? {
    ///     client.set_collection_rule(&collection, &rule.limit(20)).await?;
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn set_collection_rule(
        &self,
        collection: &RatingKey,
        rule: &SmartRule,
    ) -> Result<()> {
        let uri = rule.uri(self.machine_identifier().await?)?;
        let path = path::collection_items(collection);
        self.act(&Request::changing(Method::Put, path).query("uri", uri))
            .await
    }

    /// Changes how a collection is shown: `PUT /library/metadata/{id}/prefs`. Nothing is sent when nothing
    /// changes. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] when there is no such collection; [`PlexError::OutcomeUnknown`] when the
    /// answer was lost; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, collection: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::{CollectionOrder, CollectionPrefs};
    ///
    /// let by_hand = CollectionPrefs::new().order(CollectionOrder::Custom);
    /// client.set_collection_prefs(&collection, &by_hand).await?;
    /// # Ok(()) }
    /// ```
    pub async fn set_collection_prefs(
        &self,
        collection: &RatingKey,
        prefs: &CollectionPrefs,
    ) -> Result<()> {
        if *prefs == CollectionPrefs::default() {
            return Ok(());
        }
        let mode = prefs.mode.map(|mode| mode.number().to_string());
        let order = prefs.order.map(|order| order.number().to_string());
        let by_viewer = prefs.by_viewer.map(flag);
        let path = write_path::item_preferences(collection);
        let request = Request::changing(Method::Put, path)
            .query_some("collectionMode", mode)
            .query_some("collectionSort", order)
            .query_some("collectionFilterBasedOnUser", by_viewer);
        self.act(&request).await
    }

    /// Deletes a collection: `DELETE /library/collections/{id}`. What is in it stays in the library, without
    /// its tag. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`set_collection_prefs`](Self::set_collection_prefs).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, collection: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// client.delete_collection(&collection).await?;
    /// # Ok(()) }
    /// ```
    pub async fn delete_collection(&self, collection: &RatingKey) -> Result<()> {
        let path = write_path::collection(collection);
        self.act(&Request::changing(Method::Delete, path)).await
    }
}

/// Begins the request for a new collection.
fn new_collection(library: &LibraryKey, title: &str, item_type: &ItemType) -> Result<Request> {
    // These have numbers too, and are in no library.
    if matches!(
        item_type,
        ItemType::Person | ItemType::Playlist | ItemType::PlaylistFolder | ItemType::Collection
    ) {
        let why = "must be a type of what a library holds";
        return Err(PlexError::invalid_argument("item_type", why));
    }
    let request = Request::changing(Method::Post, write_path::collections())
        .query("type", number_of(item_type)?.to_string())
        .query("title", named(title)?)
        .query("sectionId", library.as_str());
    Ok(request)
}
