//! Tier 1: every listing, page by page, into the database.
//!
//! Pages are asked for ahead of the one being written, a few at a time, so that memory is bounded
//! by those few pages whatever the size of the library.

use std::sync::Arc;

use futures::{StreamExt, future::try_join, stream};
use plex_client::{
    ErrorKind, ItemsQuery, LibraryKey, MediaItem, Page, PageRequest, PlexClient, RatingKey,
};
use tokio::sync::mpsc;

use super::writer::Writer;
use crate::{
    error::{IndexError, Result},
    store::{Listing, item_id},
};

/// Items of one page.
const PAGE: u32 = 500;

/// The order of a listing. Servers hand out keys as titles are added, and the tables are sorted by
/// key: what comes in this order is appended, while any other order would touch all of the database
/// at every page. What is added meanwhile comes last and moves nothing.
const ORDER: &str = "addedAt";

/// Pages that are asked for at a time.
const IN_FLIGHT: usize = 3;

/// Items that are asked for by key at a time, to learn whether they are really gone.
const CHECKED_AT_A_TIME: usize = 50;

/// One page of a listing.
struct Step {
    walk: Arc<Listing>,
    offset: u64,
    last: bool,
}

/// Walks all listings of the running pass to their ends, from where they are.
///
/// # Errors
///
/// Those of the client and the store. What was done until then stays done.
pub(crate) async fn walk(client: &PlexClient, writer: &Writer) -> Result<()> {
    let walks = writer.write(|batch| batch.open_walks()).await?;
    let (pages, mut arrived) = mpsc::channel(1);
    let fetching = async move {
        let mut coming = stream::iter(walks.into_iter().flat_map(steps))
            .map(|step| async move {
                let page = page(client, &step.walk, step.offset).await?;
                Ok::<_, IndexError>((step, page))
            })
            .buffered(IN_FLIGHT);
        while let Some(page) = coming.next().await {
            if pages.send(page?).await.is_err() {
                break;
            }
        }
        Ok(())
    };
    let writing = async {
        while let Some((step, page)) = arrived.recv().await {
            write(client, writer, step, page).await?;
        }
        Ok(())
    };
    try_join(fetching, writing).await.map(drop)
}

/// The pages of a listing as far as they can be told beforehand: one at least, because a listing
/// that was empty may not be so any more.
fn steps(walk: Listing) -> impl Iterator<Item = Step> {
    let walk = Arc::new(walk);
    let end = walk.total.max(walk.next_offset + 1);
    (walk.next_offset..end)
        .step_by(PAGE as usize)
        .map(move |offset| Step {
            walk: Arc::clone(&walk),
            offset,
            last: offset + u64::from(PAGE) >= end,
        })
}

/// Writes a page, and after the last one whatever the listing has grown by meanwhile.
async fn write(
    client: &PlexClient,
    writer: &Writer,
    step: Step,
    first: Page<MediaItem>,
) -> Result<()> {
    let mut next = Some(first);
    while let Some(found) = next.take() {
        let more = found.next_offset().filter(|_| step.last);
        write_page(writer, &step.walk, step.offset, found).await?;
        if let Some(offset) = more {
            next = Some(page(client, &step.walk, offset).await?);
        }
    }
    if step.last {
        settle(client, writer, &step.walk).await
    } else {
        Ok(())
    }
}

async fn write_page(
    writer: &Writer,
    walk: &Arc<Listing>,
    offset: u64,
    page: Page<MediaItem>,
) -> Result<()> {
    let walk = Arc::clone(walk);
    writer
        .write(move |batch| {
            for item in &page.items {
                batch.put_listed(item, walk.library_id, &walk.item_type)?;
            }
            batch.advance_walk(
                walk.library_id,
                &walk.item_type,
                offset + page.items.len() as u64,
            )
        })
        .await
}

async fn page(client: &PlexClient, walk: &Listing, offset: u64) -> Result<Page<MediaItem>> {
    let library = LibraryKey::new(&walk.library_key)?;
    let query = ItemsQuery::new()
        .item_type(walk.item_type.parse().unwrap_or_default())
        .include_guids(true)
        .sort(ORDER)
        .page(PageRequest::new(offset, PAGE));
    Ok(client.library_items(&library, &query).await?)
}

/// Deals with what a listing did not show any more. A listing that changes while it is walked can
/// slip an item past us: so the server is asked before anything is dropped.
async fn settle(client: &PlexClient, writer: &Writer, walk: &Arc<Listing>) -> Result<()> {
    loop {
        let (library, item_type) = (walk.library_id, walk.item_type.clone());
        let keys = writer
            .write(move |batch| batch.unmet(library, &item_type, CHECKED_AT_A_TIME))
            .await?;
        if keys.is_empty() {
            break;
        }
        let keys: Vec<RatingKey> = keys
            .iter()
            .filter_map(|key| RatingKey::new(key).ok())
            .collect();
        let there = existing(client, &keys).await?;
        writer
            .write(move |batch| {
                for key in &keys {
                    if there.contains(key) {
                        batch.meet(item_id(key))?;
                    } else {
                        batch.remove_item(item_id(key))?;
                    }
                }
                Ok(())
            })
            .await?;
    }
    let walk = Arc::clone(walk);
    writer
        .write(move |batch| batch.finish_walk(walk.library_id, &walk.item_type))
        .await
}

/// Returns those of these items that the server knows.
async fn existing(client: &PlexClient, keys: &[RatingKey]) -> Result<Vec<RatingKey>> {
    match client.metadata(keys).await {
        Ok(items) => Ok(items
            .into_iter()
            .filter_map(|item| item.rating_key)
            .collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}
