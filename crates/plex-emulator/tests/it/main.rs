//! The emulator through its public doors: Rust and HTTP.

mod ask;
mod transport;
