//! plex.tv as a second host: signing in, the account and its home, friends and what is shared with
//! them, servers and applications, the watchlist and the catalogue.
//!
//! One address stands for all of Plex's hosts: plex.tv, clients.plex.tv, and the discover and
//! metadata providers, whose paths do not meet.

mod area;
mod cloud;
mod discover;
mod handle;
mod host;
mod listed;
mod options;
mod pins;
mod question;
mod reply;
mod server;
mod state;

pub use handle::{PlexTv, plex_tv_endpoints};
pub(crate) use listed::Listing;
pub use options::{ACCOUNT_TOKEN, PlexTvOptions};
pub use server::{TvConnection, TvServer};
