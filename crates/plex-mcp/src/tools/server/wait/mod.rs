//! `plex_wait_for`.

mod arrival;
mod goal;
mod hint;
mod playing;
mod tool;
mod view;
mod work;

pub(crate) use self::tool::WaitFor;
