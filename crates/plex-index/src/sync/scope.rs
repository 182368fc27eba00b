//! The scope of a sync: the libraries that may be shown, and the types of items in them.

use futures::{StreamExt, TryStreamExt, stream};
use plex_client::{ItemType, ItemsQuery, Library, LibraryType, PageRequest, PlexClient};

use crate::{
    error::Result,
    store::{Listing, item_id_of_library},
};

/// Requests for counts that run side by side.
const SIDE_BY_SIDE: usize = 6;

/// The libraries that may be shown: all, or those with these UUIDs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope(pub(crate) Option<Vec<String>>);

impl Scope {
    /// The server's libraries, as far as they may be shown.
    ///
    /// # Errors
    ///
    /// Those of the client.
    pub(crate) async fn libraries(&self, client: &PlexClient) -> Result<Vec<Library>> {
        let mut libraries = client.libraries().await?;
        if let Some(allowed) = &self.0 {
            libraries.retain(|library| {
                library
                    .uuid
                    .as_ref()
                    .is_some_and(|uuid| allowed.contains(uuid))
            });
        }
        Ok(libraries)
    }
}

/// The listings of the libraries, each with what it holds now; parents before their children.
///
/// # Errors
///
/// Those of the client.
pub(crate) async fn listings(client: &PlexClient, libraries: &[Library]) -> Result<Vec<Listing>> {
    let mut listings = Vec::new();
    for library in libraries {
        for item_type in types_in(&library.library_type) {
            listings.push((library.key.clone(), item_type.clone()));
        }
    }
    stream::iter(listings)
        .map(|(library, item_type)| async move {
            let none = ItemsQuery::new()
                .item_type(item_type.clone())
                .page(PageRequest::first(0));
            let total = client
                .library_items(&library, &none)
                .await?
                .total
                .unwrap_or(0);
            Ok(Listing {
                library_id: item_id_of_library(&library),
                library_key: library.as_str().to_owned(),
                item_type: item_type.as_str().to_owned(),
                next_offset: 0,
                total,
            })
        })
        .buffered(SIDE_BY_SIDE)
        .try_collect()
        .await
}

/// The types of items that a library of this type lists. A library of another type has none that we
/// would know what to do with.
fn types_in(library: &LibraryType) -> &'static [ItemType] {
    match library {
        LibraryType::Movie => &[ItemType::Movie],
        LibraryType::Show => &[ItemType::Show, ItemType::Season, ItemType::Episode],
        LibraryType::Artist => &[ItemType::Artist, ItemType::Album, ItemType::Track],
        LibraryType::Photo => &[ItemType::PhotoAlbum, ItemType::Photo],
        _ => &[],
    }
}
