//! The fast pass: what has changed, as far as times and counts show it.

use futures::{StreamExt, TryStreamExt, stream};
use plex_client::{ItemsQuery, LibraryKey, PageRequest, PlexClient, RatingKey};

use super::{detail, history, lists, scope, scope::Scope, writer::Writer};
use crate::{
    error::Result,
    store::{Fact, Listing},
};

/// Sizes of the pages of a listing sorted by time: mostly nothing is new, sometimes a lot.
const PAGES: [u32; 3] = [30, 200, 500];

/// Listings that are looked at side by side.
const SIDE_BY_SIDE: usize = 4;

/// Brings the snapshot up to date. Gives the listings whose counts still differ from the server's:
/// something has gone or come that no time tells of, which only a sweep finds.
///
/// # Errors
///
/// Those of the client and the store.
pub(crate) async fn refresh(
    client: &PlexClient,
    writer: &Writer,
    scope: &Scope,
    now: i64,
) -> Result<Vec<Listing>> {
    let libraries = scope.libraries(client).await?;
    let keys: Vec<LibraryKey> = libraries
        .iter()
        .map(|library| library.key.clone())
        .collect();
    let listings = scope::listings(client, &libraries).await?;
    let noted = libraries.clone();
    writer
        .write(move |batch| batch.put_libraries(&noted))
        .await?;

    stream::iter(listings.clone())
        .map(Ok)
        .try_for_each_concurrent(SIDE_BY_SIDE, |listing| changes(client, writer, listing))
        .await?;
    history::refresh(client, writer, scope, &keys, false).await?;
    lists::refresh(client, writer, scope, &keys, false).await?;

    writer
        .write(move |batch| {
            batch.set_fact(Fact::Refreshed, now)?;
            let mut differing = Vec::new();
            for listing in listings {
                if batch.count_items(listing.library_id, &listing.item_type)? != listing.total {
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
    newest(client, writer, listing, "updatedAt:desc").await?;
    let held = listing.clone();
    let differs = writer
        .write(move |batch| Ok(batch.count_items(held.library_id, &held.item_type)? != held.total))
        .await?;
    if differs {
        newest(client, writer, listing, "addedAt:desc").await?;
    }
    if matches!(listing.item_type.as_str(), "movie" | "episode" | "track") {
        let viewed = newest(client, writer, listing, "lastViewedAt:desc").await?;
        // What is below a show or artist has been played: its own counts have changed.
        detail::fetch(client, writer, &viewed).await?;
    }
    Ok(())
}

/// Notes the first items of a listing in this order, until a page brings nothing new. Gives the
/// parents of those that did.
async fn newest(
    client: &PlexClient,
    writer: &Writer,
    listing: &Listing,
    sort: &str,
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
            .include_guids(true)
            .sort(sort)
            .page(PageRequest::new(offset, size));
        let page = client.library_items(&library, &query).await?;
        let more = page.next_offset();
        let (library_id, item_type) = (listing.library_id, listing.item_type.clone());
        let above = writer
            .write(move |batch| {
                let mut above = Vec::new();
                let mut changed = false;
                for item in &page.items {
                    if batch.put_listed(item, library_id, &item_type)? {
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
