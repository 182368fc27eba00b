//! The client through its public doors, against the emulator over real HTTP and TLS.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers as well"
)]

mod both_wires;
mod cloud;
mod corpus;
mod elsewhere;
mod events;
mod headers;
mod holdings;
mod hostile;
mod identifier;
mod models;
mod operations;
mod pictures;
mod quirks;
mod raw;
mod reading;
mod recordings;
mod requests;
mod roundtrip;
mod script;
mod search;
mod secrecy;
mod sendable;
mod sharing;
mod tls;
mod writes;
