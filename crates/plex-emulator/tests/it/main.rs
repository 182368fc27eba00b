//! The emulator through its public doors: Rust and HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers as well"
)]

mod ask;
mod library;
mod plextv;
mod tls;
mod transport;
