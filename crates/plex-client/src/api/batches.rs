//! Many items in one request, and what came of adding them.

use crate::client::PlexClient;
use crate::error::{PlexError, Result};
use crate::id::RatingKey;
use crate::model::MediaItem;
use crate::transport::path::{self, Path};
use crate::transport::request::{Method, Request};
use crate::transport::uri;
use crate::wire::kinds::answer_under;
use crate::wire::object::model;

/// The most items that one request names: the ids stand in its URL, and servers and the proxies before
/// them refuse long ones.
pub const MAX_BATCH: usize = 100;

/// Refuses more items than one request can name.
pub(super) fn one_batch(items: &[RatingKey]) -> Result<()> {
    if items.len() > MAX_BATCH {
        let why = format!("must be at most {MAX_BATCH}; add the others afterwards");
        return Err(PlexError::invalid_argument("items", why));
    }
    Ok(())
}

/// Holds what a server says of items that were to be added to a list. It is the server's word, and not every
/// server gives it: what is in the list, the list tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Added {
    /// How many different items the server knew of those that it was given, where it says so.
    pub requested: Option<u64>,
    /// How many of these were not in the list before and are now, where it says so.
    pub added: Option<u64>,
}

impl Added {
    /// Returns both together.
    fn and(self, other: Self) -> Self {
        let sum = |one: Option<u64>, two: Option<u64>| Some(one?.saturating_add(two?));
        Self {
            requested: sum(self.requested, other.requested),
            added: sum(self.added, other.added),
        }
    }
}

model! {
    /// Holds what a server answers to a change of a list.
    pub(crate) struct ListAnswer {
        /// How many of the items were added.
        added: Option<u64> = "leafCountAdded",
        /// How many of the items it knew.
        requested: Option<u64> = "leafCountRequested",
        /// The list.
        lists: Vec<MediaItem> = "Metadata" | "Playlist" | "Directory",
    }
}
answer_under!(ListAnswer = "MediaContainer");

impl PlexClient {
    /// Adds items to the list at a path, in as many requests as their number takes, one after the other.
    pub(super) async fn add_in_batches(&self, list: Path, items: &[RatingKey]) -> Result<Added> {
        let none = Added {
            requested: Some(0),
            added: Some(0),
        };
        let mut told = none;
        for (done, batch) in items.chunks(MAX_BATCH).enumerate() {
            let added = self.add_batch(&list, batch).await;
            told = told.and(added.map_err(|error| match error {
                PlexError::OutcomeUnknown { .. } => error,
                // Those before it are in the list: what was asked for is neither done nor undone.
                error if done > 0 => PlexError::OutcomeUnknown {
                    request: Request::changing(Method::Put, list.clone()).label(),
                    source: Box::new(error),
                },
                error => error,
            })?);
        }
        Ok(told)
    }

    /// Adds items to the list at a path, in one request.
    async fn add_batch(&self, list: &Path, items: &[RatingKey]) -> Result<Added> {
        let request =
            Request::changing(Method::Put, list.clone()).query("uri", self.uri_of(items).await?);
        let answer: ListAnswer = self.change_told(&request).await?;
        Ok(Added {
            requested: answer.requested,
            added: answer.added,
        })
    }

    /// Returns the address of items, which is empty for none.
    pub(super) async fn uri_of(&self, items: &[RatingKey]) -> Result<String> {
        if items.is_empty() {
            return Ok(String::new());
        }
        let request = Request::reading(path::metadata(items));
        Ok(uri::of(self.machine_identifier().await?, &request))
    }
}
