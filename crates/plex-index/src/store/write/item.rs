//! Items: as a listing shows them, and with all their details.

use plex_client::MediaItem;
use rusqlite::{OptionalExtension, params};

use super::{
    SUMMARY_CHARS,
    columns::{Bookkeeping, Listed, Parents},
    epoch, text,
};
use crate::store::Batch;

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
    /// only some of the tags and no streams, which are all left to the details: what an earlier look at
    /// those brought is kept, and if the item has changed since, they fall due again.
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
        let (id, is_new) = self.number_item(key)?;
        let is_met = self.meet(id, item_type)?;
        let known = match is_new {
            true => None,
            false => self.known(id)?,
        };
        let parents = self.parents(item)?;
        let listed = Listed::of(item, &parents, self.clock);
        let listing = listed.fingerprint(item);
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
        listed.with(&book).put(self.connection(), known.is_none())?;
        if known.is_some() {
            // Streams stay as they are: only the details tell them.
            self.clear("media", id)?;
            self.put_user_rating(id, item)?;
        }
        self.put_blurb(id, item, known.is_none())?;
        self.put_media(id, item)?;
        Ok(Noted {
            is_met,
            is_written: true,
        })
    }

    /// Notes everything about items that are in the snapshot already; those that are not are left
    /// out, because only a listing tells their libraries.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn put_all_details(&mut self, items: &[MediaItem]) -> rusqlite::Result<()> {
        let mut numbered = Vec::with_capacity(items.len());
        for item in items {
            if let Some(key) = &item.rating_key
                && let Some(id) = self.find_item(key)?
            {
                numbered.push((id, item));
            }
        }
        // In the order of the tables: full-text search begins anew at each step back.
        numbered.sort_by_key(|(id, _)| *id);
        numbered
            .into_iter()
            .try_for_each(|(id, item)| self.put_details_of(id, item))
    }

    /// Notes everything about an item, as [`put_all_details`](Self::put_all_details) does.
    ///
    /// # Errors
    ///
    /// Those of SQLite.
    pub(crate) fn put_details(&mut self, item: &MediaItem) -> rusqlite::Result<()> {
        self.put_all_details(std::slice::from_ref(item))
    }

    fn put_details_of(&mut self, id: i64, item: &MediaItem) -> rusqlite::Result<()> {
        let Some(key) = &item.rating_key else {
            return Ok(());
        };
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
        let parents = self.parents(item)?;
        Listed::of(item, &parents, self.clock)
            .with(&book)
            .put(self.connection(), false)?;
        let is_bare = self.is_bare(id)?;
        self.put_blurb(id, item, false)?;
        self.clear("media", id)?;
        if !is_bare {
            self.clear("stream", id)?;
            self.clear("rating", id)?;
        }
        self.put_media(id, item)?;
        self.put_streams(id, item)?;
        self.put_tags(id, item, is_bare)?;
        self.put_ratings(id, item)?;
        self.put_search(id, item)
    }

    fn parents(&mut self, item: &MediaItem) -> rusqlite::Result<Parents> {
        Ok(Parents {
            parent: self.id_of(item.parent_rating_key.as_ref())?,
            grandparent: self.id_of(item.grandparent_rating_key.as_ref())?,
        })
    }

    /// Says whether an item has nothing yet of what details bring: then nothing of it need be looked for.
    fn is_bare(&self, id: i64) -> rusqlite::Result<bool> {
        let mut any = self.connection().prepare_cached(
            "SELECT 1 FROM stream WHERE item_id = ?1 UNION ALL SELECT 1 FROM item_tag WHERE item_id = ?1
             UNION ALL SELECT 1 FROM credit WHERE item_id = ?1 UNION ALL SELECT 1 FROM rating WHERE item_id = ?1
             UNION ALL SELECT 1 FROM external_id WHERE item_id = ?1",
        )?;
        any.exists([id]).map(|exists| !exists)
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

    fn put_blurb(&self, id: i64, item: &MediaItem, is_new: bool) -> rusqlite::Result<()> {
        let summary = text(item.summary.as_deref(), SUMMARY_CHARS);
        let tagline = text(item.tagline.as_deref(), SUMMARY_CHARS);
        if summary.is_none() && tagline.is_none() {
            if is_new {
                return Ok(());
            }
            return self.clear("blurb", id);
        }
        let mut put = self.connection().prepare_cached(
            "INSERT OR REPLACE INTO blurb (item_id, summary, tagline) VALUES (?1, ?2, ?3)",
        )?;
        put.execute(params![id, summary, tagline]).map(drop)
    }
}
