//! Tier 2: all tags, people, streams and ratings, by batches of keys, those added last first.
//!
//! Which items are due is a column of theirs: there is nothing to remember between two runs.

use futures::{StreamExt, TryStreamExt, stream};
use plex_client::{ErrorKind, MediaItem, PlexClient, RatingKey};

use super::writer::Writer;
use crate::{error::Result, store::item_id};

/// Items of one request. A server answers some hundreds a second, so each takes a part of a second.
const BATCH: usize = 50;

/// Requests that run at a time: the server has others to serve.
const IN_FLIGHT: usize = 2;

/// Requests between two looks at what is due.
const ROUND: usize = 8;

/// Fetches details for up to a round of items. Gives whether more are due.
///
/// # Errors
///
/// Those of the client and the store. What was done until then stays done.
pub(crate) async fn fill_some(client: &PlexClient, writer: &Writer) -> Result<bool> {
    let due = writer
        .write(|batch| batch.due_details(BATCH * ROUND))
        .await?;
    let more = due.len() == BATCH * ROUND;
    let keys: Vec<RatingKey> = due
        .iter()
        .filter_map(|key| RatingKey::new(key).ok())
        .collect();
    fetch(client, writer, &keys).await?;
    Ok(more)
}

/// Fetches the details of these items and notes them; what the server does not know any more is
/// removed.
///
/// # Errors
///
/// Those of the client and the store.
pub(crate) async fn fetch(client: &PlexClient, writer: &Writer, keys: &[RatingKey]) -> Result<()> {
    let batches: Vec<Vec<RatingKey>> = keys.chunks(BATCH).map(<[RatingKey]>::to_vec).collect();
    stream::iter(batches)
        .map(|keys| async move {
            let items = details(client, &keys).await?;
            Ok((keys, items))
        })
        .buffer_unordered(IN_FLIGHT)
        .try_for_each(|(keys, items)| note(writer, keys, items))
        .await
}

async fn details(client: &PlexClient, keys: &[RatingKey]) -> Result<Vec<MediaItem>> {
    match client.metadata(keys).await {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        found => Ok(found?),
    }
}

async fn note(writer: &Writer, asked: Vec<RatingKey>, items: Vec<MediaItem>) -> Result<()> {
    writer
        .write(move |batch| {
            for item in &items {
                batch.put_details(item)?;
            }
            // What was asked for and did not come is gone, or it would be asked for for ever.
            let came = |key: &RatingKey| {
                items
                    .iter()
                    .any(|item| item.rating_key.as_ref() == Some(key))
            };
            asked
                .iter()
                .filter(|key| !came(key))
                .try_for_each(|key| batch.remove_item(item_id(key)))
        })
        .await
}
