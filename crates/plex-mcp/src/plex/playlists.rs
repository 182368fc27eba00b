//! Playlists. A playlist is of no library: where only some libraries are shown, there are none.

use plex_client::{
    MAX_BATCH, MediaItem, PageRequest, PlaylistEdit, PlaylistItemId, PlaylistKind, PlexError,
    RatingKey, Result, SmartRule,
};

use super::{Plex, arrange, visible::absent};

/// How many playlists are looked through.
const MOST_PLAYLISTS: u32 = 500;

/// How many entries a playlist may have that is read whole: whoever changes it has to know them all.
const MOST_MEMBERS: usize = 10_000;

/// How many entries of a playlist are asked for at once.
const ROWS: u32 = 500;

impl Plex {
    /// Returns the playlists of the token's owner, as many as anybody looks through.
    pub(crate) async fn playlists(&self) -> Result<Vec<MediaItem>> {
        if self.is_limited() {
            return Ok(Vec::new());
        }
        let page = PageRequest::first(MOST_PLAYLISTS);
        Ok(self.client.playlists(page).await?.items)
    }

    /// Returns a playlist, with its rule if it is smart.
    pub(crate) async fn playlist(&self, playlist: &RatingKey) -> Result<MediaItem> {
        self.check_playlist(playlist)?;
        self.client.playlist(playlist).await
    }

    /// Returns all that is in a playlist, in order.
    ///
    /// # Errors
    ///
    /// Beside the client's, `InvalidArgument` for more entries than anybody changes at once.
    pub(crate) async fn playlist_members(&self, playlist: &RatingKey) -> Result<Vec<MediaItem>> {
        let mut members: Vec<MediaItem> = Vec::new();
        let mut offset = 0;
        loop {
            let page = PageRequest::new(offset, ROWS);
            let page = self.playlist_items(playlist, page).await?;
            let next = page.next_offset();
            members.extend(page.items);
            if members.len() > MOST_MEMBERS {
                return Err(PlexError::InvalidArgument {
                    argument: "playlist",
                    reason: format!(
                        "has more than {MOST_MEMBERS} entries, which are too many to be changed at once"
                    ),
                });
            }
            match next {
                Some(next) if next > offset => offset = next,
                _ => return Ok(members),
            }
        }
    }

    /// Makes a playlist of these items, in this order, and returns its key.
    pub(crate) async fn make_playlist(
        &self,
        title: &str,
        kind: PlaylistKind,
        items: &[RatingKey],
    ) -> Result<RatingKey> {
        self.check_playlists()?;
        let (first, rest) = items.split_at(items.len().min(MAX_BATCH));
        let made = self.client.create_playlist(title, kind, first).await?;
        let made = key_of(made)?;
        if !rest.is_empty() {
            self.client.add_to_playlist(&made, rest).await?;
        }
        Ok(made)
    }

    /// Makes a playlist that holds what a rule finds, and returns its key.
    pub(crate) async fn make_smart_playlist(
        &self,
        title: &str,
        kind: PlaylistKind,
        rule: &SmartRule,
    ) -> Result<RatingKey> {
        self.check_playlists()?;
        let made = self.client.create_smart_playlist(title, kind, rule).await?;
        key_of(made)
    }

    /// Makes a playlist hold these items and no others, in this order, with as few requests as that
    /// takes: what stays is not taken out, and what is in its place is not moved.
    pub(crate) async fn arrange_playlist(
        &self,
        playlist: &RatingKey,
        wanted: &[RatingKey],
    ) -> Result<()> {
        let held = self.entries(playlist).await?;
        let surplus = arrange::surplus(&held, wanted);
        if surplus.len() == held.len() {
            if !held.is_empty() {
                self.client.clear_playlist(playlist).await?;
            }
        } else {
            for entry in &surplus {
                self.client.remove_from_playlist(playlist, entry).await?;
            }
        }
        let missing = arrange::missing(&held, wanted);
        if !missing.is_empty() {
            self.client.add_to_playlist(playlist, &missing).await?;
        }
        let held = self.entries(playlist).await?;
        for (entry, after) in arrange::moves(&held, wanted) {
            self.client
                .move_in_playlist(playlist, &entry, after.as_ref())
                .await?;
        }
        Ok(())
    }

    /// Changes what a playlist is called.
    pub(crate) async fn edit_playlist(
        &self,
        playlist: &RatingKey,
        edit: &PlaylistEdit,
    ) -> Result<()> {
        self.check_playlist(playlist)?;
        self.client.edit_playlist(playlist, edit).await
    }

    /// Gives a smart playlist another rule.
    pub(crate) async fn set_playlist_rule(
        &self,
        playlist: &RatingKey,
        rule: &SmartRule,
    ) -> Result<()> {
        self.check_playlist(playlist)?;
        self.client.set_playlist_rule(playlist, rule).await
    }

    /// Deletes a playlist.
    pub(crate) async fn delete_playlist(&self, playlist: &RatingKey) -> Result<()> {
        self.check_playlist(playlist)?;
        self.client.delete_playlist(playlist).await
    }

    /// Returns the entries of a playlist that is not smart: of which item, and its id.
    async fn entries(&self, playlist: &RatingKey) -> Result<Vec<(RatingKey, PlaylistItemId)>> {
        let members = self.playlist_members(playlist).await?;
        let entries = members.into_iter().map(|item| {
            let entry = item.rating_key.zip(item.playlist_item_id);
            entry.ok_or_else(|| PlexError::InvalidArgument {
                argument: "playlist",
                reason: "has entries that cannot be moved by hand".to_owned(),
            })
        });
        entries.collect()
    }

    /// Refuses to make a playlist where only some libraries are shown.
    fn check_playlists(&self) -> Result<()> {
        match self.is_limited() {
            true => Err(PlexError::NotFound {
                request: "POST /playlists".to_owned(),
            }),
            false => Ok(()),
        }
    }

    /// Refuses a playlist where only some libraries are shown, as if it were not there.
    fn check_playlist(&self, playlist: &RatingKey) -> Result<()> {
        match self.is_limited() {
            true => Err(absent(playlist)),
            false => Ok(()),
        }
    }
}

/// Returns the key of what was made.
fn key_of(made: MediaItem) -> Result<RatingKey> {
    made.rating_key.ok_or_else(|| PlexError::NotFound {
        request: "POST /playlists".to_owned(),
    })
}
