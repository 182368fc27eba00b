//! Which rows a library shows, and where: on its own page, at home, at the homes of others.

use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::Result;
use crate::id::{HubId, LibraryKey, RatingKey};
use crate::model::ManagedHub;
use crate::transport::request::{Method, Request};
use crate::transport::write_path;

/// Says where a row is shown. All three are said at once, because a server takes what is not said for no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct HubVisibility {
    /// On the page of its library.
    pub recommended: bool,
    /// On the owner's home.
    pub own_home: bool,
    /// On the homes of those with whom the library is shared, managed users among them.
    pub shared_home: bool,
}

impl HubVisibility {
    fn write(self, request: Request) -> Request {
        request
            .query_flag("promotedToRecommended", self.recommended)
            .query_flag("promotedToOwnHome", self.own_home)
            .query_flag("promotedToSharedHome", self.shared_home)
    }
}

impl From<&ManagedHub> for HubVisibility {
    fn from(hub: &ManagedHub) -> Self {
        Self {
            recommended: hub.recommended,
            own_home: hub.own_home,
            shared_home: hub.shared_home,
        }
    }
}

impl PlexClient {
    /// Lists the rows of a library in their order, those shown nowhere among them:
    /// `GET /hubs/sections/{id}/manage`. Owners only.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`](crate::PlexError::NotFound) when there is no such library;
    /// [`PlexError::Forbidden`](crate::PlexError::Forbidden) for others than the owner; any other of
    /// [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// let films = &client.libraries().await?[0].key;
    /// for hub in client.managed_hubs(films).await? {
    ///     println!("{} is recommended: {}", hub.title, hub.recommended);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn managed_hubs(&self, library: &LibraryKey) -> Result<Vec<ManagedHub>> {
        let request = Request::reading(write_path::managed_hubs(library));
        let found: MediaContainer<ManagedHub> = self.ask(&request).await?;
        Ok(found.items)
    }

    /// Returns the row that shows a collection; `None` for one that was never shown as a row:
    /// `GET /hubs/sections/{id}/manage`. Owners only.
    ///
    /// # Errors
    ///
    /// As [`managed_hubs`](Self::managed_hubs).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey,
    /// # collection: plex_client::RatingKey) -> Result<(), plex_client::PlexError> {
    /// let hub = client.collection_hub(&library, &collection).await?;
    /// println!("{}", hub.is_some_and(|hub| hub.own_home));
    /// # Ok(()) }
    /// ```
    pub async fn collection_hub(
        &self,
        library: &LibraryKey,
        collection: &RatingKey,
    ) -> Result<Option<ManagedHub>> {
        let request = Request::reading(write_path::managed_hubs(library))
            .query("metadataItemId", collection.as_str());
        let found: MediaContainer<ManagedHub> = self.ask(&request).await?;
        // A server that does not know the parameter lists all rows.
        Ok(found.items.into_iter().find(|hub| shows(hub, collection)))
    }

    /// Says where a collection is shown as a row: `POST /hubs/sections/{id}/manage`, or
    /// `PUT /hubs/sections/{id}/manage/{hub}` where it has a row already, which is looked up first. A new
    /// row comes last. Owners only. The change is never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::Refused`](crate::PlexError::Refused) when it is no collection;
    /// [`PlexError::OutcomeUnknown`](crate::PlexError::OutcomeUnknown) when the answer was lost; others
    /// as [`managed_hubs`](Self::managed_hubs).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey,
    /// # collection: plex_client::RatingKey) -> Result<(), plex_client::PlexError> {
    /// use plex_client::HubVisibility;
    ///
    /// let at_home = HubVisibility { own_home: true, ..HubVisibility::default() };
    /// client.show_collection(&library, &collection, at_home).await?;
    /// # Ok(()) }
    /// ```
    pub async fn show_collection(
        &self,
        library: &LibraryKey,
        collection: &RatingKey,
        visibility: HubVisibility,
    ) -> Result<()> {
        let held = self.collection_hub(library, collection).await?;
        if let Some(hub) = held.and_then(|hub| hub.identifier) {
            return self.show_hub(library, &hub, visibility).await;
        }
        let request = Request::changing(Method::Post, write_path::managed_hubs(library))
            .query("metadataItemId", collection.as_str());
        self.act(&visibility.write(request)).await
    }

    /// Says where a row is shown: `PUT /hubs/sections/{id}/manage/{hub}`. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`](crate::PlexError::NotFound) when there is no such library or row;
    /// [`PlexError::OutcomeUnknown`](crate::PlexError::OutcomeUnknown) when the answer was lost; others
    /// as [`managed_hubs`](Self::managed_hubs).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey,
    /// # hub: plex_client::HubId) -> Result<(), plex_client::PlexError> {
    /// use plex_client::HubVisibility;
    ///
    /// client.show_hub(&library, &hub, HubVisibility::default()).await?;
    /// # Ok(()) }
    /// ```
    pub async fn show_hub(
        &self,
        library: &LibraryKey,
        hub: &HubId,
        visibility: HubVisibility,
    ) -> Result<()> {
        let path = write_path::managed_hub(library, hub);
        self.act(&visibility.write(Request::changing(Method::Put, path)))
            .await
    }

    /// Moves a row behind another, or to the beginning: `PUT /hubs/sections/{id}/manage/{hub}/move`. After
    /// some fifty moves behind one row, servers say that it is done and do nothing; moves to the beginning
    /// never wear out. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`show_hub`](Self::show_hub).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey,
    /// # hub: plex_client::HubId) -> Result<(), plex_client::PlexError> {
    /// client.move_hub(&library, &hub, None).await?;
    /// # Ok(()) }
    /// ```
    pub async fn move_hub(
        &self,
        library: &LibraryKey,
        hub: &HubId,
        after: Option<&HubId>,
    ) -> Result<()> {
        let path = write_path::managed_hub_move(library, hub);
        let request =
            Request::changing(Method::Put, path).query_some("after", after.map(HubId::as_str));
        self.act(&request).await
    }

    /// Takes away the row of a collection: `DELETE /hubs/sections/{id}/manage/{hub}`. Rows that every library
    /// has cannot be taken away. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::Refused`](crate::PlexError::Refused) for a row that every library has; others as
    /// [`show_hub`](Self::show_hub).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey,
    /// # hub: plex_client::HubId) -> Result<(), plex_client::PlexError> {
    /// client.remove_hub(&library, &hub).await?;
    /// # Ok(()) }
    /// ```
    pub async fn remove_hub(&self, library: &LibraryKey, hub: &HubId) -> Result<()> {
        let path = write_path::managed_hub(library, hub);
        self.act(&Request::changing(Method::Delete, path)).await
    }
}

/// Says whether a row is that of a collection: its identifier begins as those of collections do, and
/// ends with the collection's id.
fn shows(hub: &ManagedHub, collection: &RatingKey) -> bool {
    let identifier = hub.identifier.as_ref().map_or("", HubId::as_str);
    let before = identifier
        .strip_suffix(collection.as_str())
        .and_then(|before| before.strip_prefix("custom.collection."));
    before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
}
