//! Toolset `control`: playing, and what was watched.

mod mark;
mod play;
mod playback;
mod program;
mod rate;
mod remote;
mod said;
mod stop_session;

pub(crate) use self::{
    mark::MarkWatched, play::Play, playback::ControlPlayback, rate::Rate, stop_session::StopSession,
};
