//! Files of assistants, edited on disk and compared byte by byte.

mod diff;
mod files;
mod machines;
mod roundtrip;
mod support;
