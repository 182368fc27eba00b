//! Tells whose track was played: of a compilation's, the history names the album's artist alone.

use std::collections::HashMap;

use plex_client::{DetailsQuery, HistoryRecord, ItemType, RatingKey};

use crate::plex::Plex;

/// What Plex calls the artist of an album by many.
const MANY: &str = "Various Artists";

/// Tracks of one request.
const AT_ONCE: usize = 50;

/// Fills in the artists of compilations' tracks. Where the server does not tell them, the records
/// stay as the history has them.
pub(super) async fn fill(plex: &Plex, records: &mut [HistoryRecord]) {
    let mut keys: Vec<RatingKey> = records.iter().filter_map(asked).cloned().collect();
    keys.sort_unstable();
    keys.dedup();
    let mut artists: HashMap<RatingKey, String> = HashMap::new();
    for keys in keys.chunks(AT_ONCE) {
        let tracks = plex.details_of(keys, &DetailsQuery::new()).await;
        let named = tracks.unwrap_or_default().into_iter();
        artists.extend(named.filter_map(|track| track.rating_key.zip(track.original_title)));
    }
    for record in records {
        if let Some(artist) = asked(record).and_then(|key| artists.get(key)) {
            record.item.original_title = Some(artist.clone());
        }
    }
}

/// Returns the key of a track whose artist is not said.
fn asked(record: &HistoryRecord) -> Option<&RatingKey> {
    let track = &record.item;
    let is_by_many = track.item_type == ItemType::Track
        && track.original_title.is_none()
        && track.grandparent_title.as_deref() == Some(MANY);
    track.rating_key.as_ref().filter(|_| is_by_many)
}
