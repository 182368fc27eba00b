//! Asks for items by key, and believes that one is gone only where there is good reason to.
//!
//! A server that fails can say 404 of all it has, or answer a part of what it was asked for; some know
//! no requests for several keys at all. So an item that did not come is asked for alone, and what the
//! server does not know alone either is gone only as far as the library has become smaller by its own count.
//! Where a server shows that it answers for several, some of many are asked for alone, and stand for the
//! others: else a thousand deletions would be a thousand requests.

use std::collections::HashSet;

use futures::{StreamExt, stream};
use plex_client::{
    DetailsQuery, ErrorKind, ItemsQuery, LibraryKey, MediaItem, PageRequest, PlexClient, PlexError,
    RatingKey,
};

use super::{failure, writer::Writer};
use crate::error::Result;

/// Requests for single items that run at a time.
const SIDE_BY_SIDE: usize = 4;

/// Of so many items that one answer leaves out each is asked for alone.
const ALONE: usize = 8;

/// The outcome of asking for some items.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The items that came.
    pub(super) items: Vec<MediaItem>,
    /// Those that the server does not know, asked for each of them alone.
    pub(super) gone: Vec<RatingKey>,
    /// Those of which it could not tell.
    pub(super) untold: Vec<RatingKey>,
    /// Why it could not.
    pub(super) why: Option<PlexError>,
}

impl Found {
    fn add(&mut self, other: Self) {
        self.items.extend(other.items);
        self.gone.extend(other.gone);
        self.untold.extend(other.untold);
        self.why = self.why.take().or(other.why);
    }
}

/// Asks for these items.
///
/// # Errors
///
/// When the server tells of none of them, for a reason that is not in the items.
pub(super) async fn items(client: &PlexClient, keys: Vec<RatingKey>) -> plex_client::Result<Found> {
    let answer = client.details_of(&keys, &DetailsQuery::new()).await;
    judged(client, keys, answer).await
}

/// Asks for items that are probably gone, beside one that is there: if it comes, the answer is one.
///
/// # Errors
///
/// As [`items`].
pub(super) async fn gone_items(
    client: &PlexClient,
    keys: Vec<RatingKey>,
    there: Option<RatingKey>,
) -> plex_client::Result<Found> {
    let Some(there) = there.filter(|there| keys.len() > 1 && !keys.contains(there)) else {
        return items(client, keys).await;
    };
    let mut asked = vec![there.clone()];
    asked.extend(keys.iter().cloned());
    match client.details_of(&asked, &DetailsQuery::new()).await {
        Ok(mut came)
            if came
                .iter()
                .any(|item| item.rating_key.as_ref() == Some(&there)) =>
        {
            came.retain(|item| item.rating_key.as_ref() != Some(&there));
            Ok(rest(client, keys, came, true).await)
        }
        Err(error) if failure::is_connection(&error) || failure::is_overload(&error) => Err(error),
        _ => items(client, keys).await,
    }
}

/// Makes of an answer what it says of each of the items.
async fn judged(
    client: &PlexClient,
    keys: Vec<RatingKey>,
    answer: plex_client::Result<Vec<MediaItem>>,
) -> plex_client::Result<Found> {
    match answer {
        Ok(items) => {
            let tells = !items.is_empty();
            Ok(rest(client, keys, items, tells).await)
        }
        Err(error) if keys.len() == 1 && error.kind() == ErrorKind::NotFound => Ok(Found {
            gone: keys,
            ..Found::default()
        }),
        Err(error) if failure::is_overload(&error) => Err(error),
        Err(error) => match is_of_several(&error) {
            true if keys.len() > 1 => Ok(one_by_one(client, keys).await),
            _ => halves(client, keys, error).await,
        },
    }
}

/// Says whether a server that knows no requests for several items may answer so to one.
fn is_of_several(error: &PlexError) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::InvalidArgument | ErrorKind::Unsupported
    ) || matches!(
        error,
        PlexError::Status {
            status: 400..=499,
            ..
        }
    )
}

/// Returns what came, and what did not, which is asked for again: all of it, or where `tells` says that the
/// server has told of something, some that stand for the rest.
async fn rest(
    client: &PlexClient,
    keys: Vec<RatingKey>,
    items: Vec<MediaItem>,
    tells: bool,
) -> Found {
    let came: HashSet<&RatingKey> = items
        .iter()
        .filter_map(|item| item.rating_key.as_ref())
        .collect();
    let asked = keys.len();
    let mut absent: Vec<RatingKey> = keys.into_iter().filter(|key| !came.contains(key)).collect();
    let mut found = match absent.len() {
        0 => Found::default(),
        // It was asked for alone.
        1 if asked == 1 => Found {
            gone: absent,
            ..Found::default()
        },
        count => {
            let others = absent.split_off(if tells { count.min(ALONE) } else { count });
            let sample = absent.len();
            let mut found = one_by_one(client, absent).await;
            match found.gone.len() == sample {
                true => found.gone.extend(others),
                false => found.add(one_by_one(client, others).await),
            }
            found
        }
    };
    found.items.extend(items);
    found
}

/// Asks for each of them alone, until the server has enough.
async fn one_by_one(client: &PlexClient, keys: Vec<RatingKey>) -> Found {
    let mut left: HashSet<RatingKey> = keys.iter().cloned().collect();
    let mut answers = stream::iter(keys)
        .map(async |key| (key.clone(), alone(client, key).await))
        .buffered(SIDE_BY_SIDE);
    let mut found = Found::default();
    while let Some((key, one)) = answers.next().await {
        left.remove(&key);
        let has_enough = one.why.as_ref().is_some_and(failure::is_overload);
        found.add(one);
        if has_enough {
            found.untold.extend(left);
            break;
        }
    }
    found
}

async fn alone(client: &PlexClient, key: RatingKey) -> Found {
    let keys = vec![key];
    match client.details_of(&keys, &DetailsQuery::new()).await {
        Ok(items)
            if items
                .iter()
                .any(|item| item.rating_key.as_ref() == keys.first()) =>
        {
            Found {
                items,
                ..Found::default()
            }
        }
        Ok(_) => Found {
            gone: keys,
            ..Found::default()
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Found {
            gone: keys,
            why: Some(error),
            ..Found::default()
        },
        Err(error) => {
            tracing::warn!(%error, key = ?keys.first(), "the server cannot tell of an item");
            Found {
                untold: keys,
                why: Some(error),
                ..Found::default()
            }
        }
    }
}

/// Asks a server that failed over one of several items for the others: by halves, and by halves of the half
/// that fails.
async fn halves(
    client: &PlexClient,
    keys: Vec<RatingKey>,
    error: PlexError,
) -> plex_client::Result<Found> {
    let ends = match (keys.first(), keys.last()) {
        (Some(first), Some(last)) if first != last && !failure::is_connection(&error) => {
            [first.clone(), last.clone()]
        }
        (Some(_), Some(_)) if keys.len() == 1 && !failure::is_connection(&error) => {
            return Ok(Found {
                untold: keys,
                why: Some(error),
                ..Found::default()
            });
        }
        _ => return Err(error),
    };
    // One that fails over everything must not be asked a hundred times.
    let mut tells = false;
    for end in ends {
        tells = tells
            || client
                .details_of(&[end], &DetailsQuery::new())
                .await
                .is_ok();
    }
    if !tells {
        return Err(error);
    }
    let mut found = Found::default();
    let mut parts = vec![keys];
    while let Some(mut part) = parts.pop() {
        match client.details_of(&part, &DetailsQuery::new()).await {
            Ok(items) => {
                let tells = !items.is_empty();
                found.add(rest(client, part, items, tells).await);
            }
            Err(error) if failure::is_overload(&error) => {
                found
                    .untold
                    .extend(part.into_iter().chain(parts.drain(..).flatten()));
                found.why = Some(error);
            }
            Err(_) if part.len() < 2 => found.add(one_by_one(client, part).await),
            Err(_) => {
                let rest = part.split_off(part.len() / 2);
                parts.extend([part, rest]);
            }
        }
    }
    Ok(found)
}

/// Returns those of these items, all of which the server does not know alone, that are really gone: as
/// many as their libraries have fewer than are held.
///
/// # Errors
///
/// Those of the store.
pub(super) async fn believed(
    client: &PlexClient,
    writer: &Writer,
    gone: &[RatingKey],
) -> Result<Vec<RatingKey>> {
    if gone.is_empty() {
        return Ok(Vec::new());
    }
    let keys = gone.to_vec();
    let listings = writer.write(move |batch| batch.listings_of(&keys)).await?;
    let mut believed = Vec::new();
    for held in listings {
        let there = match LibraryKey::new(&held.library_key) {
            Ok(library) => count(client, &library, &held.item_type).await,
            Err(error) => Err(error),
        };
        let fewer = match there {
            Ok(Some(there)) => held.all.saturating_sub(there),
            // What is not counted is not fewer.
            Ok(None) | Err(_) => 0,
        };
        if held.keys.len() as u64 <= fewer {
            believed.extend(held.keys);
        }
    }
    Ok(believed)
}

/// Returns how many items of a type a library says it has; `None` when it does not say.
///
/// # Errors
///
/// Those of the client.
pub(super) async fn count(
    client: &PlexClient,
    library: &LibraryKey,
    item_type: &str,
) -> plex_client::Result<Option<u64>> {
    let none = ItemsQuery::new()
        .item_type(item_type.parse().unwrap_or_default())
        .page(PageRequest::first(0));
    let page = client.library_items(library, &none).await?;
    Ok(page.total)
}
