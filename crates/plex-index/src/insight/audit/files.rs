//! Files that the server cannot reach. It has to look at each of them, so this is asked for only.

use futures::{StreamExt, TryStreamExt, stream};
use plex_client::{DetailsQuery, MediaItem, PlexClient, RatingKey};
use rusqlite::params;

use super::{
    finding::Finding,
    query::{AuditQuery, Scope},
    report::Examined,
};
use crate::{error::Result, index::Index};

/// The most titles that are looked at, the largest first.
const MOST: i64 = 2_000;

/// Titles of one request: the server may have to wake a disk.
const BATCH: usize = 25;

/// Titles of a request that failed that are asked for alone before it is plain that all fail.
const TRIED: usize = 2;

/// Requests that run at a time.
const IN_FLIGHT: usize = 2;

/// Finds them, and says how many of the titles that were asked for the server has told of.
///
/// # Errors
///
/// Those of the store, and of the client when the server cannot be talked to.
pub(super) async fn find(index: &Index, query: AuditQuery) -> Result<(Vec<Finding>, Examined)> {
    let keys = index
        .look(move |connection| {
            let scope = Scope::of(connection, &query)?;
            let mut largest = connection.prepare(
                "SELECT rating_key FROM item WHERE versions > 0 AND (?1 IS NULL OR library_id = ?1)
                 ORDER BY size_bytes DESC, id LIMIT ?2",
            )?;
            let keys =
                largest.query_map(params![scope.library, MOST], |row| row.get::<_, String>(0))?;
            Ok(keys.collect::<rusqlite::Result<Vec<_>>>()?)
        })
        .await?;
    let keys: Vec<RatingKey> = keys
        .iter()
        .filter_map(|key| RatingKey::new(key).ok())
        .collect();
    let of = keys.len() as u64;
    let batches: Vec<Vec<RatingKey>> = keys.chunks(BATCH).map(<[RatingKey]>::to_vec).collect();
    let client = index.client();
    let told: Vec<Vec<MediaItem>> = stream::iter(batches)
        .map(|keys| looked_at(client, keys))
        .buffered(IN_FLIGHT)
        .try_collect()
        .await?;
    let told: Vec<MediaItem> = told.into_iter().flatten().collect();
    let examined = Examined {
        titles: told.len() as u64,
        of,
    };
    Ok((told.iter().filter_map(finding).collect(), examined))
}

/// Returns what the server tells of these titles, having looked at their files. One that fails over some,
/// or knows no requests for several, is asked for each; one that tells of none of them is left alone.
async fn looked_at(
    client: &PlexClient,
    keys: Vec<RatingKey>,
) -> plex_client::Result<Vec<MediaItem>> {
    let look = DetailsQuery::new().check_files(true);
    let error = match client.details_of(&keys, &look).await {
        Ok(items) => return Ok(items),
        Err(error) if error.is_connection() => return Err(error),
        Err(error) => error,
    };
    tracing::warn!(%error, "files could not be looked at together");
    let mut told = Vec::new();
    for (asked, key) in keys.iter().enumerate() {
        match client.details_of(std::slice::from_ref(key), &look).await {
            Ok(items) => told.extend(items),
            Err(error) if error.is_connection() => return Err(error),
            Err(_) if told.is_empty() && asked >= TRIED => break,
            Err(_) => {}
        }
    }
    Ok(told)
}

/// Returns what is wrong with the files of an item, if anything is.
fn finding(item: &MediaItem) -> Option<Finding> {
    let parts = || item.media.iter().flat_map(|media| &media.parts);
    let gone = parts().filter(|part| part.exists == Some(false)).count();
    let shut = parts()
        .filter(|part| part.exists != Some(false) && part.accessible == Some(false))
        .count();
    let why = match (gone, shut) {
        (0, 0) => return None,
        (gone, 0) => format!("{gone} of {} files are not there", parts().count()),
        (0, shut) => format!(
            "{shut} of {} files cannot be read by the server",
            parts().count()
        ),
        (gone, shut) => format!("{gone} files are not there, {shut} cannot be read by the server"),
    };
    let above = item
        .grandparent_title
        .as_deref()
        .map(|show| format!("{show}: "))
        .unwrap_or_default();
    Some(Finding {
        title: format!("{above}{}", item.title),
        year: item.year.map(i64::from),
        season: item
            .parent_index
            .map(i64::from)
            .filter(|_| item.grandparent_title.is_some()),
        library: item.library_section_title.clone().unwrap_or_default(),
        rating_keys: item
            .rating_key
            .iter()
            .map(|key| key.as_str().to_owned())
            .collect(),
        size_bytes: parts()
            .filter_map(|part| part.size)
            .reduce(u64::saturating_add),
        why,
    })
}
