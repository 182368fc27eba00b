//! Ends the walk of a listing: what it did not show is looked into, and what it showed is counted against
//! what the server says it has.

use plex_client::{LibraryKey, PlexClient, RatingKey};

use super::{failure, lookup, writer::Writer};
use crate::{
    error::Result,
    store::{Listing, Place},
};

/// Items that are asked for by key at a time, to learn whether they are really gone.
const CHECKED_AT_A_TIME: usize = 50;

/// Items that are removed at a time.
const REMOVED_AT_A_TIME: usize = 500;

/// Deals with what a listing did not show any more. A listing that changes while it is walked can
/// slip an item past us, and a failing one can leave out all: so the server is asked for each before
/// anything is dropped, and nothing is while it counts more than it lists.
///
/// `told` is how many there are as the last page had it.
///
/// # Errors
///
/// Those of the client and the store.
pub(super) async fn settle(
    client: &PlexClient,
    writer: &Writer,
    listing: &Listing,
    told: Option<u64>,
) -> Result<()> {
    let (library_id, item_type) = (listing.library_id, listing.item_type.clone());
    let unmet = unmet(client, writer, listing).await?;
    let of = item_type.clone();
    let met = writer
        .write(move |batch| batch.met(library_id, &of))
        .await?;
    let of = item_type.clone();
    let held = writer.write(move |batch| batch.count_items(library_id, &of));
    let mut total = told.unwrap_or(listing.total);
    if met < total.max(listing.total) {
        // It may have lost some while it was walked.
        let library = LibraryKey::new(&listing.library_key)?;
        // Where it does not say, what it said before stands.
        total = lookup::count(client, &library, &item_type)
            .await?
            .unwrap_or(total.max(listing.total));
    }
    if met < total {
        let why = format!("the server counts {total} and lists {met}");
        return end(writer, listing, Some((why, held.await?, total))).await;
    }
    let untold = match unmet.untold.len() {
        0 => None,
        // Counted before any is removed.
        untold => Some((untold, held.await?)),
    };
    for some in unmet.gone.chunks(REMOVED_AT_A_TIME) {
        let some = some.to_vec();
        writer
            .write(move |batch| {
                let ids = batch.find_items(&some)?;
                ids.into_iter().try_for_each(|id| batch.remove_item(id))
            })
            .await?;
    }
    let doubt = untold.map(|(untold, held)| {
        let why = format!(
            "{} of them are not listed any more, and the server cannot tell whether they are gone{}",
            untold,
            unmet.why.map(|why| format!(": {why}")).unwrap_or_default()
        );
        (why, held - unmet.gone.len() as u64, total)
    });
    end(writer, listing, doubt).await
}

/// Items that a listing did not show.
#[derive(Debug, Default)]
struct Unmet {
    /// The server does not know them.
    gone: Vec<RatingKey>,
    /// The server cannot tell of them.
    untold: Vec<RatingKey>,
    why: Option<String>,
}

/// Asks for what the listing did not show; what is there counts as met.
async fn unmet(client: &PlexClient, writer: &Writer, listing: &Listing) -> Result<Unmet> {
    let (library_id, item_type) = (listing.library_id, &listing.item_type);
    let mut unmet = Unmet::default();
    let there = writer.write(|batch| batch.any_met()).await?;
    let there = there.and_then(|key| RatingKey::new(key).ok());
    let mut after = i64::MIN;
    loop {
        let of = item_type.clone();
        let some = writer
            .write(move |batch| batch.unmet(library_id, &of, after, CHECKED_AT_A_TIME))
            .await?;
        let Some((last, _)) = some.last() else {
            return Ok(unmet);
        };
        after = *last;
        let keys: Vec<RatingKey> = some
            .iter()
            .filter_map(|(_, key)| RatingKey::new(key).ok())
            .collect();
        let found = match lookup::gone_items(client, keys.clone(), there.clone()).await {
            Ok(found) => found,
            Err(error) if failure::is_connection(&error) => return Err(error.into()),
            Err(error) => {
                unmet.untold.extend(keys);
                unmet.why.get_or_insert(failure::why_of(&error));
                continue;
            }
        };
        unmet.gone.extend(found.gone);
        if !found.untold.is_empty() {
            unmet.untold.extend(found.untold);
            unmet.why = unmet.why.or(found.why.as_ref().map(failure::why_of));
        }
        // Those that have gone to another library come in its listing.
        let there: Vec<RatingKey> = found
            .items
            .iter()
            .filter(|item| {
                let library = item.library_section_id.as_ref();
                library.is_none_or(|library| library.as_str() == listing.library_key)
            })
            .filter_map(|item| item.rating_key.clone())
            .collect();
        let of = item_type.clone();
        writer
            .write(move |batch| {
                let mut met = 0;
                for id in batch.find_items(&there)? {
                    met += u64::from(batch.meet(id, &of)?);
                }
                batch.meet_more(library_id, &of, met)
            })
            .await?;
    }
}

/// Ends the walk, with what is missing of the listing: why, how many are held, and how many there are.
async fn end(
    writer: &Writer,
    listing: &Listing,
    missing: Option<(String, u64, u64)>,
) -> Result<()> {
    let (library_id, item_type) = (listing.library_id, listing.item_type.clone());
    writer
        .write(move |batch| {
            let place = Place::items(library_id, &item_type);
            match missing {
                Some((why, held, total)) => {
                    batch.put_missing(&place, &why, (Some(held), Some(total)))?;
                }
                None => batch.clear_missing(&place)?,
            }
            batch.finish_walk(library_id, &item_type)
        })
        .await
}
