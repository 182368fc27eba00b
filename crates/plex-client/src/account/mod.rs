//! What plex.tv says: accounts, the servers they may use, signing in, sharing.
//!
//! These are its answers, to be read with [`decode::answer`](crate::decode::answer). Tokens in them
//! are [`Token`](crate::Token)s and print as `[redacted]`.

mod pin;
mod resource;
mod service;
mod sharing;
mod user;

pub use pin::{ClaimToken, Pin};
pub use resource::{Connection, Resource};
pub use service::{Announcement, Metric, Privacy, Service, ServiceFeature, Webhook};
pub use sharing::{
    Friend, Home, HomeUser, ServerRecord, SharedLibrary, SharedServer, SharingSettings,
};
pub use user::{SignIn, Subscription, User, UserProfile};
