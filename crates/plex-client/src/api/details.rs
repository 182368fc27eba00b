//! All there is to know of one item, or of several.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::{PlexError, Result};
use crate::id::RatingKey;
use crate::model::MediaItem;
use crate::transport::path;
use crate::transport::request::Request;

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
    /// Asks for nothing beyond the usual.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds intro, credits and chapters, or leaves them out.
    #[must_use]
    pub fn markers(mut self, include: bool) -> Self {
        self.markers = include;
        self
    }

    /// Adds reviews, or leaves them out.
    #[must_use]
    pub fn reviews(mut self, include: bool) -> Self {
        self.reviews = include;
        self
    }

    /// Has the server look whether the files are there, or not.
    #[must_use]
    pub fn check_files(mut self, check: bool) -> Self {
        self.check_files = check;
        self
    }
}

impl PlexClient {
    /// Returns all there is to know of one item: `GET /library/metadata/{id}`.
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

    /// Returns all there is to know of several items: `GET /library/metadata/{ids}`. Items that are
    /// not there are left out, as long as one is. Nothing is asked when there are none.
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
        if items.is_empty() {
            return Ok(Vec::new());
        }
        let request = Request::reading(path::metadata(items))
            .query("includeGuids", "1")
            .query_wish("includeMarkers", query.markers)
            .query_wish("includeChapters", query.markers)
            .query_wish("includeReviews", query.reviews)
            .query_wish("checkFiles", query.check_files);
        let found: MediaContainer<MediaItem> = self.ask(&request).await?;
        Ok(found.items)
    }
}
