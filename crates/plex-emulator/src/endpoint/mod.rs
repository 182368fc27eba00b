//! The endpoints, one file an area, and the table of all of them.

mod artwork;
mod browse;
mod butler;
mod catalogue;
mod common;
mod discovery;
mod everywhere;
mod folders;
mod groups;
mod history;
mod household;
mod hubs;
mod kin;
mod limits;
mod matches;
mod metadata;
mod picture;
mod preferences;
mod providers;
mod root;
mod routes;
mod search;
mod sections;
mod sessions;
mod statistics;
mod updates;
mod values;
mod watch;

pub use catalogue::endpoints;
pub(crate) use routes::{DETAILS, ROUTES};
