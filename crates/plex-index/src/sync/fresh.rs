//! The fast pass: what has changed, as far as times and counts show it.

use futures::{StreamExt, TryStreamExt, stream};
use plex_client::{Field, ItemsQuery, LibraryKey, PageRequest, PlexClient, RatingKey, Sort};

use super::{
    albums, detail,
    failure::{self, noted},
    history, lists, scope,
    scope::Scope,
    writer::Writer,
};
use crate::{
    error::Result,
    store::{Fact, Listing, Place},
};

/// Sizes of the pages of a listing sorted by time: mostly nothing is new, sometimes a lot.
const PAGES: [u32; 3] = [30, 200, 500];

/// Listings that are looked at side by side.
const SIDE_BY_SIDE: usize = 4;

/// Brings the snapshot up to date. Gives the listings whose counts still differ from the server's:
/// something has gone or come that no time tells of, which only a sweep finds. What cannot be read is
/// noted as missing.
///
/// # Errors
///
/// What is wrong with the whole server, and those of the store.
pub(super) async fn refresh(
    client: &PlexClient,
    writer: &Writer,
    scope: &Scope,
    now: i64,
) -> Result<Vec<Listing>> {
    let libraries = scope.libraries(client, writer).await?;
    let keys: Vec<LibraryKey> = libraries
        .iter()
        .map(|library| library.key.clone())
        .collect();
    let (listings, error) = scope::listings(client, writer, &libraries, None).await?;
    if let Some(error) = error.filter(|_| listings.is_empty()) {
        return Err(error);
    }
    let failed: Vec<Option<Place>> = stream::iter(listings.clone())
        .map(Ok)
        .map_ok(|listing| async move {
            let place = Place::items(listing.library_id, &listing.item_type);
            match changes(client, writer, listing).await {
                Ok(()) => Ok(None),
                Err(error) => {
                    let outcome = noted::<()>(client, writer, place.clone(), Err(error)).await;
                    outcome.map(|_| Some(place))
                }
            }
        })
        .try_buffer_unordered(SIDE_BY_SIDE)
        .try_collect()
        .await?;
    let failed: Vec<Place> = failed.into_iter().flatten().collect();
    albums::fill(client, writer, &libraries).await?;
    history::refresh(client, writer, scope, &keys, false).await?;
    lists::refresh(client, writer, scope, &keys, false).await?;

    writer
        .write(move |batch| {
            batch.set_fact(Fact::Refreshed, now)?;
            let mut differing = Vec::new();
            for listing in listings {
                let place = Place::items(listing.library_id, &listing.item_type);
                let held = batch.count_items(listing.library_id, &listing.item_type)?;
                // What failed just now has its turn in the next round, what failed before has it now.
                if !failed.contains(&place)
                    && (held != listing.total || batch.is_missing(&place)?)
                {
                    differing.push(listing);
                }
            }
            Ok(differing)
        })
        .await
}

/// Notes what was changed, viewed or added in one listing.
async fn changes(client: &PlexClient, writer: &Writer, listing: Listing) -> Result<()> {
    let listing = &listing;
    newest(client, writer, listing, "updatedAt").await?;
    let held = listing.clone();
    let differs = writer
        .write(move |batch| Ok(batch.count_items(held.library_id, &held.item_type)? != held.total))
        .await?;
    if differs {
        newest(client, writer, listing, "addedAt").await?;
    }
    if matches!(listing.item_type.as_str(), "movie" | "episode" | "track") {
        let viewed = newest(client, writer, listing, "lastViewedAt").await?;
        // What is below a show or artist has been played: its own counts have changed.
        if let Err(error) = detail::fetch(client, writer, viewed).await {
            if failure::is_of_server(client, &error).await {
                return Err(error);
            }
            // The next pass over everything sees them.
            tracing::warn!(%error, "what was played has parents that cannot be read");
        }
    }
    Ok(())
}

/// Notes the items of a listing with the latest of a date first, until a page brings nothing new. Gives the
/// parents of those that did.
async fn newest(
    client: &PlexClient,
    writer: &Writer,
    listing: &Listing,
    latest: &str,
) -> Result<Vec<RatingKey>> {
    let library = LibraryKey::new(&listing.library_key)?;
    let mut sizes = PAGES.into_iter();
    let mut size = 0;
    let mut parents = Vec::new();
    let mut next = Some(0);
    while let Some(offset) = next {
        size = sizes.next().unwrap_or(size);
        let query = ItemsQuery::new()
            .item_type(listing.item_type.parse().unwrap_or_default())
            .sort(Sort::descending(Field::new(latest)?))
            .page(PageRequest::new(offset, size));
        let page = client.library_items(&library, &query).await?;
        let more = page.next_offset();
        let (library_id, item_type) = (listing.library_id, listing.item_type.clone());
        let above = writer
            .write(move |batch| {
                let mut above = Vec::new();
                let mut changed = false;
                for item in &page.items {
                    if batch.put_listed(item, library_id, &item_type)?.is_written {
                        changed = true;
                        above.extend(
                            item.parent_rating_key
                                .iter()
                                .chain(&item.grandparent_rating_key)
                                .cloned(),
                        );
                    }
                }
                Ok(changed.then_some(above))
            })
            .await?;
        next = more.filter(|_| above.is_some());
        parents.extend(above.unwrap_or_default());
    }
    parents.sort_unstable();
    parents.dedup();
    Ok(parents)
}
