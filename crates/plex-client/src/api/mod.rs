//! The endpoints as methods of [`PlexClient`](crate::PlexClient), one file an area.

mod accounts;
mod activities;
mod artwork;
mod batches;
mod children;
mod collection_edits;
mod collections;
mod concurrency;
mod deletion;
mod details;
mod devices;
#[cfg(feature = "events")]
mod events;
mod filters;
mod guids;
mod history;
mod item_edits;
mod libraries;
mod library_items;
mod maintenance;
mod managed_hubs;
mod marks;
mod matching;
mod on_deck;
mod pictures;
mod play_queues;
mod players;
mod playlist_edits;
mod playlists;
mod providers;
mod recently_added;
mod related;
mod remote;
mod search;
mod server;
mod sessions;
mod settings;
mod statistics;
mod sweep;
mod titles;

pub use artwork::MAX_ARTWORK_BYTES;
pub use batches::{Added, MAX_BATCH};
pub use collection_edits::CollectionPrefs;
pub use details::DetailsQuery;
#[cfg(feature = "events")]
pub use events::{Channel, Event, EventKind, Events, EventsQuery, TranscodePhase};
pub use guids::ExternalIds;
pub use history::HistoryQuery;
pub use item_edits::{
    ArtworkField, FieldContent, FieldValue, ItemEdit, ItemField, Lockable, ReleaseDate, TagField,
};
pub use managed_hubs::HubVisibility;
pub use matching::MatchQuery;
pub use on_deck::OnDeckQuery;
pub use pictures::MAX_PICTURE_BYTES;
pub use play_queues::{QueueQuery, RepeatMode};
pub use playlist_edits::{PlaylistEdit, PlaylistKind};
pub use recently_added::RecentlyAddedQuery;
pub use remote::{PlayRequest, RemotePlayer, StreamChoice, SubtitleChoice, Volume};
pub use search::{
    Fit, HubSearchQuery, LibrarySearchQuery, MatchReason, NameQuery, SearchFailure, SearchHit,
    SearchQuery, SearchResults, SearchSource, SearchSubject,
};
pub use server::HealthCheck;
pub use statistics::{BandwidthQuery, Timespan};
pub use titles::{Titled, Titles};
