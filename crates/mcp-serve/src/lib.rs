//! Serves any [`ServerHandler`](rmcp::ServerHandler) of the official MCP SDK to the clients there are: over
//! standard input and output ([`stdio`]) and over streamable HTTP ([`http`]).
//!
//! The SDK speaks the protocol. This crate adds what a server needs on a machine that others can reach,
//! and takes care of what real clients do that the specification does not foresee.

pub mod http;
mod message;
mod outgoing;
pub mod stdio;

pub use self::{message::misfit, outgoing::Outgoing};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
