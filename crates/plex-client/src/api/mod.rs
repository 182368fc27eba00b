//! The endpoints as methods of [`PlexClient`](crate::PlexClient), one file an area.

mod activity;
mod library;
mod metadata;
mod playback;
mod search;
mod server;

pub use library::{OnDeckQuery, RecentlyAddedQuery};
pub use playback::HistoryQuery;
pub use search::{
    HubSearchQuery, LibrarySearchQuery, MatchReason, SearchFailure, SearchHit, SearchQuery,
    SearchResults, SearchSource, SearchSubject,
};
pub use server::HealthCheck;

/// How many requests of one operation run side by side.
const SIDE_BY_SIDE: usize = 8;
