//! What is done to look after the server: its tasks, the trash of its libraries, deletion for good.
//!
//! What is of the whole server is not there where only some libraries are shown.

use plex_client::{
    Activity, ActivityId, Comparison, ErrorKind, Field, Filter, ItemType, ItemsQuery, Library,
    LibraryKey, MaintenanceTask, MediaId, MediaItem, PageRequest, PlexError, RatingKey, Result,
    TaskName,
};

use super::Plex;
use crate::vocabulary::kind;

/// How many items of a trash are looked at.
pub(crate) const MOST_TRASH: usize = 10_000;

/// How many rows are asked for at once.
const ROWS: u32 = 500;

impl Plex {
    /// Returns a library as it is now; `None` where there is none.
    pub(crate) async fn library_now(&self, library: &LibraryKey) -> Result<Option<Library>> {
        let mut libraries = self.libraries_now().await?.into_iter();
        Ok(libraries.find(|one| one.key == *library))
    }

    /// Returns what lies in the trash of a library: films, episodes, tracks and the like whose files are gone.
    pub(crate) async fn trash(&self, library: &Library) -> Result<Vec<MediaItem>> {
        self.check_library(&library.key).await?;
        let known = library.library_type.file_types().iter().cloned();
        let mut item_types: Vec<ItemType> = known.collect();
        if item_types.is_empty() {
            item_types.push(kind::own_type(&library.library_type));
        }
        let mut found: Vec<MediaItem> = Vec::new();
        for item_type in item_types {
            let is_of_videos = item_type == ItemType::Clip;
            match self.trash_of(&library.key, item_type, &mut found).await {
                // Old servers know no videos among photos.
                Err(error) if is_of_videos && error.kind() == ErrorKind::InvalidArgument => {}
                done => done?,
            }
        }
        for item in &mut found {
            item.library_section_uuid = item.library_section_uuid.take().or(library.uuid.clone());
        }
        Ok(found)
    }

    /// Adds what lies in the trash of a library and is of one type.
    async fn trash_of(
        &self,
        library: &LibraryKey,
        item_type: ItemType,
        found: &mut Vec<MediaItem>,
    ) -> Result<()> {
        let is_gone = Filter::compare(Field::new("trash")?, Comparison::Is, "1");
        let query = ItemsQuery::new().item_type(item_type).filter(is_gone);
        let mut offset = 0;
        loop {
            let query = query.clone().page(PageRequest::new(offset, ROWS));
            let page = self.client.library_items(library, &query).await?;
            let next = page.next_offset();
            // A server that does not know the filter gives all that it has.
            let gone = page.items.into_iter();
            found.extend(gone.filter(|item| item.deleted_at.is_some()));
            match next {
                Some(next) if next > offset && found.len() < MOST_TRASH => offset = next,
                _ => return Ok(()),
            }
        }
    }

    /// Takes what has no files any more out of a library, for good.
    pub(crate) async fn empty_trash(&self, library: &LibraryKey) -> Result<()> {
        self.check_library(library).await?;
        self.client.empty_trash(library).await
    }

    /// Calls off the scan of a library.
    pub(crate) async fn cancel_scan(&self, library: &LibraryKey) -> Result<()> {
        self.check_library(library).await?;
        self.client.cancel_refresh(library).await
    }

    /// Has the files of all items of a library looked at again.
    pub(crate) async fn analyze_library(&self, library: &LibraryKey) -> Result<()> {
        self.check_library(library).await?;
        self.client.analyze_library(library).await
    }

    /// Has the metadata of all items of a library fetched again.
    pub(crate) async fn refresh_library_metadata(&self, library: &LibraryKey) -> Result<()> {
        self.check_library(library).await?;
        self.client.refresh_library_metadata(library).await
    }

    /// Has the files of an item looked at again.
    pub(crate) async fn analyze_item(&self, item: &RatingKey) -> Result<()> {
        self.check_item(item).await?;
        self.client.analyze_item(item).await
    }

    /// Has the metadata of an item fetched again.
    pub(crate) async fn refresh_item_metadata(&self, item: &RatingKey) -> Result<()> {
        self.check_item(item).await?;
        self.client.refresh_item(item, true).await
    }

    /// Returns something that the server is busy with; `None` when it is over.
    pub(crate) async fn activity(&self, id: &ActivityId) -> Result<Option<Activity>> {
        let mut activities = self.activities().await?.into_iter();
        Ok(activities.find(|activity| activity.uuid.as_ref() == Some(id)))
    }

    /// Calls off something that the server is busy with.
    pub(crate) async fn cancel_activity(&self, id: &ActivityId) -> Result<()> {
        match self.activity(id).await? {
            Some(_) => self.client.cancel_activity(id).await,
            None => Err(PlexError::NotFound {
                request: "DELETE /activities".to_owned(),
            }),
        }
    }

    /// Lists the tasks that the server does by itself at night.
    pub(crate) async fn night_tasks(&self) -> Result<Vec<MaintenanceTask>> {
        match self.is_limited() {
            true => Ok(Vec::new()),
            false => self.client.maintenance_tasks().await,
        }
    }

    /// Starts a task that the server otherwise does at night.
    pub(crate) async fn start_task(&self, task: &TaskName) -> Result<()> {
        self.check_server()?;
        self.client.start_task(task).await
    }

    /// Removes the metadata that belongs to nothing any more.
    pub(crate) async fn clean_bundles(&self) -> Result<()> {
        self.check_server()?;
        self.client.clean_bundles().await
    }

    /// Optimises the server's database.
    pub(crate) async fn optimize_database(&self) -> Result<()> {
        self.check_server()?;
        self.client.optimize_database().await
    }

    /// Tells whether the server lets its owner delete files.
    pub(crate) async fn may_delete(&self) -> Result<bool> {
        let identity = self.server_identity_now().await?;
        Ok(identity.allow_media_deletion == Some(true))
    }

    /// Deletes an item with its files, or one version of it.
    pub(crate) async fn delete_item(
        &self,
        item: &RatingKey,
        version: Option<&MediaId>,
    ) -> Result<()> {
        self.check_item(item).await?;
        match version {
            Some(version) => self.client.delete_version(item, version).await,
            None => self.client.delete_item(item).await,
        }
    }

    /// Refuses what is of the whole server where only some libraries are shown, as if it were not there.
    fn check_server(&self) -> Result<()> {
        match self.is_limited() {
            true => Err(PlexError::NotFound {
                request: "POST /butler".to_owned(),
            }),
            false => Ok(()),
        }
    }
}
