//! Tier 1: every listing, page by page, into the database.
//!
//! Pages are asked for ahead of the one being written, a few at a time, so that memory is bounded
//! by those few pages whatever the size of the library. A listing that fails keeps no other waiting.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use futures::{StreamExt, future::try_join, stream};
use plex_client::{Field, ItemsQuery, LibraryKey, MediaItem, Page, PageRequest, PlexClient, Sort};
use tokio::sync::mpsc;

use super::{failure, settle, writer::Writer};
use crate::{
    error::{IndexError, Result},
    store::{Listing, Place},
};

/// Items of one page.
const PAGE: u32 = 500;

/// The order of a listing, which is that of the details the other way round: rows are numbered as they come,
/// so that both write to one end of the tables. What is added meanwhile comes last and moves nothing.
const ORDER: &str = "addedAt";

/// The elements of an item that only its details tell in full, and that are not asked for before.
const OF_DETAILS: [&str; 13] = [
    "Genre",
    "Country",
    "Director",
    "Writer",
    "Producer",
    "Role",
    "Collection",
    "Label",
    "Mood",
    "Style",
    "Rating",
    "Image",
    "UltraBlurColors",
];

/// Pages that are asked for at a time.
const IN_FLIGHT: usize = 3;

/// A listing that is walked.
#[derive(Debug)]
struct Walk {
    listing: Listing,
    /// It has failed: no more is asked of it.
    failed: AtomicBool,
}

/// One page of a listing: what lies between two offsets.
#[derive(Debug)]
struct Step {
    walk: Arc<Walk>,
    offset: u64,
    end: u64,
    last: bool,
}

/// The outcome of walking some listings.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Listings that were walked to their ends.
    pub(super) read: usize,
    /// Those that could not be.
    pub(super) failed: Vec<(i64, String)>,
    /// Why the first of these could not.
    pub(super) error: Option<IndexError>,
}

/// Walks all listings of the running pass to their ends, from where they are.
///
/// # Errors
///
/// What is wrong with the whole server, and those of the store. What was done until then stays done.
pub(super) async fn walk(client: &PlexClient, writer: &Writer) -> Result<Walked> {
    let walks = writer.write(|batch| batch.open_walks()).await?;
    let (pages, mut arrived) = mpsc::channel(1);
    let fetching = async move {
        let mut coming = stream::iter(walks.into_iter().flat_map(steps))
            .map(|step| async move {
                // Nothing is asked of a listing that has failed.
                let page = match step.walk.failed.load(Ordering::Relaxed) {
                    true => None,
                    false => Some(page(client, &step.walk.listing, step.offset, PAGE).await),
                };
                (step, page)
            })
            .buffered(IN_FLIGHT);
        while let Some(page) = coming.next().await {
            if pages.send(page).await.is_err() {
                break;
            }
        }
        Ok(())
    };
    let writing = async {
        let mut walked = Walked::default();
        while let Some((step, page)) = arrived.recv().await {
            let Some(page) = page.filter(|_| !step.walk.failed.load(Ordering::Relaxed)) else {
                continue;
            };
            let listing = &step.walk.listing;
            let outcome = match page {
                Ok(page) => write(client, writer, &step, page).await,
                Err(error) => Err(error),
            };
            match outcome {
                Ok(()) => walked.read += usize::from(step.last),
                Err(error) => {
                    if failure::is_of_server(client, &error).await {
                        return Err(error);
                    }
                    step.walk.failed.store(true, Ordering::Relaxed);
                    note_failure(writer, listing, &error).await?;
                    let place = (listing.library_id, listing.item_type.clone());
                    walked.failed.push(place);
                    walked.error.get_or_insert(error);
                }
            }
        }
        Ok(walked)
    };
    try_join(fetching, writing).await.map(|((), walked)| walked)
}

/// Returns the pages of a listing as far as they can be told beforehand: one at least, because a listing
/// that was empty may not be so any more.
fn steps(listing: Listing) -> impl Iterator<Item = Step> {
    let (start, end) = (
        listing.next_offset,
        listing.total.max(listing.next_offset + 1),
    );
    let walk = Arc::new(Walk {
        listing,
        failed: AtomicBool::new(false),
    });
    (start..end).step_by(PAGE as usize).map(move |offset| Step {
        walk: Arc::clone(&walk),
        offset,
        end: end.min(offset + u64::from(PAGE)),
        last: offset + u64::from(PAGE) >= end,
    })
}

/// Writes what lies between the two offsets of a step, and after the last step whatever the listing has
/// grown by meanwhile. A server may give fewer than it was asked for: the next page begins where the last
/// one ended.
async fn write(
    client: &PlexClient,
    writer: &Writer,
    step: &Step,
    first: Page<MediaItem>,
) -> Result<()> {
    let listing = &step.walk.listing;
    let mut covered = step.offset;
    let mut next = Some(first);
    let mut told = None;
    while let Some(found) = next.take() {
        let count = found.items.len() as u64;
        let more = match found.total {
            Some(total) => covered + count < total,
            // A server that does not say how many there are is asked until nothing new comes.
            None => true,
        };
        told = found.total.or(told);
        covered += count;
        let met = write_page(writer, listing, covered, found).await?;
        // One that gives the same page again and again would be asked for ever.
        let goes_on = met > 0 && more && (step.last || covered < step.end);
        if goes_on {
            let size = match step.last {
                true => PAGE,
                false => u32::try_from(step.end - covered).unwrap_or(PAGE),
            };
            next = Some(page(client, listing, covered, size).await?);
        }
    }
    if !step.last {
        return Ok(());
    }
    settle::settle(client, writer, listing, told).await
}

/// Writes a page. Gives how many of its entries the pass had not met before.
async fn write_page(
    writer: &Writer,
    listing: &Listing,
    covered: u64,
    page: Page<MediaItem>,
) -> Result<u64> {
    let (library_id, item_type) = (listing.library_id, listing.item_type.clone());
    writer
        .write_later(move |batch| {
            let mut met = 0;
            for item in &page.items {
                met += u64::from(batch.put_listed(item, library_id, &item_type)?.is_met);
            }
            batch.advance_walk(library_id, &item_type, covered, met)?;
            Ok(met)
        })
        .await
}

fn page(
    client: &PlexClient,
    listing: &Listing,
    offset: u64,
    size: u32,
) -> impl Future<Output = Result<Page<MediaItem>>> {
    let query = ItemsQuery::new()
        .item_type(listing.item_type.parse().unwrap_or_default())
        .without_elements(OF_DETAILS)
        .page(PageRequest::new(offset, size));
    async move {
        let library = LibraryKey::new(&listing.library_key)?;
        let query = query.sort(Sort::ascending(Field::new(ORDER)?));
        Ok(client.library_items(&library, &query).await?)
    }
}

/// Notes that a listing could not be read, and leaves it out of what is left of the pass.
async fn note_failure(writer: &Writer, listing: &Listing, error: &IndexError) -> Result<()> {
    tracing::warn!(%error, library = listing.library_key, item_type = listing.item_type, "a library could not be read");
    let why = failure::why(error);
    let (library_id, item_type, total) =
        (listing.library_id, listing.item_type.clone(), listing.total);
    writer
        .write(move |batch| {
            let held = batch.count_items(library_id, &item_type)?;
            let place = Place::items(library_id, &item_type);
            batch.put_missing(&place, &why, (Some(held), Some(total)))?;
            batch.finish_walk(library_id, &item_type)
        })
        .await
}
