//! Libraries: what they are, how much is in them, a scan of one.

use futures::stream::{self, StreamExt, TryStreamExt};

use super::concurrency::SIDE_BY_SIDE;
use crate::client::PlexClient;
use crate::container::MediaContainer;
use crate::error::{ErrorKind, Result};
use crate::filter::ItemsQuery;
use crate::id::LibraryKey;
use crate::model::{ItemType, Library, LibraryCounts, LibraryType};
use crate::page::PageRequest;
use crate::transport::request::{Method, Request};
use crate::transport::{path, write_path};

impl PlexClient {
    /// Lists the libraries: `GET /library/sections`.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// let libraries = client.libraries().await?;
    /// assert_eq!(libraries[0].title, "Films");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn libraries(&self) -> Result<Vec<Library>> {
        let found: MediaContainer<Library> = self.ask(&Request::reading(path::sections())).await?;
        Ok(found.items)
    }

    /// Counts what is in a library: one request without items for each type its kind has.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// let libraries = client.libraries().await?;
    /// let films = client.library_counts(&libraries[0]).await?;
    /// assert!(films.items >= Some(60));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn library_counts(&self, library: &Library) -> Result<LibraryCounts> {
        let one = std::slice::from_ref(library);
        let counts = self.in_time(self.counts(one)).await?;
        Ok(counts.first().copied().unwrap_or_default())
    }

    /// Lists the libraries and how much is in them; counted side by side, at most eight requests at a time.
    ///
    /// # Errors
    ///
    /// Any of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// for (library, counts) in client.libraries_with_counts().await? {
    ///     println!("{}: {:?}", library.title, counts.items);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn libraries_with_counts(&self) -> Result<Vec<(Library, LibraryCounts)>> {
        self.in_time(async {
            let libraries = self.libraries().await?;
            let counts = self.counts(&libraries).await?;
            Ok(libraries.into_iter().zip(counts).collect())
        })
        .await
    }

    /// Counts what is in each of some libraries.
    async fn counts(&self, libraries: &[Library]) -> Result<Vec<LibraryCounts>> {
        let mut questions = Vec::new();
        for (at, library) in libraries.iter().enumerate() {
            for item_type in counted(&library.library_type) {
                questions.push((at, library.key.clone(), item_type));
            }
        }
        let answers: Vec<(usize, Option<ItemType>, Option<u64>)> = stream::iter(questions)
            .map(|(at, library, item_type)| async move {
                let count = self.count(&library, item_type.clone()).await?;
                Ok((at, item_type, count))
            })
            .buffer_unordered(SIDE_BY_SIDE)
            .try_collect()
            .await?;
        let mut counts = vec![LibraryCounts::default(); libraries.len()];
        for (at, item_type, count) in answers {
            if let Some(counts) = counts.get_mut(at) {
                *counts.of(item_type.as_ref()) = count;
            }
        }
        Ok(counts)
    }

    /// Counts the items of a type that a library has; `None` when the server does not say, as old ones do not
    /// of the videos among photos.
    async fn count(
        &self,
        library: &LibraryKey,
        item_type: Option<ItemType>,
    ) -> Result<Option<u64>> {
        let query = ItemsQuery {
            item_type,
            page: PageRequest::first(0),
            ..ItemsQuery::default()
        };
        let is_of_videos = query.item_type == Some(ItemType::Clip);
        match self.library_items(library, &query).await {
            Err(error) if is_of_videos && error.kind() == ErrorKind::InvalidArgument => Ok(None),
            page => Ok(page?.total),
        }
    }

    /// Starts a scan of a library, or of one folder of it: `GET /library/sections/{id}/refresh`. The
    /// server goes on scanning after it has answered; [`libraries`](Self::libraries) and
    /// [`activities`](Self::activities) show how far it is. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`](crate::PlexError::NotFound) when there is no such library; any other of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = plex_emulator::Emulator::start(plex_emulator::Library::sample()).await?;
    /// # let client = plex_client::PlexClient::builder()
    /// #     .url(server.url()).token(server.token()).client_identifier("doctest").build()?;
    /// let films = &client.libraries().await?[0];
    /// client.refresh_library(&films.key, None).await?;
    /// assert!(client.libraries().await?[0].refreshing);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn refresh_library(&self, library: &LibraryKey, path: Option<&str>) -> Result<()> {
        let request =
            Request::changing(Method::Get, path::section_refresh(library)).query_some("path", path);
        self.act(&request).await
    }

    /// Has the metadata of all items of a library fetched again: `GET /library/sections/{id}/refresh` with
    /// `force`. Fields that are locked stay. It may take hours and asks the agents for everything;
    /// [`activities`](Self::activities) show how far it is. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// [`PlexError::NotFound`](crate::PlexError::NotFound) when there is no such library;
    /// [`PlexError::OutcomeUnknown`](crate::PlexError::OutcomeUnknown) when the answer was lost; any
    /// other of [`PlexError`](crate::PlexError).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// client.refresh_library_metadata(&library).await?;
    /// # Ok(()) }
    /// ```
    pub async fn refresh_library_metadata(&self, library: &LibraryKey) -> Result<()> {
        let request = Request::changing(Method::Get, path::section_refresh(library));
        self.act(&request.query("force", "1")).await
    }

    /// Has the files of all items of a library looked at again: `PUT /library/sections/{id}/analyze`. Not while
    /// it is scanned. The server answers before it has done so. Owners only. Never sent twice.
    ///
    /// # Errors
    ///
    /// As [`refresh_library_metadata`](Self::refresh_library_metadata).
    ///
    /// ```
    /// # async fn example(client: plex_client::PlexClient, library: plex_client::LibraryKey)
    /// # -> Result<(), plex_client::PlexError> {
    /// client.analyze_library(&library).await?;
    /// # Ok(()) }
    /// ```
    pub async fn analyze_library(&self, library: &LibraryKey) -> Result<()> {
        self.change_at(Method::Put, write_path::analyze(library))
            .await
    }
}

/// Returns the types that are counted in libraries of a kind; `None` is all that stands at the top.
fn counted(library: &LibraryType) -> impl Iterator<Item = Option<ItemType>> {
    let held = library.item_types().iter();
    let apart = held.filter(|item_type| LibraryCounts::are_apart(item_type));
    std::iter::once(None).chain(apart.cloned().map(Some))
}
