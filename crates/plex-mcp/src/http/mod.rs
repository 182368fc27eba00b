//! Serving the protocol over streamable HTTP.
//!
//! [`HttpServer`] answers at [`MCP_PATH`], and says at [`HEALTH_PATH`] that it is alive. It serves any
//! [`ServerHandler`](rmcp::ServerHandler); the SDK speaks the protocol, this module decides who may
//! speak to it and how much of the machine they may use. A request passes, in this order:
//!
//! ```text
//! listen ─ seats ─ idle and stalled connections   how many may be connected
//!   └─ route ─ hosts ─ bearer                      who may ask
//!        └─ body ─ envelope                        what was sent, within bounds
//!             └─ places ─ the SDK ─ sessions       how much is done at once
//! ```

mod bearer;
mod body;
mod envelope;
mod hosts;
mod limits;
mod listen;
mod places;
mod refusal;
mod route;
mod seats;
mod serve;
mod sessions;
mod stall;

pub use self::{
    bearer::{Bearer, BearerError},
    hosts::{AllowedHost, AllowedHostError},
    limits::Limits,
    serve::{HttpError, HttpOptions, HttpServer},
};

/// Where the protocol is spoken.
pub const MCP_PATH: &str = "/mcp";

/// Where a supervisor asks whether the process still answers. It names nothing and asks nothing of
/// anyone, so it needs no bearer.
pub const HEALTH_PATH: &str = "/healthz";
