//! Signing in to Plex: a PIN, a browser, a server, the best way to it, and a file that keeps both.
//!
//! Everything that is not computation comes from outside: what the person sees and types, the time,
//! the browser, and the wish to stop ([`Interaction`]).

mod approval;
mod best_connection;
mod error;
mod interaction;
mod names;
mod qr;
mod server_choice;
mod sign_in;

pub use self::{
    error::LoginError,
    interaction::{Clock, Interaction, Terminal},
    sign_in::Login,
};
