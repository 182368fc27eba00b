//! The snapshot of the Plex server, made so that it knows what may be shown and nothing else.

use std::sync::Arc;

use crate::error::ErrorKind;
use plex_client::PlexClient;
use plex_index::{Index, IndexOptions};
use tokio::sync::OnceCell;

use crate::{error::ToolError, plex::Plex};

/// The only place where an index is made. Clones share it.
#[derive(Clone)]
pub(crate) struct Snapshot {
    plex: Plex,
    kept: Option<Arc<Kept>>,
}

/// Says how the index is made, and the index once it is.
struct Kept {
    client: PlexClient,
    options: IndexOptions,
    index: OnceCell<Index>,
}

impl Snapshot {
    /// Returns a snapshot of the server behind `client`, of which `plex` knows what may be shown; none
    /// without `options`.
    pub(crate) fn new(client: PlexClient, plex: Plex, options: Option<IndexOptions>) -> Self {
        let kept = options.map(|options| {
            Arc::new(Kept {
                client,
                options,
                index: OnceCell::new(),
            })
        });
        Self { plex, kept }
    }

    /// Returns the index; `None` where no snapshot is kept.
    ///
    /// # Errors
    ///
    /// Where only some libraries may be shown: when the server cannot be asked which these are, or
    /// has none of them. It is asked again the next time.
    pub(crate) async fn index(&self) -> Result<Option<&Index>, ToolError> {
        let Some(kept) = &self.kept else {
            return Ok(None);
        };
        let make = async {
            let options = kept.options.clone();
            let options = match self.shown().await? {
                Some(uuids) => options.only_libraries(uuids),
                None => options,
            };
            Ok(Index::new(kept.client.clone(), options))
        };
        kept.index.get_or_try_init(|| make).await.map(Some)
    }

    /// Returns the UUIDs of the libraries that may be shown; `None` for all.
    async fn shown(&self) -> Result<Option<Vec<String>>, ToolError> {
        if !self.plex.is_limited() {
            return Ok(None);
        }
        let uuids: Vec<String> = self
            .plex
            .libraries()
            .await?
            .into_iter()
            .filter_map(|library| library.uuid)
            .collect();
        if uuids.is_empty() {
            return Err(ToolError::new(
                ErrorKind::NotFound,
                "None of the libraries that may be shown is on this server.",
            )
            .hint("Look at --libraries, and at plex_get_libraries."));
        }
        Ok(Some(uuids))
    }
}
