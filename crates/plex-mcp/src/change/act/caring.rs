//! What is done to look after the server: settings, tasks, the trash, deletion for good.

use plex_client::{ActivityId, LibraryKey, MediaId, PlexError, RatingKey, TaskName};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::changes::{Absent, Changes, Undo};
use crate::{
    change::{
        facts::Facts,
        thing::{Target, Thing},
    },
    plex::{Plex, settings},
};

/// The name of the fact that says whether a thing is there.
const EXISTS: &str = "exists";

/// Something done to look after the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Caring {
    /// Sets a setting of the server.
    Set {
        /// Its id.
        setting: String,
        /// Its value, as Plex writes it.
        value: String,
        /// The value in words; none for an empty one.
        words: Option<String>,
    },
    /// Takes what has no files any more out of a library.
    EmptyTrash {
        /// The library.
        library: LibraryKey,
    },
    /// Calls off the scan of a library.
    CancelScan {
        /// The library.
        library: LibraryKey,
    },
    /// Calls off something that the server is busy with.
    CancelActivity {
        /// What.
        activity: ActivityId,
        /// What that is called.
        title: String,
        /// The UUID of the library that it works on.
        uuid: Option<String>,
    },
    /// Has the server do something of which nothing need show: it says that it took it, and no more.
    Start(Chore),
    /// Deletes an item with its files.
    Delete {
        /// The item.
        item: RatingKey,
        /// That version of it, and nothing else.
        version: Option<MediaId>,
        /// What it is called.
        title: String,
        /// The UUID of its library.
        uuid: Option<String>,
        /// How many files go, and how large they are together: another number is another deletion.
        #[serde(default)]
        files: (usize, u64),
    },
}

/// Says what a server does when it is told to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Chore {
    /// A task of the night.
    Night {
        /// Its name.
        task: TaskName,
        /// Its name for people.
        title: String,
    },
    /// Removes the metadata that belongs to nothing any more.
    CleanBundles,
    /// Optimises the database.
    OptimizeDatabase,
    /// Looks at the files of a library again.
    AnalyzeLibrary(LibraryKey),
    /// Looks at the files of an item again.
    AnalyzeItem(RatingKey),
    /// Fetches the metadata of a library again.
    RefreshLibrary(LibraryKey),
    /// Fetches the metadata of an item again.
    RefreshItem(RatingKey),
}

impl Chore {
    fn target(&self) -> Target {
        match self {
            Self::Night { .. } | Self::CleanBundles | Self::OptimizeDatabase => Target::Server,
            Self::AnalyzeLibrary(library) | Self::RefreshLibrary(library) => {
                Target::Library(library.clone())
            }
            Self::AnalyzeItem(item) | Self::RefreshItem(item) => Target::Item(item.clone()),
        }
    }

    /// Tells whether the server shows that it is at it.
    fn is_running(&self, thing: &Thing) -> bool {
        let (Self::Night { title, .. }, Thing::Server(activities)) = (self, thing) else {
            return false;
        };
        let mut titles = activities.iter().map(|activity| activity.title.as_ref());
        titles.any(|shown| shown == Some(title))
    }

    async fn send(&self, plex: &Plex) -> Result<(), PlexError> {
        match self {
            Self::Night { task, .. } => plex.start_task(task).await,
            Self::CleanBundles => plex.clean_bundles().await,
            Self::OptimizeDatabase => plex.optimize_database().await,
            Self::AnalyzeLibrary(library) => plex.analyze_library(library).await,
            Self::AnalyzeItem(item) => plex.analyze_item(item).await,
            Self::RefreshLibrary(library) => plex.refresh_library_metadata(library).await,
            Self::RefreshItem(item) => plex.refresh_item_metadata(item).await,
        }
    }
}

impl Changes for Caring {
    fn target(&self) -> Target {
        match self {
            Self::Set { setting, .. } => Target::Setting(setting.clone()),
            Self::EmptyTrash { library } => Target::Trash(library.clone()),
            Self::CancelScan { library } => Target::Library(library.clone()),
            Self::CancelActivity { activity, .. } => Target::Activity(activity.clone()),
            Self::Start(chore) => chore.target(),
            Self::Delete { item, .. } => Target::Item(item.clone()),
        }
    }

    fn absent(&self) -> Option<Absent> {
        let facts = Facts::default();
        let (title, library, facts) = match self {
            Self::CancelActivity { title, uuid, .. } => (title, uuid, facts.with("running", false)),
            Self::Delete { title, uuid, .. } => (title, uuid, facts.with(EXISTS, false)),
            _ => return None,
        };
        Some(Absent {
            title: Some(title.clone()),
            library: library.clone(),
            facts,
        })
    }

    fn is_gradual(&self) -> bool {
        matches!(self, Self::EmptyTrash { .. })
    }

    fn shows(&self) -> bool {
        !matches!(self, Self::Start(_))
    }

    fn facts(&self, thing: &Thing) -> Facts {
        let facts = Facts::default();
        match (self, thing) {
            (Self::Set { .. }, Thing::Setting(setting)) => {
                let value = setting.value.as_deref();
                facts
                    .with("value", settings::in_words(setting, value))
                    .with("_value", value.unwrap_or_default())
            }
            (Self::EmptyTrash { .. }, Thing::Trash(library, trash)) => {
                let keys = trash.iter().filter_map(|item| item.rating_key.as_ref());
                let keys: Vec<&str> = keys.map(RatingKey::as_str).collect();
                facts
                    .with("in_trash", trash.len())
                    .with("_trash", json!(keys))
                    // What a scan has not seen yet would be lost: what was agreed to is of no scan.
                    .with("_scanning", library.refreshing)
            }
            (Self::CancelScan { .. }, Thing::Library(library)) => {
                facts.with("scanning", library.refreshing)
            }
            (Self::CancelActivity { .. }, Thing::Activity(_)) => facts.with("running", true),
            (Self::Start(chore), thing) => facts.with("running", chore.is_running(thing)),
            (Self::Delete { version, .. }, Thing::Item(item)) => {
                let ids = item.media.iter().filter_map(|media| media.id.as_ref());
                let ids: Vec<&str> = ids.map(MediaId::as_str).collect();
                let exists = version
                    .as_ref()
                    .is_none_or(|version| ids.contains(&version.as_str()));
                facts
                    .with(EXISTS, exists)
                    .with("_versions", json!(ids))
                    .with("_parts", item.leaf_count)
            }
            _ => facts,
        }
    }

    fn goal(&self) -> Facts {
        let goal = Facts::default();
        match self {
            Self::Set { value, words, .. } => goal
                .with("_value", value.as_str())
                .with("value", words.as_deref()),
            Self::EmptyTrash { .. } => goal.with("in_trash", 0),
            Self::CancelScan { .. } => goal.with("scanning", false),
            Self::CancelActivity { .. } => goal.with("running", false),
            Self::Start(_) => goal.with("running", true),
            Self::Delete { .. } => goal.with(EXISTS, false),
        }
    }

    fn destroys(&self) -> bool {
        match self {
            Self::EmptyTrash { .. } | Self::Delete { .. } => true,
            Self::Set { setting, .. } => settings::is_guard(setting),
            _ => false,
        }
    }

    async fn send(&self, plex: &Plex) -> Result<Option<RatingKey>, PlexError> {
        match self {
            Self::Set { setting, value, .. } => plex.set_setting(setting, value).await?,
            Self::EmptyTrash { library } => plex.empty_trash(library).await?,
            Self::CancelScan { library } => plex.cancel_scan(library).await?,
            Self::CancelActivity { activity, .. } => plex.cancel_activity(activity).await?,
            Self::Start(chore) => chore.send(plex).await?,
            Self::Delete { item, version, .. } => {
                plex.delete_item(item, version.as_ref()).await?;
            }
        }
        Ok(None)
    }

    fn undo(&self, before: &Facts, _: Option<&RatingKey>) -> Undo<Self> {
        match self {
            Self::Set { setting, .. } => {
                let text = |value: &Value| value.as_str().map(str::to_owned);
                let set = Self::Set {
                    setting: setting.clone(),
                    value: text(before.get("_value")).unwrap_or_default(),
                    words: text(before.get("value")),
                };
                Undo::Acts(vec![set], None)
            }
            Self::EmptyTrash { .. } => {
                Undo::Never("what was in the trash is gone; files that come back are new to Plex")
            }
            Self::CancelScan { .. } | Self::CancelActivity { .. } => {
                Undo::Never("what was called off is started anew, not gone on with")
            }
            Self::Start(_) => Undo::Never("what a task has done stays; it can be called off"),
            Self::Delete { .. } => Undo::Never("files that were deleted are gone for good"),
        }
    }
}
