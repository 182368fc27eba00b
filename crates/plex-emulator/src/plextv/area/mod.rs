//! plex.tv's endpoints, one file an area.

mod account;
mod asked;
mod common;
mod devices;
mod discovering;
mod friends;
mod home;
mod invitations;
mod pins;
mod routes;
mod settings;
mod sharing;
mod signing;
mod switching;
mod watching;

pub(super) use common::{Access, Route};
pub(super) use routes::ROUTES;
