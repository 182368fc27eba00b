//! Streamable HTTP: who is let in, what is answered, how much anyone may use, and how it ends.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that is surprised should say so and stop"
)]

mod access;
mod client;
mod ending;
mod fixture;
mod limits;
mod messages;
mod sessions;
mod stdio;
mod waiting;
