//! Collections, each of which is of one library.

use plex_client::{
    CollectionMode, CollectionOrder, CollectionPrefs, HubVisibility, ItemEdit, ItemField, ItemType,
    LibraryKey, Lockable, MAX_BATCH, MediaItem, Page, PageRequest, PlexError, RatingKey, Result,
    SmartRule, TagField,
};

use super::{CollectionWords, Plex, arrange, visible::absent};

/// How many entries a collection may have that is read whole, and how many collections a library.
const MOST: usize = 10_000;

/// How many rows are asked for at once.
const ROWS: u32 = 500;

impl Plex {
    /// Returns a page of a library's collections.
    pub(crate) async fn collections(
        &self,
        library: &LibraryKey,
        page: PageRequest,
    ) -> Result<Page<MediaItem>> {
        self.check_library(library).await?;
        self.client.collections(library, page).await
    }

    /// Returns all collections of a library, as many as anybody looks through.
    pub(crate) async fn all_collections(&self, library: &LibraryKey) -> Result<Vec<MediaItem>> {
        let mut all: Vec<MediaItem> = Vec::new();
        let mut offset = 0;
        loop {
            let page = PageRequest::new(offset, ROWS);
            let page = self.collections(library, page).await?;
            let next = page.next_offset();
            all.extend(page.items);
            match next {
                Some(next) if next > offset && all.len() < MOST => offset = next,
                _ => return Ok(all),
            }
        }
    }

    /// Returns the key of the collection of a title in a library.
    pub(crate) async fn collection_titled(
        &self,
        library: &LibraryKey,
        title: &str,
    ) -> Result<Option<RatingKey>> {
        let mut all = self.all_collections(library).await?.into_iter();
        let found = all.find(|collection| collection.title == title);
        Ok(found.and_then(|collection| collection.rating_key))
    }

    /// Returns a collection, with its rule if it is smart.
    pub(crate) async fn collection(&self, collection: &RatingKey) -> Result<MediaItem> {
        let found = self.client.collection(collection).await?;
        match self.visible().await? {
            Some(visible) if !visible.shows(&found) => Err(absent(collection)),
            _ => Ok(found),
        }
    }

    /// Returns the keys of all that is in a collection, in its order.
    ///
    /// # Errors
    ///
    /// Beside the client's, `InvalidArgument` for more items than anybody changes at once.
    pub(crate) async fn collection_members(
        &self,
        collection: &RatingKey,
    ) -> Result<Vec<RatingKey>> {
        let mut members = Vec::new();
        let mut offset = 0;
        loop {
            let page = PageRequest::new(offset, ROWS);
            let page = self.collection_items(collection, page).await?;
            let next = page.next_offset();
            members.extend(page.items.into_iter().filter_map(|item| item.rating_key));
            if members.len() > MOST {
                return Err(PlexError::InvalidArgument {
                    argument: "collection",
                    reason: format!(
                        "has more than {MOST} items, which are too many to be changed at once"
                    ),
                });
            }
            match next {
                Some(next) if next > offset => offset = next,
                _ => return Ok(members),
            }
        }
    }

    /// Returns where a collection is shown as a row; `None` where it has no row.
    pub(crate) async fn collection_row(
        &self,
        collection: &MediaItem,
    ) -> Result<Option<HubVisibility>> {
        let (library, key) = placed(collection)?;
        match self.client.collection_hub(library, key).await {
            Ok(hub) => Ok(hub.map(|hub| HubVisibility::from(&hub))),
            // Old servers show no collections as rows.
            Err(PlexError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes a collection of items of one type, and returns its key.
    ///
    /// # Errors
    ///
    /// Beside the client's, `Conflict` where the library has one of that title: both would share what is in
    /// them.
    pub(crate) async fn make_collection(
        &self,
        library: &LibraryKey,
        title: &str,
        kind: ItemType,
        items: &[RatingKey],
    ) -> Result<RatingKey> {
        self.check_free(library, title, None).await?;
        let items = self.in_library(library, items).await?;
        let (first, rest) = items.split_at(items.len().min(MAX_BATCH));
        let made = self
            .client
            .create_collection(library, title, kind, first)
            .await?;
        let made = key_of(made)?;
        if !rest.is_empty() {
            self.client.add_to_collection(&made, rest).await?;
        }
        Ok(made)
    }

    /// Makes a collection that holds what a rule finds, and returns its key.
    ///
    /// # Errors
    ///
    /// As [`make_collection`](Self::make_collection).
    pub(crate) async fn make_smart_collection(
        &self,
        library: &LibraryKey,
        title: &str,
        rule: &SmartRule,
    ) -> Result<RatingKey> {
        self.check_free(library, title, None).await?;
        check_rule(library, rule)?;
        let made = self.client.create_smart_collection(title, rule).await?;
        key_of(made)
    }

    /// Makes a collection hold these items and no others. Where its order is made by hand, it is this one.
    pub(crate) async fn arrange_collection(
        &self,
        collection: &RatingKey,
        wanted: &[RatingKey],
        order: CollectionOrder,
    ) -> Result<()> {
        let found = self.collection(collection).await?;
        let (library, _) = placed(&found)?;
        let entries = async || -> Result<Vec<(RatingKey, RatingKey)>> {
            let members = self.collection_members(collection).await?.into_iter();
            Ok(members.map(|key| (key.clone(), key)).collect())
        };
        let held = entries().await?;
        let missing = arrange::missing(&held, wanted);
        let missing = self.in_library(library, &missing).await?;
        if found.collection_sort.unwrap_or(0) != order.number() {
            let prefs = CollectionPrefs::new().order(order);
            self.client.set_collection_prefs(collection, &prefs).await?;
        }
        for item in &arrange::surplus(&held, wanted) {
            self.client.remove_from_collection(collection, item).await?;
        }
        if !missing.is_empty() {
            self.client.add_to_collection(collection, &missing).await?;
        }
        if order == CollectionOrder::Custom {
            let held = entries().await?;
            for (item, after) in arrange::moves(&held, wanted) {
                self.client
                    .move_in_collection(collection, &item, after.as_ref())
                    .await?;
            }
        }
        Ok(())
    }

    /// Lets Plex's own collections take items again that are or were in a collection.
    pub(crate) async fn unlock_members(
        &self,
        collection: &MediaItem,
        items: &[RatingKey],
    ) -> Result<()> {
        if items.is_empty() {
            return Ok(());
        }
        let (library, _) = placed(collection)?;
        self.check_library(library).await?;
        let kind: ItemType = collection
            .subtype
            .as_deref()
            .unwrap_or_default()
            .parse()
            .unwrap_or_default();
        let edit = ItemEdit::new(kind).unlock(TagField::Collection)?;
        self.client.edit_items(library, items, &edit).await
    }

    /// Changes what a collection is called.
    ///
    /// # Errors
    ///
    /// Beside the client's, `Conflict` for a title that another of its library has.
    pub(crate) async fn describe_collection(
        &self,
        collection: &RatingKey,
        words: &CollectionWords<'_>,
    ) -> Result<()> {
        let found = self.collection(collection).await?;
        let (library, key) = placed(&found)?;
        let mut edit = ItemEdit::new(ItemType::Collection);
        if let Some(title) = words.title {
            self.check_free(library, title, Some(key)).await?;
            edit = edit.set(ItemField::Title, title)?;
        }
        if let Some(summary) = words.summary {
            edit = edit.set(ItemField::Summary, summary)?;
        }
        for name in words.lock {
            edit = edit.lock(lockable(name)?)?;
        }
        for name in words.unlock {
            edit = edit.unlock(lockable(name)?)?;
        }
        let keys = std::slice::from_ref(collection);
        self.client.edit_items(library, keys, &edit).await
    }

    /// Gives a smart collection another rule, of its own library.
    pub(crate) async fn set_collection_rule(
        &self,
        collection: &RatingKey,
        rule: &SmartRule,
    ) -> Result<()> {
        let found = self.collection(collection).await?;
        check_rule(placed(&found)?.0, rule)?;
        self.client.set_collection_rule(collection, rule).await
    }

    /// Says how a collection is shown among the items of its library.
    pub(crate) async fn set_collection_mode(
        &self,
        collection: &RatingKey,
        mode: CollectionMode,
    ) -> Result<()> {
        self.check_item(collection).await?;
        let prefs = CollectionPrefs::new().mode(mode);
        self.client.set_collection_prefs(collection, &prefs).await
    }

    /// Says where a collection is shown as a row, or takes its row away.
    pub(crate) async fn show_collection(
        &self,
        collection: &RatingKey,
        shown: Option<HubVisibility>,
    ) -> Result<()> {
        let found = self.collection(collection).await?;
        let (library, key) = placed(&found)?;
        if let Some(shown) = shown {
            return self.client.show_collection(library, key, shown).await;
        }
        let row = self.client.collection_hub(library, key).await?;
        match row.and_then(|row| row.identifier) {
            Some(row) => self.client.remove_hub(library, &row).await,
            None => Ok(()),
        }
    }

    /// Deletes a collection.
    pub(crate) async fn delete_collection(&self, collection: &RatingKey) -> Result<()> {
        self.check_item(collection).await?;
        self.client.delete_collection(collection).await
    }

    /// Refuses a title that another collection of a library has.
    async fn check_free(
        &self,
        library: &LibraryKey,
        title: &str,
        own: Option<&RatingKey>,
    ) -> Result<()> {
        match self.collection_titled(library, title).await? {
            Some(other) if Some(&other) != own => Err(PlexError::Conflict {
                request: "POST /library/collections".to_owned(),
                detail: "a collection of this library has that title".to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// Returns those of some items that are in a library, in the same order. What is elsewhere is not sent,
    /// and what is gone cannot come into a collection.
    async fn in_library(
        &self,
        library: &LibraryKey,
        items: &[RatingKey],
    ) -> Result<Vec<RatingKey>> {
        self.check_library(library).await?;
        let found = self.items_by_key(items).await?;
        let is_in = |key: &&RatingKey| {
            let item = found.get(*key);
            item.and_then(|item| item.library_section_id.as_ref()) == Some(library)
        };
        Ok(items.iter().filter(is_in).cloned().collect())
    }
}

/// Returns the library of a collection, and its key.
fn placed(collection: &MediaItem) -> Result<(&LibraryKey, &RatingKey)> {
    let library = collection.library_section_id.as_ref();
    let placed = library.zip(collection.rating_key.as_ref());
    placed.ok_or_else(|| PlexError::InvalidArgument {
        argument: "collection",
        reason: "does not say in which library it is".to_owned(),
    })
}

/// Refuses the rule of another library.
fn check_rule(library: &LibraryKey, rule: &SmartRule) -> Result<()> {
    match rule.library == *library {
        true => Ok(()),
        false => Err(PlexError::InvalidArgument {
            argument: "rule",
            reason: "is of another library than the collection".to_owned(),
        }),
    }
}

fn lockable(name: &str) -> Result<Lockable> {
    Lockable::from_name(name).ok_or_else(|| PlexError::InvalidArgument {
        argument: "collection",
        reason: "has no such field".to_owned(),
    })
}

/// Returns the key of what was made.
fn key_of(made: MediaItem) -> Result<RatingKey> {
    made.rating_key.ok_or_else(|| PlexError::NotFound {
        request: "POST /library/collections".to_owned(),
    })
}
