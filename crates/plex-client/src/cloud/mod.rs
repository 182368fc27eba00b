//! What plex.tv says: accounts, the servers they may use, signing in, sharing. With the feature
//! `cloud`, which is on by default.
//!
//! [`PlexAccount`] asks. Tokens in the answers are [`Token`](crate::Token)s and print as `[redacted]`.

mod candidate;
mod client;
mod friends;
mod home;
mod reach;
mod resource;
mod server_record;
mod settings;
mod sign_in;
mod user;
mod watchlist;

pub use candidate::{Candidate, Reach};
pub use client::{PlexAccount, PlexAccountBuilder};
pub use friends::{Friend, SharedLibrary, SharedServer, SharingSettings};
pub use home::{Home, HomeUser};
pub use reach::{Attempt, AttemptOutcome};
pub use resource::{Connection, Resource};
pub use server_record::ServerRecord;
pub use settings::{Metric, Privacy, Webhook};
pub use sign_in::{ClaimToken, Pin, PinState};
pub use user::{Subscription, User, UserProfile};
