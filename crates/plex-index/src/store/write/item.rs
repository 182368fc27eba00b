//! Items: as a listing shows them, and with all their details.

use std::hash::{DefaultHasher, Hasher};

use plex_client::MediaItem;
use rusqlite::{OptionalExtension, params};

use super::{
    SUMMARY_CHARS,
    columns::{Bookkeeping, ItemColumns},
    epoch, text,
};
use crate::store::{Batch, id};

/// The columns of an item that are in the snapshot already.
struct Known {
    listing: i64,
    updated_unix: Option<i64>,
    detail_unix: Option<i64>,
    shared_bytes: i64,
}

/// Holds what an entry of a listing brought.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Noted {
    /// The running pass had not met it before.
    pub(crate) is_met: bool,
    /// Something had to be written.
    pub(crate) is_written: bool,
}

impl Batch<'_> {
    /// Notes an item as a listing has it, and that the running pass has met it.
    ///
    /// `item_type` is that of the listing: servers list albums of photos as photos. A listing knows
    /// only some of the tags and no streams: what an earlier look at the details brought is kept, and
    /// if the item has changed since, the details fall due again.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn put_listed(
        &mut self,
        item: &MediaItem,
        library_id: i64,
        item_type: &str,
    ) -> rusqlite::Result<Noted> {
        let Some(key) = &item.rating_key else {
            // A folder: a place, not an item, but an entry of the listing.
            return Ok(Noted {
                is_met: true,
                is_written: false,
            });
        };
        let id = id::of_item(key);
        let is_met = self.meet(id, item_type)?;
        let listing = fingerprint(item);
        let known = self.known(id)?;
        if known.as_ref().is_some_and(|known| known.listing == listing) {
            return Ok(Noted {
                is_met,
                is_written: false,
            });
        }
        let updated = epoch(item.updated_at);
        let detail = known
            .as_ref()
            .filter(|known| known.updated_unix == updated)
            .and_then(|known| known.detail_unix);
        let book = Bookkeeping {
            id,
            rating_key: key.as_str(),
            item_type,
            library_id,
            listing,
            detail_unix: detail,
            shared_bytes: known.as_ref().map_or(0, |known| known.shared_bytes),
        };
        ItemColumns::of(item, &book, self).put(self.connection(), known.is_none())?;
        match known {
            None => self.put_tags(id, item, true)?,
            Some(_) => {
                self.forget_media(id)?;
                self.put_user_rating(id, item)?;
            }
        }
        self.put_blurb(id, item)?;
        self.put_media(id, item)?;
        if detail.is_none() {
            self.put_search(id, item)?;
        }
        Ok(Noted {
            is_met,
            is_written: true,
        })
    }

    /// Notes everything about an item that is in the snapshot already; one that is not is left
    /// out, because only a listing tells its library.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn put_details(&mut self, item: &MediaItem) -> rusqlite::Result<()> {
        let Some(key) = &item.rating_key else {
            return Ok(());
        };
        let id = id::of_item(key);
        let mut find = self.connection().prepare_cached(
            "SELECT library_id, listing, type, shared_bytes FROM item WHERE id = ?1",
        )?;
        let held = find
            .query_row([id], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, i64>(1)?,
                    row.get::<_, String>(2)?,
                    row.get::<_, i64>(3)?,
                ))
            })
            .optional()?;
        drop(find);
        let Some((library_id, listing, item_type, shared_bytes)) = held else {
            return Ok(());
        };
        let book = Bookkeeping {
            id,
            rating_key: key.as_str(),
            item_type: &item_type,
            library_id,
            listing,
            detail_unix: Some(epoch(item.updated_at).unwrap_or(0)),
            shared_bytes,
        };
        ItemColumns::of(item, &book, self).put(self.connection(), false)?;
        self.put_blurb(id, item)?;
        self.forget_media(id)?;
        self.put_media(id, item)?;
        self.put_streams(id, item)?;
        self.put_tags(id, item, false)?;
        self.put_ratings(id, item)?;
        self.put_search(id, item)
    }

    fn known(&self, id: i64) -> rusqlite::Result<Option<Known>> {
        let mut find = self.connection().prepare_cached(
            "SELECT listing, updated_unix, detail_unix, shared_bytes FROM item WHERE id = ?1",
        )?;
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Known {
                listing: row.get(0)?,
                updated_unix: row.get(1)?,
                detail_unix: row.get(2)?,
                shared_bytes: row.get(3)?,
            })
        };
        find.query_row([id], read).optional()
    }

    fn put_blurb(&self, id: i64, item: &MediaItem) -> rusqlite::Result<()> {
        let summary = text(item.summary.as_deref(), SUMMARY_CHARS);
        let tagline = text(item.tagline.as_deref(), SUMMARY_CHARS);
        if summary.is_none() && tagline.is_none() {
            return self
                .connection()
                .prepare_cached("DELETE FROM blurb WHERE item_id = ?1")?
                .execute([id])
                .map(drop);
        }
        let mut put = self.connection().prepare_cached(
            "INSERT OR REPLACE INTO blurb (item_id, summary, tagline) VALUES (?1, ?2, ?3)",
        )?;
        put.execute(params![id, summary, tagline]).map(drop)
    }
}

/// Returns a hash of all that a listing says of an item. It needs to be the same only for one build of
/// this program: another one's makes rows be written again, nothing worse.
fn fingerprint(item: &MediaItem) -> i64 {
    let mut hasher = DefaultHasher::new();
    // The model serialises to JSON always. All at once: a hasher is slow with a thousand small pieces.
    hasher.write(&serde_json::to_vec(item).unwrap_or_default());
    hasher.finish().cast_signed()
}
