//! Toolset `playback`: what is playing and what was played.

mod diagnosis;
mod history;
mod players;
mod sessions;

pub(crate) use self::{
    diagnosis::DiagnosePlayback,
    history::GetHistory,
    players::GetPlayers,
    sessions::{GetSessions, is_of, user_named},
};
