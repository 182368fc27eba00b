//! Serves the protocol over streamable HTTP.
//!
//! [`HttpServer`] answers at [`MCP_PATH`], and says at [`HEALTH_PATH`] that it is alive. It serves any
//! [`ServerHandler`](rmcp::ServerHandler); the SDK speaks the protocol, this module decides who may
//! speak to it and how much of the machine they may use. A request passes, in this order:
//!
//! ```text
//! server ─ listener ─ connections        how many may be connected, and for how long
//!   └─ route ─ hosts ─ bearer          who may ask
//!        └─ body ─ message             what was sent, within bounds
//!             └─ permits ─ the SDK ─ sessions    how much is done at once
//! ```

mod answer;
mod bearer;
mod body;
mod connections;
mod events;
mod hosts;
mod limits;
mod listener;
mod media;
mod paths;
mod permits;
mod presence;
mod refusal;
mod route;
mod server;
mod sessions;

pub use self::{
    bearer::{Bearer, BearerError},
    hosts::{AllowedHost, AllowedHostError},
    limits::Limits,
    paths::{HEALTH_PATH, MCP_PATH},
    presence::Presence,
    server::{HttpError, HttpOptions, HttpServer},
};
