//! One item and what belongs to it: stretches and reviews, all that is below it, extras, the like.

use crate::client::PlexClient;
use crate::error::{PlexError, Result};
use crate::id::RatingKey;
use crate::model::{Hub, HubEntry, MediaItem};
use crate::page::{Page, PageRequest};
use crate::transport::path::{self, Path};
use crate::transport::request::Request;
use crate::wire::answer::answer_under;
use crate::wire::container::MediaContainer;
use crate::wire::object::model;

/// Names what details are to hold beyond the usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct DetailsQuery {
    /// Intro, credits and chapters.
    pub markers: bool,
    /// What critics say.
    pub reviews: bool,
    /// Whether the files are there, which the server looks up.
    pub check_files: bool,
}

impl DetailsQuery {
    /// Nothing beyond the usual.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With intro, credits and chapters, or without.
    #[must_use]
    pub fn markers(mut self, include: bool) -> Self {
        self.markers = include;
        self
    }

    /// With reviews, or without.
    #[must_use]
    pub fn reviews(mut self, include: bool) -> Self {
        self.reviews = include;
        self
    }

    /// With a look at the files, or without.
    #[must_use]
    pub fn check_files(mut self, check: bool) -> Self {
        self.check_files = check;
        self
    }
}

model! {
    /// What is like an item: listed as it is, or in hubs.
    pub(crate) struct Alike {
        /// As it is.
        items: Vec<MediaItem> = "Metadata" | "Video" | "Directory" | "Track",
        /// In hubs.
        hubs: Vec<Hub> = "Hub",
    }
}
answer_under!(Alike = "MediaContainer");

impl PlexClient {
    /// All there is to know of one item: `GET /library/metadata/{id}`.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] when there is no such item; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::DetailsQuery;
    ///
    /// let film = client.details(&film, &DetailsQuery::new().markers(true)).await?;
    /// println!("{} has {} chapters", film.title, film.chapters.len());
    /// # Ok(()) }
    /// ```
    pub async fn details(&self, item: &RatingKey, query: &DetailsQuery) -> Result<MediaItem> {
        let items = std::slice::from_ref(item);
        let first = self.details_of(items, query).await?.into_iter().next();
        first.ok_or_else(|| PlexError::NotFound {
            request: Request::reading(path::metadata(items)).label(),
        })
    }

    /// The same of several items: `GET /library/metadata/{ids}`. Items that are not there are left
    /// out, as long as one is.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] when none is there; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, films: Vec<plex_client::RatingKey>)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::DetailsQuery;
    ///
    /// for film in client.details_of(&films, &DetailsQuery::new().check_files(true)).await? {
    ///     println!("{} has {} versions", film.title, film.media.len());
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn details_of(
        &self,
        items: &[RatingKey],
        query: &DetailsQuery,
    ) -> Result<Vec<MediaItem>> {
        let flag = |wanted: bool| wanted.then_some("1");
        let request = Request::reading(path::metadata(items))
            .query("includeGuids", "1")
            .query_some("includeMarkers", flag(query.markers))
            .query_some("includeChapters", flag(query.markers))
            .query_some("includeReviews", flag(query.reviews))
            .query_some("checkFiles", flag(query.check_files));
        let found: MediaContainer<MediaItem> = self.ask(&request).await?;
        Ok(found.items)
    }

    /// A page of all that is anywhere below an item: the episodes of a show, the tracks of an artist.
    /// `GET /library/metadata/{id}/allLeaves`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, show: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::PageRequest;
    ///
    /// let episodes = client.all_leaves(&show, PageRequest::first(100)).await?;
    /// println!("{:?} episodes", episodes.total);
    /// # Ok(()) }
    /// ```
    pub async fn all_leaves(&self, item: &RatingKey, page: PageRequest) -> Result<Page<MediaItem>> {
        self.page_of(path::all_leaves(item), page).await
    }

    /// A page of a collection, in its order: `GET /library/collections/{id}/items`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, collection: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::PageRequest;
    ///
    /// let films = client.collection_items(&collection, PageRequest::default()).await?;
    /// # Ok(()) }
    /// ```
    pub async fn collection_items(
        &self,
        collection: &RatingKey,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        self.page_of(path::collection_items(collection), page).await
    }

    /// A page of a playlist, in its order: `GET /playlists/{id}/items`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, playlist: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::PageRequest;
    ///
    /// let tracks = client.playlist_items(&playlist, PageRequest::default()).await?;
    /// # Ok(()) }
    /// ```
    pub async fn playlist_items(
        &self,
        playlist: &RatingKey,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        self.page_of(path::playlist_items(playlist), page).await
    }

    /// Trailers, scenes and the like: `GET /library/metadata/{id}/extras`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// for extra in client.extras(&film).await? {
    ///     println!("{} ({:?})", extra.title, extra.subtype);
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn extras(&self, item: &RatingKey) -> Result<Vec<MediaItem>> {
        let found: MediaContainer<MediaItem> =
            self.ask(&Request::reading(path::extras(item))).await?;
        Ok(found.items)
    }

    /// Lists what goes with an item, in hubs such as "More with this actor":
    /// `GET /library/metadata/{id}/related`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// for hub in client.related(&film).await? {
    ///     println!("{:?}: {}", hub.title, hub.entries.len());
    /// }
    /// # Ok(()) }
    /// ```
    pub async fn related(&self, item: &RatingKey) -> Result<Vec<Hub>> {
        let found: MediaContainer<Hub> = self.ask(&Request::reading(path::related(item))).await?;
        Ok(found.items)
    }

    /// Lists what is like an item, at most `limit`: `GET /library/metadata/{id}/similar`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`].
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// let next = client.similar(&film, 5).await?;
    /// # Ok(()) }
    /// ```
    pub async fn similar(&self, item: &RatingKey, limit: u32) -> Result<Vec<MediaItem>> {
        let request = Request::reading(path::similar(item)).query("count", limit.to_string());
        let found: Alike = self.ask(&request).await?;
        let in_hubs = found.hubs.into_iter().flat_map(|hub| hub.entries);
        let in_hubs = in_hubs.filter_map(|entry| match entry {
            HubEntry::Item(item) => Some(*item),
            HubEntry::Tag(_) => None,
        });
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(found.items.into_iter().chain(in_hubs).take(limit).collect())
    }

    pub(super) async fn page_of(&self, path: Path, page: PageRequest) -> Result<Page<MediaItem>> {
        let found: MediaContainer<MediaItem> = self.ask(&Request::reading(path).page(page)).await?;
        Ok(Page::of(found, page))
    }
}
