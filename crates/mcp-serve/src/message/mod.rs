//! Reads messages as real clients send them, and finds out what is wrong with those that cannot be read.

mod answered;
mod id;
mod mend;
mod misfit;
mod read;

pub use self::misfit::misfit;
pub(crate) use self::{
    answered::answered,
    id::readable_id,
    read::{Fault, Read, is_listening, is_ping, is_work, read},
};
