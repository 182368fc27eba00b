//! Streamable HTTP: who is let in, what is answered, how much anyone may use, and how it ends.

mod access;
mod client;
mod ending;
mod fixture;
mod limits;
mod messages;
mod offered;
#[cfg(unix)]
mod program;
mod sessions;
