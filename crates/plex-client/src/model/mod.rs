//! The answers of PMS, as Rust types.

mod collection;
mod detail;
mod history;
mod hub;
mod item;
mod kind;
mod library;
mod matching;
mod media;
mod meta;
mod notification;
mod picture;
mod provider;
mod queue;
mod server;
mod session;
mod statistics;
mod tag;
mod task;

pub use collection::{CollectionMode, CollectionOrder, ManagedHub};
pub use detail::{Chapter, FieldLock, Marker, Review};
pub use history::HistoryRecord;
pub use hub::{Hub, HubEntry, SearchResult, TagHit};
pub use item::MediaItem;
pub use kind::{FieldKind, ItemType, LibraryType, PlayerState};
pub use library::{Library, LibraryCounts, Location};
pub use matching::{ArtworkChoice, MatchCandidate};
pub use media::{Media, Part, Stream};
pub use meta::{
    FieldKindMeta, FieldMeta, FilterChoice, LibraryMeta, ListMeta, OperatorMeta, SortMeta, TypeMeta,
};
pub use notification::{
    ActivityNotification, Notification, PlayingNotification, StatusNotification,
    TimelineNotification,
};
pub use picture::{Picture, PictureFormat, PictureKind, PicturePath};
pub use provider::{MediaProvider, ProviderDirectory, ProviderFeature};
pub use queue::{PlayQueue, Timeline, Timelines};
pub use server::{Account, Activity, ActivityContext, Device, Endpoint, ServerIdentity, Setting};
pub use session::{Player, Session, SessionInfo, SessionUser, TranscodeSession};
pub use statistics::{BandwidthSample, BandwidthStatistics, Release, ResourceSample, UpdateStatus};
pub use tag::{Rating, Role, Tag};
pub use task::MaintenanceTask;
pub(crate) use task::MaintenanceTasks;
