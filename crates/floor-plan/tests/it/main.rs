//! The workspace against its plan, and the drawing itself against small crates made for it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod drawing;
mod packages;
mod workspace;
