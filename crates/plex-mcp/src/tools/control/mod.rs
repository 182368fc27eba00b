//! Toolset `control`: playing, and what was watched.

mod action;
mod mark;
mod play;
mod playback;
mod program;
mod rate;
mod remote;
mod stop_session;

pub(crate) use self::{
    mark::MarkWatched, play::Play, playback::ControlPlayback, rate::Rate, stop_session::StopSession,
};
