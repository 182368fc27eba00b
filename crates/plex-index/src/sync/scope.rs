//! The scope of a sync: the libraries that may be shown, and the types of items in them.

use std::time::Duration;

use futures::{StreamExt, stream};
use plex_client::{
    ErrorKind, ItemType, ItemsQuery, Library, LibraryKey, PageRequest, PlexClient, PlexError,
};
use tokio::time::timeout;

use super::{failure, lookup, writer::Writer};
use crate::{
    error::{IndexError, Result},
    store::{Lack, Listing, Place, item_id_of_library},
};

/// Requests for counts that run side by side.
const SIDE_BY_SIDE: usize = 6;

/// The libraries that may be shown: all, or those with these UUIDs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope(pub(crate) Option<Vec<String>>);

impl Scope {
    /// Returns the server's libraries, as far as they may be shown, which are noted. One that is held and
    /// that the server does not list any more goes with everything in it, if the server does not know it
    /// alone either; a list without any library is not believed.
    ///
    /// # Errors
    ///
    /// Those of the client and the store.
    pub(super) async fn libraries(
        &self,
        client: &PlexClient,
        writer: &Writer,
    ) -> Result<Vec<Library>> {
        let listed = client.libraries().await?;
        let held = writer.write(|batch| batch.library_keys()).await?;
        let libraries: Vec<Library> = match &self.0 {
            None => listed.clone(),
            Some(allowed) => {
                let may_be_shown = |library: &&Library| {
                    let uuid = library.uuid.as_ref();
                    uuid.is_some_and(|uuid| allowed.contains(uuid))
                };
                listed.iter().filter(may_be_shown).cloned().collect()
            }
        };
        let mut gone = Vec::new();
        let mut lost = Vec::new();
        for key in held {
            let Ok(key) = LibraryKey::new(&key) else {
                continue;
            };
            if libraries.iter().any(|library| library.key == key) {
                continue;
            }
            // Another library has its key now, which may not be shown.
            let is_another = listed.iter().any(|library| library.key == key);
            if is_another || (!listed.is_empty() && is_gone(client, &key).await?) {
                gone.push(key);
            } else {
                lost.push(key);
            }
        }
        let noted = libraries.clone();
        writer
            .write(move |batch| {
                batch.put_libraries(&noted, &gone)?;
                for key in &lost {
                    let place = Place::in_library(Lack::Items, key);
                    batch.put_missing(
                        &place,
                        "the server does not list this library any more, though it still knows it",
                        (None, None),
                    )?;
                }
                for library in &noted {
                    // It is listed, or listed again.
                    batch.clear_missing(&Place::in_library(Lack::Items, &library.key))?;
                    let place = Place::in_library(Lack::Library, &library.key);
                    if library.library_type.item_types().is_empty() {
                        let why = format!(
                            "libraries of the kind {} are not known here, and left out",
                            library.library_type
                        );
                        batch.put_missing(&place, &why, (None, None))?;
                    } else {
                        batch.clear_missing(&place)?;
                    }
                }
                Ok(())
            })
            .await?;
        Ok(libraries)
    }
}

/// Says whether the server does not know a library, asked for it alone.
async fn is_gone(client: &PlexClient, library: &LibraryKey) -> Result<bool> {
    let none = ItemsQuery::new().page(PageRequest::first(0));
    match client.library_items(library, &none).await {
        Ok(_) => Ok(false),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) if failure::is_connection(&error) => Err(error.into()),
        Err(_) => Ok(false),
    }
}

/// Returns the listings of the libraries, each with what it holds now; parents before their children.
/// Those that cannot be counted are left out and noted as missing; the first error comes with them. With
/// `patience`, one that takes longer to count is left to a later pass.
///
/// # Errors
///
/// What is wrong with the whole server, and those of the store.
pub(super) async fn listings(
    client: &PlexClient,
    writer: &Writer,
    libraries: &[Library],
    patience: Option<Duration>,
) -> Result<(Vec<Listing>, Option<IndexError>)> {
    let mut wanted = Vec::new();
    for library in libraries {
        for item_type in library.library_type.item_types() {
            wanted.push((library.key.clone(), item_type.clone()));
        }
    }
    let mut counts = stream::iter(wanted)
        .map(|(library, item_type)| async move {
            let total = match count(client, &library, &item_type, patience).await {
                // Old servers know no videos among photos.
                Err(error)
                    if item_type == ItemType::Clip
                        && error.kind() == ErrorKind::InvalidArgument =>
                {
                    Ok(0)
                }
                // Where it does not say, the listing is walked until nothing new comes.
                total => total.map(Option::unwrap_or_default),
            };
            (library, item_type, total)
        })
        .buffered(SIDE_BY_SIDE);
    let mut listings = Vec::new();
    let mut first_error = None;
    while let Some((library, item_type, total)) = counts.next().await {
        let library_id = item_id_of_library(&library);
        match total {
            Ok(total) => listings.push(Listing {
                library_id,
                library_key: library.as_str().to_owned(),
                item_type: item_type.as_str().to_owned(),
                next_offset: 0,
                total,
            }),
            Err(error) => {
                let place = Place::items(library_id, item_type.as_str());
                first_error.get_or_insert_with(|| error.clone().into());
                failure::noted::<()>(client, writer, place, Err(error.into())).await?;
            }
        }
    }
    let counted = listings.clone();
    writer
        .write(move |batch| counted.iter().try_for_each(|one| batch.count_missing(one)))
        .await?;
    Ok((listings, first_error))
}

/// Counts items, for no longer than `patience`.
async fn count(
    client: &PlexClient,
    library: &LibraryKey,
    item_type: &ItemType,
    patience: Option<Duration>,
) -> plex_client::Result<Option<u64>> {
    let counting = lookup::count(client, library, item_type.as_str());
    match patience {
        None => counting.await,
        Some(after) => timeout(after, counting)
            .await
            .unwrap_or(Err(PlexError::Timeout { after })),
    }
}
