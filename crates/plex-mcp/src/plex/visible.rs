//! The door: what is outside the libraries that may be shown is not there.

use plex_client::{DetailsQuery, Library, LibraryKey, PlexError, RatingKey, Result};

use super::{Plex, scope::Visible};

impl Plex {
    /// Tells whether only some libraries may be shown.
    pub(crate) fn is_limited(&self) -> bool {
        self.scope.is_some()
    }

    /// Returns those of the libraries that may be shown.
    pub(super) fn admitted(&self, libraries: Vec<Library>) -> Result<Vec<Library>> {
        match &*self.scope {
            Some(scope) => scope.admit(libraries),
            None => Ok(libraries),
        }
    }

    /// Returns what may be shown; `None` for everything.
    pub(super) async fn visible(&self) -> Result<Option<Visible>> {
        if self.is_limited() {
            Ok(Some(Visible(self.libraries().await?)))
        } else {
            Ok(None)
        }
    }

    /// Returns the UUIDs of the libraries that may be shown; `None` for all.
    pub(crate) async fn shown_uuids(&self) -> Result<Option<Vec<String>>> {
        let visible = self.visible().await?;
        Ok(visible.map(|visible| {
            let libraries = visible.libraries().iter();
            libraries
                .filter_map(|library| library.uuid.clone())
                .collect()
        }))
    }

    /// Refuses a library that may not be shown as if it were not there.
    pub(super) async fn check_library(&self, key: &LibraryKey) -> Result<()> {
        match self.visible().await? {
            Some(visible) if !visible.has(Some(key)) => Err(PlexError::NotFound {
                request: format!("GET /library/sections/{key}"),
            }),
            _ => Ok(()),
        }
    }

    /// Says whether an item may be shown.
    pub(crate) async fn may_show(&self, key: &RatingKey) -> Result<bool> {
        match self.check_item(key).await {
            Ok(()) => Ok(true),
            Err(PlexError::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Refuses an item that may not be shown as if it were not there.
    pub(super) async fn check_item(&self, key: &RatingKey) -> Result<()> {
        let Some(visible) = self.visible().await? else {
            return Ok(());
        };
        let found = self
            .client
            .details_of(std::slice::from_ref(key), &DetailsQuery::new())
            .await?;
        if found.iter().any(|item| visible.shows(item)) {
            Ok(())
        } else {
            Err(absent(key))
        }
    }
}

/// Returns what the server says of an item that is not there.
pub(super) fn absent(key: &RatingKey) -> PlexError {
    PlexError::NotFound {
        request: format!("GET /library/metadata/{key}"),
    }
}
