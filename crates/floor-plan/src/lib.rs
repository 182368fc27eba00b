//! Draws the import arrows inside a crate, from file to file, and holds them against a plan.
//!
//! [`Crate::read`] parses the sources, [`Arrows::of`] resolves what each file names to the file that
//! defines it, and [`check`] compares the arrows with the [`Plan`]: no two files may import each
//! other in a circle, and no room (a folder or file directly under `src`) may import from a room on
//! its own floor or above.
//!
//! Four things are no arrows: a module that declares its children, one that re-exports what its own
//! descendants define, a path that ends at a module, and whatever stands under `#[cfg(test)]`.
#![forbid(unsafe_code)]

mod arrows;
mod check;
mod circle;
mod error;
mod mention;
mod plan;
mod reader;
mod resolve;
mod surface;
mod tokens;
mod tree;

pub use arrows::{Arrow, Arrows};
pub use check::{MAX_LINES, check, check_files};
pub use circle::{circles, folder_circles};
pub use error::{Error, Result};
pub use plan::{Plan, Rooms};
pub use reader::read_crates;
pub use surface::Surface;
pub use tree::Crate;
