//! Files of assistants, edited on disk and compared byte by byte.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers as well"
)]

mod diff;
mod files;
mod machines;
mod roundtrip;
mod support;
