//! The endpoints as methods of [`PlexClient`](crate::PlexClient), one file an area.

mod activity;
mod details;
mod filters;
mod guids;
mod household;
mod library;
mod list;
mod metadata;
mod pictures;
mod playback;
mod search;
mod server;
mod statistics;
mod sweep;
mod titles;

pub use details::DetailsQuery;
pub use guids::ExternalIds;
pub use library::{OnDeckQuery, RecentlyAddedQuery};
pub use pictures::MAX_PICTURE_BYTES;
pub use playback::HistoryQuery;
pub use search::{
    Fit, HubSearchQuery, LibrarySearchQuery, MatchReason, NameQuery, SearchFailure, SearchHit,
    SearchQuery, SearchResults, SearchSource, SearchSubject,
};
pub use server::HealthCheck;
pub use statistics::{BandwidthQuery, Timespan};
pub use titles::{Titled, Titles};

/// The most requests of one operation that run side by side.
const SIDE_BY_SIDE: usize = 8;
