//! What a person sees who watches the server: who plays what, what the server is busy with, what came in.

mod diff;
mod frame;
mod news;
mod scene;
mod watch;

pub use self::{
    frame::frame,
    news::News,
    scene::{Doing, Playing, Scene},
    watch::Watching,
};
