//! The endpoints, one file an area, and the table of all of them.

mod accounts;
mod activities;
mod artwork;
mod browse;
mod butler;
mod catalogue;
mod clients;
mod common;
mod deletion;
mod discovery;
mod everywhere;
mod folders;
mod groups;
mod history;
mod hubs;
mod item;
mod limits;
mod listing;
mod matches;
mod metadata;
mod picture;
mod preferences;
mod providers;
mod related;
mod root;
mod routes;
mod search;
mod sections;
mod selection;
mod sessions;
mod statistics;
mod updates;
mod values;
mod watch;

pub use catalogue::endpoints;
pub(crate) use routes::{DETAILS, ROUTES};
