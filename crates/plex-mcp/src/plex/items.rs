//! Items: by library, by key, by what they are in.
//!
//! What belongs to an item is shown when the item is: the item is looked at first.

use std::{collections::HashMap, pin::pin};

use futures::future::{MaybeDone, maybe_done};
use plex_client::{
    DetailsQuery, Hub, HubEntry, ItemType, ItemsQuery, LibraryKey, MediaItem, Page, PageRequest,
    Picture, PicturePath, PlexError, RatingKey, Result,
};

use super::{Plex, visible::absent};

/// How many items are asked for by key in one request.
const AT_ONCE: usize = 50;

impl Plex {
    /// Returns a page of a library's items.
    pub(crate) async fn library_items(
        &self,
        library: &LibraryKey,
        query: &ItemsQuery,
    ) -> Result<Page<MediaItem>> {
        self.check_library(library).await?;
        self.client.library_items(library, query).await
    }

    /// Returns the items of a library that have a guid.
    pub(crate) async fn items_by_guid(
        &self,
        library: &LibraryKey,
        item_type: &ItemType,
        guid: &str,
    ) -> Result<Vec<MediaItem>> {
        self.check_library(library).await?;
        self.client.items_by_guid(library, item_type, guid).await
    }

    /// Returns everything about those of some items that may be shown.
    pub(crate) async fn details_of(
        &self,
        items: &[RatingKey],
        query: &DetailsQuery,
    ) -> Result<Vec<MediaItem>> {
        let found = self.client.details_of(items, query).await?;
        let found = self.shown(found).await?;
        match (found.as_slice(), items.first()) {
            ([], Some(first)) if self.is_limited() => Err(absent(first)),
            _ => Ok(found),
        }
    }

    /// Returns everything about those of any number of items that there are and may be shown, by their keys.
    pub(crate) async fn items_by_key(
        &self,
        keys: &[RatingKey],
    ) -> Result<HashMap<RatingKey, MediaItem>> {
        let mut found = HashMap::new();
        for keys in keys.chunks(AT_ONCE) {
            match self.details_of(keys, &DetailsQuery::new()).await {
                Ok(items) => {
                    let items = items.into_iter();
                    found.extend(items.filter_map(|item| Some((item.rating_key.clone()?, item))));
                }
                // None of these is there; others may be.
                Err(PlexError::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// Returns everything about an item.
    pub(crate) async fn details(&self, key: &RatingKey, query: &DetailsQuery) -> Result<MediaItem> {
        let item = self.client.details(key, query).await?;
        match self.visible().await? {
            Some(visible) if !visible.shows(&item) => Err(absent(key)),
            _ => Ok(item),
        }
    }

    /// Returns an item and a page of what is in it; of a show or an artist, where all leaves are wanted, of all
    /// that is anywhere below it. Both are asked for side by side: what is in nearly every item is found in one
    /// way, so that it need not be waited for what the item is, and is shown only if that may be.
    pub(crate) async fn with_what_is_in_it(
        &self,
        key: &RatingKey,
        page: PageRequest,
        all_leaves: bool,
    ) -> Result<(MediaItem, Page<MediaItem>)> {
        let guess = async {
            match all_leaves {
                true => self.client.all_leaves(key, page).await,
                false => self.client.children(key, page).await,
            }
        };
        let mut guess = pin!(maybe_done(guess));
        let all = DetailsQuery::new();
        let mut asked = pin!(self.details(key, &all));
        let item = tokio::select! {
            biased;
            item = &mut asked => item?,
            () = &mut guess => asked.await?,
        };
        let is_guessed = match item.item_type {
            ItemType::Collection | ItemType::Playlist => false,
            ItemType::Show | ItemType::Artist => true,
            // Of all others Plex gives an empty list of leaves: what is in them are the leaves.
            _ => !all_leaves,
        };
        if is_guessed {
            guess.as_mut().await;
            if let Some(found) = guess.as_mut().take_output() {
                return Ok((item, found?));
            }
        }
        guess.set(MaybeDone::Gone);
        let found = match item.item_type {
            ItemType::Collection => self.client.collection_items(key, page).await?,
            ItemType::Playlist => self.client.playlist_items(key, page).await?,
            _ => self.client.children(key, page).await?,
        };
        Ok((item, found))
    }

    /// Returns a page of what is in an item.
    pub(crate) async fn children(
        &self,
        key: &RatingKey,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        self.check_item(key).await?;
        self.client.children(key, page).await
    }

    /// Returns a page of the episodes or tracks in an item of a type.
    pub(crate) async fn leaves(
        &self,
        key: &RatingKey,
        item_type: &ItemType,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        match item_type {
            // Of these Plex gives an empty list of leaves: what is in them are the leaves.
            ItemType::Season | ItemType::Album => self.children(key, page).await,
            _ => {
                self.check_item(key).await?;
                self.client.all_leaves(key, page).await
            }
        }
    }

    /// Returns a page of what is in a collection, which is of one library.
    pub(crate) async fn collection_items(
        &self,
        key: &RatingKey,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        self.check_item(key).await?;
        self.client.collection_items(key, page).await
    }

    /// Returns a page of what is in a playlist. A playlist is of no library: it is not shown where only
    /// some libraries are.
    pub(crate) async fn playlist_items(
        &self,
        key: &RatingKey,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        if self.is_limited() {
            return Err(absent(key));
        }
        self.client.playlist_items(key, page).await
    }

    /// Trailers and the like, which are parts of their item.
    pub(crate) async fn extras(&self, key: &RatingKey) -> Result<Vec<MediaItem>> {
        self.check_item(key).await?;
        self.client.extras(key).await
    }

    /// Returns what the server puts beside an item.
    pub(crate) async fn related(&self, key: &RatingKey) -> Result<Vec<Hub>> {
        self.check_item(key).await?;
        let mut hubs = self.client.related(key).await?;
        if let Some(visible) = self.visible().await? {
            for hub in &mut hubs {
                hub.entries.retain(|entry| match entry {
                    HubEntry::Item(item) => visible.shows(item),
                    HubEntry::Tag(tag) => visible.has(tag.library_section_id.as_ref()),
                    _ => false,
                });
            }
            hubs.retain(|hub| !hub.entries.is_empty());
        }
        Ok(hubs)
    }

    /// Returns what is like an item.
    pub(crate) async fn similar(&self, key: &RatingKey, limit: u32) -> Result<Vec<MediaItem>> {
        self.check_item(key).await?;
        self.shown(self.client.similar(key, limit).await?).await
    }

    /// Returns a picture. Its path was read off an item, which was looked at then.
    pub(crate) async fn picture(
        &self,
        path: &PicturePath,
        width: u32,
        height: u32,
    ) -> Result<Picture> {
        self.client.picture(path, width, height).await
    }

    /// Returns those of some items that may be shown.
    async fn shown(&self, mut items: Vec<MediaItem>) -> Result<Vec<MediaItem>> {
        if let Some(visible) = self.visible().await? {
            items.retain(|item| visible.shows(item));
        }
        Ok(items)
    }
}
