//! Deleting for good: items with their files, versions, records of the history.

use crate::client::PlexClient;
use crate::error::Result;
use crate::id::{HistoryId, MediaId, RatingKey};
use crate::transport::request::Method;
use crate::transport::write_path;

impl PlexClient {
    /// Deletes an item with its files from the disk, and all that is in it: `DELETE /library/metadata/{id}`.
    /// Nothing brings it back. Never sent twice.
    ///
    /// A show goes with every episode. Files that several items share, such as two episodes in one, are gone
    /// for all of them; subtitles and the like beside a file stay.
    ///
    /// # Errors
    ///
    /// [`Forbidden`](crate::PlexError::Forbidden), [`Refused`](crate::PlexError::Refused) or
    /// [`Unauthorized`](crate::PlexError::Unauthorized), which servers do not keep apart: for others
    /// than the owner, where the setting `allowMediaDeletion` is off, and for files that the server
    /// may not delete; [`NotFound`](crate::PlexError::NotFound) when there is no such item;
    /// [`OutcomeUnknown`](crate::PlexError::OutcomeUnknown) when the answer was lost; any other of
    /// [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// client.delete_item(&film).await?;
    /// # Ok(()) }
    /// ```
    pub async fn delete_item(&self, item: &RatingKey) -> Result<()> {
        // As every id, it can name but one thing: not a list, and never the parent of it.
        self.change_at(Method::Delete, write_path::item(item)).await
    }

    /// Deletes one version of an item with its files from the disk:
    /// `DELETE /library/metadata/{id}/media/{version}`. With the last, the item is gone. Nothing brings it
    /// back. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`delete_item`](Self::delete_item).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, film: plex_client::RatingKey,
    /// # small: plex_client::MediaId) -> Result<(), plex_client::PlexError> {
    /// client.delete_version(&film, &small).await?;
    /// # Ok(()) }
    /// ```
    pub async fn delete_version(&self, item: &RatingKey, version: &MediaId) -> Result<()> {
        self.change_at(Method::Delete, write_path::version(item, version))
            .await
    }

    /// Deletes a record of the history: `DELETE /status/sessions/history/{id}`. Nothing brings it back; how
    /// often the item was played stays as it is. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::PlexError::NotFound) when there is no such record;
    /// [`Unauthorized`](crate::PlexError::Unauthorized) for others than the owner;
    /// [`OutcomeUnknown`](crate::PlexError::OutcomeUnknown) when the answer was lost; any other of
    /// [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// use plex_client::HistoryQuery;
    ///
    /// let last = client.history(&HistoryQuery::new()).await?.items.remove(0);
    /// client.delete_history_record(&last.id().ok_or("no id")?).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn delete_history_record(&self, record: &HistoryId) -> Result<()> {
        self.change_at(Method::Delete, write_path::history_record(record))
            .await
    }
}
