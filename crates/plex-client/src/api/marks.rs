//! What an account notes of an item: played or not, how far, how good.
//!
//! All of it belongs to the account of the token, be it the owner's or not. The server answers that
//! it is done whether or not anything changed: what an item is now,
//! [`details`](PlexClient::details) tells.

use crate::client::PlexClient;
use crate::error::Result;
use crate::id::RatingKey;
use crate::rating::UserRating;
use crate::time::Millis;
use crate::transport::path::{self, Path};
use crate::transport::request::{Method, Request};
use crate::transport::uri::LIBRARY;

/// Makes a request that notes something of an item.
fn note(method: Method, path: Path, item: &RatingKey) -> Request {
    Request::changing(method, path)
        .query("key", item.as_str())
        .query("identifier", LIBRARY)
}

impl PlexClient {
    /// Marks an item as played once more, or all that is in it: `GET /:/scrobble`.
    ///
    /// A show, season, artist or album marks each of its episodes or tracks, in one request. What was played
    /// already is played once more: its count and its date move. The place where playback stopped is
    /// forgotten. Servers since 1.40 write nothing into the history. Whose key is a playlist's or a
    /// collection's, nothing is known: mark what is in them. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`](crate::PlexError::NotFound) when there is no such item for this
    /// account; [`PlexError::OutcomeUnknown`](crate::PlexError::OutcomeUnknown) when the answer was
    /// lost; any other of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::{DetailsQuery, ItemsQuery};
    ///
    /// let shows = &client.libraries().await?[1];
    /// let show = client.library_items(&shows.key, &ItemsQuery::new()).await?.items.remove(0);
    /// let key = show.rating_key.ok_or("no key")?;
    /// client.mark_played(&key).await?;
    ///
    /// let show = client.details(&key, &DetailsQuery::new()).await?;
    /// assert_eq!(show.viewed_leaf_count, show.leaf_count);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn mark_played(&self, item: &RatingKey) -> Result<()> {
        // Every version takes GET; only newer ones take PUT.
        self.act(&note(Method::Get, path::scrobble(), item)).await
    }

    /// Marks an item as not played, or all that is in it: `GET /:/unscrobble`. How often and when it was
    /// played, and how far, is forgotten for good. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`mark_played`](Self::mark_played).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::DetailsQuery;
    ///
    /// client.mark_unplayed(&film).await?;
    /// assert_eq!(client.details(&film, &DetailsQuery::new()).await?.view_count, None);
    /// # Ok(()) }
    /// ```
    pub async fn mark_unplayed(&self, item: &RatingKey) -> Result<()> {
        self.act(&note(Method::Get, path::unscrobble(), item)).await
    }

    /// Notes how far an item has been played, in milliseconds from its beginning: `GET /:/progress`.
    ///
    /// A place at the very end (usually the last tenth) is not kept, and does not mark the item as
    /// played; [`mark_played`](Self::mark_played) does. The beginning does not take the place away;
    /// [`mark_unplayed`](Self::mark_unplayed) does, with all else. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`mark_played`](Self::mark_played).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// use plex_client::{DetailsQuery, Millis};
    ///
    /// client.set_progress(&film, Millis::new(90_000)).await?;
    /// let film = client.details(&film, &DetailsQuery::new()).await?;
    /// assert_eq!(film.view_offset, Some(Millis::new(90_000)));
    /// # Ok(()) }
    /// ```
    pub async fn set_progress(&self, item: &RatingKey, at: Millis) -> Result<()> {
        let request = note(Method::Get, path::progress(), item)
            .query("time", at.get().to_string())
            .query("state", "stopped");
        self.act(&request).await
    }

    /// Takes an item off what to go on with: `PUT /actions/removeFromContinueWatching`. What was played of
    /// it is kept, and playing it brings it back. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`mark_played`](Self::mark_played).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, episode: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// client.remove_from_continue_watching(&episode).await?;
    /// # Ok(()) }
    /// ```
    pub async fn remove_from_continue_watching(&self, item: &RatingKey) -> Result<()> {
        let request = Request::changing(Method::Put, path::remove_from_continue_watching())
            .query("ratingKey", item.as_str());
        self.act(&request).await
    }

    /// Rates an item as the account of the token likes it, or takes the rating away: `PUT /:/rate`. Items of
    /// every type have a rating, collections among them; playlists have none. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`mark_played`](Self::mark_played).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::{DetailsQuery, ItemsQuery, UserRating};
    ///
    /// let films = &client.libraries().await?[0];
    /// let film = client.library_items(&films.key, &ItemsQuery::new()).await?.items.remove(0);
    /// let key = film.rating_key.ok_or("no key")?;
    /// client.rate(&key, Some(UserRating::from_stars(4.5)?)).await?;
    ///
    /// let film = client.details(&key, &DetailsQuery::new()).await?;
    /// assert_eq!(film.user_rating, Some(9.0));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn rate(&self, item: &RatingKey, rating: Option<UserRating>) -> Result<()> {
        let rating = rating.map_or_else(|| "-1".to_owned(), |rating| rating.to_string());
        let request = note(Method::Put, path::rate(), item).query("rating", rating);
        self.act(&request).await
    }
}
