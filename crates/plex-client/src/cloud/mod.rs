//! What plex.tv says: accounts, the servers they may use, signing in, sharing. With the feature
//! `cloud`, which is on by default.
//!
//! These are its answers, to be read with [`wire::answer`](crate::wire::answer). Tokens in them
//! are [`Token`](crate::Token)s and print as `[redacted]`.

mod candidate;
mod client;
mod pin;
mod reach;
mod resource;
mod service;
mod sharing;
mod user;

pub use candidate::{Candidate, Reach};
pub use client::{PlexAccount, PlexAccountBuilder};
pub use pin::{ClaimToken, Pin, PinState};
pub use reach::{Attempt, AttemptOutcome};
pub use resource::{Connection, Resource};
pub use service::{Announcement, Metric, Privacy, Service, ServiceFeature, Webhook};
pub use sharing::{
    Friend, Home, HomeUser, ServerRecord, SharedLibrary, SharedServer, SharingSettings,
};
pub use user::{SignIn, Subscription, User, UserProfile};
