//! Toolset `control`: playing, and what was watched.

mod mark;
mod rate;

pub(crate) use self::{mark::MarkWatched, rate::Rate};
