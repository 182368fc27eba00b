//! Virtual players: they speak the Companion protocol on a port of their own and through the
//! server, and what they play is a session of the server.

mod commands;
mod decision;
mod handle;
mod host;
mod kind;
mod machine;
mod queue;
mod restoring;
mod stage;
mod state;
mod subscribers;
mod timeline;

pub use handle::Player;
