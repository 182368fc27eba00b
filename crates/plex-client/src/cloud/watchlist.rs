//! What an account wants to watch.

use crate::container::MediaContainer;
use crate::error::{PlexError, Result};
use crate::id::CatalogueId;
use crate::model::MediaItem;
use crate::page::{Page, PageRequest};
use crate::transport::cloud_path;
use crate::transport::request::{Method, Request};

use super::PlexAccount;

/// The longest page that plex.tv gives.
const MAX_PAGE: u32 = 100;

impl PlexAccount {
    /// Returns a page of the watchlist, what was added last first:
    /// `GET https://discover.provider.plex.tv/library/sections/watchlist/all`. Pages have at most 100.
    ///
    /// # Errors
    ///
    /// [`PlexError::InvalidArgument`] for a longer page; any other of [`PlexError`].
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount) -> plex_client::Result<()> {
    /// use plex_client::PageRequest;
    ///
    /// for title in account.watchlist(PageRequest::first(20)).await?.items {
    ///     println!("{} ({:?})", title.title, title.year);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn watchlist(&self, page: PageRequest) -> Result<Page<MediaItem>> {
        if page.limit > MAX_PAGE {
            let why = format!("must be at most {MAX_PAGE} items");
            return Err(PlexError::invalid_argument("page", why));
        }
        let request = Request::reading(cloud_path::watchlist()).page(page);
        let found: MediaContainer<MediaItem> = self.ask_discover(&request).await?;
        Ok(Page::of(found, page))
    }

    /// Adds a film or show to the watchlist: `PUT https://discover.provider.plex.tv/actions/addToWatchlist`.
    /// What is on it already stays. Programs that fetch what is on a watchlist fetch it then. Never sent
    /// twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`] when Plex's catalogue has no such title; [`PlexError::Refused`] for what is
    /// neither film nor show; [`PlexError::OutcomeUnknown`] when the answer was lost; any other of
    /// [`PlexError`].
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount, film: plex_client::MediaItem)
    /// # -> plex_client::Result<()> {
    /// use plex_client::CatalogueId;
    ///
    /// if let Some(id) = film.guid.as_deref().and_then(CatalogueId::of_guid) {
    ///     account.add_to_watchlist(&id).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn add_to_watchlist(&self, title: &CatalogueId) -> Result<()> {
        self.want(cloud_path::add_to_watchlist(), title).await
    }

    /// Takes a film or show off the watchlist:
    /// `PUT https://discover.provider.plex.tv/actions/removeFromWatchlist`. What is not on it stays off.
    /// Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`add_to_watchlist`](Self::add_to_watchlist).
    ///
    /// ```
    /// # async fn example(account: plex_client::cloud::PlexAccount, film: plex_client::CatalogueId)
    /// # -> plex_client::Result<()> {
    /// account.remove_from_watchlist(&film).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn remove_from_watchlist(&self, title: &CatalogueId) -> Result<()> {
        self.want(cloud_path::remove_from_watchlist(), title).await
    }

    async fn want(&self, path: crate::transport::path::Path, title: &CatalogueId) -> Result<()> {
        let request = Request::changing(Method::Put, path).query("ratingKey", title.as_str());
        self.act_discover(&request).await
    }
}
