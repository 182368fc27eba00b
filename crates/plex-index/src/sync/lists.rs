//! Collections and playlists.

use std::future::Future;

use plex_client::{ErrorKind, LibraryKey, MediaItem, Page, PageRequest, PlexClient, RatingKey};

use super::{failure::noted, lookup, scope::Scope, writer::Writer};
use crate::{
    error::{IndexError, Result},
    store::{Lack, List, Place, item_id_of_library, list_id},
};

/// Lists or members of one page.
const PAGE: u32 = 500;

/// The most members of one list that are kept; one that has more is not complete.
const MOST_MEMBERS: usize = 100_000;

/// Brings collections and playlists up to date: those that are new or have changed, in a sweep also
/// those made by rules, which change without a sign. What cannot be read is noted as missing.
///
/// # Errors
///
/// What is wrong with the whole server, and those of the store.
pub(super) async fn refresh(
    client: &PlexClient,
    writer: &Writer,
    scope: &Scope,
    libraries: &[LibraryKey],
    sweep: bool,
) -> Result<()> {
    for library in libraries {
        let id = item_id_of_library(library);
        let place = Place::in_library(Lack::Collections, library);
        let in_vain = writer
            .write(move |batch| batch.could_not_be_counted(id))
            .await?;
        if in_vain {
            // What could not even be counted has a later turn.
            writer
                .write(move |batch| {
                    batch.put_missing(&place, "its library could not be read", (None, None))
                })
                .await?;
            continue;
        }
        let read = async {
            let all = all_pages(|page| client.collections(library, page)).await?;
            let library = Some(item_id_of_library(library));
            update(client, writer, List::Collection, library, all, sweep).await
        };
        noted(client, writer, place, read.await).await?;
    }
    if scope.0.is_some() {
        // A playlist belongs to a person, not to a library, and its title may tell of any.
        return Ok(());
    }
    let read = async {
        let all = all_pages(|page| client.playlists(page)).await?;
        update(client, writer, List::Playlist, None, all, sweep).await
    };
    noted(client, writer, Place::of(Lack::Playlists), read.await)
        .await
        .map(drop)
}

async fn update(
    client: &PlexClient,
    writer: &Writer,
    kind: List,
    library: Option<i64>,
    lists: Vec<MediaItem>,
    sweep: bool,
) -> Result<()> {
    if lists.len() > MOST_MEMBERS {
        return Err(IndexError::TooMany {
            kept: MOST_MEMBERS as u64,
        });
    }
    let keep: Vec<i64> = lists
        .iter()
        .filter_map(|list| list.rating_key.as_ref().map(list_id))
        .collect();
    let beyond = writer
        .write(move |batch| batch.lists_beyond(kind, library, &keep))
        .await?;
    if !beyond.is_empty() {
        // A list that is not listed may be gone; the server is asked for it.
        let gone = lookup::items(client, beyond).await?.gone;
        writer
            .write(move |batch| batch.remove_lists(kind, &gone))
            .await?;
    }
    for list in lists {
        let Some(key) = list.rating_key.clone() else {
            continue;
        };
        let noted = list.clone();
        let due = writer
            .write(move |batch| batch.put_list(kind, &noted, library, sweep))
            .await?;
        if !due {
            continue;
        }
        let members = match all_pages(|page| members(client, kind, &key, page)).await {
            Err(error)
                if error
                    .plex()
                    .is_some_and(|error| error.kind() == ErrorKind::NotFound) =>
            {
                continue;
            }
            members => members?,
        };
        let counted = list.leaf_count.or(list.child_count).unwrap_or(0);
        if members.is_empty() && counted > 0 {
            return Err(IndexError::Incomplete {
                counted: counted.into(),
                listed: 0,
            });
        }
        writer
            .write(move |batch| batch.put_members(kind, &list, &members))
            .await?;
    }
    // Also those that did not change since they were read.
    let longest = writer
        .write(move |batch| batch.longest_list(kind, library))
        .await?;
    match longest > MOST_MEMBERS as u64 {
        true => Err(IndexError::TooMany {
            kept: MOST_MEMBERS as u64,
        }),
        false => Ok(()),
    }
}

async fn members(
    client: &PlexClient,
    kind: List,
    key: &RatingKey,
    page: PageRequest,
) -> plex_client::Result<Page<MediaItem>> {
    match kind {
        List::Collection => client.collection_items(key, page).await,
        List::Playlist => client.playlist_items(key, page).await,
    }
}

/// Returns everything of a list that is short by nature, or more than are kept of one.
///
/// # Errors
///
/// Those of the client, and that a page came twice.
async fn all_pages<F, P>(mut ask: F) -> Result<Vec<MediaItem>>
where
    F: FnMut(PageRequest) -> P,
    P: Future<Output = plex_client::Result<Page<MediaItem>>>,
{
    let mut all = Vec::new();
    let mut next = Some(0);
    while let Some(offset) = next {
        let page = ask(PageRequest::new(offset, PAGE)).await?;
        next = page.next_offset();
        let count = page.items.len();
        if count > 0 && all.len() >= count && all.ends_with(&page.items) {
            return Err(IndexError::Repeated { listed: offset });
        }
        all.extend(page.items);
        if all.len() > MOST_MEMBERS {
            all.truncate(MOST_MEMBERS + 1);
            break;
        }
    }
    Ok(all)
}
