//! Albums of photos that are in other albums, which no listing shows: they are known by what is in them.

use std::collections::HashSet;

use plex_client::{Library, LibraryType, PlexClient, RatingKey};

use super::{failure, lookup, writer::Writer};
use crate::{
    error::{IndexError, Result},
    store::{Place, item_id_of_library},
};

/// Albums that are asked for at a time.
const AT_A_TIME: usize = 50;

/// Fetches the albums that something in the libraries of photos is in and that are not held, and the
/// albums that those are in.
///
/// # Errors
///
/// What is wrong with the whole server, and those of the store.
pub(super) async fn fill(
    client: &PlexClient,
    writer: &Writer,
    libraries: &[Library],
) -> Result<()> {
    let photos = libraries
        .iter()
        .filter(|library| library.library_type == LibraryType::Photo);
    for library in photos {
        let library_id = item_id_of_library(&library.key);
        let Err(error) = fill_one(client, writer, library_id).await else {
            continue;
        };
        if failure::is_of_server(client, &error).await {
            return Err(error);
        }
        let why = failure::why(&error);
        let why = format!("albums that are in other albums: {why}");
        let place = Place::items(library_id, ALBUM);
        writer
            .write(move |batch| batch.put_missing(&place, &why, (None, None)))
            .await?;
    }
    Ok(())
}

/// The type of an album of photos.
const ALBUM: &str = "photoalbum";

async fn fill_one(client: &PlexClient, writer: &Writer, library_id: i64) -> Result<()> {
    let mut asked: HashSet<i64> = HashSet::new();
    loop {
        let absent = writer
            .write(move |batch| batch.absent_parents(library_id))
            .await?;
        let keys: Vec<RatingKey> = absent
            .into_iter()
            .filter(|number| asked.insert(*number))
            .take(AT_A_TIME)
            .filter_map(|number| RatingKey::new(number.to_string()).ok())
            .collect();
        if keys.is_empty() {
            return Ok(());
        }
        let found = lookup::items(client, keys).await?;
        writer
            .write(move |batch| {
                found
                    .items
                    .iter()
                    .try_for_each(|album| batch.put_listed(album, library_id, ALBUM).map(drop))
            })
            .await?;
        if let Some(error) = found.why.filter(|_| !found.untold.is_empty()) {
            return Err(IndexError::from(error));
        }
    }
}
