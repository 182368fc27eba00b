#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod api;
mod builder;
mod client;
pub mod client_identifier;
#[cfg(feature = "cloud")]
pub mod cloud;
mod commands;
pub mod container;
mod error;
mod external_id;
mod field;
mod filter;
mod fold;
mod id;
mod model;
mod page;
pub mod plex_direct;
mod rating;
mod redact;
mod setters;
pub mod text;
mod time;
mod tls_problem;
mod token;
mod transport;
pub mod wire;

pub use api::*;
pub use builder::PlexClientBuilder;
pub use client::PlexClient;
pub use commands::CommandIds;
pub use error::{ErrorKind, PlexError, Result, UnreachableCause};
pub use external_id::ExternalId;
pub use field::Field;
pub use filter::{Comparison, Condition, Direction, Filter, ItemsQuery, SmartRule, Sort, SortKey};
pub use fold::{fold, fold_to_latin};
pub use id::{
    AccountId, ActivityId, CatalogueId, DeviceId, HistoryId, HomeId, HubId, LibraryKey, MediaId,
    PartId, PinId, PlayQueueId, PlayQueueItemId, PlaylistItemId, RatingKey, ServerId, SessionId,
    SessionKey, ShareId, SharedLibraryId, StreamId, TagId, TaskName,
};
pub use model::*;
pub use page::{Page, PageRequest};
pub use rating::UserRating;
pub use redact::Redactor;
pub use time::{Millis, Seconds, Timestamp};
pub use tls_problem::TlsProblem;
pub use token::Token;
pub use transport::compression::Compression;
pub use transport::elsewhere::fetch_picture;
pub use transport::request::{Method, Request};
pub use transport::retry::RetryPolicy;
pub use transport::settings::Wire;
