//! The emulator through its public doors: Rust and HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, in its helpers as well"
)]

mod accounts;
mod ask;
mod browsing;
mod catalogue;
mod deleting;
mod describing;
mod discovery;
mod every;
mod faults;
mod filters;
mod four;
mod history;
mod hubs;
mod library;
mod listening;
mod maintenance;
mod pace;
mod paging;
mod pictures;
mod players;
mod plextv;
mod recordings;
mod related;
mod scanning;
mod searching;
mod statistics;
mod tls;
mod transport;
mod watching;
mod wires;
