//! Toolset `playback`: what is playing and what was played.

mod history;
mod sessions;

pub(crate) use self::{history::GetHistory, sessions::GetSessions};
