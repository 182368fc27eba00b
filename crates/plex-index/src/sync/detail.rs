//! Tier 2: all tags, people, streams and ratings, by batches of keys, those added last first.
//!
//! Which items are due is a column of theirs: there is nothing to remember between two runs.

use std::collections::HashSet;

use futures::{StreamExt, future::try_join, stream};
use plex_client::{ErrorKind, MediaItem, PlexClient, RatingKey};
use tokio::sync::mpsc;

use super::writer::Writer;
use crate::{error::Result, store::item_id};

/// Items of one request. A server answers some hundreds a second, so each takes a part of a second.
const BATCH: usize = 50;

/// Requests that run at a time: the server has others to serve.
const IN_FLIGHT: usize = 2;

/// Answers that are written together. Every transaction makes full-text search write a part of its
/// own and merge it later, so few large ones are cheaper; but all these items are in memory at once.
const TOGETHER: usize = 8;

/// Requests between two looks at what is due.
const ROUND: usize = 5 * TOGETHER;

/// The keys that were asked for, and the items that came.
type Answer = (Vec<RatingKey>, Vec<MediaItem>);

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
    if !more && !keys.is_empty() {
        // The last of many: there are people and streams to count now.
        writer.write(|batch| batch.analyze()).await?;
    }
    Ok(more)
}

/// Fetches the details of these items and notes them; what the server does not know any more is
/// removed. The next answers come while the last ones are written.
///
/// # Errors
///
/// Those of the client and the store.
pub(crate) async fn fetch(client: &PlexClient, writer: &Writer, keys: &[RatingKey]) -> Result<()> {
    let batches: Vec<Vec<RatingKey>> = keys.chunks(BATCH).map(<[RatingKey]>::to_vec).collect();
    let (answers, mut arrived) = mpsc::channel::<Vec<Answer>>(1);
    let asking = async move {
        let mut coming = stream::iter(batches)
            .map(|keys| details(client, keys))
            .buffer_unordered(IN_FLIGHT)
            .chunks(TOGETHER);
        while let Some(some) = coming.next().await {
            let some = some.into_iter().collect::<Result<Vec<Vec<Answer>>>>()?;
            let some = some.into_iter().flatten().collect();
            if answers.send(some).await.is_err() {
                break;
            }
        }
        Ok(())
    };
    let writing = async {
        while let Some(answers) = arrived.recv().await {
            note(writer, answers).await?;
        }
        Ok(())
    };
    try_join(asking, writing).await.map(drop)
}

/// The details of these items. A server that fails over one of them tells of the others: that one stays
/// due, and nobody waits for it.
async fn details(client: &PlexClient, keys: Vec<RatingKey>) -> Result<Vec<Answer>> {
    let error = match ask(client, &keys).await {
        Ok(items) => return Ok(vec![(keys, items)]),
        Err(error) => error,
    };
    let ends = match (keys.first(), keys.last()) {
        (Some(first), Some(last)) if first != last && error.kind() == ErrorKind::Upstream => {
            [first.clone(), last.clone()]
        }
        _ => return Err(error.into()),
    };
    // One that fails over everything must not be asked a hundred times.
    for end in ends {
        if ask(client, &[end]).await.is_ok() {
            return Ok(apart(client, keys).await);
        }
    }
    Err(error.into())
}

/// Asks for halves of what failed, and for halves of the half that fails.
async fn apart(client: &PlexClient, keys: Vec<RatingKey>) -> Vec<Answer> {
    let mut answers = Vec::new();
    let mut parts = vec![keys];
    while let Some(mut part) = parts.pop() {
        match ask(client, &part).await {
            Ok(items) => answers.push((part, items)),
            Err(error) if part.len() < 2 => {
                tracing::warn!(%error, key = ?part.first(), "the server cannot tell of an item");
            }
            Err(_) => {
                let rest = part.split_off(part.len() / 2);
                parts.extend([part, rest]);
            }
        }
    }
    answers
}

async fn ask(client: &PlexClient, keys: &[RatingKey]) -> plex_client::Result<Vec<MediaItem>> {
    match client.metadata(keys).await {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        found => found,
    }
}

async fn note(writer: &Writer, answers: Vec<Answer>) -> Result<()> {
    writer
        .write_later(move |batch| {
            for (asked, items) in &answers {
                for item in items {
                    batch.put_details(item)?;
                }
                // What was asked for and did not come is gone, or it would be asked for for ever.
                let came: HashSet<&RatingKey> = items
                    .iter()
                    .filter_map(|item| item.rating_key.as_ref())
                    .collect();
                for key in asked.iter().filter(|key| !came.contains(key)) {
                    batch.remove_item(item_id(key))?;
                }
            }
            Ok(())
        })
        .await
}
