//! Tier 2: all tags, people, streams and ratings, by batches of keys, those added last first.
//!
//! Which items are due is a column of theirs: there is nothing to remember between two runs but those
//! that were asked for in vain, which are not asked for again in the same round.

use std::collections::HashSet;

use futures::{
    StreamExt, TryStreamExt,
    future::join,
    stream::{self, TryChunksError},
};
use plex_client::{PlexClient, RatingKey};
use tokio::sync::mpsc;

use super::{
    failure,
    lookup::{self, Found},
    writer::Writer,
};
use crate::{
    error::{IndexError, Result},
    store::{Lack, Place},
};

/// Items of one request. A server answers some hundreds a second, so each takes a part of a second.
const BATCH: usize = 50;

/// Requests that run at a time: the server has others to serve.
const IN_FLIGHT: usize = 2;

/// Answers that are written together. Every transaction makes full-text search write a part of its
/// own and merge it later, so few large ones are cheaper; but all these items are in memory at once.
const TOGETHER: usize = 8;

/// Requests between two looks at what is due.
const ROUND: usize = 5 * TOGETHER;

/// Holds what some items were asked for in vain, and why.
#[derive(Debug, Default)]
pub(super) struct InVain {
    keys: HashSet<RatingKey>,
    why: String,
    /// There was an answer that told of none of its items.
    is_all: bool,
}

impl InVain {
    fn add(&mut self, keys: impl IntoIterator<Item = RatingKey>, why: Option<String>) {
        self.keys.extend(keys);
        if let Some(why) = why {
            self.why = why;
        }
    }
}

/// Fetches details for up to a round of items. Gives whether more are due.
///
/// # Errors
///
/// Those of the client and the store. What was done until then stays done.
pub(super) async fn fill_some(
    client: &PlexClient,
    writer: &Writer,
    given_up: &mut HashSet<RatingKey>,
) -> Result<bool> {
    let known = given_up.clone();
    let due = writer
        .write(move |batch| batch.due_details(BATCH * ROUND, &known))
        .await?;
    let more = due.len() == BATCH * ROUND;
    let found_any = !due.is_empty();
    let in_vain = match fetch(client, writer, due).await {
        Ok(in_vain) => in_vain,
        Err(error) => {
            note_missing(writer, failure::why(&error)).await?;
            return Err(error);
        }
    };
    let ends = in_vain.is_all;
    let why = in_vain.why;
    given_up.extend(in_vain.keys);
    if !given_up.is_empty() && (ends || !more) {
        // What the listings say of them can be found nevertheless.
        writer.write(|batch| batch.search_undetailed()).await?;
    }
    if ends || !more {
        // The last of many: there are people and streams to count now.
        writer
            .write(move |batch| {
                if batch.index_details()? || found_any {
                    batch.count_files_once()?;
                    batch.analyze()?;
                }
                Ok(())
            })
            .await?;
    }
    if given_up.is_empty() {
        if !more {
            writer
                .write(|batch| batch.clear_missing(&Place::of(Lack::Details)))
                .await?;
        }
    } else if ends || (!more && found_any) {
        note_missing(writer, why).await?;
    }
    Ok(more && !ends)
}

async fn note_missing(writer: &Writer, why: String) -> Result<()> {
    writer
        .write(move |batch| {
            let (due, all) = batch.count_due()?;
            let held = Some(all.saturating_sub(due));
            batch.put_missing(&Place::of(Lack::Details), &why, (held, Some(all)))
        })
        .await
}

/// Fetches the details of these items and notes them; what is gone from the server is removed. The next
/// answers come while the last ones are written. Gives those that were asked for in vain.
///
/// # Errors
///
/// Those of the client and the store.
pub(super) async fn fetch(
    client: &PlexClient,
    writer: &Writer,
    keys: Vec<RatingKey>,
) -> Result<InVain> {
    let batches: Vec<Vec<RatingKey>> = keys.chunks(BATCH).map(<[RatingKey]>::to_vec).collect();
    let (answers, mut arrived) = mpsc::channel::<Vec<Found>>(1);
    let asking = async move {
        let mut coming = stream::iter(batches)
            .map(|keys| lookup::items(client, keys))
            .buffer_unordered(IN_FLIGHT)
            .try_chunks(TOGETHER);
        while let Some(some) = coming.next().await {
            let (some, error) = match some {
                Ok(some) => (some, None),
                // What came before it is not lost, and nothing more is asked for.
                Err(TryChunksError(some, error)) => (some, Some(error)),
            };
            let is_over = answers.send(some).await.is_err();
            match error {
                Some(error) => return Err(error.into()),
                None if is_over => break,
                None => {}
            }
        }
        Ok::<(), IndexError>(())
    };
    let writing = async {
        let mut in_vain = InVain::default();
        while let Some(answers) = arrived.recv().await {
            note(client, writer, answers, &mut in_vain).await?;
            if in_vain.is_all {
                // Nothing more comes of asking on.
                arrived.close();
                break;
            }
        }
        Ok::<InVain, IndexError>(in_vain)
    };
    // What was answered is written, whatever went wrong with the next question.
    let (asked, written) = join(asking, writing).await;
    let in_vain = written?;
    asked.map(|()| in_vain)
}

/// Writes some answers.
async fn note(
    client: &PlexClient,
    writer: &Writer,
    answers: Vec<Found>,
    in_vain: &mut InVain,
) -> Result<()> {
    let mut items = Vec::new();
    for mut found in answers {
        let believed = lookup::believed(client, writer, &found.gone).await?;
        let told_nothing = found.items.is_empty() && believed.is_empty();
        in_vain.is_all |= told_nothing && found.gone.len() + found.untold.len() > 1;
        items.append(&mut found.items);
        let why = found.why.as_ref().map(failure::why_of);
        let doubted: Vec<RatingKey> = found
            .gone
            .into_iter()
            .filter(|key| !believed.contains(key))
            .collect();
        if !doubted.is_empty() || !found.untold.is_empty() {
            let why = why.unwrap_or_else(|| {
                "the server knows nothing of items that its libraries still count".to_owned()
            });
            in_vain.add(doubted.into_iter().chain(found.untold), Some(why));
        }
        writer
            .write_later(move |batch| {
                let ids = batch.find_items(&believed)?;
                ids.into_iter().try_for_each(|id| batch.remove_item(id))
            })
            .await?;
    }
    writer
        .write_later(move |batch| batch.put_all_details(&items))
        .await
}
