//! What PMS answers with, in Rust.

mod history;
mod hub;
mod item;
mod kind;
mod library;
mod media;
mod provider;
mod server;
mod session;
mod tag;

pub use history::HistoryRecord;
pub use hub::{Hub, HubEntry, SearchResult, TagHit};
pub use item::MediaItem;
pub use kind::{ItemType, LibraryType, PlayerState};
pub use library::{Library, LibraryCounts, Location};
pub use media::{Media, Part, Stream};
pub use provider::{MediaProvider, ProviderDirectory, ProviderFeature};
pub use server::{Account, Activity, ActivityContext, Device, Endpoint, ServerIdentity, Setting};
pub use session::{Player, Session, SessionInfo, SessionUser, TranscodeSession};
pub use tag::{Rating, Role, Tag};
