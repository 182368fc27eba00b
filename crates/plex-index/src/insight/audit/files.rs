//! Files that the server cannot reach. It has to look at each of them, so this is asked for only.

use futures::{StreamExt, TryStreamExt, stream};
use plex_client::{DetailsQuery, ErrorKind, MediaItem, RatingKey};
use rusqlite::params;

use super::{
    finding::Finding,
    query::{AuditQuery, Scope},
};
use crate::{error::Result, index::Index};

/// The most titles that are looked at, the largest first.
const MOST: i64 = 2_000;

/// Titles of one request: the server may have to wake a disk.
const BATCH: usize = 25;

/// Requests that run at a time.
const IN_FLIGHT: usize = 2;

pub(super) async fn find(index: &Index, query: AuditQuery) -> Result<Vec<Finding>> {
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
    let batches: Vec<Vec<RatingKey>> = keys.chunks(BATCH).map(<[RatingKey]>::to_vec).collect();
    let client = index.client();
    let found: Vec<Vec<Finding>> = stream::iter(batches)
        .map(|keys| async move {
            match client
                .details_of(&keys, &DetailsQuery::new().check_files(true))
                .await
            {
                Ok(items) => Ok(items.iter().filter_map(finding).collect()),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
                Err(error) => Err(error),
            }
        })
        .buffered(IN_FLIGHT)
        .try_collect()
        .await?;
    Ok(found.into_iter().flatten().collect())
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
