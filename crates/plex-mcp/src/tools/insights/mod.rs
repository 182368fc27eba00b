//! Toolset `insights`: questions that no endpoint of Plex answers, asked of the embedded snapshot.

mod audit;
mod failure;
mod named;
mod query;
mod recommend;
mod snapshot;
mod stats;
mod unread;

pub(crate) use self::{
    audit::AuditLibrary, failure::explained, query::Query, recommend::Recommend,
    stats::GetWatchStats,
};
