//! What goes with an item: extras, hubs, what is like it.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::Result;
use crate::id::RatingKey;
use crate::model::{Hub, HubEntry, MediaItem};
use crate::transport::path;
use crate::transport::request::Request;
use crate::wire::kinds::answer_under;
use crate::wire::object::model;

model! {
    /// Holds what is like an item: listed as it is, or in hubs.
    pub(crate) struct Alike {
        /// As it is.
        items: Vec<MediaItem> = "Metadata" | "Video" | "Directory" | "Track",
        /// In hubs.
        hubs: Vec<Hub> = "Hub",
    }
}
answer_under!(Alike = "MediaContainer");

impl PlexClient {
    /// Lists trailers, scenes and the like: `GET /library/metadata/{id}/extras`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
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
    /// Any of [`PlexError`](crate::PlexError).
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
    /// Any of [`PlexError`](crate::PlexError).
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
}
