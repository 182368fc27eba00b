//! A Model Context Protocol server for Plex Media Server.
//!
//! [`PlexMcpServer`] gives a model what a [`plex_client::PlexClient`] can do, as tools with small,
//! titled, dated results; what they tell as resources; and prompts that plan a few calls. All of it can
//! be used without a transport ([`PlexMcpServer::call`], [`PlexMcpServer::read`],
//! [`PlexMcpServer::prompt`], [`PlexMcpServer::complete`]), or served to a client over standard input
//! and output ([`PlexMcpServer::serve_stdio`]), over a pair of byte streams
//! ([`PlexMcpServer::serve`]), to many over HTTP ([`PlexMcpServer::serve_http`]) or over any
//! transport of the protocol's SDK ([`PlexMcpServer::serve_transport`]).

pub mod access;
mod args;
mod budget;
mod call;
mod change;
mod choice;
pub mod clean;
mod completions;
pub mod config;
pub mod credentials;
pub mod doctor;
mod elsewhere;
mod error;
mod filters;
mod journal_place;
mod live;
pub mod login;
mod name;
mod nearest;
mod options;
mod plex;
mod progress;
mod prompts;
mod redaction;
mod resources;
mod schema;
mod server;
mod snapshot;
mod subscriptions;
mod time;
mod tools;
mod transport;
mod view;
mod vocabulary;
pub mod watching;

pub use mcp_serve::{http, stdio::ServeError};
pub use plex_client::{Picture, PictureFormat};
pub use plex_index;

pub use crate::{
    budget::{DEFAULT_MAX_RESULT_BYTES, MIN_MAX_RESULT_BYTES},
    change::{Ask, Question, Reply},
    choice::{Choice, Effect, Toolset},
    completions::Completion,
    elsewhere::Elsewhere,
    error::{ErrorKind, ToolError},
    journal_place::JournalPlace,
    options::Options,
    progress::{Progress, ProgressUpdate},
    prompts::{Argument, Plan, Prompt},
    resources::{Content, Resource},
    server::{ArgumentOf, PlexMcpServer},
    time::Calendar,
    tools::{Answer, Tool},
};
