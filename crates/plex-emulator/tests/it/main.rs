//! The emulator through its public doors: Rust and HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers as well"
)]

mod accounts;
mod ask;
mod catalogue;
mod describing;
mod discovery;
mod every;
mod faults;
mod filters;
mod history;
mod hubs;
mod kin;
mod library;
mod maintenance;
mod pace;
mod paging;
mod pictures;
mod plextv;
mod scanning;
mod searching;
mod statistics;
mod tls;
mod transport;
mod watching;
mod wires;
